--: JobRow(error?, started_at?, finished_at?, result?)
--: ClaimedRow(request_id?, created_by?, error?)

--! enqueue_job (unique_key?, run_at?, request_id?, created_by?)
--- Store one job; with a unique key, the unfinished job of that key is returned instead. Waiting nodes hear of it at commit.
--- plan: jobs_unique · bound: 1 row
with stored as (
    insert into core.jobs
        (id, kind, queue, priority, state, args, unique_key, max_attempts, request_id, created_by, created_at, scheduled_at)
    values
        (:id, :kind, :queue, :priority, case when :run_at::timestamptz > now() then 'scheduled' else 'available' end,
         :args::text::jsonb, :unique_key, :max_attempts, :request_id, :created_by, now(),
         coalesce(:run_at::timestamptz, now()))
    on conflict (kind, unique_key) where unique_key is not null do update set unique_key = excluded.unique_key
    returning id, queue, state, scheduled_at
)
select id,
    pg_notify('revenge_jobs', case state
        when 'scheduled' then 'later ' || ceil(extract(epoch from scheduled_at - now()) * 1000)::bigint
        else 'new ' || queue || ' ' || id end)::text as notified
from stored;

--! enqueue_jobs (request_id?, created_by?)
--- Store many jobs of one kind; those whose unique key has an unfinished job are left out. An empty key is none.
--- plan: jobs_unique · bound: as many as the caller gives
with stored as (
    insert into core.jobs
        (id, kind, queue, priority, state, args, unique_key, max_attempts, request_id, created_by, created_at, scheduled_at)
    select n.id, :kind, :queue, :priority, 'available', n.args::jsonb, nullif(n.unique_key, ''), :max_attempts,
        :request_id, :created_by, now(), now()
    from unnest(:ids::uuid[], :args::text[], :unique_keys::text[]) as n(id, args, unique_key)
    on conflict (kind, unique_key) where unique_key is not null do nothing
    returning id
), told as (
    select pg_notify('revenge_jobs', 'wake ' || :queue) where exists (select from stored)
)
select count(*) as n_stored, (select count(*) from told) as n_told from stored;

--! enqueue_keyless_jobs (request_id?, created_by?)
--- Store many jobs of one kind that have no unique key. Apart from `enqueue_jobs`: a row that could meet a conflict is
--- written speculatively, which is a third of the price.
--- plan: none · bound: as many as the caller gives
with stored as (
    insert into core.jobs
        (id, kind, queue, priority, state, args, max_attempts, request_id, created_by, created_at, scheduled_at)
    select n.id, :kind, :queue, :priority, 'available', n.args::jsonb, :max_attempts, :request_id, :created_by, now(), now()
    from unnest(:ids::uuid[], :args::text[]) as n(id, args)
    returning 1
), told as (
    select pg_notify('revenge_jobs', 'wake ' || :queue) where exists (select from stored)
)
select count(*) as n_stored, (select count(*) from told) as n_told from stored;

--! claim_jobs : ClaimedRow
--- Take waiting jobs of several queues, at most `free` of each, the most urgent first. The ids go into the update as an
--- array: joined, the planner guessed a tenth of the table for the limit and read all of it at each claim. A node that was
--- idle `tells` the others with the claim itself that it is busy: dead between the two, nobody would look for its jobs.
--- plan: jobs_claimable, jobs_pkey · bound: sum of free
with beaten as (
    insert into core.nodes as n (id, name, started_at, heartbeat_at)
    select :node, :name, now(), now() where :beats
    on conflict (id) do update set heartbeat_at = now()
), picked as materialized (
    select j.id
    from unnest(:queues::text[], :free::integer[]) as q(name, free)
    join core.queues c on c.name = q.name and not c.paused
    cross join lateral (
        select id from core.jobs
        where queue = q.name and state = 'available'
        order by priority desc, scheduled_at, id
        limit q.free
        for update skip locked
    ) j
), told as materialized (
    select pg_notify('revenge_jobs', 'busy ' || :node::uuid) where :tells and exists (select from picked)
)
update core.jobs j
set state = 'running', attempt = j.attempt + 1, run_no = j.run_no + 1, node_id = :node, started_at = now(),
    progress_done = 0, progress_total = 0, progress_message = ''
