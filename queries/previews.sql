--! find_preview_settings : PreviewSettings(tile_bytes?, tile_ms?)
--- Whether a library has previews, and what one took when it was tried.
--- plan: libraries_pkey · bound: 1 row
select previews, preview_tile_bytes as tile_bytes, preview_tile_ms as tile_ms from libraries where id = :library;

--! next_file_without_previews : FileWithoutPreviews(fingerprint?, set_id?, set_fingerprint?, packed?)
--- The newest film of a library before a place that lacks a complete set of its present contents, and what it has. Without
--- roots whose disk is to sleep on.
--- plan: files_by_library, preview_sets_file_id_key · bound: 1 row
select f.id, f.root_id, r.path as root_path, f.rel_path, f.duration_ms, f.fingerprint, f.media::text as media,
    s.id as set_id, s.fingerprint as set_fingerprint, coalesce(s.n_sheets, 0) as n_sheets, coalesce(s.n_tiles, 0) as n_tiles, k.packed
from files f
join roots r on r.id = f.root_id and r.offline_since is null and r.removed_at is null
left join preview_sets s on s.file_id = f.id
left join keyframe_indexes k on k.file_id = f.id
where f.library_id = :library and f.state = 'present' and f.id < :before and f.root_id <> all(:resting)
    and f.media @> '{"streams": [{"kind": "video"}]}' and f.duration_ms > 0
    and (s.id is null or s.fingerprint is distinct from f.fingerprint or (s.completed_at is null and s.error is null))
order by f.id desc
limit 1;

--! sample_files_for_previews : SampleFile(packed?)
--- Some films of a library, for a trial of what previews cost. The hash makes it any, and the same ones each time.
--- plan: files_by_library · bound: :limit rows
select f.id, r.path as root_path, f.rel_path, f.duration_ms, k.packed
from files f
join roots r on r.id = f.root_id and r.offline_since is null and r.removed_at is null
left join keyframe_indexes k on k.file_id = f.id
where f.library_id = :library and f.state = 'present' and f.media @> '{"streams": [{"kind": "video"}]}'
    and f.duration_ms > 0
order by hashtext(f.id::text), f.id
limit :limit;

--! count_previews
--- How far the previews of a library are, counted in films and in pictures.
--- plan: files_by_library, preview_sets_by_library · bound: one library's rows, counted
select count(*) as n_files,
    count(*) filter (where s.completed_at is not null) as n_done,
    count(*) filter (where s.error is not null) as n_without,
    coalesce(sum(f.duration_ms), 0)::bigint as duration_ms,
    coalesce(sum((f.duration_ms + 9999) / 10000), 0)::bigint as n_tiles,
    coalesce(sum(case
        when s.completed_at is not null or s.error is not null then (f.duration_ms + 9999) / 10000
        else least(s.n_tiles, s.n_sheets * s.columns * s.rows) end), 0)::bigint as n_tiles_done,
    coalesce(sum(least(s.n_tiles, s.n_sheets * s.columns * s.rows)) filter (where s.error is null), 0)::bigint
        as n_tiles_made,
    coalesce(sum(s.bytes), 0)::bigint as bytes,
    coalesce(sum(s.work_ms), 0)::bigint as work_ms
from files f
left join preview_sets s on s.file_id = f.id and s.fingerprint is not distinct from f.fingerprint
where f.library_id = :library and f.state = 'present' and f.media @> '{"streams": [{"kind": "video"}]}'
    and f.duration_ms > 0;

--! delete_preview_set
--- Takes away what a file had.
--- plan: preview_sets_file_id_key · bound: 1 row
delete from preview_sets where file_id = :file;

--! delete_unwanted_preview_sets
--- Takes away a batch of the sets of libraries that are to have none any more.
--- plan: preview_sets_by_library · bound: :limit rows
delete from preview_sets
where id in (
    select s.id from libraries l join preview_sets s on s.library_id = l.id where not l.previews limit :limit
);

--! insert_preview_set (fingerprint?)
--- A set is begun; its sheets follow. Nothing happens where the file has one or is gone.
--- plan: preview_sets_file_id_key · bound: 1 row
insert into preview_sets (id, file_id, library_id, fingerprint, interval_ms, columns, rows, n_tiles)
select :id, f.id, f.library_id, :fingerprint, :interval_ms, :columns, :rows, :n_tiles
from files f
where f.id = :file
on conflict (file_id) do nothing;

--! put_preview_sheet
--- The next sheet of a set is on disk; with the last one the set is complete. No row: somebody else was first, or the
--- set is gone.
--- plan: preview_sets_pkey · bound: 1 row
update preview_sets
set n_sheets = n_sheets + 1, width = :width, height = :height, bytes = bytes + :bytes, work_ms = work_ms + :work_ms,
    completed_at = case when :sheet + 1 = :n_sheets then :now::timestamptz end
where id = :id and n_sheets = :sheet
returning id;

--! fail_preview_set
--- The file gives no pictures.
--- plan: preview_sets_pkey · bound: 1 row
update preview_sets set error = :error where id = :id;

--! list_begun_preview_sets
--- One page of the sets that have sheets on disk. First page: the nil id.
--- plan: preview_sets_pkey · bound: limit <= 500
select s.id, s.n_sheets
from preview_sets s
where s.id > :after and s.n_sheets > 0 and s.error is null
order by s.id
limit :limit;

--! rewind_preview_sets
--- Sheets of these sets are gone: they go on from the first that is, under the same address. The rest counts in proportion.
--- plan: preview_sets_pkey · bound: one batch of sets
update preview_sets s
set n_sheets = lost.n_left, completed_at = null,
    bytes = s.bytes * lost.n_left / s.n_sheets, work_ms = s.work_ms * lost.n_left / s.n_sheets
from unnest(:ids::uuid[], :n_left::integer[]) as lost (id, n_left)
where s.id = lost.id and s.n_sheets > lost.n_left
returning s.library_id;

--! has_preview_leftovers
--- Whether folders of sets that are gone wait for their removal.
--- plan: preview_leftovers_pkey · bound: 1 row
select exists (select from preview_leftovers) as has_some;

--! list_preview_leftovers
--- Folders of sets that are gone.
--- plan: preview_leftovers_pkey · bound: :limit rows
select set_id from preview_leftovers order by set_id limit :limit;

--! delete_preview_leftovers
--- These folders are gone too.
--- plan: preview_leftovers_pkey · bound: one batch
delete from preview_leftovers where set_id = any(:ids);

--! find_preview_set : PreviewSet()
--- A complete set of an item's file, for a viewer.
--- plan: preview_sets_pkey, item_files_pkey · bound: 1 row
select s.id, s.interval_ms, s.width, s.height, s.columns, s.rows, s.n_tiles
from preview_sets s
join item_files x on x.file_id = s.file_id and x.item_id = :item
where s.id = :set and s.completed_at is not null and s.library_id = any(:visible);

--! find_preview_set_of_file : PreviewSet()
--- The complete set of a file's present contents.
--- plan: preview_sets_file_id_key · bound: 1 row
select s.id, s.interval_ms, s.width, s.height, s.columns, s.rows, s.n_tiles
from preview_sets s
join files f on f.id = s.file_id and f.fingerprint is not distinct from s.fingerprint
where s.file_id = :file and s.library_id = :library and s.completed_at is not null;
