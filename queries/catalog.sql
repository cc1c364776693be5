--! page_items_by_title (genre?, year?, first_word?)
--- One page from A to Z. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_title · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, i.sort_title as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (i.sort_title, i.id) > (:after_key::text, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by i.sort_title, i.id
    limit :limit
) p
order by p.key, p.id
limit :limit;

--! page_items_by_title_back (genre?, year?, first_word?)
--- One page from Z to A. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_title · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, i.sort_title as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (i.sort_title, i.id) < (:after_key::text, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by i.sort_title desc, i.id desc
    limit :limit
) p
order by p.key desc, p.id desc
limit :limit;

--! page_items_by_added (genre?, year?, first_word?)
--- One page, the newest arrivals first. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_added · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, i.added_at as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (i.added_at, i.id) < (:after_key::timestamptz, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by i.added_at desc, i.id desc
    limit :limit
) p
order by p.key desc, p.id desc
limit :limit;

--! page_items_by_added_back (genre?, year?, first_word?)
--- One page, the oldest arrivals first. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_added · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, i.added_at as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (i.added_at, i.id) > (:after_key::timestamptz, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by i.added_at, i.id
    limit :limit
) p
order by p.key, p.id
limit :limit;

--! page_items_by_year (genre?, year?, first_word?)
--- One page, the latest years first. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_year · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, coalesce(i.year, 0) as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (coalesce(i.year, 0), i.id) < (:after_key::integer, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by coalesce(i.year, 0) desc, i.id desc
    limit :limit
) p
order by p.key desc, p.id desc
limit :limit;

--! page_items_by_year_back (genre?, year?, first_word?)
--- One page, the earliest years first. Each library and kind gives its first rows by index; the page is merged from them.
--- plan: items_by_year · bound: :limit rows for each library and kind
select p.id, p.key
from unnest(:libraries::uuid[]) as l (id)
cross join unnest(:kinds::text[]) as k (kind)
cross join lateral (
    select i.id, coalesce(i.year, 0) as key
    from items i
    where i.library_id = l.id and i.kind = k.kind
    and (coalesce(i.year, 0), i.id) > (:after_key::integer, :after_id::uuid)
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
    order by coalesce(i.year, 0), i.id
    limit :limit
) p
order by p.key, p.id
limit :limit;

--! page_items_by_played (genre?, year?, first_word?)
--- One page of what a user played, the latest first; with :in_progress only what is begun and not finished.
--- plan: user_state_recent · bound: what one user ever played
select i.id, s.last_played_at as key
from user_state s
join items i on i.id = s.item_id and i.library_id = any(:libraries) and i.kind = any(:kinds::text[])
where s.user_id = :user and s.last_played_at is not null
    and (s.last_played_at, i.id) < (:after_key::timestamptz, :after_id::uuid)
    and (not :in_progress::boolean or (s.position_ms > 0 and not s.completed and s.hidden_at is null))
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not s.completed)
order by s.last_played_at desc, i.id desc
limit :limit;

--! anchor_items (genre?, year?, first_word?)
--- Every hundredth row of a list in title order, and the first row of each initial: what a wall needs to jump.
--- plan: scan, because a count of everything reads everything; answers are kept for a moment · bound: rows / :step + initials
with numbered as (
    select i.id, i.sort_title, row_number() over (order by i.sort_title, i.id) - 1 as n,
        lag(left(i.sort_title, 1)) over (order by i.sort_title, i.id) is distinct from left(i.sort_title, 1) as is_first
    from items i
    where i.library_id = any(:libraries) and i.kind = any(:kinds::text[])
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user))
)
select n.id, n.sort_title, n.n, n.is_first from numbered n
where n.is_first or n.n % :step::bigint = :step::bigint - 1
order by n.n;

