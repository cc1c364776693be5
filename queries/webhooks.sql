--: WebhookRow(disabled_reason?)
--: DeliveryRow(finished_at?)

--! list_webhooks : WebhookRow
--- Webhooks, newest first.
--- plan: webhooks_pkey · bound: limit <= 201
select id, name, url, topics, enabled, disabled_reason, created_at, updated_at
from core.webhooks where id < :before order by id desc limit :limit;

--! get_webhook : WebhookRow
--- One webhook, without its secret.
--- plan: webhooks_pkey · bound: 1 row
select id, name, url, topics, enabled, disabled_reason, created_at, updated_at from core.webhooks where id = :id;

--! count_webhooks
--- For the bound on their number.
--- plan: scan, because there are few · bound: 1 row
select count(*) as n from core.webhooks;

--! list_enabled_webhooks
--- Who wants what; kept in memory until a webhook changes.
--- plan: scan, because there are few · bound: webhooks
select id, topics, updated_at from core.webhooks where enabled;

--! insert_webhook
--- A new webhook.
--- plan: none · bound: 1 row
insert into core.webhooks (id, name, url, topics, enabled, secret, created_at, updated_at)
values (:id, :name, :url, :topics, :enabled, :secret, :now, :now);

--! update_webhook (name?, url?, topics?, enabled?, secret?)
--- Change what is given. Whoever switches it on or off takes the reason away.
--- plan: webhooks_pkey · bound: 1 row
update core.webhooks
set name = coalesce(:name, name), url = coalesce(:url, url), topics = coalesce(:topics, topics),
    enabled = coalesce(:enabled::boolean, enabled), secret = coalesce(:secret, secret),
    disabled_reason = case when :enabled::boolean is null then disabled_reason end, updated_at = :now
where id = :id
returning id;

--! disable_webhook
--- Switched off by its receiver.
--- plan: webhooks_pkey · bound: 1 row
update core.webhooks set enabled = false, disabled_reason = :reason, updated_at = :now where id = :id;

--! delete_webhook
--- With its deliveries (on delete cascade).
--- plan: webhooks_pkey · bound: 1 row
delete from core.webhooks where id = :id returning id;

--! insert_deliveries
--- Queue events for webhooks; what another node has queued already, or what would be more than :most at once, is left out.
--- plan: webhook_deliveries_once, webhook_deliveries_by_webhook · bound: as many as the caller gives
with asked as (
    select *, row_number() over (partition by webhook_id order by event_id) as nr
    from unnest(:ids::uuid[], :webhook_ids::uuid[], :event_ids::bigint[], :types::text[], :bodies::text[])
        as a(id, webhook_id, event_id, type, body)
), waiting as (
    select webhook_id, count(*) as n from core.webhook_deliveries
    where webhook_id = any(:webhook_ids) and state = 'pending' group by webhook_id
)
insert into core.webhook_deliveries (id, webhook_id, event_id, type, body, created_at)
select a.id, a.webhook_id, a.event_id, a.type, a.body, :now
from asked a join core.webhooks w on w.id = a.webhook_id left join waiting on waiting.webhook_id = a.webhook_id
where coalesce(waiting.n, 0) + a.nr <= :most
on conflict (webhook_id, event_id) where event_id is not null do nothing
returning id;

--! count_known_deliveries
--- Of these events, how many another node has queued.
--- plan: webhook_deliveries_once · bound: as many as the caller gives
select count(*) as n
from unnest(:webhook_ids::uuid[], :event_ids::bigint[]) as a(webhook_id, event_id)
join core.webhook_deliveries d on d.webhook_id = a.webhook_id and d.event_id = a.event_id;

--! insert_test_delivery
--- What an administrator sends to try a webhook.
--- plan: none · bound: 1 row
insert into core.webhook_deliveries (id, webhook_id, type, body, created_at)
values (:id, :webhook_id, 'webhook.test', :body, :now);

--! find_delivery : (event_id?)
--- What a job needs to deliver.
--- plan: webhook_deliveries_pkey, webhooks_pkey · bound: 1 row
select d.id, d.webhook_id, d.event_id, d.type, d.body, d.state, w.name, w.url, w.secret, w.enabled
from core.webhook_deliveries d join core.webhooks w on w.id = d.webhook_id
where d.id = :id;

--! record_attempt
--- How an attempt went, and what it makes of the delivery.
--- plan: webhook_deliveries_pkey · bound: 1 row
update core.webhook_deliveries
set attempts = (case when jsonb_array_length(attempts) < 20 then attempts else attempts - 0 end) || :attempt::text::jsonb,
    state = :state, finished_at = case when :state <> 'pending' then :now::timestamptz end
where id = :id;

--! prune_deliveries
--- Beyond the newest :keep of each webhook nothing finished is kept.
--- plan: webhook_deliveries_by_webhook · bound: as many as were queued since the last time
delete from core.webhook_deliveries d
where d.webhook_id = any(:webhook_ids) and d.state <> 'pending'
    and d.id < (select id from core.webhook_deliveries k where k.webhook_id = d.webhook_id
        order by id desc offset :keep limit 1);

--! list_deliveries : DeliveryRow
--- What became of the latest events, newest first.
--- plan: webhook_deliveries_by_webhook · bound: limit <= 201
select id, type, state, attempts::text as attempts, created_at, finished_at
from core.webhook_deliveries
where webhook_id = :webhook_id and id < :before
order by id desc
limit :limit;

--! last_told : (event_id?)
--- The newest event that was queued for anybody: where a node goes on after a restart.
--- plan: scan, because some hundred rows per webhook are kept and this runs once per start · bound: 1 row
select max(event_id) as event_id from core.webhook_deliveries;

--! jobs_that_count
--- Of these finished jobs, the ones that a person started or that failed for good.
--- plan: job_history_pkey · bound: as many as the caller gives
select id from core.job_history where id = any(:ids) and (created_by is not null or state = 'discarded');
