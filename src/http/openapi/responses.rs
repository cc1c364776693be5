//! What can go wrong with an operation, derived from what the operation is.
//!
//! A body can be malformed, too large or of the wrong type; what is closed needs a sign-in; an id can name nothing; a
//! write with a cookie needs a header. What only the handler knows (409, 502, a read for administrators) stands there. A test sends requests
//! of every kind to every operation and compares in both directions.

use serde_json::{Map, Value, json};

use crate::http::middleware::represent;

/// Status, name in `components/responses`, description.
const PROBLEMS: [(u16, &str, &str); 15] = [
    (400, "BadRequest", "The body is not JSON, or ended early"),
    (401, "Unauthorized", "Not signed in, or the sign-in is over"),
    (403, "Forbidden", "Needs an administrator; or a write with the cookie lacks the header `x-csrf`"),
    (404, "NotFound", "No such thing, or the viewer may not see it"),
    (408, "RequestTimeout", "The body took too long"),
    (409, "Conflict", "The present state forbids it"),
    (412, "PreconditionFailed", "It has changed meanwhile"),
    (413, "ContentTooLarge", "The body is larger than its limit"),
    (415, "UnsupportedMediaType", "The body is not `application/json`"),
    (422, "UnprocessableContent", "A field or key is unknown or has an impossible value; `errors` names each"),
    (429, "TooManyRequests", "Asked too often; `Retry-After` says when to come back"),
    (500, "InternalServerError", "Our fault; the log has the request id"),
    (502, "BadGateway", "A disk, file or provider is at fault"),
    (503, "ServiceUnavailable", "Too busy, or a part of the server is away; `Retry-After` says when to come back"),
    (507, "InsufficientStorage", "No room left"),
];

/// `components/responses`.
pub fn components() -> Value {
    let problem =
        json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDetails" } } });
    let retry = json!({ "Retry-After": { "description": "Seconds to wait", "schema": { "type": "integer" } } });
    let response = |status: u16, description: &str| {
        let mut response = json!({ "description": description, "content": problem });
        if matches!(status, 429 | 503) {
            response["headers"] = retry.clone();
        }
        response
    };
    let named = PROBLEMS.iter().map(|(status, name, text)| ((*name).to_owned(), response(*status, text)));
    let other = ("Problem".to_owned(), response(0, "Anything else that went wrong"));
    Value::Object(named.chain([other]).collect::<Map<_, _>>())
}

/// Adds to an operation what it can answer besides success.
pub fn complete(operation: &mut Value, method: &str, path: &str, is_public: bool) {
    let derived = derived(operation, method, is_public);
    let is_tagged = method == "get" && represent::is_tagged(path) && is_json(&operation["responses"]["200"]);
    let Some(responses) = operation["responses"].as_object_mut() else { return };
    // What the handler says of itself keeps its words and gets the form of a problem.
    for (status, response) in responses.iter_mut() {
        if status.starts_with(['4', '5']) && response.get("content").is_none() {
            response["content"] =
                json!({ "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDetails" } } });
        }
    }
    for (status, name, _) in PROBLEMS.iter().filter(|(status, ..)| derived.contains(status)) {
        responses.entry(status.to_string()).or_insert_with(|| reference(name));
    }
    if is_tagged {
        responses.entry("304").or_insert_with(|| json!({ "description": "The client has it: `If-None-Match`" }));
    }
    responses.insert("default".into(), reference("Problem"));
}

fn is_json(response: &Value) -> bool {
    response["content"].get("application/json").is_some()
}

fn derived(operation: &Value, method: &str, is_public: bool) -> Vec<u16> {
    let has_parameter = |place: &str| {
        let parameters = operation["parameters"].as_array();
        parameters.into_iter().flatten().any(|parameter| parameter["in"] == place)
    };
    // 422: a query key that it does not know.
    let mut statuses = vec![422, 429, 500, 503];
    // A body of another kind is the handler's own business.
    if is_json(&operation["requestBody"]) {
        statuses.extend([400, 408, 413, 415]);
    }
    if has_parameter("path") {
        statuses.push(404);
    }
    if !is_public {
        statuses.push(401);
        if method != "get" {
            statuses.push(403);
        }
    }
    statuses
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/responses/{name}") })
}