where j.id = any(array(select id from picked))
returning j.id, j.kind, j.queue, j.priority, j.args::text as args, j.attempt, j.max_attempts, j.run_no,
    j.cancel_requested, j.request_id, j.created_by, j.errors -> -1 ->> 'error' as error,
    j.created_at, j.scheduled_at, j.started_at, (select count(*) from told) as n_told;

--! release_jobs
--- Hand back what this node has claimed and not begun: available where it was, the attempt is not counted.
--- plan: jobs_pkey · bound: as many as the caller gives
with freed as (
    update core.jobs j
    set state = 'available', node_id = null, attempt = j.attempt - 1
    from unnest(:ids::uuid[], :run_nos::integer[]) as r(id, run_no)
    where j.id = any(:ids) and j.id = r.id and j.run_no = r.run_no and j.state = 'running'
    returning j.queue
)
select queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed group by queue;

--! finish_jobs
--- Move runs that came to an end into the history. A run that was given up meanwhile (another run_no, not running) is
--- left alone. Empty result or error is none. Here and below the ids stand a second time as an array: an index condition,
--- where the join alone was once planned as every running row against every id.
--- plan: jobs_pkey · bound: as many as the caller gives
with ended as (
    select * from unnest(:ids::uuid[], :run_nos::integer[], :states::text[], :results::text[], :errors::text[])
        as e(id, run_no, final_state, result, error)
), gone as (
    delete from core.jobs j using ended e
    where j.id = any(:ids) and j.id = e.id and j.run_no = e.run_no and j.state = 'running'
    returning j.*, e.final_state, e.result, e.error
)
insert into core.job_history
    (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, progress_done, progress_total,
     progress_message, errors, result, request_id, created_by, created_at, scheduled_at, started_at, finished_at)
select id, kind, queue, priority, final_state, args, unique_key, attempt, max_attempts, progress_done, progress_total,
    progress_message,
    case when error = '' then errors
        else errors || jsonb_build_array(jsonb_build_object('attempt', attempt, 'started_at', started_at, 'at', now(), 'error', error)) end,
    nullif(result, '')::jsonb, request_id, created_by, created_at, scheduled_at, started_at, clock_timestamp()
from gone
returning id, finished_at;

--! postpone_jobs
--- Put runs back to be started later: after a failed attempt (counts) or because the handler asked for it (does not).
--- plan: jobs_pkey · bound: as many as the caller gives
update core.jobs j
set state = case when l.counts then 'retryable' else 'scheduled' end,
    attempt = case when l.counts then j.attempt else j.attempt - 1 end,
    scheduled_at = now() + l.delay_ms * interval '1 millisecond',
    errors = case when l.error = '' then j.errors
        else j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at, 'at', now(), 'error', l.error)) end,
    node_id = null,
    is_held = l.is_held
from unnest(:ids::uuid[], :run_nos::integer[], :counts::boolean[], :held::boolean[], :delays_ms::bigint[], :errors::text[])
    as l(id, run_no, counts, is_held, delay_ms, error)
where j.id = any(:ids) and j.id = l.id and j.run_no = l.run_no and j.state = 'running'
returning j.id, j.scheduled_at;

--! hasten_held_jobs
--- What was put off because it was held may go on now. Whatever is held still is put off again.
--- plan: jobs_waiting · bound: what ran when its queue was held
update core.jobs set scheduled_at = now() where state = 'scheduled' and is_held returning id;

--! hasten_jobs_of_libraries
--- What waits for its time begins now, of some kinds and libraries, and the nodes that wait are woken.
--- plan: jobs_waiting · bound: what waits
with hastened as (
    update core.jobs
    set state = 'available', scheduled_at = now()
    where state = 'scheduled' and kind = any(:kinds) and args ->> 'library_id' = any(:libraries)
    returning queue
)
select count(*) as n_jobs, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from hastened group by queue;

