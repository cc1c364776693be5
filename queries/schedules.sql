--: ScheduleRow(cron?, last_run_at?, last_job_id?, next_run_at?, planned_for?)

--! ensure_schedules
--- Rows for this release's schedules; those that are there keep what people set. Writes nothing when all are there.
--- plan: schedules_pkey · bound: schedules of the release
insert into core.schedules as s (name, kind)
select n.name, n.kind from unnest(:names::text[], :kinds::text[]) as n (name, kind)
where not exists (select from core.schedules k where k.name = n.name and k.kind = n.kind)
on conflict (name) do update set kind = excluded.kind;

--! list_schedules : ScheduleRow
--- All schedules, and the clock that decides when they are due.
--- plan: scan, because there are few · bound: schedules
select name, kind, cron, enabled, last_run_at, last_job_id, next_run_at, planned_for, now() as now
from core.schedules order by name;

--! plan_schedule (seen?, planned_for?)
--- A new next time, unless somebody else set one meanwhile.
--- plan: schedules_pkey · bound: 1 row
update core.schedules set next_run_at = :next, planned_for = :planned_for
where name = :name and enabled and next_run_at is not distinct from :seen::timestamptz;

--! fire_schedule
--- Moves a schedule on from the time that has come. Returns nothing when another node did, or it was switched off.
--- plan: schedules_pkey · bound: 1 row
update core.schedules
set last_run_at = now(), last_job_id = :job, next_run_at = :next, planned_for = :planned_for
where name = :name and enabled and next_run_at = :due
returning name;

--! note_run
--- Somebody started it by hand.
--- plan: schedules_pkey · bound: 1 row
update core.schedules set last_run_at = now(), last_job_id = :job where name = :name;

--! patch_schedule (cron?, next?)
--- What an admin set, and the next time that follows from it. Every node looks at its timer again.
--- plan: schedules_pkey · bound: 1 row
update core.schedules
set cron = :cron, enabled = :enabled, next_run_at = :next, planned_for = :planned_for
where name = :name
returning name, pg_notify('revenge_jobs', 'schedules')::text as notified;
