//! Webhooks: who is told of events over HTTP, and what became of it. Administrators only.

use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use serde::{Deserialize, Deserializer, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;

use crate::http::AppState;
use crate::http::extract::{Admin, Json, Path, Query};
use crate::http::problem::Problem;
use crate::http::wire::{List, PageQuery};
use crate::services::webhooks;

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_webhooks, create_webhook))
        .routes(routes!(get_webhook, update_webhook, delete_webhook))
        .routes(routes!(test_webhook))
        .routes(routes!(list_deliveries))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewWebhook {
    /// At most 100 characters.
    name: String,
    /// `https://…` or `http://…`. Private addresses need `net.allow`.
    url: String,
    topics: Vec<WebhookTopic>,
    #[serde(default = "yes")]
    #[schema(default = true)]
    enabled: bool,
    /// `whsec_` and base64 of 24 to 64 bytes; made up when absent.
    #[schema(nullable = false)]
    secret: Option<String>,
}

/// What to change; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookChange {
    #[schema(nullable = false)]
    name: Option<String>,
    #[schema(nullable = false)]
    url: Option<String>,
    #[schema(nullable = false)]
    topics: Option<Vec<WebhookTopic>>,
    #[schema(nullable = false)]
    enabled: Option<bool>,
    /// Null makes a new one up.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    secret: webhooks::SecretChange,
}

/// What a webhook is told of: ends of jobs, changes of libraries, playback, notices of the system.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WebhookTopic {
    Job,
    Library,
    Playback,
    System,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Webhook {
    id: Uuid,
    name: String,
    url: String,
    #[schema(value_type = Vec<WebhookTopic>)]
    topics: Vec<String>,
    enabled: bool,
    /// Why it was switched off by itself.
    #[schema(required)]
    disabled_reason: Option<String>,
    /// Only in the answer to the call that set it; null ever after.
    #[schema(required)]
    secret: Option<String>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    updated_at: OffsetDateTime,
}

/// A message on its way, or where it ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookDelivery {
    /// The header `webhook-id` of every attempt.
    id: Uuid,
    /// For example `library.scan_finished`.
    #[serde(rename = "type")]
    message_type: String,
    #[schema(value_type = WebhookDeliveryState)]
    state: String,
    /// The oldest first.
    attempts: Vec<WebhookAttempt>,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    #[schema(required)]
    finished_at: Option<OffsetDateTime>,
}

/// Schema only: the database holds no other words.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum WebhookDeliveryState {
    /// Waits for its first or next attempt.
    Pending,
    Delivered,
    /// Given up.
    Failed,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WebhookAttempt {
    #[serde(with = "time::serde::rfc3339")]
    at: OffsetDateTime,
    /// HTTP status; null when no answer came.
    #[schema(required)]
    status: Option<u16>,
    duration_ms: u64,
    #[schema(required)]
    error: Option<String>,
}

fn yes() -> bool {
    true
}

/// Called only for a field that is there, which tells a null from none.
fn given<'de, D: Deserializer<'de>>(deserializer: D) -> Result<webhooks::SecretChange, D::Error> {
    let own = Option::deserialize(deserializer)?;
    Ok(own.map_or(webhooks::SecretChange::Renew, webhooks::SecretChange::Set))
}

/// Webhooks, newest first.
#[utoipa::path(get, path = "/webhooks", tag = "webhooks", params(PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "One page of webhooks", body = List<Webhook>)))]
async fn list_webhooks(
    State(state): State<AppState>,
    _admin: Admin,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<Webhook>>, Problem> {
    let page = state.webhooks.list_webhooks(&query.request()?).await?;
    Ok(Json(List::from_page(page, Webhook::from)))
}

/// Make a webhook. The answer is the only one that holds its secret.
#[utoipa::path(post, path = "/webhooks", tag = "webhooks", request_body = NewWebhook,
    responses((status = 201, description = "The webhook with its secret", body = Webhook)))]
async fn create_webhook(
    State(state): State<AppState>,
    _admin: Admin,
    Json(new): Json<NewWebhook>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Webhook>), Problem> {
    let webhook = Webhook::from(state.webhooks.create_webhook(new.into()).await?);
    let location = format!("/api/v1/webhooks/{}", webhook.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(webhook)))
}