--! promote_due_jobs
--- Make jobs available whose time has come, and wake the nodes that wait.
--- plan: jobs_waiting · bound: :limit
with due as (
    select id from core.jobs
    where state in ('scheduled', 'retryable') and scheduled_at <= now()
    order by scheduled_at
    limit :limit
    for update skip locked
), promoted as (
    update core.jobs j set state = 'available' from due where j.id = due.id returning j.queue
)
select queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from promoted group by queue;

--! next_due : (seconds?)
--- How long until the next postponed job is due; null when there is none. And the clock that decides.
--- plan: jobs_waiting · bound: 1 row
select extract(epoch from min(scheduled_at) - now())::float8 as seconds, now() as now
from core.jobs where state in ('scheduled', 'retryable');

--! write_progress
--- Keep how far runs have come; rows of runs that were given up are left alone and not returned.
--- plan: jobs_pkey · bound: as many as the caller gives
update core.jobs j
set progress_done = p.done, progress_total = p.total, progress_message = p.message
from unnest(:ids::uuid[], :run_nos::integer[], :done::bigint[], :total::bigint[], :messages::text[])
    as p(id, run_no, done, total, message)
where j.id = any(:ids) and j.id = p.id and j.run_no = p.run_no and j.state = 'running'
returning j.id;

--! beat
--- Say that this node lives. Returns whether others had given it up (or it is new).
--- plan: nodes_pkey · bound: 1 row
insert into core.nodes as n (id, name, started_at, heartbeat_at) values (:id, :name, now(), now())
on conflict (id) do update set heartbeat_at = now()
returning n.started_at = now() as is_new;

--! running_of_node
--- What the database believes this node runs.
--- plan: jobs_running · bound: sum of the queues' limits
select id, run_no, cancel_requested from core.jobs where node_id = :node and state = 'running';

--! free_unknown_runs
--- Claims whose answer never reached this node: nobody works at them. The attempt stays counted.
--- plan: jobs_pkey · bound: as many as the caller gives
with freed as (
    update core.jobs j
    set state = 'available', node_id = null, scheduled_at = now(),
        errors = j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at,
            'at', now(), 'error', 'the connection to the database broke before this attempt began'))
    from unnest(:ids::uuid[], :run_nos::integer[]) as u (id, run_no)
    where j.id = any(:ids) and j.id = u.id and j.run_no = u.run_no and j.node_id = :node and j.state = 'running'
    returning j.id, j.queue
)
select id, queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed;

--! check_clock
--- The database's clock. Heartbeats that lie ahead of it (it was set back) begin to age now, and what waits since an
--- attempt that lies ahead of it is due now; else both would wait until the clock is there again.
--- plan: scan, because nodes are few; jobs_waiting, read whole · bound: nodes, postponed jobs
with nodes as (
    update core.nodes set heartbeat_at = now() where heartbeat_at > now() + interval '1 minute' returning id
), jobs as (
    update core.jobs set scheduled_at = now()
    where state in ('scheduled', 'retryable') and started_at > now() + interval '1 minute' returning id
)
select (select count(*) from nodes) as n_nodes, (select count(*) from jobs) as n_jobs;

--! read_clock
--- The clock that decides who is dead.
--- plan: none · bound: 1 row
select now() as now;

--! rescue_jobs
--- Free the jobs of dead nodes: silent for longer than the lease while they hold jobs, or an earlier life of this node
--- (same name). Their attempt stays counted, and there is no back-off: it was not the job's fault. `now` is a clock that
--- was looked at before: one that is set just now must not make the living look dead.
--- plan: jobs_running · bound: running jobs of the dead nodes
with dead as (
    delete from core.nodes n
    where n.id <> :node
        and (n.name = :name
            or n.heartbeat_at < :now::timestamptz - :lease_ms::bigint * interval '1 millisecond'
                and exists (select from core.jobs where node_id = n.id and state = 'running'))
    returning n.id, n.name
), freed as (
    update core.jobs j
    set state = 'available', node_id = null, scheduled_at = now(),
        errors = j.errors || jsonb_build_array(jsonb_build_object('attempt', j.attempt, 'started_at', j.started_at, 'at', now(), 'error',
            'the node that ran this attempt is gone'))
    where j.node_id is not null and j.state = 'running'
        and (j.node_id in (select id from dead)
            or j.node_id <> :node and not exists (select from core.nodes n where n.id = j.node_id))
    returning j.id, j.queue
)
select id, queue, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed;

