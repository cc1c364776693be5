-- schema: content
-- Music: tracks of discs, who is credited for what, and what the outside knows an item by.

alter table items add column disc_no integer;
-- Ids of other data bases by their names (musicbrainz_release, …).
alter table items add column external_ids jsonb not null default '{}';
-- Place among its siblings: tracks by disc and number, albums by year, everything else by its number.
alter table items add column order_no integer generated always as (
    case kind when 'track' then coalesce(disc_no, 1) * 10000 + coalesce(index_no, 0) when 'album' then year else index_no end
) stored;
create index items_by_order on items (parent_id, (coalesce(order_no, -1)), sort_title, id);

-- Every artist that is credited is an item of its own, so that each of them leads to the track and the album.
create table credits (
    item_id uuid not null references items on delete cascade,
    role text collate "C" not null check (role in ('artist', 'album_artist', 'composer')),
    position integer not null,
    artist_id uuid not null references items on delete cascade,
    library_id uuid not null,
    -- As it is written on this release.
    name text not null,
    primary key (item_id, role, position)
);
create index credits_by_artist on credits (artist_id, role);
-- What an artist is gone from needs no index of its own: a library's items go by item_id.

do $$
begin
    execute 'create trigger tell_inserted after insert on credits referencing new table as changed '
        'for each statement execute function tell_changed_libraries()';
    execute 'create trigger tell_deleted after delete on credits referencing old table as changed '
        'for each statement execute function tell_changed_libraries()';
end
$$;

-- The item whose picture stands for this one: a track has its album's, an artist that of the first album with one, and a
-- show or season without one that of the first episode.
create or replace function pictured(item uuid, item_kind text) returns uuid
language sql stable parallel safe
begin atomic
    select coalesce(
        (select g.item_id from images g where g.item_id = item limit 1),
        case
        when item_kind in ('show', 'season') then (
            select e.id
            from items c
            left join items d on d.parent_id = c.id
            join lateral (select coalesce(d.id, c.id) as id) e on true
            where c.parent_id = item and exists (select from images g where g.item_id = e.id)
            order by coalesce(c.index_no, -1), coalesce(d.index_no, -1)
            limit 1
        )
        when item_kind = 'track' then (
            select t.parent_id from items t
            where t.id = item and exists (select from images g where g.item_id = t.parent_id)
        )
        when item_kind = 'artist' then (
            select a.id
            from items a
            where a.parent_id = item and exists (select from images g where g.item_id = a.id)
            order by coalesce(a.order_no, -1), a.sort_title, a.id
            limit 1
        )
        end
    );
end;

-- Tracks that were shelved by their file names are read once more, for their tags.
update files f set probed_at = null
from libraries l
where l.id = f.library_id and l.kind = 'music' and f.state = 'present';
