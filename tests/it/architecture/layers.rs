//! The tables: order of layers, the few edges between siblings, and which crates a layer may not name.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::paths;

/// Lowest first.
const LAYERS: [&str; 6] = ["base", "domain", "platform", "services", "http", "app"];

/// Layers whose rooms are strangers to each other.
const ROOMED: [&str; 3] = ["platform", "services", "http"];

/// Sibling edges, each with its reason.
const EDGES: &[(&str, &str, &str)] = &[
    ("platform::jobs", "platform::db", "the queue is stored there"),
    ("platform::jobs", "platform::events", "a job's state is news"),
    ("platform::events", "platform::db", "the log that clients resume from, and nodes hear each other by"),
    ("platform::jobs", "platform::telemetry", "a job carries the id of the request that it works for"),
    ("platform::cache", "platform::db", "NOTIFY tells what other nodes changed"),
    ("platform::rate", "platform::cache", "nodes count together in the cache that they share"),
    ("platform::gst", "platform::fs", "media files are opened by one room only"),
    ("platform::fs", "platform::board", "what the kernel says of disks is read under the board's root, with its caps"),
];

/// Rooms of `http` that every face may use.
const HTTP_SHELL: [&str; 14] = [
    "base_path",
    "encoding",
    "etag",
    "state",
    "extract",
    "kept",
    "problem",
    "sse",
    "page",
    "client_address",
    "cookies",
    "limits",
    "AppState",
    "wire",
];
/// Rooms of `http` that see all faces.
const HTTP_TOP: [&str; 4] = ["router", "server", "openapi", "middleware"];

/// Crates that only these layers and rooms may name.
const OWNED_CRATES: &[(&str, &[&str])] = &[
    ("tokio_postgres", &["platform::db"]),
    ("deadpool_postgres", &["platform::db"]),
    ("tokio_postgres_rustls", &["platform::db"]),
    ("gstreamer", &["platform::gst"]),
    ("gstreamer_app", &["platform::gst"]),
    ("redis", &["platform::cache"]),
    ("axum", &["http"]),
    // Requests that come in, and those that go out.
    ("hyper", &["http", "platform::net"]),
    ("hyper_util", &["http", "platform::net"]),
    ("hyper_rustls", &["platform::net"]),
    ("mdns_sd", &["platform::lan"]),
    ("tokio_rustls", &["platform::lan"]),
    ("x509_cert", &["platform::lan"]),
    ("tower", &["http", "platform::net"]),
];

/// Path prefixes that a layer may not name.
const BANNED: &[(&str, &[&str])] = &[
    ("base", &["tokio", "std::fs", "std::net", "std::process", "std::env"]),
    (
        "domain",
        &[
            "tokio",
            "std::fs",
            "std::net",
            "std::process",
            "std::env",
            "std::time::Instant",
            "std::time::SystemTime",
            "getrandom",
            "rustix",
            "nix",
            "crate::base::now",
            "crate::base::new_id",
        ],
    ),
    ("services", &["http", "http_body", "std::fs", "tokio::fs", "std::process", "tokio::process", "std::env"]),
    ("http", &["std::fs", "tokio::fs", "std::process", "tokio::process", "std::env"]),
];

pub fn check(files: &[(PathBuf, String)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut used_edges = BTreeSet::new();
    for (path, text) in files {
        let module = paths::module_of(path);
        let Some(layer) = module.first().cloned() else { continue };
        let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        for mentioned in paths::mentioned(&module, &file) {
            let place = Place { layer: &layer, room: room_of(&module) };
            if let Some(finding) = judge(&place, &mentioned, &mut used_edges) {
                findings.push(format!("{}: {finding} ({})", path.display(), mentioned.join("::")));
            }
        }
    }
    for (from, to, _) in EDGES {
        if !used_edges.contains(&(*from, *to)) {
            findings.push(format!("edge {from} → {to} is listed but unused"));
        }
    }
    findings
}

struct Place<'a> {
    layer: &'a str,
    room: String,
}

fn room_of(module: &[String]) -> String {
    module.iter().take(2).cloned().collect::<Vec<_>>().join("::")
}

fn judge(place: &Place, path: &[String], used: &mut BTreeSet<(&'static str, &'static str)>) -> Option<String> {
    if path[0] == "crate" && LAYERS.contains(&path[1].as_str()) && path[1] != place.layer {
        let order = |layer: &str| LAYERS.iter().position(|l| *l == layer);
        if order(&path[1]) > order(place.layer) {
            return Some(format!("{} may not use {}", place.layer, path[1]));
        }
    }
    if path[0] == "crate" && path[1] == place.layer && ROOMED.contains(&place.layer) && path.len() > 2 {
        let target = format!("{}::{}", path[1], path[2]);
        if target != place.room && !may_see_sibling(place, &path[2], &target, used) {
            return Some(format!("{} may not use its sibling {target}", place.room));
        }
    }
    if let Some((name, owners)) = OWNED_CRATES.iter().find(|(name, _)| path[0] == *name)
        && !owners.contains(&place.room.as_str())
        && !owners.contains(&place.layer)
    {
        return Some(format!("only {} may name {name}", owners.join(" and ")));
    }
    let banned = BANNED.iter().find(|(layer, _)| *layer == place.layer)?.1;
    let joined = path.join("::");
    banned
        .iter()
        .find(|prefix| joined == **prefix || joined.starts_with(&format!("{prefix}::")))
        .map(|prefix| format!("{} may not name {prefix}", place.layer))
}

fn may_see_sibling(place: &Place, name: &str, target: &str, used: &mut BTreeSet<(&'static str, &'static str)>) -> bool {
    if let Some((from, to, _)) = EDGES.iter().find(|(from, to, _)| *from == place.room && *to == target) {
        used.insert((from, to));
        return true;
    }
    let own_room = place.room.rsplit("::").next().unwrap_or_default();
    // The door plate of a layer names its rooms.
    if place.room == place.layer {
        return true;
    }
    place.layer == "http" && (HTTP_SHELL.contains(&name) || HTTP_TOP.contains(&own_room))
}