/// One webhook.
#[utoipa::path(get, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Uuid, Path)),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "The webhook", body = Webhook)))]
async fn get_webhook(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<Json<Webhook>, Problem> {
    Ok(Json(state.webhooks.get_webhook(id).await?.into()))
}

/// Change a webhook. A new secret is in the answer, and nowhere later.
#[utoipa::path(patch, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Uuid, Path)),
    request_body = WebhookChange, responses((status = 200, description = "The webhook", body = Webhook)))]
async fn update_webhook(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
    Json(change): Json<WebhookChange>,
) -> Result<Json<Webhook>, Problem> {
    Ok(Json(state.webhooks.update_webhook(id, change.into()).await?.into()))
}

/// Remove a webhook; what waits for it is not delivered any more.
#[utoipa::path(delete, path = "/webhooks/{id}", tag = "webhooks", params(("id" = Uuid, Path)),
    responses((status = 204, description = "Removed")))]
async fn delete_webhook(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Problem> {
    state.webhooks.delete_webhook(id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send a message of the type `webhook.test` once. How it went is in the deliveries.
#[utoipa::path(post, path = "/webhooks/{id}/test", tag = "webhooks", params(("id" = Uuid, Path)),
    responses((status = 202, description = "The delivery, on its way", body = WebhookDelivery)))]
async fn test_webhook(
    State(state): State<AppState>,
    admin: Admin,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<WebhookDelivery>), Problem> {
    let delivery = state.webhooks.request_test(&admin, id).await?;
    let location = format!("/api/v1/webhooks/{id}/deliveries");
    Ok((StatusCode::ACCEPTED, [(header::LOCATION, location)], Json(delivery.into())))
}

/// What became of the latest messages, newest first. Some hundred are kept.
#[utoipa::path(get, path = "/webhooks/{id}/deliveries", tag = "webhooks", params(("id" = Uuid, Path), PageQuery),
    responses((status = 403, description = "Needs an administrator"), (status = 200, description = "One page of deliveries", body = List<WebhookDelivery>)))]
async fn list_deliveries(
    State(state): State<AppState>,
    _admin: Admin,
    Path(id): Path<Uuid>,
    Query(query): Query<PageQuery>,
) -> Result<Json<List<WebhookDelivery>>, Problem> {
    let page = query.request()?;
    let page = state.webhooks.list_deliveries(id, &page).await?;
    Ok(Json(List::from_page(page, WebhookDelivery::from)))
}

fn names(topics: Vec<WebhookTopic>) -> Vec<String> {
    let name = |topic| match topic {
        WebhookTopic::Job => "job",
        WebhookTopic::Library => "library",
        WebhookTopic::Playback => "playback",
        WebhookTopic::System => "system",
    };
    topics.into_iter().map(|topic| name(topic).to_owned()).collect()
}

impl From<NewWebhook> for webhooks::NewWebhook {
    fn from(new: NewWebhook) -> Self {
        let topics = names(new.topics);
        Self { name: new.name, url: new.url, topics, is_enabled: new.enabled, secret: new.secret }
    }
}

impl From<WebhookChange> for webhooks::WebhookChange {
    fn from(change: WebhookChange) -> Self {
        let topics = change.topics.map(names);
        Self { name: change.name, url: change.url, topics, is_enabled: change.enabled, secret: change.secret }
    }
}

impl From<webhooks::Webhook> for Webhook {
    fn from(webhook: webhooks::Webhook) -> Self {
        Self {
            id: webhook.id,
            name: webhook.name,
            url: webhook.url,
            topics: webhook.topics,
            enabled: webhook.is_enabled,
            disabled_reason: webhook.disabled_reason,
            secret: webhook.secret.map(|secret| secret.expose()),
            created_at: webhook.created_at,
            updated_at: webhook.updated_at,
        }
    }
}

impl From<webhooks::Delivery> for WebhookDelivery {
    fn from(delivery: webhooks::Delivery) -> Self {
        let attempts = delivery.attempts.into_iter().map(|a| WebhookAttempt {
            at: a.at,
            status: a.status,
            duration_ms: a.duration_ms,
            error: a.error,
        });
        Self {
            id: delivery.id,
            message_type: delivery.message_type,
            state: delivery.state,
            attempts: attempts.collect(),
            created_at: delivery.created_at,
            finished_at: delivery.finished_at,
        }
    }
}
