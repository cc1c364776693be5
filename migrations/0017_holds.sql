-- schema: core
-- When the work of a queue may run, and until when it may not.

-- Minutes of the local day; a window that ends before it begins spans midnight. Null means at any time.
alter table core.queues add column window_from integer check (window_from between 0 and 1439);
alter table core.queues add column window_to integer check (window_to between 0 and 1439);
alter table core.queues add check ((window_from is null) = (window_to is null)), add check (window_from <> window_to);
-- Set for a while by "pause everything".
alter table core.queues add column held_until timestamptz;

-- Put off because its queue is held: it goes on when that ends, if that is before its time.
alter table core.jobs add column is_held boolean not null default false;
