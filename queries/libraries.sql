--! insert_library
--- A new library; its roots follow in the same transaction.
--- plan: libraries_pkey · bound: 1 row
insert into libraries (id, name, kind, created_at) values (:id, :name, :kind, :created_at);

--! list_libraries : Library(last_scan_at?)
--- Libraries that a viewer may see, by name.
--- plan: scan, because there are few libraries · bound: all libraries
select l.id, l.name, l.kind, l.created_at, l.last_scan_at, l.previews
from libraries l
where l.id = any(:visible)
order by lower(l.name), l.id;

--! list_ids
--- Every library, for the scan of all.
--- plan: scan, because there are few libraries · bound: all libraries
select id from libraries order by id;

--! find_library : Library(last_scan_at?)
--- One library, if the viewer may see it.
--- plan: libraries_pkey · bound: 1 row
select l.id, l.name, l.kind, l.created_at, l.last_scan_at, l.previews
from libraries l
where l.id = :id and l.id = any(:visible);

--! get_library_kind
--- The kind of a library, for its scan.
--- plan: libraries_pkey · bound: 1 row
select kind from libraries where id = :id;

--! rename_library
--- plan: libraries_pkey · bound: 1 row
--- A new name for people; nothing depends on it.
update libraries set name = :name where id = :id;

--! set_library_previews
--- Whether a library is to have seek previews.
--- plan: libraries_pkey · bound: 1 row
update libraries set previews = :previews where id = :id;

--! put_preview_trial
--- What one picture of a library's previews took when some of its films were tried.
--- plan: libraries_pkey · bound: 1 row
update libraries set preview_tile_bytes = :tile_bytes, preview_tile_ms = :tile_ms where id = :id;

--! delete_library
--- Removes a library with everything that its rows own. Media files are not touched.
--- plan: libraries_pkey · bound: 1 library
delete from libraries where id = :id;

--! delete_library_items
--- Removes a batch of a library's items, leaves first, so that no statement cascades far.
--- plan: items_by_added · bound: :limit rows
delete from items
where id in (
    select i.id from items i
    where i.library_id = :library and not exists (select from items c where c.parent_id = i.id)
    limit :limit
);

--! delete_library_files
--- Removes a batch of a library's file rows.
--- plan: files_by_library · bound: :limit rows
delete from files where id in (select f.id from files f where f.library_id = :library limit :limit);

--! count_library
--- How much a library holds: items on the shelf, files on disk, problems.
--- plan: files_by_library, items_by_title, problems_by_library · bound: one library's rows, counted
select
    (select count(*) from items i where i.library_id = :library and i.is_present) as n_items,
    (select count(*) from files f where f.library_id = :library and f.state <> 'missing') as n_files,
    (select count(*) from problems p where p.library_id = :library) as n_problems;

--! insert_roots
--- Roots of a library in the order that the admin gave; a root that was taken out before comes back with its files.
--- plan: roots_library_id_path_key · bound: roots of one library
insert into roots (id, library_id, position, path)
select r.id, :library, r.position, r.path
from unnest(:ids::uuid[], :positions::integer[], :paths::bytea[]) as r (id, position, path)
on conflict (library_id, path) do update set position = excluded.position, removed_at = null;

--! remove_roots
--- Takes roots out of a library. Their file rows stay as tombstones, so that the same files are known under a new root.
--- plan: roots_library_id_path_key · bound: roots of one library
update roots set removed_at = :now, offline_since = null, offline_reason = null
where library_id = :library and removed_at is null and path <> all(:kept_paths::bytea[]);

--! list_roots : Root(identity?, offline_since?, offline_reason?)
--- Roots of some libraries, in order.
--- plan: scan, because there are few roots · bound: roots of the libraries
select id, library_id, path, identity, offline_since, offline_reason
from roots
where library_id = any(:libraries) and removed_at is null
order by library_id, position, id;

--! list_all_roots : (last_scan_at?)
--- Every root of every library, to refuse overlapping ones and to know on which disks they lie.
--- plan: scan, because there are few roots · bound: all roots
select r.library_id, r.path, l.name as library_name, l.last_scan_at
from roots r join libraries l on l.id = r.library_id
where r.removed_at is null;

--! set_root_online
--- The known disk is there.
--- plan: roots_pkey · bound: 1 row
update roots set identity = :identity, offline_since = null, offline_reason = null where id = :id;

