//! The committed document is what the code says. `make generate` writes it.

use std::path::Path;

use serde_json::Value;

#[test]
fn committed_document_is_fresh() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/openapi.json");
    let committed: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(committed == revenge::http::document(), "docs/reference/openapi.json is stale: run 'make generate'");
}

#[test]
fn every_operation_says_what_it_answers() {
    let document = revenge::http::document();
    assert_eq!(document["openapi"], "3.1.0");
    let mut ids = std::collections::BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["summary"].as_str().is_some_and(|s| !s.is_empty()), "{name} has no summary");
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{name}: operationId is taken");
            for (status, response) in operation["responses"].as_object().unwrap() {
                let shared = response["$ref"].as_str().map(|r| document.pointer(r.trim_start_matches('#')).unwrap());
                let description = shared.unwrap_or(response)["description"].as_str().unwrap_or_default();
                assert!(!description.is_empty(), "{name}: {status} has no description");
            }
        }
    }
}

#[test]
fn references_of_the_document_resolve() {
    let document = revenge::http::document();
    let mut missing = Vec::new();
    visit(&document, &mut |value| {
        if let Some(reference) = value["$ref"].as_str()
            && document.pointer(reference.trim_start_matches('#')).is_none()
        {
            missing.push(reference.to_owned());
        }
    });
    assert!(missing.is_empty(), "{missing:?}");
}

fn visit(value: &Value, see: &mut impl FnMut(&Value)) {
    see(value);
    match value {
        Value::Array(values) => values.iter().for_each(|v| visit(v, see)),
        Value::Object(members) => members.values().for_each(|v| visit(v, see)),
        _ => {}
    }
}
