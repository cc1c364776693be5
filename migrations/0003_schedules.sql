-- schema: core
-- Periodic jobs, and indexes by which lists of jobs find few among many.

-- Which schedules there are, and their usual times, is the release's business; a row keeps what people changed and when
-- it ran. A row that the release does not know is left alone.
create table core.schedules (
    name text collate "C" primary key,
    kind text collate "C" not null,
    -- Set by an admin; null means the release's.
    cron text collate "C",
    enabled boolean not null default true,
    last_run_at timestamptz,
    last_job_id uuid,
    -- Whoever moves it on from a time that has come is the one that fires: no two nodes do.
    next_run_at timestamptz,
    -- Expression and time zone that next_run_at was computed from.
    planned_for text collate "C"
);

-- Few distinct (queue, kind, state), each in the order of pages: a filter never reads what it does not show.
create index jobs_by_kind on core.jobs (queue, kind, state, id);
create index job_history_by_kind on core.job_history (queue, kind, state, id);

-- The queue rides along, so that the rate of each queue is counted without the rows.
drop index core.job_history_by_age;
create index job_history_by_age on core.job_history (state, finished_at) include (queue);
