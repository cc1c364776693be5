-- schema: content
-- Every node hears which library or user something changed for, in the transaction that changes it; what it keeps of the
-- old is then old. Once per statement and library: PostgreSQL sends equal words of one transaction once.

create function tell_changed_libraries() returns trigger language plpgsql as $$
begin
    perform pg_notify('revenge_cache', 'library ' || c.library_id) from (select distinct library_id from changed) c;
    return null;
end
$$;

create function tell_changed_users() returns trigger language plpgsql as $$
begin
    perform pg_notify('revenge_cache', 'user ' || c.user_id) from (select distinct user_id from changed) c;
    return null;
end
$$;

create function tell_libraries() returns trigger language plpgsql as $$
begin
    perform pg_notify('revenge_cache', 'libraries');
    return null;
end
$$;

-- A trigger that sees the changed rows takes one kind of change only.
do $$
declare
    name text;
begin
    foreach name in array array['items', 'item_files', 'images', 'files', 'sidecars', 'roots'] loop
        execute format('create trigger tell_inserted after insert on %I referencing new table as changed '
            'for each statement execute function tell_changed_libraries()', name);
        execute format('create trigger tell_updated after update on %I referencing new table as changed '
            'for each statement execute function tell_changed_libraries()', name);
        execute format('create trigger tell_deleted after delete on %I referencing old table as changed '
            'for each statement execute function tell_changed_libraries()', name);
    end loop;
end
$$;

create trigger tell_inserted after insert on user_state referencing new table as changed
    for each statement execute function tell_changed_users();
create trigger tell_updated after update on user_state referencing new table as changed
    for each statement execute function tell_changed_users();
create trigger tell_deleted after delete on user_state referencing old table as changed
    for each statement execute function tell_changed_users();

create trigger tell_libraries after insert or delete on libraries
    for each statement execute function tell_libraries();
