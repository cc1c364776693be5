-- schema: core
-- Every node hears of sign-ins that end, in the transaction that ends them: what opens something may be remembered only
-- as long as this arrives. By triggers, so that nobody who writes can forget it, not even a person with psql.

create function core.tell_ended_sessions() returns trigger language plpgsql as $$
begin
    perform pg_notify('revenge_cache', 'session ' || g.id) from gone g;
    return null;
end
$$;

create trigger tell_ended_sessions after delete on core.sessions
    referencing old table as gone for each statement execute function core.tell_ended_sessions();

-- Another role or name.
create function core.tell_changed_users() returns trigger language plpgsql as $$
begin
    if exists (select from changed) then
        perform pg_notify('revenge_cache', 'sign_ins');
    end if;
    return null;
end
$$;

create trigger tell_changed_users after update on core.users
    referencing new table as changed for each statement execute function core.tell_changed_users();
