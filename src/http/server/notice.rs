//! What is answered while the server does not serve: alive, not ready, why, and what to do.
//!
//! The listener is bound before the database is up, so that a supervisor sees a live process and a browser gets a page
//! instead of a refused connection. What passes by itself says when to come back; what does not says what helps. `serve`
//! then takes over the same listener; connections that come in between wait in its backlog.
//!
//! Anybody may read it, so it names no path and quotes no row.

use std::fmt::Write;
use std::future::Future;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::small;
use crate::http::page::escaped;
use crate::platform::lan::Identity;

/// When to come back to what passes, and to what waits for a person.
const SOON_S: &str = "1";
const LATER_S: &str = "60";

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:40rem;margin:12vh auto;padding:0 1.25rem}\
    h1{font-size:1.5rem}progress{width:100%}";
/// The page is complete in itself.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Why the server does not serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// One or two words for `/readyz`.
    pub status: &'static str,
    /// The check of `/readyz` that fails.
    pub check: &'static str,
    /// A sentence without its full stop.
    pub title: String,
    /// Whole sentences: what is the matter, what became of the data, what to do.
    pub lines: Vec<String>,
    /// It ends by itself, and the page with it.
    pub is_passing: bool,
    /// How far it has come, of how much.
    pub progress: Option<(u64, u64)>,
}

/// Answers on the listener until `until` ends, then finishes the requests at hand.
pub async fn serve_notice(
    listener: &TcpListener,
    identity: Option<Identity>,
    notice: watch::Receiver<Notice>,
    until: impl Future<Output = ()>,
) {
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(not_ready))
        .fallback(explain)
        .with_state(Arc::new(notice));
    small::serve(listener, identity, router, until).await;
}

type Notices = State<Arc<watch::Receiver<Notice>>>;

async fn not_ready(State(notice): Notices) -> Response {
    let notice = notice.borrow().clone();
    let mut checks = serde_json::Map::new();
    checks.insert(notice.check.to_owned(), json!(notice.text()));
    let mut body = json!({ "status": notice.status, "checks": checks });
    if let Some((done, total)) = notice.progress {
        body["progress"] = json!({ "done": done, "total": total });
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}

/// A page for browsers, which comes again by itself where that helps; a problem for everybody else.
async fn explain(State(notice): Notices, request: HeaderMap) -> Response {
    let notice = notice.borrow().clone();
    let accepts = request.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (media_type, body) = if accepts.contains("text/html") {
        ("text/html; charset=utf-8", notice.page())
    } else {
        let problem =
            json!({ "type": "about:blank", "title": "Service Unavailable", "status": 503, "detail": notice.text() });
        ("application/problem+json", problem.to_string())
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::RETRY_AFTER, if notice.is_passing { SOON_S } else { LATER_S }),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
}

impl Notice {
    /// The server starts: `step` is being worked on.
    pub fn starting(step: &'static str) -> Self {
        Self {
            status: "starting",
            check: step,
            title: "Revenge is starting".to_owned(),
            lines: Vec::new(),
            is_passing: true,
            progress: None,
        }
    }

    /// In one line.
    pub fn text(&self) -> String {
        let title = format!("{}.", self.title);
        std::iter::once(title).chain(self.lines.iter().cloned()).collect::<Vec<_>>().join(" ")
    }

    fn page(&self) -> String {
        let refresh =
            if self.is_passing { format!("<meta http-equiv=\"refresh\" content=\"{SOON_S}\">") } else { String::new() };
        let title = escaped(&self.title);
        let mut page = format!(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Revenge</title>\
            <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
            <meta name=\"color-scheme\" content=\"dark light\">{refresh}<style>{STYLE}</style><main><h1>{title}</h1>"
        );
        if let Some((done, total)) = self.progress {
            let _ =
                write!(page, "<progress aria-label=\"{title}\" value=\"{done}\" max=\"{}\"></progress>", total.max(1));
        }
        for line in &self.lines {
            let _ = write!(page, "<p>{}", escaped(line));
        }
        page + "</main></html>"
    }
}