--! set_root_offline
--- The disk is away or is another one. The first moment is kept.
--- plan: roots_pkey · bound: 1 row
update roots set offline_since = coalesce(offline_since, :now), offline_reason = :reason where id = :id;

--! set_removed_root_files_missing
--- Files of roots that an admin took out.
--- plan: files_by_library · bound: files of the removed roots
update files f set state = 'missing', missing_since = :now
from roots r
where r.id = f.root_id and r.library_id = :library and r.removed_at is not null
  and f.library_id = :library and f.state <> 'missing';

--! set_offline_root_files_missing
--- Tombstones for everything on a disk that is away.
--- plan: files_root_id_rel_path_key · bound: files of one root
update files f set state = 'missing', missing_since = r.offline_since
from roots r
where r.id = :root and r.offline_since is not null and f.root_id = r.id and f.state <> 'missing';

--! sample_files
--- Some known files of a root, spread over it, to recognise a disk by what is on it.
--- plan: files_root_id_rel_path_key · bound: 64 rows
select rel_path, size_bytes, mtime_ns
from (
    select f.rel_path, f.size_bytes, f.mtime_ns,
        row_number() over (order by f.rel_path) as n, count(*) over () as total
    from files f
    join roots r on r.id = f.root_id
    where f.root_id = :root and (f.state <> 'missing' or f.missing_since >= r.offline_since)
) s
where s.n % greatest(s.total / 64, 1) = 0
limit 64;

--! count_known_files
--- How many files a root had when it was last online.
--- plan: files_root_id_rel_path_key · bound: files of one root, counted
select count(*) as n_files
from files f
join roots r on r.id = f.root_id
where f.root_id = :root and (f.state <> 'missing' or f.missing_since >= r.offline_since);

--! list_known_files : KnownFile()
--- One page of a root's files in path order: what the walk compares the disk with.
--- plan: files_root_id_rel_path_key · bound: :limit rows
select id, rel_path, size_bytes, mtime_ns, ctime_ns, state = 'missing' as is_missing
from files
where root_id = :root and rel_path > :after
order by rel_path
limit :limit;

--! list_known_folders
--- All folders of a root that an earlier walk has read.
--- plan: folders_pkey · bound: folders of one root
select rel_path, mtime_ns, is_mount from folders where root_id = :root order by rel_path;

--! put_folders
--- Remembers when folders changed, after everything in them has been written.
--- plan: folders_pkey · bound: one batch of a walk
insert into folders (root_id, library_id, rel_path, mtime_ns, is_mount)
select :root, :library, f.rel_path, f.mtime_ns, f.is_mount
from unnest(:paths::bytea[], :mtimes::bigint[], :mounts::boolean[]) as f (rel_path, mtime_ns, is_mount)
on conflict (root_id, rel_path) do update set mtime_ns = excluded.mtime_ns, is_mount = excluded.is_mount;

--! delete_folders
--- Forgets folders that are gone.
--- plan: folders_pkey · bound: one batch of a walk
delete from folders where root_id = :root and rel_path = any(:paths::bytea[]);

--! insert_files
--- New files as the walk met them, unread.
--- plan: files_root_id_rel_path_key · bound: one batch of a walk
insert into files (id, library_id, root_id, rel_path, size_bytes, mtime_ns, ctime_ns, state, added_at)
select f.id, :library, :root, f.rel_path, f.size_bytes, f.mtime_ns, f.ctime_ns, 'present', :now
from unnest(:ids::uuid[], :paths::bytea[], :sizes::bigint[], :mtimes::bigint[], :ctimes::bigint[])
    as f (id, rel_path, size_bytes, mtime_ns, ctime_ns)
on conflict (root_id, rel_path) do nothing;

--! set_files_changed
--- Files with other contents than were read: unread again.
--- plan: files_pkey · bound: one batch of a walk
update files f
set size_bytes = c.size_bytes, mtime_ns = c.mtime_ns, ctime_ns = c.ctime_ns, state = 'present', missing_since = null,
    probed_at = null
from unnest(:ids::uuid[], :sizes::bigint[], :mtimes::bigint[], :ctimes::bigint[]) as c (id, size_bytes, mtime_ns, ctime_ns)
where f.id = c.id;

--! set_files_returned
--- Files that were missing and are there again, unchanged: nothing to read. Broken ones are told by their lack of media.
--- plan: files_pkey · bound: one batch of a walk
update files
set state = case when probed_at is not null and media is null then 'broken' else 'present' end, missing_since = null
where id = any(:ids) and state = 'missing';

