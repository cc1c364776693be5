//! Handler of `DeliverWebhook`: one signed request, and what its answer means.
//!
//! Only a 2xx is a delivery. 410 switches the webhook off; an address that may not be called, a test, and the last attempt
//! end the delivery; everything else is tried again after the pause of `domain::webhook`, or a longer one if the receiver
//! asks for it. A crash between the request and its record repeats the request: at least once.

use std::time::{Duration, Instant};

use bytes::Bytes;
use revenge_queries::client::Params;
use revenge_queries::queries::webhooks as sql;
use serde_json::json;
use uuid::Uuid;

use super::deliveries::Attempt;
use super::{Webhooks, queue};
use crate::base::{Error, ErrorKind, Result, ResultExt, now};
use crate::domain::job::DeliverWebhook;
use crate::domain::webhook::{SigningSecret, pause_after};
use crate::platform::jobs::{JobContext, Outcome};
use crate::platform::net::{Answer, Request};

const DEADLINE: Duration = Duration::from_secs(15);
/// Nobody reads more than the status; a receiver that talks is not cut off at once.
const ANSWER_BYTES: usize = 64 * 1024;

/// What an attempt makes of a delivery.
enum Verdict {
    Delivered,
    /// After this pause.
    Again(Duration, String),
    Failed(String),
    /// Failed, and the receiver wants nothing more.
    Gone(String),
}

impl Webhooks {
    pub async fn run_deliver(self, context: JobContext, job: DeliverWebhook) -> Result<Outcome> {
        let client = self.inner.db.client().await?;
        let delivery = sql::find_delivery().bind(&client, &job.delivery_id).opt().await?;
        drop(client);
        let Some(delivery) = delivery else {
            return Ok(Outcome::Done(json!({ "skipped": "the webhook was removed" })));
        };
        if delivery.state == "delivered" {
            return Ok(Outcome::Done(json!({ "skipped": "delivered already" })));
        }
        let is_test = delivery.event_id.is_none();
        if !delivery.enabled && !is_test {
            self.record(job.delivery_id, "failed", &attempt(None, 0, Some("the webhook is switched off"))).await?;
            return Ok(Outcome::Done(json!({ "skipped": "the webhook is switched off" })));
        }
        let began = Instant::now();
        let answer = self.send(&delivery).await;
        let duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let is_last = is_test || context.attempt >= context.max_attempts;
        let verdict = judge(&answer, context.attempt, is_last);
        let status = answer.as_ref().ok().map(|answer| answer.status);
        let (state, error) = match &verdict {
            Verdict::Delivered => ("delivered", None),
            Verdict::Again(_, error) => ("pending", Some(error.as_str())),
            Verdict::Failed(error) | Verdict::Gone(error) => ("failed", Some(error.as_str())),
        };
        self.record(job.delivery_id, state, &attempt(status, duration_ms, error)).await?;
        self.conclude(&delivery, verdict).await
    }

    async fn send(&self, delivery: &sql::FindDelivery) -> Result<Answer> {
        let secret: SigningSecret = delivery.secret.parse().map_err(Error::internal)?;
        let (id, seconds) = (delivery.id.to_string(), now().unix_timestamp());
        let signature = secret.sign(&id, seconds, &delivery.body);
        let body = Bytes::from(delivery.body.clone());
        let request = Request::post(delivery.url.parse()?, body, DEADLINE, ANSWER_BYTES)
            .with_header("content-type", "application/json")?
            .with_header("webhook-id", &id)?
            .with_header("webhook-timestamp", &seconds.to_string())?
            .with_header("webhook-signature", &signature)?;
        self.inner.client.send(request).await
    }

    async fn record(&self, id: Uuid, state: &str, attempt: &Attempt) -> Result<()> {
        let attempt = serde_json::to_string(attempt).context(ErrorKind::Internal, "write an attempt")?;
        let params = sql::RecordAttemptParams { id, state, attempt, now: now() };
        sql::record_attempt().params(&self.inner.db.client().await?, &params).await?;
        Ok(())
    }

    /// The end of the job, and a word to administrators when a delivery failed for good.
    async fn conclude(&self, delivery: &sql::FindDelivery, verdict: Verdict) -> Result<Outcome> {
        let told = json!({ "delivery_id": delivery.id, "name": delivery.name });
        match verdict {
            Verdict::Delivered => {
                queue::count("delivered", 1);
                if delivery.event_id.is_none() {
                    self.announce("webhook_tested", delivery.webhook_id, &told);
                }
                Ok(Outcome::Done(json!({ "webhook_id": delivery.webhook_id })))
            }
            Verdict::Again(after, reason) => Ok(Outcome::Retry { after: Some(after), reason }),
            Verdict::Failed(reason) => {
                self.failed(delivery, &reason);
                Ok(Outcome::Fail(reason))
            }
            Verdict::Gone(reason) => {
                let params = sql::DisableWebhookParams { reason: &reason, now: now(), id: delivery.webhook_id };
                sql::disable_webhook().params(&self.inner.db.client().await?, &params).await?;
                self.changed(delivery.webhook_id);
                self.failed(delivery, &reason);
                Ok(Outcome::Fail(reason))
            }
        }
    }

    fn failed(&self, delivery: &sql::FindDelivery, reason: &str) {
        queue::count("failed", 1);
        tracing::warn!(webhook.id = %delivery.webhook_id, delivery.id = %delivery.id, reason, "a webhook was not delivered");
        let told = json!({ "delivery_id": delivery.id, "name": delivery.name, "error": reason });
        self.announce("webhook_failed", delivery.webhook_id, &told);
    }
}

fn attempt(status: Option<u16>, duration_ms: u64, error: Option<&str>) -> Attempt {
    Attempt { at: now(), status, duration_ms, error: error.map(str::to_owned) }
}

fn judge(answer: &Result<Answer>, attempt: i16, is_last: bool) -> Verdict {
    let (error, asked) = match answer {
        Ok(answer) if (200..300).contains(&answer.status) => return Verdict::Delivered,
        Ok(answer) if answer.status == 410 => {
            return Verdict::Gone("the receiver answered 410: it wants nothing more".into());
        }
        Ok(answer) => {
            let seconds = answer.header("retry-after").and_then(|value| value.parse().ok());
            (format!("the receiver answered {}", answer.status), seconds.map(Duration::from_secs))
        }
        // Neither gets better by waiting.
        Err(error) if matches!(error.kind(), ErrorKind::Forbidden | ErrorKind::Invalid) => {
            return Verdict::Failed(error.to_string());
        }
        Err(error) => (error.to_string(), None),
    };
    if is_last { Verdict::Failed(error) } else { Verdict::Again(pause_after(attempt, asked), error) }
}
