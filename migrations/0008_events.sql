-- schema: core
-- The log of events: what a client that comes back has missed, and how nodes hear of each other's events. Bounded in rows
-- and age by whoever writes. UNLOGGED: writes cost no flush and little wear of flash, a clean stop keeps everything, and after
-- a crash of the database the log is empty, which clients are told (`reset`).

create unlogged table core.events (
    -- Microseconds since 1970 of the database's clock, or one more than the last: rises also after the table was emptied.
    id bigint primary key,
    topic text collate "C" not null check (topic in ('job', 'library', 'item', 'playback', 'system')),
    audience text collate "C" not null check (audience in ('everyone', 'admins', 'user', 'owner', 'library')),
    -- Whose, for a user, an owner or a library.
    audience_id uuid,
    -- Set while a newer event about the same thing makes this one worthless: progress of a job.
    subject uuid,
    -- JSON as it is sent.
    data text not null,
    created_at timestamptz not null
);
create index events_by_subject on core.events (subject) where subject is not null;

-- One row. Its lock is held until the events are committed, so that ids become visible in rising order.
create unlogged table core.event_head (
    is_one boolean primary key default true check (is_one),
    last_id bigint not null,
    -- Events up to this one may be missing.
    pruned_id bigint not null
);