--! give_back_jobs
--- A node that stops hands over what it did not finish: available at once, the attempt is not counted.
--- plan: jobs_running · bound: sum of the queues' limits
with freed as (
    update core.jobs set state = 'available', node_id = null, attempt = attempt - 1, scheduled_at = now()
    where node_id = :node and state = 'running'
    returning id, queue
)
select id, pg_notify('revenge_jobs', 'wake ' || queue)::text as notified from freed;

--! forget_node
--- A node that stops takes its row with it.
--- plan: nodes_pkey · bound: 1 row
delete from core.nodes where id = :id;

--! list_other_nodes
--- Every other node, and whether it runs something.
--- plan: nodes_pkey · bound: number of nodes
select n.id, exists (select from core.jobs where node_id = n.id and state = 'running') as is_busy
from core.nodes n where n.id <> :node;

--! notify
--- A word to all nodes; delivered at commit.
--- plan: none · bound: 1 row
select pg_notify('revenge_jobs', :payload)::text as notified;

--! get_job : JobRow
--- One job, finished or not.
--- plan: jobs_pkey, job_history_pkey · bound: 1 row
select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
    errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, null::timestamptz as finished_at,
    null::text as result, case when pg_column_size(args) < 4096 then args::text else '' end as args
from core.jobs where id = :id
union all
select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
    errors -> -1 ->> 'error', created_at, scheduled_at, started_at, finished_at, result::text,
    case when pg_column_size(args) < 4096 then args::text else '' end
from core.job_history where id = :id
limit 1;

--! jobs_by_ids : JobRow
--- Several jobs, finished or not.
--- plan: jobs_pkey, job_history_pkey · bound: as many as the caller gives
select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
    errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, null::timestamptz as finished_at,
    null::text as result, case when pg_column_size(args) < 4096 then args::text else '' end as args
from core.jobs where id = any(:ids)
union all
select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
    errors -> -1 ->> 'error', created_at, scheduled_at, started_at, finished_at, result::text,
    case when pg_column_size(args) < 4096 then args::text else '' end
from core.job_history where id = any(:ids);

--! job_attempts
--- What went wrong in each attempt: [{attempt, started_at, at, error}].
--- plan: jobs_pkey, job_history_pkey · bound: 1 row
select errors::text as errors from core.jobs where id = :id
union all
select errors::text from core.job_history where id = :id
limit 1;

--! list_jobs : JobRow
--- One page, newest first. First page: the greatest id. Both tables are read backwards by id and merged.
--- plan: jobs_pkey, job_history_pkey · bound: limit <= 201
select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
    errors -> -1 ->> 'error' as error, created_at, scheduled_at, started_at, finished_at, result::text as result,
    case when pg_column_size(args) < 4096 then args::text else '' end as args
from (
    select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
        errors, created_at, scheduled_at, started_at, null::timestamptz as finished_at, null::jsonb as result, args
    from core.jobs
    union all
    select id, kind, queue, priority, state, progress_done, progress_total, progress_message, attempt, max_attempts,
        errors, created_at, scheduled_at, started_at, finished_at, result, args
    from core.job_history
) j
where id < :before
order by id desc
limit :limit;

