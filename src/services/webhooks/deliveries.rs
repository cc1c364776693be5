//! What became of messages, and a message to try a webhook.

use revenge_queries::client::Params;
use revenge_queries::queries::webhooks as sql;
use serde::{Deserialize, Serialize};
use serde_json::json;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::Webhooks;
use crate::base::{Cursor, Error, ErrorKind, Page, PageRequest, Result, ResultExt, new_id, now};
use crate::domain::job::DeliverWebhook;
use crate::domain::viewer::Viewer;
use crate::platform::jobs::EnqueueOptions;

/// Somebody watches.
const TEST_PRIORITY: i16 = 10;

/// A message on its way, or where it ended.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// `webhook-id` of every attempt.
    pub id: Uuid,
    pub message_type: String,
    /// `pending`, `delivered` or `failed`.
    pub state: String,
    /// The oldest first.
    pub attempts: Vec<Attempt>,
    pub created_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Attempt {
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// HTTP status; `None` when no answer came.
    pub status: Option<u16>,
    pub duration_ms: u64,
    pub error: Option<String>,
}

impl Webhooks {
    /// Newest first.
    pub async fn list_deliveries(&self, webhook: Uuid, page: &PageRequest) -> Result<Page<Delivery>> {
        let before = page.after::<Uuid>()?.unwrap_or(Uuid::max());
        self.get_webhook(webhook).await?;
        let client = self.inner.db.client().await?;
        let rows = sql::list_deliveries().bind(&client, &webhook, &before, &(i64::from(page.limit) + 1)).all().await?;
        let rows = rows.into_iter().map(Delivery::try_from).collect::<Result<Vec<_>>>()?;
        Ok(Page::from_rows(rows, page.limit, |delivery: &Delivery| Cursor::encode(&delivery.id)))
    }

    /// Sends a message of the type `webhook.test` once, also by a webhook that is switched off.
    pub async fn request_test(&self, viewer: &Viewer, webhook: Uuid) -> Result<Delivery> {
        let (id, created_at) = (new_id(), now());
        self.get_webhook(webhook).await?;
        let body = body("webhook.test", created_at, &json!({ "webhook_id": webhook }))?;
        let mut client = self.inner.db.client().await?;
        let transaction = client.transaction().await?;
        let row = sql::InsertTestDeliveryParams { id, webhook_id: webhook, body, now: created_at };
        sql::insert_test_delivery().params(&transaction, &row).await?;
        let options =
            EnqueueOptions { priority: TEST_PRIORITY, created_by: Some(viewer.user_id), ..EnqueueOptions::default() };
        self.inner.jobs.enqueue(&transaction, &DeliverWebhook { delivery_id: id }, options).await?;
        transaction.commit().await?;
        Ok(Delivery {
            id,
            message_type: "webhook.test".into(),
            state: "pending".into(),
            attempts: Vec::new(),
            created_at,
            finished_at: None,
        })
    }
}

/// The bytes that are signed and sent.
pub(super) fn body(message_type: &str, at: OffsetDateTime, data: &serde_json::Value) -> Result<String> {
    let at = at.format(&Rfc3339).context(ErrorKind::Internal, "write a time")?;
    Ok(json!({ "type": message_type, "timestamp": at, "data": data }).to_string())
}

impl TryFrom<sql::DeliveryRow> for Delivery {
    type Error = Error;

    fn try_from(row: sql::DeliveryRow) -> Result<Self> {
        Ok(Self {
            id: row.id,
            message_type: row.r#type,
            state: row.state,
            attempts: serde_json::from_str(&row.attempts).context(ErrorKind::Internal, "read stored attempts")?,
            created_at: row.created_at,
            finished_at: row.finished_at,
        })
    }
}