--! count_items (genre?, year?, first_word?)
--- How many rows a list has.
--- plan: scan, because a count of everything reads everything; answers are kept for a moment · bound: 1 row
select count(*)
from items i
where i.library_id = any(:libraries) and i.kind = any(:kinds::text[])
    and i.is_present
    and (:genre::text is null or i.genres @> array[:genre::text])
    and (:year::integer is null or i.year = :year::integer)
    and (:first_word::text is null or (i.search_text like :first_word::text and i.search_text like all(:words::text[])))
    and (not :unwatched::boolean or not is_watched(i.id, i.kind, :user));

--! summarize_items : Summary(parent_id?, year?, index_no?, index_end?, duration_ms?, images?, position_ms?, completed?, play_count?, last_played_at?, show_id?, show_title?, season_no?, disc_no?, artists?, is_in_album?)
--- What a wall shows of some items, in the order of their ids; a show without a picture borrows an episode's. Functions
--- are called for shows and music only: a call costs 50 us, which for a page of films was four fifths of the statement.
--- plan: items_pkey, user_state_pkey, images_pkey, items_by_parent · bound: ids given
select i.id, i.library_id, i.kind, i.title, i.sort_title, i.year, i.duration_ms, i.parent_id, i.index_no, i.index_end,
    i.disc_no, i.added_at, s.position_ms, s.completed, s.play_count, s.last_played_at,
    case when i.kind in ('album', 'track') then p.id else coalesce(g.id, p.id) end as show_id,
    case when i.kind in ('album', 'track') then p.title else coalesce(g.title, p.title) end as show_title,
    p.kind = 'album' as is_in_album,
    case when i.kind = 'episode' then p.index_no end as season_no,
    (
        select jsonb_object_agg(m.type, jsonb_build_object(
            'width', m.width, 'height', m.height, 'blurhash', m.blurhash, 'color', m.color))
        from images m
        where m.item_id = case when i.kind in ('movie', 'episode', 'album') then i.id else pictured(i.id, i.kind) end
    )::text as images,
    case when i.kind in ('album', 'track') then (
        select jsonb_agg(jsonb_build_object('id', c.artist_id, 'name', c.name) order by c.position)
        from credits c
        where c.item_id = i.id and c.role = case i.kind when 'album' then 'album_artist' else 'artist' end
    )::text end as artists,
    case when i.kind in ('show', 'season') then n_unwatched(i.id, :user) else 0 end as n_unwatched
from unnest(:ids::uuid[]) with ordinality as o (id, n)
join items i on i.id = o.id and i.library_id = any(:visible)
left join items p on p.id = i.parent_id
left join items g on g.id = p.parent_id
left join user_state s on s.item_id = i.id and s.user_id = :user
order by o.n;

--! find_item_detail : ItemDetail(overview?, air_date?, subtitle_shift_ms?)
--- What the item's own page shows beside its summary.
--- plan: items_pkey, user_state_pkey · bound: 1 row
select i.id, i.overview, i.genres, i.air_date, i.external_ids::text as external_ids, s.subtitle_shift_ms
from items i
left join user_state s on s.item_id = i.id and s.user_id = :user
where i.id = :id and i.library_id = any(:visible);

--! list_item_files : ItemFile(media?, container?, duration_ms?, bit_rate?, edition?, part?, missing_since?, preview_set?, interval_ms?, tile_width?, tile_height?, columns?, rows?, n_tiles?)
--- Files that play an item, the first part first, with the seek previews of their present contents.
--- plan: item_files_pkey, preview_sets_file_id_key · bound: files of one item
select f.id, r.path as root_path, f.rel_path, f.size_bytes, f.state, f.missing_since, f.media::text as media, f.container,
    f.duration_ms, f.bit_rate, x.edition, x.part, s.id as preview_set, s.interval_ms, s.width as tile_width,
    s.height as tile_height, s.columns, s.rows, s.n_tiles
from item_files x
join files f on f.id = x.file_id
join roots r on r.id = f.root_id
left join preview_sets s
    on s.file_id = f.id and s.fingerprint is not distinct from f.fingerprint and s.completed_at is not null
where x.item_id = :id and f.library_id = any(:visible)
order by x.part nulls first, f.size_bytes desc, f.id
limit 64;

