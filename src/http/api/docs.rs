//! `/api/docs`: the document as one page for people, without a script.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::base::{Error, Token};
use crate::http::page::escaped;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
color:#1b1b1f;background:#fff}code{font:.95em ui-monospace,monospace}section{border-top:1px solid #8884;padding:.75rem 0}\
h2{font-size:1rem;margin:0}p{margin:.25rem 0}ul{margin:.25rem 0}.lock{opacity:.7}\
@media(prefers-color-scheme:dark){body{color:#e6e6ea;background:#121216}a{color:#9ecbff}}";

/// Where the style's permission stands; replaced in each answer.
const NONCE: &str = "NONCE";

/// The page, with `NONCE` where its style needs a fresh one.
pub fn page(document: &Value) -> String {
    let mut html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Revenge API</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style nonce=\"{NONCE}\">{STYLE}</style></head><body>\
         <h1>Revenge API</h1><p>{}</p><p>The same for machines: <a href=\"v1/openapi.json\">openapi.json</a>.</p>",
        escaped(text(&document["info"]["description"]))
    );
    let paths = document["paths"].as_object().into_iter().flatten();
    for (path, item) in paths {
        for (method, operation) in item.as_object().into_iter().flatten() {
            html.push_str(&section(path, method, operation, &document["components"]["responses"]));
        }
    }
    html.push_str("</body></html>");
    html
}

pub fn answer(page: &str) -> Response {
    match Token::random() {
        Ok(nonce) => {
            let policy = format!("default-src 'none'; style-src 'nonce-{}'; frame-ancestors 'none'", nonce.expose());
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (header::CONTENT_SECURITY_POLICY, policy),
            ];
            (headers, page.replacen(NONCE, nonce.expose(), 1)).into_response()
        }
        Err(error) => Error::into_response(error),
    }
}

fn section(path: &str, method: &str, operation: &Value, shared: &Value) -> String {
    let is_public = operation["security"].as_array().is_none_or(Vec::is_empty);
    let lock = if is_public { " <span class=\"lock\">public</span>" } else { "" };
    let mut html = format!(
        "<section><h2><code>{} {}</code>{lock}</h2><p>{} {}</p><ul>",
        method.to_uppercase(),
        escaped(path),
        escaped(text(&operation["summary"])),
        escaped(text(&operation["description"]))
    );
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    html.extend(parameters.map(|parameter| {
        let member = |name: &str| escaped(text(&parameter[name]));
        format!("<li><code>{}</code> ({}) {}</li>", member("name"), member("in"), member("description"))
    }));
    let responses = operation["responses"].as_object().into_iter().flatten();
    html.extend(responses.map(|(status, r)| {
        let name = text(&r["$ref"]).rsplit('/').next().unwrap_or_default();
        let r = shared.get(name).unwrap_or(r);
        format!("<li>{}: {}</li>", escaped(status), escaped(text(&r["description"])))
    }));
    html.push_str("</ul></section>");
    html
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
