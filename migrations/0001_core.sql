-- schema: core
-- Users, sign-ins, the job queue, settings and playback sessions. Nothing here references content by foreign key:
-- content lives in twin schemas (media, restricted) that this schema must not know.
-- The runner makes the schemas core, media and restricted and the NOLOGIN roles revenge_media and revenge_restricted
-- before the first migration, and grants both roles everything that the core tables need.

create extension if not exists pg_trgm with schema public;

create table core.settings (
    name text collate "C" primary key,
    value jsonb not null
);

create table core.users (
    id uuid primary key,
    name text not null,
    -- What a sign-in is compared with: the name, case-folded by the application.
    name_key text collate "C" not null unique,
    password_hash text not null,
    role text not null check (role in ('admin', 'user')),
    created_at timestamptz not null
);

create table core.sessions (
    id uuid primary key,
    user_id uuid not null references core.users on delete cascade,
    -- SHA-256; the token itself is never stored.
    token_hash bytea not null unique,
    device_name text not null,
    address text not null,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null
);
create index sessions_by_user on core.sessions (user_id, created_at);

-- One row per process that takes jobs; its heartbeat is the lease of everything that it runs.
create table core.nodes (
    id uuid primary key,
    name text not null,
    started_at timestamptz not null,
    heartbeat_at timestamptz not null
);

create table core.queues (
    name text collate "C" primary key,
    paused boolean not null default false,
    -- Set by an admin; null means the board's limit.
    max_running integer check (max_running >= 0)
);
insert into core.queues (name) values ('critical'), ('high'), ('default'), ('low'), ('bulk');

-- Hot table: only what is not finished. fillfactor 50 keeps state changes on their page (HOT updates).
create table core.jobs (
    id uuid primary key,
    kind text collate "C" not null,
    queue text collate "C" not null references core.queues,
    priority smallint not null default 0,
    state text collate "C" not null check (state in ('scheduled', 'available', 'running', 'retryable')),
    args jsonb not null,
    unique_key text collate "C",
    attempt smallint not null default 0,
    max_attempts smallint not null check (max_attempts > 0),
    -- Raised at each claim: a completion with an older number comes from a run that was given up.
    run_no integer not null default 0,
    node_id uuid,
    cancel_requested boolean not null default false,
    progress_done bigint not null default 0,
    progress_total bigint not null default 0,
    progress_message text not null default '',
    -- [{attempt, at, error}]
    errors jsonb not null default '[]',
    request_id text,
    created_by uuid,
    created_at timestamptz not null,
    scheduled_at timestamptz not null,
    started_at timestamptz
) with (fillfactor = 50);
create unique index jobs_unique on core.jobs (kind, unique_key) where unique_key is not null;
create index jobs_claimable on core.jobs (queue, priority desc, scheduled_at, id) where state = 'available';
create index jobs_waiting on core.jobs (scheduled_at) where state in ('scheduled', 'retryable');
create index jobs_running on core.jobs (node_id) where state = 'running';

-- Append-only: what is finished, kept for a while.
create table core.job_history (
    id uuid primary key,
    kind text collate "C" not null,
    queue text collate "C" not null,
    priority smallint not null,
    state text collate "C" not null check (state in ('completed', 'cancelled', 'discarded')),
    args jsonb not null,
    unique_key text collate "C",
    attempt smallint not null,
    max_attempts smallint not null,
    progress_done bigint not null,
    progress_total bigint not null,
    progress_message text not null,
    errors jsonb not null,
    result jsonb,
    request_id text,
    created_by uuid,
    created_at timestamptz not null,
    scheduled_at timestamptz not null,
    started_at timestamptz,
    finished_at timestamptz not null
);
create index job_history_by_age on core.job_history (state, finished_at);

-- A playback session is a row, so that its URLs survive a restart of the server.
create table core.playback_sessions (
    id uuid primary key,
    user_id uuid not null references core.users on delete cascade,
    -- The sign-in that it belongs to: revoked with it.
    session_id uuid not null references core.sessions on delete cascade,
    token_hash bytea not null unique,
    library_id uuid not null,
    item_id uuid not null,
    file_id uuid not null,
    -- Method, streams and targets as decided: domain::playback::Plan.
    plan jsonb not null,
    position_ms bigint not null default 0,
    created_at timestamptz not null,
    last_request_at timestamptz not null,
    expires_at timestamptz not null
);
create index playback_sessions_by_session on core.playback_sessions (session_id);
create index playback_sessions_by_expiry on core.playback_sessions (expires_at);
