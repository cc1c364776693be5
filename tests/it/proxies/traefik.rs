//! Traefik is not in Debian: its files are read, and every key is one that Traefik 3 documents.

use toml::{Table, Value};

use super::documented;

/// Keys of the file provider that ours use, of those in Traefik's reference of dynamic configuration; `*` is a name of ours.
const KEYS: [&str; 10] = [
    "http.routers.*.rule",
    "http.routers.*.entryPoints",
    "http.routers.*.middlewares",
    "http.routers.*.service",
    "http.routers.*.tls.certResolver",
    "http.middlewares.*.headers.customRequestHeaders.*",
    "http.services.*.loadBalancer.passHostHeader",
    "http.services.*.loadBalancer.serversTransport",
    "http.services.*.loadBalancer.servers.url",
    "http.serversTransports.*.forwardingTimeouts.idleConnTimeout",
];

/// Every key that has a value, dotted.
fn keys(prefix: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Table(table) => {
            for (name, value) in table {
                keys(&if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") }, value, found);
            }
        }
        Value::Array(list) if list.iter().all(Value::is_table) => {
            for value in list {
                keys(prefix, value, found);
            }
        }
        _ => found.push(prefix.to_owned()),
    }
}

fn is_known(key: &str) -> bool {
    KEYS.iter().any(|known| {
        let (mut key, mut known) = (key.split('.'), known.split('.'));
        loop {
            match (key.next(), known.next()) {
                (None, None) => return true,
                (Some(part), Some(known)) if known == "*" || known == part => {}
                _ => return false,
            }
        }
    })
}

#[test]
fn traefik_knows_every_key_of_its_files() {
    for (name, rule) in [
        ("traefik/revenge.toml", "Host(`media.example.org`)"),
        ("traefik/revenge-below.toml", "Host(`media.example.org`) && (Path(`/revenge`) || PathPrefix(`/revenge/`))"),
    ] {
        let table: Table = documented(name).parse().unwrap();
        let mut found = Vec::new();
        keys("", &Value::Table(table.clone()), &mut found);
        let unknown: Vec<_> = found.iter().filter(|key| !is_known(key)).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
        // What names something names something that is there.
        let http = &table["http"];
        let router = &http["routers"]["revenge"];
        assert_eq!(router["rule"].as_str(), Some(rule));
        let service = &http["services"][router["service"].as_str().unwrap()]["loadBalancer"];
        assert!(http["serversTransports"].get(service["serversTransport"].as_str().unwrap()).is_some());
        assert_eq!(service["servers"][0]["url"].as_str(), Some("http://127.0.0.1:8096"));
        for middleware in router["middlewares"].as_array().unwrap() {
            assert!(http["middlewares"].get(middleware.as_str().unwrap()).is_some(), "{name}: {middleware}");
        }
    }
    assert!(!is_known("http.routers.revenge.rules") && !is_known("http.routers.revenge"));
}
