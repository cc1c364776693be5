//! Query keys that an operation does not know are refused, also where it takes none at all: a misspelt filter must not
//! look like one that matched everything. What an operation takes is in its documentation, which is made of its reader.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::path::{Operation, Parameter, ParameterIn, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

use crate::base::FieldError;
use crate::http::problem::Problem;

/// Query keys by path template and method.
#[derive(Clone)]
pub struct Keys(Arc<HashMap<String, HashMap<Method, HashSet<String>>>>);

impl Keys {
    pub fn of(document: &OpenApi) -> Self {
        let mut known: HashMap<String, HashMap<Method, HashSet<String>>> = HashMap::new();
        for (path, item) in &document.paths.paths {
            let operations = operations(item).into_iter().filter_map(|(method, operation)| Some((method, operation?)));
            known.entry(path.clone()).or_default().extend(operations.map(|(method, o)| (method, names(o))));
        }
        Self(Arc::new(known))
    }

    fn find(&self, request: &Request) -> Option<&HashSet<String>> {
        let path = request.extensions().get::<MatchedPath>()?.as_str();
        let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
        self.0.get(path)?.get(method)
    }
}

pub async fn keys(State(keys): State<Keys>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or_default();
    let Some(known) = keys.find(&request).filter(|_| !query.is_empty()) else { return next.run(request).await };
    let mut unknown: Vec<_> = form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| !known.contains(key.as_ref()))
        .map(|(key, _)| FieldError { pointer: key.replace('\0', "\u{fffd}"), detail: "unknown field".into() })
        .collect();
    unknown.dedup_by(|a, b| a.pointer == b.pointer);
    if unknown.is_empty() { next.run(request).await } else { Problem::invalid(unknown).into_response() }
}

fn operations(item: &PathItem) -> [(Method, Option<&Operation>); 6] {
    [
        (Method::GET, item.get.as_ref()),
        (Method::PUT, item.put.as_ref()),
        (Method::POST, item.post.as_ref()),
        (Method::DELETE, item.delete.as_ref()),
        (Method::PATCH, item.patch.as_ref()),
        (Method::OPTIONS, item.options.as_ref()),
    ]
}

fn names(operation: &Operation) -> HashSet<String> {
    let name = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) if parameter.parameter_in == ParameterIn::Query => Some(parameter.name.clone()),
        // Ours are never kept elsewhere.
        _ => None,
    };
    operation.parameters.iter().flatten().filter_map(name).collect()
}