--! set_files_missing
--- Tombstones for files that are gone from a disk that is there.
--- plan: files_pkey · bound: one batch of a walk
update files set state = 'missing', missing_since = :now where id = any(:ids) and state <> 'missing';

--! count_unread_files
--- How much a scan has to read.
--- plan: files_unread · bound: unread files of one library, counted
select count(*) as n_files from files where library_id = :library and state = 'present' and probed_at is null;

--! list_unread_files : UnreadFile()
--- One page of the files that a scan has to read, oldest row first.
--- plan: files_unread · bound: :limit rows
select f.id, f.root_id, f.rel_path, f.size_bytes, f.mtime_ns, f.ctime_ns,
    not exists (select from item_files x where x.file_id = f.id) as is_new
from files f
where f.library_id = :library and f.state = 'present' and f.probed_at is null and f.id > :after
  and f.root_id = any(:roots)
order by f.id
limit :limit;

--! put_probed_files
--- What reading some files found.
--- plan: files_pkey · bound: one batch of a scan
update files f
set size_bytes = p.size_bytes, mtime_ns = p.mtime_ns, ctime_ns = p.ctime_ns, state = 'present', missing_since = null,
    fingerprint = p.fingerprint, media = p.media::jsonb, container = p.container, duration_ms = p.duration_ms,
    bit_rate = nullif(p.bit_rate, 0), probed_at = :now
from unnest(
    :ids::uuid[], :sizes::bigint[], :mtimes::bigint[], :ctimes::bigint[], :fingerprints::bytea[], :media::text[],
    :containers::text[], :durations::bigint[], :bit_rates::bigint[]
) as p (id, size_bytes, mtime_ns, ctime_ns, fingerprint, media, container, duration_ms, bit_rate)
where f.id = p.id;

--! put_keyframe_indexes
--- Where some files can be cut.
--- plan: keyframe_indexes_pkey · bound: one batch of a scan
insert into keyframe_indexes (file_id, library_id, packed)
select k.file_id, :library, k.packed
from unnest(:ids::uuid[], :packed::bytea[]) as k (file_id, packed)
on conflict (file_id) do update set packed = excluded.packed;

--! set_files_broken
--- Files that are there and cannot be used. What was known of an earlier content goes.
--- plan: files_pkey · bound: one batch of a scan
update files
set state = 'broken', fingerprint = null, media = null, container = null, duration_ms = null, bit_rate = null,
    probed_at = :now
where id = any(:ids);

--! touch_file
--- A file grew while it was read: its new size, to be read again.
--- plan: files_pkey · bound: 1 row
update files set size_bytes = :size_bytes, mtime_ns = :mtime_ns, ctime_ns = :ctime_ns where id = :id;

--! find_tombstones
--- Missing files with the contents of some new ones: the same files, moved.
--- plan: files_by_fingerprint · bound: tombstones of one batch's contents
select f.id, f.rel_path, f.fingerprint
from files f
where f.library_id = :library and f.fingerprint = any(:fingerprints::bytea[]) and f.fingerprint is not null
  and f.state = 'missing'
  and (f.root_id = any(:online_roots)
    or exists (select from roots r where r.id = f.root_id and r.removed_at is not null))
order by f.missing_since desc, f.id;

--! move_sidecars
--- Subtitles beside a moved file belong to the row that keeps its identity.
--- plan: sidecars_file_id_rel_path_key · bound: one batch of a scan
update sidecars s set file_id = m.kept
from unnest(:kept::uuid[], :dropped::uuid[]) as m (kept, dropped)
where s.file_id = m.dropped;

--! delete_sidecars
--- Subtitles beside some files, before they are written anew.
--- plan: sidecars_file_id_rel_path_key · bound: one batch of a scan
delete from sidecars where file_id = any(:files);

--! drop_files
--- Rows of new paths that turned out to be known files.
--- plan: files_pkey · bound: one batch of a scan
delete from files where id = any(:ids);

--! move_files
--- Known files under their new paths.
--- plan: files_pkey · bound: one batch of a scan
update files f set root_id = m.root_id, rel_path = m.rel_path
from unnest(:ids::uuid[], :roots::uuid[], :paths::bytea[]) as m (id, root_id, rel_path)
where f.id = m.id;

