-- schema: core
-- A job has a node exactly while it runs. By that, and not by its state: the planner took the index for a way to all
-- running rows wherever a statement asked for the state, and joined each of them with each id.

drop index core.jobs_running;
create index jobs_running on core.jobs (node_id) where node_id is not null;