--! find_jobs (states?, kind?, queue?)
--- Ids of one page of those that fit, newest first. The few distinct (queue, kind, state) are found by hopping over the
--- index; of each one that fits, the newest are taken. So 100,000 jobs that do not fit are never read. Ranges of rows
--- instead of equalities: with those, the planner may read the primary key backwards and hope to find some soon.
--- plan: jobs_by_kind, job_history_by_kind · bound: limit <= 201 of each distinct (queue, kind, state)
with recursive hot as (
    (select queue, kind, state from core.jobs order by queue, kind, state limit 1)
    union all
    select n.queue, n.kind, n.state
    from hot h
    cross join lateral (
        select queue, kind, state from core.jobs
        where (queue, kind, state) > (h.queue, h.kind, h.state)
        order by queue, kind, state limit 1
    ) n
), old as (
    (select queue, kind, state from core.job_history order by queue, kind, state limit 1)
    union all
    select n.queue, n.kind, n.state
    from old o
    cross join lateral (
        select queue, kind, state from core.job_history
        where (queue, kind, state) > (o.queue, o.kind, o.state)
        order by queue, kind, state limit 1
    ) n
)
select id
from (
    select j.id
    from hot h
    cross join lateral (
        select id from core.jobs
        where (queue, kind, state, id) >= (h.queue, h.kind, h.state, '00000000-0000-0000-0000-000000000000')
            and (queue, kind, state, id) < (h.queue, h.kind, h.state, :before)
        order by queue desc, kind desc, state desc, id desc limit :limit
    ) j
    where (:states::text[] is null or h.state = any(:states)) and (:kind::text is null or h.kind = :kind)
        and (:queue::text is null or h.queue = :queue)
    union all
    select j.id
    from old o
    cross join lateral (
        select id from core.job_history
        where (queue, kind, state, id) >= (o.queue, o.kind, o.state, '00000000-0000-0000-0000-000000000000')
            and (queue, kind, state, id) < (o.queue, o.kind, o.state, :before)
        order by queue desc, kind desc, state desc, id desc limit :limit
    ) j
    where (:states::text[] is null or o.state = any(:states)) and (:kind::text is null or o.kind = :kind)
        and (:queue::text is null or o.queue = :queue)
) found
order by id desc
limit :limit;

--! cancel_waiting_job
--- A job that does not run yet is cancelled at once.
--- plan: jobs_pkey · bound: 1 row
with gone as (
    delete from core.jobs where id = :id and state <> 'running' returning *
)
insert into core.job_history
    (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, progress_done, progress_total,
     progress_message, errors, request_id, created_by, created_at, scheduled_at, started_at, finished_at)
select id, kind, queue, priority, 'cancelled', args, unique_key, attempt, max_attempts, progress_done, progress_total,
    progress_message, errors, request_id, created_by, created_at, scheduled_at, started_at, now()
from gone
returning id;

--! cancel_running_job
--- Ask the node that runs it; the handler ends when it looks.
--- plan: jobs_pkey · bound: 1 row
update core.jobs set cancel_requested = true where id = :id and state = 'running'
returning id, pg_notify('revenge_jobs', 'cancel ' || id)::text as notified;

--! hasten_job
--- A postponed job becomes available now, with one more attempt if it has used all.
--- plan: jobs_pkey · bound: 1 row
update core.jobs set state = 'available', scheduled_at = now()
where id = :id and state in ('scheduled', 'retryable')
returning id, pg_notify('revenge_jobs', 'new ' || queue || ' ' || id)::text as notified;

--! revive_job
--- A finished job gets one more attempt. Fails on jobs_unique while another job of its key is unfinished.
--- plan: job_history_pkey · bound: 1 row
with gone as (
    delete from core.job_history where id = :id returning *
), revived as (
    insert into core.jobs
        (id, kind, queue, priority, state, args, unique_key, attempt, max_attempts, errors, request_id, created_by,
         created_at, scheduled_at)
    select id, kind, queue, priority, 'available', args, unique_key, attempt, greatest(max_attempts, attempt + 1), errors,
        request_id, created_by, created_at, now()
    from gone
    returning id, queue
)
select id, pg_notify('revenge_jobs', 'new ' || queue || ' ' || id)::text as notified from revived;

--! list_queues : (max_running?, window_from?, window_to?)
--- All queues with what runs and waits in them.
--- plan: scan, because the hot table holds only what is unfinished · bound: 5 rows
select q.name, q.paused, q.max_running, q.window_from, q.window_to,
    count(j.id) filter (where j.state = 'running') as n_running,
    count(j.id) filter (where j.state <> 'running') as n_waiting