--! clear_folder_sidecars
--- Subtitles of the files of a folder that was read anew.
--- plan: files_root_id_rel_path_key, sidecars_file_id_rel_path_key · bound: one folder
delete from sidecars s using files f
where f.id = s.file_id and f.root_id = :root and f.rel_path = any(:paths::bytea[]);

--! insert_sidecars
--- Subtitles beside files, by the path of the file.
--- plan: files_root_id_rel_path_key · bound: one batch of a walk
insert into sidecars (id, file_id, library_id, root_id, rel_path, format, language, forced, hearing_impaired, title)
select s.id, f.id, f.library_id, f.root_id, s.rel_path, s.format, nullif(s.language, ''), s.forced, s.hearing_impaired,
    nullif(s.title, '')
from unnest(
    :ids::uuid[], :file_paths::bytea[], :paths::bytea[], :formats::text[], :languages::text[], :forced::boolean[],
    :hearing_impaired::boolean[], :titles::text[]
) as s (id, file_path, rel_path, format, language, forced, hearing_impaired, title)
join files f on f.root_id = :root and f.rel_path = s.file_path
on conflict (file_id, rel_path) do nothing;

--! refresh_items_of_files
--- Items whose files have other contents now: same item, new length.
--- plan: item_files_by_file · bound: one batch of a scan
update items i set duration_ms = f.duration_ms, is_present = true, updated_at = :now
from item_files x join files f on f.id = x.file_id
where x.file_id = any(:files) and i.id = x.item_id
returning i.id as item_id, f.id as file_id;

--! list_pictured_items
--- Which of some items have a picture.
--- plan: images_pkey · bound: one batch of a scan
select item_id from images where item_id = any(:items) group by item_id;

--! list_items_of_files : ItemOfFile(show_id?, parent_id?)
--- The items that some files belong to, and how many other files on disk those have.
--- plan: item_files_by_file · bound: one batch of a scan
select x.file_id, i.id as item_id, i.match_key, i.parent_id, season.parent_id as show_id,
    (select count(*) from item_files o join files f on f.id = o.file_id
     where o.item_id = i.id and f.state <> 'missing' and o.file_id <> all(:files)) as n_other_files
from item_files x
join items i on i.id = x.item_id
left join items season on season.id = i.parent_id
where x.file_id = any(:files)
order by x.file_id, i.id;

--! count_show_files
--- How many files on disk some shows have besides the given ones.
--- plan: items_by_parent, item_files_pkey · bound: files of the shows
select show.id, count(f.id) as n_files
from unnest(:shows::uuid[]) as show (id)
left join items season on season.parent_id = show.id
left join items episode on episode.parent_id = season.id
left join item_files x on x.item_id = episode.id and x.file_id <> all(:files)
left join files f on f.id = x.file_id and f.state <> 'missing'
group by show.id;

--! vacate_keys
--- Frees the keys of items that are about to get others, so that two of them can change places.
--- plan: items_pkey · bound: one batch of a scan
update items set match_key = '~' || id where id = any(:ids);

--! find_items_by_key
--- Items that some keys name.
--- plan: items_library_id_kind_match_key_key · bound: one batch of a scan
select id, match_key
from items
where library_id = :library and kind = :kind and match_key = any(:keys::text[]);

--! find_shows_by_title : (year?)
--- Shows by the title part of their keys, whatever their year.
--- plan: items_library_id_kind_match_key_key · bound: one batch of a scan
select i.id, i.match_key, i.year
from unnest(:titles::text[]) as t (title)
join items i on i.library_id = :library and i.kind = :kind
    and i.match_key >= t.title || '/' and i.match_key < t.title || '0';

--! put_items
--- Items by their keys, as a JSON array: new ones, and those that are on the shelf again.
--- plan: items_library_id_kind_match_key_key · bound: one batch of a scan
insert into items (
    id, library_id, kind, parent_id, match_key, title, sort_title, search_text, year, index_no, index_end, disc_no,
    air_date, duration_ms, genres, external_ids, added_at, updated_at
)
select p.id, :library, :kind, p.parent_id, p.match_key, p.title, p.sort_title, p.search_text, p.year, p.index_no,
    p.index_end, p.disc_no, p.air_date, p.duration_ms, p.genres, p.external_ids, :now, :now
