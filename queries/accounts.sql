--! any_user
--- Whether the first run is over.
--- plan: scan, because one row is enough · bound: 1 row
select exists (select from core.users) as found;

--! lock_first_run
--- Held to the end of the transaction: of two first runs at once, the second waits and then sees the first one's user.
--- plan: none · bound: 1 row
select pg_advisory_xact_lock(7283410)::text as locked;

--! insert_user
--- A new user; nothing happens when the name is taken.
--- plan: users_name_key_key · bound: 1 row
insert into core.users (id, name, name_key, password_hash, role, created_at)
values (:id, :name, :name_key, :password_hash, :role, :created_at)
on conflict (name_key) do nothing;

--! list_name_keys
--- All names, to refuse one that looks like another.
--- plan: scan, because a household has few users and this runs when one is added · bound: users
select name_key from core.users;

--! find_user_by_name
--- Who signs in.
--- plan: users_name_key_key · bound: 1 row
select id, name, password_hash, role, created_at from core.users where name_key = :name_key;

--! get_user
--- A user as shown to themselves.
--- plan: users_pkey · bound: 1 row
select id, name, role, created_at from core.users where id = :id;

--! set_password
--- A new password.
--- plan: users_pkey · bound: 1 row
update core.users set password_hash = :password_hash where id = :id;

--! insert_session
--- A sign-in; only the hash of its token is kept.
--- plan: none · bound: 1 row
insert into core.sessions (id, user_id, token_hash, device_name, address, created_at, last_seen_at, expires_at)
values (:id, :user_id, :token_hash, :device_name, :address, :created_at, :created_at, :expires_at);

--! find_session
--- Whose token this is, unless it has expired.
--- plan: sessions_token_hash_key, users_pkey · bound: 1 row
select s.id, s.user_id, s.last_seen_at, u.name, u.role
from core.sessions s
join core.users u on u.id = s.user_id
where s.token_hash = :token_hash and s.expires_at > :now;

--! is_session_live
--- Whether a sign-in still holds: asked by streams that stay open.
--- plan: sessions_pkey · bound: 1 row
select exists (select from core.sessions where id = :id and expires_at > :now) as live;

--! touch_session
--- Seen now, and good for longer. Called at most once an hour per sign-in.
--- plan: sessions_pkey · bound: 1 row
update core.sessions set last_seen_at = :now, expires_at = :expires_at where id = :id;

--! list_sessions
--- Where a user is signed in, newest first.
--- plan: sessions_by_user · bound: limit <= 201
select id, device_name, address, created_at, last_seen_at, expires_at
from core.sessions
where user_id = :user_id and expires_at > :now and (created_at, id) < (:before_created_at, :before_id)
order by created_at desc, id desc
limit :limit;

--! delete_session
--- Sign out, or revoke one of the own sign-ins. What plays with it goes too (on delete cascade).
--- plan: sessions_pkey · bound: 1 row
delete from core.sessions where id = :id and user_id = :user_id returning id, token_hash;

--! delete_sessions_of_user
--- Revoke all, after a new password.
--- plan: sessions_by_user · bound: sign-ins of one user
delete from core.sessions where user_id = :user_id returning id, token_hash;

--! delete_stale_sessions
--- What has expired, removed whenever the user signs in again.
--- plan: sessions_by_user · bound: sign-ins of one user
delete from core.sessions where user_id = :user_id and expires_at <= :now;

--! prune_sessions
--- Sign-ins that have expired, some at once: of users who never came back.
--- plan: scan, because a household has few sign-ins and this runs once a day · bound: :limit
delete from core.sessions where id in (select id from core.sessions where expires_at <= :now limit :limit);

--! list_library_ids
--- What there is to be seen. All users see all libraries for now; rights come in here.
--- plan: scan, because libraries are few · bound: libraries
select id from libraries order by id;