--! page_children
--- One page of what belongs to an item: seasons, episodes, albums, tracks, in their order.
--- plan: items_by_order · bound: :limit rows
select i.id, coalesce(i.order_no, -1) as order_no, i.sort_title
from items i
where i.parent_id = :parent and i.library_id = any(:visible) and i.is_present
    and (coalesce(i.order_no, -1), i.sort_title, i.id) > (:after_order::integer, :after_title::text, :after_id::uuid)
order by coalesce(i.order_no, -1), i.sort_title, i.id
limit :limit;

--! page_appearances
--- One page of the albums of others that an artist is credited on, the earliest first.
--- plan: credits_by_artist · bound: what one artist is credited for
select a.id, coalesce(a.order_no, -1) as order_no, a.sort_title
from (
    select case i.kind when 'album' then i.id else i.parent_id end as album_id
    from credits c
    join items i on i.id = c.item_id and i.is_present
    where c.artist_id = :artist and c.library_id = any(:visible)
    group by 1
) f
join items a on a.id = f.album_id and a.kind = 'album' and a.is_present and a.parent_id is distinct from :artist
where (coalesce(a.order_no, -1), a.sort_title, a.id) > (:after_order::integer, :after_title::text, :after_id::uuid)
order by coalesce(a.order_no, -1), a.sort_title, a.id
limit :limit;

--! list_item_credits
--- Who is credited for an item, artists first, in the order of the release.
--- plan: credits_pkey, items_pkey · bound: credits of one item
select c.role, c.artist_id, c.name
from credits c
where c.item_id = :id and c.library_id = any(:visible)
order by c.role, c.position
limit 200;

--! put_progress
--- Where a user is in an item. Finished stays finished unless said otherwise; each finish counts once.
--- plan: user_state_pkey, items_pkey · bound: 1 row
insert into user_state (user_id, item_id, library_id, position_ms, completed, play_count, last_played_at, updated_at)
select :user, i.id, i.library_id, :position_ms, :completed::boolean, case when :completed::boolean then 1 else 0 end, :now, :now
from items i
where i.id = :id and i.library_id = any(:visible)
on conflict (user_id, item_id) do update
set position_ms = excluded.position_ms,
    completed = case when :is_explicit::boolean then excluded.completed else user_state.completed or excluded.completed end,
    play_count = user_state.play_count + case when excluded.completed and not user_state.completed then 1 else 0 end,
    last_played_at = excluded.last_played_at, updated_at = excluded.updated_at, hidden_at = null
returning position_ms, completed, play_count;

--! hide_from_begun
--- Takes an item off the row of what was begun, and nothing else; without a row there is nothing to take off.
--- plan: user_state_pkey · bound: 1 row
update user_state set hidden_at = :now, updated_at = :now where user_id = :user and item_id = :id;

--! put_subtitle_shift
--- How much later a user wants an item's subtitles.
--- plan: user_state_pkey, items_pkey · bound: 1 row
insert into user_state (user_id, item_id, library_id, subtitle_shift_ms, updated_at)
select :user, i.id, i.library_id, :shift_ms, :now
from items i
where i.id = :id and i.library_id = any(:visible)
on conflict (user_id, item_id) do update
set subtitle_shift_ms = excluded.subtitle_shift_ms, updated_at = excluded.updated_at
returning item_id;

--! find_next_episode
--- The episode after another one: in its season, else the first of the next season. Specials lead to specials only.
--- plan: items_pkey, items_by_parent · bound: 1 row
with here as (
    select e.id, e.sort_title, coalesce(e.index_no, -1) as index_no, p.id as parent_id, p.parent_id as show_id,
        coalesce(p.index_no, -1) as season_no
    from items e
    join items p on p.id = e.parent_id
    where e.id = :id and e.kind = 'episode' and e.library_id = any(:visible)
)
select n.id from (
    select e.id, h.season_no, coalesce(e.index_no, -1) as index_no, e.sort_title
    from here h
    join items e on e.parent_id = h.parent_id and e.kind = 'episode' and e.is_present
        and (coalesce(e.index_no, -1), e.sort_title, e.id) > (h.index_no, h.sort_title, h.id)
    union all
    select e.id, s.index_no, coalesce(e.index_no, -1), e.sort_title
    from here h
    join items s on s.parent_id = h.show_id and s.kind = 'season' and h.season_no > 0 and s.index_no > h.season_no
    join items e on e.parent_id = s.id and e.kind = 'episode' and e.is_present
) n
order by n.season_no, n.index_no, n.sort_title, n.id
limit 1;

