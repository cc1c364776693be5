-- schema: content
-- Seek previews: small pictures of a film, one for each ten seconds, on sheets in the image store.

-- Off until an administrator, who has seen the cost, says otherwise.
alter table libraries add column previews boolean not null default false;
-- What one picture of this library took when some of its films were tried; null before.
alter table libraries add column preview_tile_bytes integer;
alter table libraries add column preview_tile_ms integer;

-- The sheets of one file. A set is complete when it says so, never by what lies on disk.
create table preview_sets (
    -- Names its folder in the image store, and so do the addresses of its sheets: other pictures are another set.
    id uuid primary key,
    file_id uuid not null unique references files on delete cascade,
    library_id uuid not null,
    -- Contents that it is made of; other contents need another set.
    fingerprint bytea,
    interval_ms integer not null,
    columns integer not null,
    rows integer not null,
    n_tiles integer not null,
    -- Of one picture; 0 before the first sheet.
    width integer not null default 0,
    height integer not null default 0,
    -- Sheets on disk, from the first on.
    n_sheets integer not null default 0,
    bytes bigint not null default 0,
    work_ms bigint not null default 0,
    -- Why the file gives no pictures; it is not tried again until its contents change.
    error text,
    completed_at timestamptz
);
create index preview_sets_by_library on preview_sets (library_id);

-- Sets whose rows are gone and whose folders are not: emptied by a job, so that no folder has to be searched.
create table preview_leftovers (
    set_id uuid primary key
);

create function leave_preview_sets() returns trigger language plpgsql as $$
begin
    insert into preview_leftovers (set_id) select id from gone on conflict do nothing;
    return null;
end
$$;
create trigger leave_deleted after delete on preview_sets referencing old table as gone
    for each statement execute function leave_preview_sets();

-- Items say whether there are previews: kept answers are old once a set is complete or gone, not with each sheet.
create function tell_preview_sets() returns trigger language plpgsql as $$
begin
    perform pg_notify('revenge_cache', 'library ' || c.library_id)
    from (select distinct library_id from changed where completed_at is not null) c;
    return null;
end
$$;
create trigger tell_updated after update on preview_sets referencing new table as changed
    for each statement execute function tell_preview_sets();
create trigger tell_deleted after delete on preview_sets referencing old table as changed
    for each statement execute function tell_preview_sets();
