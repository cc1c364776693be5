//! Assembles the document: what the routes say of themselves, and what holds for all of them.

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::routing::get;
use serde_json::{Value, json};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use super::responses;
use crate::http::base_path::BasePath;
use crate::http::middleware::sign_in::PUBLIC;
use crate::http::{AppState, api, router};

/// The document as served and committed.
pub fn document() -> Value {
    let (_, document) = OpenApiRouter::<AppState>::new().nest("/api/v1", router::api()).split_for_parts();
    complete(&document)
}

/// The document and its page.
pub fn routes(document: &OpenApi) -> Router<AppState> {
    let document = Arc::new(complete(document));
    let page: Arc<str> = api::docs::page(&document).into();
    Router::new()
        .route(
            "/api/v1/openapi.json",
            get(async move |base: BasePath| ([(header::CONTENT_TYPE, "application/json")], text(&document, &base))),
        )
        .route("/api/docs", get(async move || api::docs::answer(&page)))
}

/// As it is to be read by who comes by this base path. Nobody asks often enough for it to be kept.
fn text(document: &Value, base: &BasePath) -> String {
    if base.is_empty() {
        return document.to_string();
    }
    let mut document = document.clone();
    document["servers"] = json!([{ "url": base.as_str() }]);
    document.to_string()
}

fn complete(document: &OpenApi) -> Value {
    let mut document = serde_json::to_value(document).expect("a document of plain data is JSON");
    document["info"] = json!({
        "title": "Revenge",
        "version": "1",
        "description": "The API of the Revenge media server. Ids are UUIDs, times RFC 3339 in UTC, durations \
            milliseconds, sizes bytes. Unknown fields and query keys are refused with 422.",
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    });
    document["servers"] = json!([{ "url": "/" }]);
    document["components"]["schemas"]["ProblemDetails"] = problem_schema();
    document["components"]["responses"] = responses::components();
    document["components"]["securitySchemes"] = json!({
        "bearer": { "type": "http", "scheme": "bearer" },
        "cookie": { "type": "apiKey", "in": "cookie", "name": "revenge_session",
            "description": "Set by a sign-in. Writes with it also need the header `x-csrf`." },
    });
    let paths = document["paths"].as_object_mut().expect("a document has paths");
    for (path, item) in paths {
        let operations = item.as_object_mut().expect("a path has operations");
        for (method, operation) in operations.iter_mut().filter(|(name, _)| is_method(name)) {
            let is_public = PUBLIC.contains(&(method.to_uppercase().as_str(), path.as_str()));
            responses::complete(operation, method, path, is_public);
            operation["security"] = if is_public { json!([]) } else { json!([{ "bearer": [] }, { "cookie": [] }]) };
        }
    }
    document
}

fn is_method(name: &str) -> bool {
    matches!(name, "get" | "put" | "post" | "delete" | "patch" | "head" | "options")
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "RFC 9457, written by `http::problem`.",
        "required": ["type", "title", "status", "detail", "request_id"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer", "format": "int32" },
            "detail": { "type": "string", "description": "A sentence that a person can act on." },
            "errors": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["pointer", "detail"],
                    "properties": {
                        "pointer": { "type": "string", "description": "JSON pointer or query key of the wrong field." },
                        "detail": { "type": "string" },
                    },
                },
            },
            "request_id": { "type": "string" },
        },
    })
}
