//! Webhooks as administrators make, change and remove them.

use revenge_queries::client::Params;
use revenge_queries::queries::webhooks as sql;
use serde_json::json;
use time::OffsetDateTime;
use uuid::Uuid;

use super::Webhooks;
use crate::base::{Cursor, Error, FieldError, Page, PageRequest, Result, new_id, now};
use crate::domain::webhook::{SigningSecret, TOPICS};
use crate::platform::events::{Audience, Topic};
use crate::platform::net::{Url, refusal};

/// Each costs a delivery per event.
const MAX_WEBHOOKS: i64 = 32;
const MAX_NAME_CHARS: usize = 100;

#[derive(Clone, Debug)]
pub struct Webhook {
    pub id: Uuid,
    pub name: String,
    pub url: String,
    pub topics: Vec<String>,
    pub is_enabled: bool,
    pub disabled_reason: Option<String>,
    pub created_at: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    /// Only in the answer to the call that made it.
    pub secret: Option<SigningSecret>,
}

#[derive(Clone, Debug)]
pub struct NewWebhook {
    pub name: String,
    pub url: String,
    pub topics: Vec<String>,
    pub is_enabled: bool,
    /// Made up when absent.
    pub secret: Option<String>,
}

#[derive(Clone, Debug, Default)]
pub struct WebhookChange {
    pub name: Option<String>,
    pub url: Option<String>,
    pub topics: Option<Vec<String>>,
    pub is_enabled: Option<bool>,
    pub secret: SecretChange,
}

#[derive(Clone, Debug, Default)]
pub enum SecretChange {
    #[default]
    Keep,
    Set(String),
    /// Another one, made up.
    Renew,
}

impl Webhooks {
    /// Newest first.
    pub async fn list_webhooks(&self, page: &PageRequest) -> Result<Page<Webhook>> {
        let before = page.after::<Uuid>()?.unwrap_or(Uuid::max());
        let client = self.inner.db.client().await?;
        let rows = sql::list_webhooks().bind(&client, &before, &(i64::from(page.limit) + 1)).all().await?;
        let rows = rows.into_iter().map(Webhook::from).collect();
        Ok(Page::from_rows(rows, page.limit, |webhook: &Webhook| Cursor::encode(&webhook.id)))
    }

    pub async fn get_webhook(&self, id: Uuid) -> Result<Webhook> {
        let client = self.inner.db.client().await?;
        let row = sql::get_webhook().bind(&client, &id).opt().await?;
        row.map(Webhook::from).ok_or_else(|| Error::not_found("webhook", id))
    }

    pub async fn create_webhook(&self, new: NewWebhook) -> Result<Webhook> {
        let mut wrong = Vec::new();
        self.check(Some(&new.name), Some(&new.url), Some(&new.topics), &mut wrong);
        let secret = secret(new.secret.as_deref(), &mut wrong)?;
        let Some(secret) = secret.filter(|_| wrong.is_empty()) else { return Err(Error::invalid_fields(wrong)) };
        let client = self.inner.db.client().await?;
        if sql::count_webhooks().bind(&client).one().await? >= MAX_WEBHOOKS {
            return Err(Error::conflict(format!("there are {MAX_WEBHOOKS} webhooks already; remove one first")));
        }
        let params = sql::InsertWebhookParams {
            id: new_id(),
            name: new.name.trim(),
            url: new.url,
            topics: distinct(new.topics),
            enabled: new.is_enabled,
            secret: secret.expose(),
            now: now(),
        };
        sql::insert_webhook().params(&client, &params).await?;
        self.changed(params.id);
        Ok(Webhook { secret: Some(secret), ..self.get_webhook(params.id).await? })
    }