from jsonb_to_recordset(:items::text::jsonb) as p (
    id uuid, parent_id uuid, match_key text, title text, sort_title text, search_text text, year integer,
    index_no integer, index_end integer, disc_no integer, air_date date, duration_ms bigint, genres text[],
    external_ids jsonb
)
on conflict (library_id, kind, match_key) do update
set is_present = true, duration_ms = coalesce(excluded.duration_ms, items.duration_ms),
    updated_at = case when items.is_present then items.updated_at else excluded.updated_at end
returning id, match_key;

--! rekey_items
--- Items whose files got another name: same item, same watched state, new key and title.
--- plan: items_pkey · bound: one batch of a scan
update items i
set parent_id = p.parent_id, match_key = p.match_key, title = p.title, sort_title = p.sort_title,
    search_text = p.search_text, year = p.year, index_no = p.index_no, index_end = p.index_end, disc_no = p.disc_no,
    air_date = p.air_date, genres = p.genres, external_ids = i.external_ids || p.external_ids, is_present = true,
    duration_ms = coalesce(p.duration_ms, i.duration_ms), updated_at = :now
from jsonb_to_recordset(:items::text::jsonb) as p (
    id uuid, parent_id uuid, match_key text, title text, sort_title text, search_text text, year integer,
    index_no integer, index_end integer, disc_no integer, air_date date, duration_ms bigint, genres text[],
    external_ids jsonb
)
where i.id = p.id;

--! put_item_files
--- Which files play an item, as which edition and part of it ('' and 0 for none).
--- plan: item_files_pkey · bound: one batch of a scan
insert into item_files (item_id, file_id, library_id, edition, part)
select x.item_id, x.file_id, :library, nullif(x.edition, ''), nullif(x.part, 0)
from unnest(:items::uuid[], :files::uuid[], :editions::text[], :parts::integer[]) as x (item_id, file_id, edition, part)
on conflict (item_id, file_id) do update set edition = excluded.edition, part = excluded.part;

--! delete_item_files
--- Files that now belong to another item.
--- plan: item_files_pkey · bound: one batch of a scan
delete from item_files x
using unnest(:items::uuid[], :files::uuid[]) as d (item_id, file_id)
where x.item_id = d.item_id and x.file_id = d.file_id;

--! refresh_leaf_presence
--- An item is on the shelf while a file of it is there, or lies on a disk that is away.
--- plan: items_by_title, item_files_pkey · bound: items of one library
update items i set is_present = not i.is_present, updated_at = :now
where i.library_id = :library and i.kind in ('movie', 'episode', 'track')
  and i.is_present <> exists (
    select from item_files x
    join files f on f.id = x.file_id
    join roots r on r.id = f.root_id
    where x.item_id = i.id
      and (f.state <> 'missing' or (r.offline_since is not null and f.missing_since >= r.offline_since))
  );

--! refresh_parent_presence
--- A season or show is on the shelf while something in it is, an artist also while something names them. Seasons and
--- albums first, then shows and artists.
--- plan: items_by_title, items_by_parent, credits_by_artist · bound: items of one library
update items i set is_present = not i.is_present, updated_at = :now
where i.library_id = :library and i.kind = any(:kinds::text[])
  and i.is_present <> (
    exists (select from items c where c.parent_id = i.id and c.is_present)
    or exists (select from credits c join items t on t.id = c.item_id where c.artist_id = i.id and t.is_present)
  );

--! put_problems
--- What could not be used, for people; the first sighting is kept.
--- plan: problems_library_id_root_id_rel_path_code_key · bound: one batch of a scan
insert into problems (id, library_id, root_id, rel_path, code, message, remedy, first_seen_at, last_seen_at)
select p.id, :library, :root, p.rel_path, p.code, p.message, nullif(p.remedy, ''), :now, :now
from unnest(:ids::uuid[], :paths::bytea[], :codes::text[], :messages::text[], :remedies::text[])
    as p (id, rel_path, code, message, remedy)
on conflict (library_id, root_id, rel_path, code) do update
set message = excluded.message, remedy = excluded.remedy, last_seen_at = excluded.last_seen_at;

--! delete_stale_problems
--- Problems that a scan did not meet again. Those of roots that are away, and what the last reading of a file that did
--- not change since found, stay.
--- plan: problems_by_library, files_root_id_rel_path_key · bound: problems of one library
delete from problems p
where p.library_id = :library and p.last_seen_at < :scan_started and p.root_id = any(:read_roots)
  and not exists (
    select from files f
    where f.root_id = p.root_id and f.rel_path = p.rel_path and f.state <> 'missing' and f.probed_at <= p.last_seen_at
  );

