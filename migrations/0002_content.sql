-- schema: content
-- Libraries and what is in them. Applied once with search_path media and once with search_path restricted: names are
-- unqualified, every row carries library_id, closed sets are text with a check.

create table libraries (
    id uuid primary key,
    name text not null,
    kind text collate "C" not null check (kind in ('movies', 'shows', 'music')),
    created_at timestamptz not null,
    last_scan_at timestamptz
);

-- Paths are bytes: a file system promises no encoding.
create table roots (
    id uuid primary key,
    library_id uuid not null references libraries on delete cascade,
    position integer not null,
    path bytea not null,
    -- Which disk was there at the last good scan (file system id and kind); null before the first.
    identity text,
    offline_since timestamptz,
    -- Why, for people; null while the root is online.
    offline_reason text,
    -- Taken out of the library by an admin. The row stays, so that its files can be recognised under another root.
    removed_at timestamptz,
    unique (library_id, path),
    check ((offline_since is null) = (offline_reason is null))
);

create table folders (
    root_id uuid not null references roots on delete cascade,
    library_id uuid not null references libraries on delete cascade,
    rel_path bytea not null,
    -- An unchanged mtime spares the readdir of the next scan; 0 is never trusted.
    mtime_ns bigint not null,
    -- Another disk was mounted here: when it is away, what is below it is not gone.
    is_mount boolean not null default false,
    primary key (root_id, rel_path)
);

create table files (
    id uuid primary key,
    library_id uuid not null references libraries on delete cascade,
    root_id uuid not null references roots on delete cascade,
    rel_path bytea not null,
    size_bytes bigint not null,
    mtime_ns bigint not null,
    ctime_ns bigint not null,
    -- present: on disk and readable; missing: a tombstone, never a deleted row; broken: on disk, cannot be used.
    state text collate "C" not null check (state in ('present', 'missing', 'broken')),
    missing_since timestamptz,
    -- Content identity (domain::fingerprint); null while unread.
    fingerprint bytea,
    -- domain::media::MediaInfo as JSON; null while unread or broken.
    media jsonb,
    container text collate "C",
    duration_ms bigint,
    bit_rate bigint,
    added_at timestamptz not null,
    probed_at timestamptz,
    unique (root_id, rel_path)
);
create index files_by_library on files (library_id, state);
create index files_by_fingerprint on files (library_id, fingerprint) where fingerprint is not null;
-- What a scan has yet to read: empty between scans.
create index files_unread on files (library_id, id) where probed_at is null and state = 'present';

-- Text subtitles that lie beside a file.
create table sidecars (
    id uuid primary key,
    file_id uuid not null references files on delete cascade,
    library_id uuid not null,
    root_id uuid not null,
    rel_path bytea not null,
    format text collate "C" not null,
    language text,
    forced boolean not null default false,
    hearing_impaired boolean not null default false,
    title text,
    unique (file_id, rel_path)
);

-- domain::media::KeyframeIndex, packed; apart from files because it is large and read by playback only.
create table keyframe_indexes (
    file_id uuid primary key references files on delete cascade,
    library_id uuid not null,
    packed bytea not null
);

create table items (
    id uuid primary key,
    library_id uuid not null references libraries on delete cascade,
    kind text collate "C" not null check (kind in ('movie', 'show', 'season', 'episode', 'artist', 'album', 'track')),
    parent_id uuid references items on delete cascade,
    -- Normalised name that makes files versions of one item: unique within its parent scope, built by domain::naming.
    match_key text collate "C" not null,
    title text not null,
    sort_title text collate "C" not null,
    -- Folded title words for the search box.
    search_text text not null,
    year integer,
    -- Season number of a season, episode number of an episode.
    index_no integer,
    -- Last episode of a multi-episode file, else null.
    index_end integer,
    air_date date,
    duration_ms bigint,
    overview text,
    genres text[] not null default '{}',
    -- False while every file of it is missing: hidden from lists, kept with its user state.
    is_present boolean not null default true,
    added_at timestamptz not null,
    updated_at timestamptz not null,
    unique (library_id, kind, match_key)
);
create index items_by_title on items (library_id, kind, sort_title, id);
create index items_by_added on items (library_id, kind, added_at desc, id desc);
create index items_by_year on items (library_id, kind, (coalesce(year, 0)), id);
create index items_by_parent on items (parent_id, (coalesce(index_no, -1)), sort_title, id);
create index items_by_search on items using gin (search_text public.gin_trgm_ops);

create table item_files (
    item_id uuid not null references items on delete cascade,
    file_id uuid not null references files on delete cascade,
    library_id uuid not null,
    edition text,
    part integer,
    primary key (item_id, file_id)
);
create index item_files_by_file on item_files (file_id);

create table images (
    item_id uuid not null references items on delete cascade,
    library_id uuid not null,
    type text collate "C" not null check (type in ('poster', 'still', 'backdrop', 'cover')),
    width integer not null,
    height integer not null,
    blurhash text not null,
    -- Average colour as #rrggbb: what a wall shows before the picture.
    color text not null,
    -- Hash of the picture's bytes: names its files in the image store and is its ETag.
    content_hash text collate "C" not null,
    source_file_id uuid,
    created_at timestamptz not null,
    primary key (item_id, type)
);

create table user_state (
    user_id uuid not null,
    item_id uuid not null references items on delete cascade,
    library_id uuid not null,
    position_ms bigint not null default 0,
    completed boolean not null default false,
    play_count integer not null default 0,
    last_played_at timestamptz,
    updated_at timestamptz not null,
    primary key (user_id, item_id)
);
create index user_state_by_item on user_state (item_id);
create index user_state_recent on user_state (user_id, last_played_at desc);

-- What a scan could not use, for people. Each scan renews last_seen_at of what it met again and removes the rest.
create table problems (
    id uuid primary key,
    library_id uuid not null references libraries on delete cascade,
    root_id uuid references roots on delete cascade,
    rel_path bytea not null,
    code text collate "C" not null,
    message text not null,
    remedy text,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    unique nulls not distinct (library_id, root_id, rel_path, code)
);
create index problems_by_library on problems (library_id, id);

-- The item whose picture stands for this one: itself, or the first episode with a picture for a show or season without.
create function pictured(item uuid, item_kind text) returns uuid
language sql stable parallel safe
begin atomic
    select coalesce(
        (select g.item_id from images g where g.item_id = item limit 1),
        case when item_kind in ('show', 'season') then (
            select e.id
            from items c
            left join items d on d.parent_id = c.id
            join lateral (select coalesce(d.id, c.id) as id) e on true
            where c.parent_id = item and exists (select from images g where g.item_id = e.id)
            order by coalesce(c.index_no, -1), coalesce(d.index_no, -1)
            limit 1
        ) end
    );
end;

-- Episodes below a show or season that a user has not finished.
create function n_unwatched(item uuid, viewer uuid) returns bigint
language sql stable parallel safe
begin atomic
    select count(*)
    from items e
    left join user_state s on s.item_id = e.id and s.user_id = viewer
    where e.kind = 'episode' and e.is_present and not coalesce(s.completed, false)
      and (e.parent_id = item or e.parent_id in (select c.id from items c where c.parent_id = item));
end;

-- Whether a user has finished an item: a film by its own state, a show by its episodes.
create function is_watched(item uuid, item_kind text, viewer uuid) returns boolean
language sql stable parallel safe
begin atomic
    select case when item_kind in ('show', 'season') then n_unwatched(item, viewer) = 0
    else exists (select from user_state s where s.item_id = item and s.user_id = viewer and s.completed) end;
end;