    pub async fn update_webhook(&self, id: Uuid, change: WebhookChange) -> Result<Webhook> {
        let mut wrong = Vec::new();
        self.check(change.name.as_deref(), change.url.as_deref(), change.topics.as_deref(), &mut wrong);
        let secret = match &change.secret {
            SecretChange::Keep => None,
            SecretChange::Set(given) => secret(Some(given), &mut wrong)?,
            SecretChange::Renew => secret(None, &mut wrong)?,
        };
        if !wrong.is_empty() {
            return Err(Error::invalid_fields(wrong));
        }
        let params = sql::UpdateWebhookParams {
            id,
            name: change.name.as_deref().map(str::trim),
            url: change.url,
            topics: change.topics.map(distinct),
            enabled: change.is_enabled,
            secret: secret.as_ref().map(SigningSecret::expose),
            now: now(),
        };
        let client = self.inner.db.client().await?;
        let updated = sql::update_webhook().params(&client, &params).opt().await?;
        updated.ok_or_else(|| Error::not_found("webhook", id))?;
        self.changed(id);
        Ok(Webhook { secret, ..self.get_webhook(id).await? })
    }

    pub async fn delete_webhook(&self, id: Uuid) -> Result<()> {
        let client = self.inner.db.client().await?;
        sql::delete_webhook().bind(&client, &id).opt().await?.ok_or_else(|| Error::not_found("webhook", id))?;
        self.changed(id);
        Ok(())
    }

    /// Tells every node, this one at once.
    pub(super) fn changed(&self, id: Uuid) {
        self.forget_wanted();
        self.announce("webhook_changed", id, &json!({}));
    }

    pub(super) fn announce(&self, action: &str, id: Uuid, more: &serde_json::Value) {
        let mut data = json!({ "action": action, "webhook_id": id });
        if let (Some(data), Some(more)) = (data.as_object_mut(), more.as_object()) {
            data.extend(more.clone());
        }
        self.inner.events.publish(Topic::System, Audience::Admins, data);
    }

    fn check(&self, name: Option<&str>, url: Option<&str>, topics: Option<&[String]>, wrong: &mut Vec<FieldError>) {
        let mut complain = |pointer: &str, detail: String| wrong.push(FieldError { pointer: pointer.into(), detail });
        if name.is_some_and(|name| name.trim().is_empty() || name.chars().count() > MAX_NAME_CHARS) {
            complain("/name", format!("must have 1 to {MAX_NAME_CHARS} characters"));
        }
        match url.map(str::parse::<Url>) {
            Some(Err(error)) => complain("/url", error.what().to_owned()),
            Some(Ok(url)) => {
                if let Some(kind) = url.literal().and_then(|ip| refusal(ip, &self.inner.allowed)) {
                    complain(
                        "/url",
                        format!("this address is not called ({kind}) unless net.allow permits its network"),
                    );
                }
            }
            None => {}
        }
        if let Some(unknown) = topics.and_then(|topics| topics.iter().find(|topic| !TOPICS.contains(&topic.as_str()))) {
            complain("/topics", format!("{unknown} is none of {}", TOPICS.join(", ")));
        }
        if topics.is_some_and(<[String]>::is_empty) {
            complain("/topics", "name at least one".into());
        }
    }
}

/// The given one, or a new one; `None` after a complaint.
fn secret(given: Option<&str>, wrong: &mut Vec<FieldError>) -> Result<Option<SigningSecret>> {
    let Some(given) = given else {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|e| Error::internal("read the random source").with_source(e))?;
        return Ok(Some(SigningSecret::from_bytes(bytes)));
    };
    match given.parse() {
        Ok(secret) => Ok(Some(secret)),
        Err(detail) => {
            wrong.push(FieldError { pointer: "/secret".into(), detail: str::to_owned(detail) });
            Ok(None)
        }
    }
}

fn distinct(mut topics: Vec<String>) -> Vec<String> {
    topics.sort();
    topics.dedup();
    topics
}

impl From<sql::WebhookRow> for Webhook {
    fn from(row: sql::WebhookRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            url: row.url,
            topics: row.topics,
            is_enabled: row.enabled,
            disabled_reason: row.disabled_reason,
            created_at: row.created_at,
            updated_at: row.updated_at,
            secret: None,
        }
    }
}
