--: EventRow(audience_id?)

--! write_events : (before_id?)
--- Append events in their order, drop what they make worthless, and tell the other nodes. Returns the first id and the last
--- one before it (null in an empty log): without a gap between the two, the writer has missed nothing.
--- plan: event_head_pkey, events_by_subject · bound: as many as the caller gives
with clock as materialized (
    select (extract(epoch from clock_timestamp()) * 1000000)::bigint as us
), head as (
    insert into core.event_head as h (last_id, pruned_id)
    select us + :n::bigint - 1, us - 1 from clock
    on conflict (is_one) do update set last_id = greatest(h.last_id + :n, excluded.last_id)
    returning last_id - :n + 1 as first_id, old.last_id as before_id
), given as (
    select * from unnest(:topics::text[], :audiences::text[], :audience_ids::uuid[], :subjects::uuid[],
        :superseded::uuid[], :bodies::text[])
        with ordinality as e(topic, audience, audience_id, subject, superseded, body, nr)
), worthless as (
    delete from core.events e using given where e.subject = given.superseded
), stored as (
    insert into core.events (id, topic, audience, audience_id, subject, data, created_at)
    select first_id + nr - 1, topic, audience, nullif(audience_id, :nobody), nullif(subject, :nobody), body, now()
    from given, head
)
select first_id, before_id, pg_notify('revenge_events', (first_id + :n - 1)::text)::text as notified from head;

--! read_head
--- Where the log ends, and from where on it is whole.
--- plan: event_head_pkey · bound: 1 row
select last_id, pruned_id from core.event_head;

--! read_events : EventRow
--- The next events after one, oldest first.
--- plan: events_pkey · bound: limit
select id, topic, audience, audience_id, data from core.events where id > :after order by id limit :limit;

--! read_latest_events : EventRow
--- The newest events, newest first: what a node remembers when it starts.
--- plan: events_pkey · bound: limit
select id, topic, audience, audience_id, data from core.events order by id desc limit :limit;

--! prune_events
--- Remove what is beyond the newest :keep or too old, some at once, and say up to where.
--- plan: events_pkey · bound: :batch
with gone as (
    delete from core.events where id in (
        select id from core.events
        where id <= coalesce((select id from core.events order by id desc offset :keep limit 1), 0)
            or created_at < now() - :age_ms::bigint * interval '1 millisecond'
        order by id limit :batch)
    returning id
), bound as (
    select max(id) as id, count(*) as n from gone
), told as (
    update core.event_head set pruned_id = greatest(pruned_id, bound.id) from bound where bound.id is not null
)
select n from bound;
