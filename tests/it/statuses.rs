//! The document against the server: requests of every kind to every operation, compared in both directions.

use std::collections::{BTreeMap, BTreeSet};

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::harness::TestServer;
use crate::harness::server::TestClient;

const NO_SUCH: &str = "0198a000-0000-7000-8000-000000000000";

/// Derived from what an operation is, so each must also be seen. The others need a state, a failure, or patience.
const PROVOKED: [u16; 7] = [400, 401, 403, 404, 413, 415, 429];

struct Operation {
    name: String,
    method: Method,
    template: String,
    definition: Value,
}

#[tokio::test]
async fn every_status_that_an_operation_gives_is_in_its_documentation_and_the_other_way_round() {
    let server = TestServer::start_with(&[("http.body_bytes", "2048"), ("rate.sign_in_per_minute", "1000")]).await;
    let (admin, user) = (server.setup_admin().await, server.add_user("ben").await);
    let mut seen: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    for operation in operations() {
        let statuses = seen.entry(operation.name.clone()).or_default();
        // The sign-in of the others must outlive its own end.
        let is_logout = operation.template.ends_with("/logout");
        let signed_in = if is_logout { vec![] } else { vec![&user, &admin] };
        for client in std::iter::once(&server.anonymous()).chain(signed_in) {
            for request in kinds(client, &operation) {
                let answer = request.send().await.unwrap();
                let status = answer.status().as_u16();
                statuses.insert(status);
                let content_type = answer.headers().get("content-type").map_or("", |v| v.to_str().unwrap());
                check(&operation, status, content_type);
            }
        }
    }
    let limited = TestServer::start_with(&LIMITED).await;
    for operation in operations() {
        let statuses = seen.entry(operation.name.clone()).or_default();
        for _ in 0..3 {
            let answer = operation.request(&limited.anonymous(), NO_SUCH, "").json(&json!({})).send().await.unwrap();
            statuses.insert(answer.status().as_u16());
        }
    }
    for operation in operations() {
        // What stands at the handler itself needs a state of its own; that is what the handler's tests are for.
        let is_derived = |status: &u16| operation.definition["responses"][&status.to_string()].get("$ref").is_some();
        let derived = operation.statuses().filter(is_derived);
        let promised: BTreeSet<u16> = derived.filter(|status| PROVOKED.contains(status)).collect();
        let missing: Vec<_> = promised.difference(&seen[&operation.name]).collect();
        let (is_logout, is_write) = (operation.template.ends_with("/logout"), operation.method != Method::GET);
        let excused = |status: &u16| is_logout && is_write && *status == 403;
        assert!(missing.iter().all(|status| excused(status)), "{}: {missing:?} never seen", operation.name);
    }
}

const LIMITED: [(&str, &str); 5] = [
    ("rate.read_per_second", "1"),
    ("rate.write_per_second", "1"),
    ("rate.search_per_second", "1"),
    ("rate.image_per_second", "1"),
    ("rate.sign_in_per_minute", "1"),
];

#[tokio::test]
async fn nul_in_a_text_is_422_wherever_it_stands() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let mut n_texts = 0;
    for operation in operations() {
        for parameter in operation.definition["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let request = match parameter["in"].as_str().unwrap() {
                "query" => operation.request(&admin, NO_SUCH, &format!("{name}=a%00b")).json(&json!({})),
                "path" => operation.request(&admin, "a%00b", "").json(&json!({})),
                _ => continue,
            };
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 422, "{}: {name}", operation.name);
            n_texts += 1;
        }
        let Some(fields) = operation.body_fields() else { continue };
        for field in fields {
            let request = operation.request(&admin, NO_SUCH, "").json(&json!({ field: "a\0b" }));
            let answer = request.send().await.unwrap();
            assert_eq!(answer.status().as_u16(), 422, "{}", operation.name);
            n_texts += 1;
        }
    }
    assert!(n_texts > 40, "{n_texts}");
    // Not a text of ours, but a header that is read: what is no id lies before everything.
    for id in ["%00", "x", "99999999999999999999999999"] {
        let answer = admin.request(Method::GET, "/api/v1/events").header("last-event-id", id).send().await.unwrap();
        assert_eq!(answer.status().as_u16(), 200, "{id}");
    }
}

fn check(operation: &Operation, status: u16, content_type: &str) {
    let name = &operation.name;
    assert_ne!(status, 500, "{name}");
    assert!(operation.statuses().any(|documented| documented == status), "{name}: {status} is not documented");
    if status < 400 {
        return;
    }
    assert_eq!(content_type, "application/problem+json", "{name}: {status}");
    let document = revenge::http::document();
    let response = &operation.definition["responses"][&status.to_string()];
    let response = match response["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => response,
    };
    assert!(response["content"].get(content_type).is_some(), "{name}: {status} is documented without its type");
}

/// Right, wrong, and malicious requests. None of them may change what the others need.
fn kinds(client: &TestClient, operation: &Operation) -> Vec<RequestBuilder> {
    let plain = || operation.request(client, NO_SUCH, "");
    let mut requests = vec![
        plain(),
        plain().header("if-none-match", "*"),
        operation.request(client, NO_SUCH, "nobody_asked=1"),
        operation.request(client, "no-id", ""),
        operation.request(client, "a%00b", ""),
        plain().header("x-csrf", "1"),
    ];
    if operation.body_fields().is_some() {
        let json = |body: String| plain().header("content-type", "application/json").body(body);
        requests.extend([
            json("{".into()),
            json("[]".into()),
            json("{}".into()),
            json("{\"nobody_asked\": 1}".into()),
            json(" ".repeat(4096)),
            plain().header("content-type", "text/plain").body("{}"),
        ]);
    }
    // The cookie alone: a write with it is what another site could make a browser send.
    if let Some(token) = client.token_if_any() {
        let cookie = client.clone().without_token();
        let request = operation.request(&cookie, NO_SUCH, "").header("cookie", format!("revenge_session={token}"));
        requests.push(if operation.body_fields().is_some() { request.json(&json!({})) } else { request });
    }
    requests
}

fn operations() -> Vec<Operation> {
    let document = revenge::http::document();
    let paths = document["paths"].as_object().unwrap().clone();
    let mut operations = Vec::new();
    for (template, item) in paths {
        for (method, definition) in item.as_object().unwrap() {
            let (name, method) = (format!("{method} {template}"), method.to_uppercase().parse().unwrap());
            operations.push(Operation { name, method, template: template.clone(), definition: definition.clone() });
        }
    }
    operations
}

impl Operation {
    fn statuses(&self) -> impl Iterator<Item = u16> {
        self.definition["responses"].as_object().unwrap().keys().filter_map(|status| status.parse().ok())
    }

    /// With `id` in each place of the path.
    fn request(&self, client: &TestClient, id: &str, query: &str) -> RequestBuilder {
        let mut path = String::new();
        for part in self.template.split('/').skip(1) {
            path.push('/');
            path.push_str(if part.starts_with('{') { id } else { part });
        }
        client.request(self.method.clone(), format!("{path}?{query}").trim_end_matches('?'))
    }

    /// Names of the fields of the body, if there is one.
    fn body_fields(&self) -> Option<Vec<String>> {
        let reference = self.definition["requestBody"]["content"]["application/json"]["schema"]["$ref"].as_str()?;
        let document = revenge::http::document();
        let schema = document.pointer(reference.trim_start_matches('#')).unwrap().clone();
        Some(schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect())
    }
}
