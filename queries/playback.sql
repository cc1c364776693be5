--! list_playable_files (file?) : PlayableFile(missing_since?, media?, offline_since?, part?)
--- Files of an item that a viewer may play: present ones first, then by part and size.
--- plan: item_files_pkey · bound: files of one item
select f.id, f.library_id, r.path as root_path, f.rel_path, f.state, f.missing_since, f.media::text as media,
    r.offline_since, xf.part,
    exists (select from keyframe_indexes k where k.file_id = f.id) as has_index
from item_files xf
join files f on f.id = xf.file_id
join roots r on r.id = f.root_id
where xf.item_id = :item and f.library_id = any(:visible) and (:file::uuid is null or f.id = :file::uuid)
order by f.state = 'present' desc, xf.part nulls first, f.size_bytes desc, f.id
limit 64;

--! insert_playback_session
--- A session; its URLs carry the token whose hash is kept here.
--- plan: playback_sessions_pkey · bound: 1 row
insert into core.playback_sessions
    (id, user_id, session_id, token_hash, library_id, item_id, file_id, plan, position_ms, created_at, last_request_at, expires_at)
values
    (:id, :user, :sign_in, :token_hash, :library, :item, :file, :plan::text::jsonb, :position_ms, :now, :now, :expires_at);

--! find_playback_session : PlaybackSession(media?)
--- What a stream URL stands for, while its sign-in, its library and its file row exist. This is the check of rights
--- before the first byte.
--- plan: playback_sessions_token_hash_key · bound: 1 row
select p.id, p.user_id, p.session_id, p.library_id, p.item_id, p.file_id, p.plan::text as plan, p.created_at,
    r.path as root_path, f.rel_path, f.media::text as media
from core.playback_sessions p
join core.sessions s on s.id = p.session_id and s.expires_at > :now
join files f on f.id = p.file_id and f.library_id = p.library_id
join roots r on r.id = f.root_id
where p.token_hash = :token_hash and p.expires_at > :now;

--! touch_playback_session
--- Keeps a session that is used; says whether it still is one.
--- plan: playback_sessions_pkey · bound: 1 row
update core.playback_sessions p set last_request_at = :now, expires_at = :expires_at
from core.sessions s
where p.id = :id and s.id = p.session_id and s.expires_at > :now and p.expires_at > :now
returning p.id;

--! is_playback_session_alive
--- Whether a running stream may go on.
--- plan: playback_sessions_pkey · bound: 1 row
select exists (
    select from core.playback_sessions p
    join core.sessions s on s.id = p.session_id and s.expires_at > :now
    where p.id = :id and p.expires_at > :now
) as alive;

--! list_playback_sessions (user?) : ListedSession(title?, position_ms?)
--- What plays now: everybody's sessions, or one user's.
--- plan: scan, because there are few sessions; items_pkey, user_state_pkey · bound: :limit rows
select p.id, p.user_id, u.name as user_name, p.item_id, p.file_id, p.plan::text as plan, p.created_at, p.last_request_at,
    p.expires_at, s.device_name, i.title, w.position_ms
from core.playback_sessions p
join core.users u on u.id = p.user_id
join core.sessions s on s.id = p.session_id
left join items i on i.id = p.item_id and i.library_id = any(:visible)
left join user_state w on w.item_id = p.item_id and w.user_id = p.user_id
where p.expires_at > :now and (:user::uuid is null or p.user_id = :user::uuid)
order by p.last_request_at desc, p.id
limit :limit;

--! delete_playback_session (user?)
--- Ends a session: anybody's for an admin, else one's own.
--- plan: playback_sessions_pkey · bound: 1 row
delete from core.playback_sessions
where id = :id and (:user::uuid is null or user_id = :user::uuid)
returning user_id, item_id;

--! delete_stale_playback_sessions
--- Expired sessions, and a user's oldest beyond the most that one may have.
--- plan: playback_sessions_by_expiry · bound: one user's sessions and what has expired
delete from core.playback_sessions
where expires_at <= :now or id in (
    select p.id from core.playback_sessions p where p.user_id = :user order by p.last_request_at desc offset :most
);

--! prune_playback_sessions
--- Playback sessions that have expired, some at once: of users who never came back.
--- plan: playback_sessions_by_expiry · bound: :limit
delete from core.playback_sessions
where id in (select p.id from core.playback_sessions p where p.expires_at <= :now order by p.expires_at limit :limit);

--! find_keyframe_index
--- Where a file's pictures may be cut: domain::media::KeyframeIndex, packed.
--- plan: keyframe_indexes_pkey · bound: 1 row
select packed from keyframe_indexes where file_id = :file and library_id = :library;

--! item_exists
--- Whether an item exists for a viewer.
--- plan: items_pkey · bound: 1 row
select exists (select from items i where i.id = :item and i.library_id = any(:visible)) as found;

--! list_subtitle_files : SubtitleFile(language?, title?)
--- Text subtitles beside a file, in the order that gives them their indexes.
--- plan: sidecars_file_id_rel_path_key · bound: subtitles of one file
select s.rel_path, r.path as root_path, s.language, s.title, s.forced
from sidecars s
join roots r on r.id = s.root_id
where s.file_id = :file and s.library_id = :library
order by s.rel_path
limit 100;

--! find_track_rules : TrackRulesRow(of_user?, of_item?, of_show?)
--- What a user likes to hear and read: for everything, for this item, for the show that it belongs to.
--- plan: users_pkey, items_pkey, track_rules_pkey · bound: 1 row
select r.rules::text as of_user, o.rules::text as of_item, s.rules::text as of_show
from core.users u
left join core.track_rules r on r.user_id = u.id
left join items i on i.id = :item and i.library_id = any(:visible)
left join items p on p.id = i.parent_id
left join track_rules o on o.user_id = u.id and o.item_id = i.id
left join track_rules s on s.user_id = u.id and s.item_id = coalesce(p.parent_id, p.id)
where u.id = :user;

--! put_user_track_rules
--- What a user likes to hear and read.
--- plan: track_rules_pkey · bound: 1 row
insert into core.track_rules (user_id, rules) values (:user, :rules::text::jsonb)
on conflict (user_id) do update set rules = excluded.rules;

--! put_item_track_rules
--- The same for one title.
--- plan: track_rules_pkey, items_pkey · bound: 1 row
insert into track_rules (user_id, item_id, library_id, rules, updated_at)
select :user, i.id, i.library_id, :rules::text::jsonb, :now
from items i
where i.id = :item and i.library_id = any(:visible)
on conflict (user_id, item_id) do update set rules = excluded.rules, updated_at = excluded.updated_at
returning item_id;

--! delete_item_track_rules
--- The title follows what holds for everything again.
--- plan: track_rules_pkey · bound: 1 row
delete from track_rules where user_id = :user and item_id = :item;