--! list_next_up
--- For each show that a user follows the first episode that they have not finished, after the one that they played last.
--- What they are in the middle of is not next but begun. Specials count only where nothing else was played.
--- plan: user_state_recent, items_by_parent · bound: what one user ever played
with played as (
    select case when p.kind = 'season' then p.parent_id else p.id end as show_id,
        case when p.kind = 'season' then coalesce(p.index_no, -1) else 1 end as season_no,
        coalesce(e.index_no, -1) as index_no, e.sort_title, e.id, s.completed, s.position_ms, s.last_played_at
    from user_state s
    join items e on e.id = s.item_id and e.kind = 'episode' and e.library_id = any(:visible)
    join items p on p.id = e.parent_id
    where s.user_id = :user and s.last_played_at is not null
), latest as (
    select distinct on (p.show_id) p.*
    from played p
    where exists (select from played f where f.show_id = p.show_id and f.completed)
    order by p.show_id, p.season_no > 0 desc, p.last_played_at desc
)
select n.id
from latest l
cross join lateral (
    select e.id
    from (
        select e.id, e.index_no, e.sort_title, e.is_present, coalesce(s.index_no, -1) as season_no
        from items s join items e on e.parent_id = s.id and e.kind = 'episode'
        where s.parent_id = l.show_id and s.kind = 'season'
        union all
        select e.id, e.index_no, e.sort_title, e.is_present, 1 from items e
        where e.parent_id = l.show_id and e.kind = 'episode'
    ) e
    left join user_state s on s.item_id = e.id and s.user_id = :user
    where e.is_present and not coalesce(s.completed, false) and (e.season_no > 0) = (l.season_no > 0)
        and (e.season_no, coalesce(e.index_no, -1), e.sort_title, e.id) >= (l.season_no, l.index_no, l.sort_title, l.id)
    order by e.season_no, coalesce(e.index_no, -1), e.sort_title, e.id
    limit 1
) n
where l.completed or l.position_ms = 0
order by l.last_played_at desc, n.id
limit :limit;

--! find_duration : (duration_ms?)
--- How long an item plays, for a viewer.
--- plan: items_pkey · bound: 1 row
select duration_ms from items where id = :id and library_id = any(:visible);

--! find_item_image
--- The picture of an item for a viewer; a show without one borrows an episode's.
--- plan: items_pkey, images_pkey · bound: 1 row
select m.item_id, m.content_hash, m.width
from items i
join images m on m.item_id = pictured(i.id, i.kind) and m.type = :type
where i.id = :id and i.library_id = any(:visible);

--! list_item_subtitle_files : ItemSubtitleFile(language?, title?)
--- Subtitles beside the files of an item, in the order that gives them their stream indexes.
--- plan: item_files_pkey, sidecars_file_id_rel_path_key · bound: 100 for each file of one item
select s.file_id, s.format, s.language, s.title, s.forced
from item_files x
join sidecars s on s.file_id = x.file_id and s.library_id = any(:visible)
where x.item_id = :id
order by s.file_id, s.rel_path
limit 6400;

--! job_library_names
--- Names of libraries that background work is about. What this connection's schema does not hold has none.
--- plan: libraries_pkey · bound: as many as the caller gives
select id, name from libraries where id = any(:ids);

--! job_item_names : JobItemName(show?)
--- Titles of items that background work is about, with the show of an episode.
--- plan: items_pkey · bound: as many as the caller gives
select i.id, i.title, w.title as show
from items i
left join items s on i.kind = 'episode' and s.id = i.parent_id
left join items w on w.id = s.parent_id
where i.id = any(:ids);
