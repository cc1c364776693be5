-- schema: core
-- The names of the queues are held by a check, not by a foreign key: the key asked core.queues once for each job stored,
-- which was a third of the price of a batch. The five queues are part of the program and never deleted.
alter table core.jobs
    drop constraint jobs_queue_fkey,
    add constraint jobs_queue_check check (queue in ('critical', 'high', 'default', 'low', 'bulk'));