from core.queues q left join core.jobs j on j.queue = q.name
group by q.name;

--! watch_queues : (head_wait_seconds?)
--- What monitoring asks: per queue what waits and runs, and how long the job that is next in line has been waiting.
--- Counts stop at `cap`: somebody who asks every few seconds must not cost more because more waits.
--- plan: jobs_claimable, jobs_waiting, jobs_running, job_history_by_age · bound: 5 rows, cap entries of each index
with postponed as materialized (
    select queue, count(*) as n
    from (select queue from core.jobs where state in ('scheduled', 'retryable') order by scheduled_at limit :cap) j
    group by queue
), running as materialized (
    select queue, count(*) as n from core.jobs where node_id is not null and state = 'running' group by queue
), discarded as materialized (
    select count(*) as n
    from (select from core.job_history
        where state = 'discarded' and finished_at > now() - interval '1 day' order by finished_at limit :cap) h
)
select q.name, q.paused, a.n + coalesce(p.n, 0) as n_waiting, coalesce(r.n, 0) as n_running,
    h.seconds as head_wait_seconds, d.n as n_discarded
from core.queues q
cross join discarded d
cross join lateral (
    select count(*) as n
    from (select from core.jobs
        where queue = q.name and state = 'available' order by priority desc, scheduled_at, id limit :cap) j
) a
left join lateral (
    select extract(epoch from now() - scheduled_at)::float8 as seconds
    from core.jobs
    where queue = q.name and state = 'available'
    order by priority desc, scheduled_at, id
    limit 1
) h on true
left join postponed p on p.queue = q.name
left join running r on r.queue = q.name;

--! recent_rates
--- What ended in each queue within the last minute, or the newest :most of each final state of it: how many, and since
--- how many seconds.
--- plan: job_history_by_age · bound: :most of each of three states
select queue, count(*) as n_finished, extract(epoch from now() - min(finished_at))::float8 as seconds
from (values ('completed'), ('cancelled'), ('discarded')) as s (state)
cross join lateral (
    select queue, finished_at from core.job_history h
    where h.state = s.state and h.finished_at > now() - interval '1 minute'
    order by finished_at desc limit :most
) h
group by queue;

--! queue_settings : (max_running?, window_from?, window_to?, held_until?)
--- What administrators have set for the queues.
--- plan: scan, because there are five · bound: 5 rows
select name, paused, max_running, window_from, window_to, held_until from core.queues;

--! patch_queue (paused?, max_running?, window_from?, window_to?) : (max_running?)
--- Change what is given; the limit only when `sets_limit`, the window only when `sets_window`.
--- plan: queues_pkey · bound: 1 row
update core.queues
set paused = coalesce(:paused::boolean, paused),
    max_running = case when :sets_limit then :max_running::integer else max_running end,
    window_from = case when :sets_window then :window_from::integer else window_from end,
    window_to = case when :sets_window then :window_to::integer else window_to end
where name = :name
returning name, paused, max_running, pg_notify('revenge_jobs', 'queues')::text as notified;

--! hold_queues (until?)
--- These queues start nothing until then; null lets them go on.
--- plan: scan, because there are five · bound: 5 rows
with held as (
    update core.queues set held_until = :until where name = any(:names::text[]) returning name
)
select pg_notify('revenge_jobs', 'queues')::text as notified from held limit 1;

--! prune_history
--- Remove finished jobs of one state past their time, some at once.
--- plan: job_history_by_age · bound: :limit
delete from core.job_history
where id in (
    select id from core.job_history
    where state = :state and finished_at < now() - :age_ms::bigint * interval '1 millisecond'
    order by finished_at
    limit :limit
);

--! vacuum_jobs
--- The hot table is emptied by deletes, and the naptime of autovacuum is long: clean it after a number of jobs.
--- plan: none · bound: a table of a few pages
vacuum core.jobs;
