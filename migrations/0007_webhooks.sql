-- schema: core
-- Webhooks: who is told of events over HTTP, and what became of it. Few rows of the first, a bounded number of the second
-- per webhook; written by the webhooks area when an event is wanted, never while idle.

create table core.webhooks (
    id uuid primary key,
    name text not null,
    url text not null,
    topics text[] not null,
    enabled boolean not null,
    -- Base64 behind whsec_. Kept readable, because every delivery is signed with it.
    secret text not null,
    -- Why it was switched off by itself; null when a person did it or it is on.
    disabled_reason text,
    created_at timestamptz not null,
    updated_at timestamptz not null
);

create table core.webhook_deliveries (
    -- Also the id that the receiver sees: the same for every attempt.
    id uuid primary key,
    webhook_id uuid not null references core.webhooks on delete cascade,
    -- Null for a test. Nodes that hear the same event queue it once.
    event_id bigint,
    type text collate "C" not null,
    -- The very bytes that are signed and sent.
    body text not null,
    state text collate "C" not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    -- [{at, status, duration_ms, error}]
    attempts jsonb not null default '[]',
    created_at timestamptz not null,
    finished_at timestamptz
);
create unique index webhook_deliveries_once on core.webhook_deliveries (webhook_id, event_id) where event_id is not null;
create index webhook_deliveries_by_webhook on core.webhook_deliveries (webhook_id, id);
