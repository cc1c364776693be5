-- What must be there before the first migration. Every part may be there already: made by an administrator on a shared
-- server, or by another database of the same server (roles belong to the server, not to the database).
create schema if not exists core;
create schema if not exists media;
create schema if not exists restricted;

do $$
declare
    r text;
begin
    foreach r in array array['revenge_media', 'revenge_restricted'] loop
        if not exists (select from pg_roles where rolname = r) then
            begin
                execute format('create role %I nologin', r);
            exception when duplicate_object or unique_violation then
                -- Another database of this server was a moment faster.
                null;
            end;
        end if;
        -- The login acts as these roles; it must not have their rights by itself.
        if not pg_has_role(current_user, r, 'SET') then
            execute format('grant %I to %I with set true, inherit false', r, current_user);
        end if;
    end loop;
end
$$;

create table if not exists core.migrations (
    version integer primary key,
    name text not null,
    sha256 bytea not null,
    applied_at timestamptz not null,
    ms bigint not null
);