--! list_problems : Problem(root_path?, remedy?)
--- One page of a library's problems, oldest first.
--- plan: problems_by_library · bound: :limit rows
select p.id, r.path as root_path, p.rel_path, p.code, p.message, p.remedy, p.first_seen_at
from problems p left join roots r on r.id = p.root_id
where p.library_id = :library and p.id > :after
order by p.id
limit :limit;

--! set_library_scanned
--- The scan came to its end.
--- plan: libraries_pkey · bound: 1 row
update libraries set last_scan_at = :now where id = :id;

--! find_still_source : (duration_ms?)
--- Where the file of an item lies, to take a picture out of it.
--- plan: files_pkey · bound: 1 row
select r.path as root_path, f.rel_path, f.duration_ms, l.kind
from files f join roots r on r.id = f.root_id join libraries l on l.id = f.library_id
where f.id = :file and f.library_id = :library and f.state = 'present';

--! list_files_of_albums
--- Where the files of some albums lie, besides the given ones: files of one folder are of one release.
--- plan: items_by_parent, item_files_pkey · bound: tracks of the albums
select distinct a.id, f.root_id, f.rel_path
from unnest(:albums::uuid[]) as a (id)
join items t on t.parent_id = a.id
join item_files x on x.item_id = t.id
join files f on f.id = x.file_id and f.state <> 'missing' and f.id <> all(:files);

--! delete_credits
--- Credits of items, before they are written anew.
--- plan: credits_pkey · bound: one batch of a scan
delete from credits where item_id = any(:items);

--! insert_credits
--- Who is credited for what, in the order of the release.
--- plan: credits_pkey · bound: one batch of a scan
insert into credits (item_id, role, position, artist_id, library_id, name)
select c.item_id, c.role, c.position, c.artist_id, :library, c.name
from unnest(:items::uuid[], :roles::text[], :positions::integer[], :artists::uuid[], :names::text[])
    as c (item_id, role, position, artist_id, name)
on conflict (item_id, role, position) do update set artist_id = excluded.artist_id, name = excluded.name;

--! count_album_files
--- How many files on disk some albums have besides the given ones.
--- plan: items_by_parent, item_files_pkey · bound: files of the albums
select a.id, count(f.id) as n_files
from items a
left join items t on t.parent_id = a.id
left join item_files x on x.item_id = t.id and x.file_id <> all(:files)
left join files f on f.id = x.file_id and f.state <> 'missing'
where a.id = any(:albums) and a.kind = 'album'
group by a.id;

--! list_guessed_albums : (parent_id?, artist?)
--- Albums that no tag names an artist of, with the first artist of their tracks, and how many of those there are.
--- plan: items_by_title, items_by_parent, credits_pkey · bound: albums of one library without an artist of their own
select a.id, a.parent_id, count(distinct c.artist_id) as n_artists, min(c.artist_id::text)::uuid as artist
from items a
join items t on t.parent_id = a.id and t.is_present
left join credits c on c.item_id = t.id and c.role = 'artist' and c.position = 0
where a.library_id = :library and a.kind = 'album' and a.is_present
  and not exists (select from credits o where o.item_id = a.id and o.role = 'album_artist')
group by a.id, a.parent_id;

--! set_parents
--- Albums under the artist that their tracks turned out to have.
--- plan: items_pkey · bound: albums of one library without an artist of their own
update items i set parent_id = p.parent_id, updated_at = :now
from unnest(:items::uuid[], :parents::uuid[]) as p (id, parent_id)
where i.id = p.id and i.parent_id is distinct from p.parent_id;

--! refresh_albums
--- What an album has of its tracks: length and genres.
--- plan: items_by_title, items_by_parent · bound: tracks of one library
update items a set duration_ms = t.duration_ms, genres = t.genres, updated_at = :now
from (
    select s.parent_id, sum(s.duration_ms)::bigint as duration_ms,
        array(select distinct g.genre from items o cross join lateral unnest(o.genres) as g (genre)
              where o.parent_id = s.parent_id and o.is_present order by g.genre limit 32) as genres
    from items s
    where s.library_id = :library and s.kind = 'track' and s.is_present and s.parent_id is not null
    group by s.parent_id
) t
where t.parent_id = a.id and a.kind = 'album' and a.library_id = :library
  and (a.duration_ms, a.genres) is distinct from (t.duration_ms, t.genres);
