//! Monitoring: the metrics of a real process, and that rules, dashboard and documents speak of the same ones.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use revenge::domain::health;
use serde_json::Value;

use crate::harness::process::{open_dir, ready};
use crate::harness::redis::Redis;
use crate::harness::{Process, TestDb, TestServer};

/// The contract: more may be added, none may go. Those of parts that do not exist yet are not here.
const PROMISED: [(&str, &[&str]); 16] = [
    ("revenge_http_request_duration_seconds", &["method", "route", "status"]),
    ("revenge_jobs_total", &["kind", "outcome"]),
    ("revenge_jobs_running", &["queue"]),
    ("revenge_jobs_waiting", &["queue"]),
    ("revenge_job_duration_seconds", &["kind"]),
    ("revenge_playback_sessions", &["method"]),
    ("revenge_transcode_speed_ratio", &[]),
    ("revenge_transcode_backend_info", &["backend"]),
    ("revenge_segment_wait_seconds", &[]),
    ("revenge_cache_requests_total", &["layer", "result"]),
    ("revenge_db_pool_connections", &["state"]),
    ("revenge_scan_files_total", &["outcome"]),
    ("revenge_disk_wakeups_total", &["cause", "disk"]),
    ("revenge_memory_budget_bytes", &["kind", "part"]),
    ("revenge_board_info", &["board"]),
    ("process_start_time_seconds", &[]),
];

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    repository().join("docs/operate/monitoring")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap()
}

/// One metric as Prometheus sees it.
#[derive(Debug, Default)]
struct Metric {
    kind: String,
    help: String,
    labels: BTreeSet<String>,
    n_series: usize,
}

/// What a fresh server with a sensor and a shared cache shows after one request.
async fn metrics() -> BTreeMap<String, Metric> {
    let (dir, db, redis) = (open_dir(), TestDb::new().await, Redis::start().await);
    let root = dir.path().join("board");
    copy(&repository().join("tests/boards/x86-vm"), &root);
    let sensor = root.join("sys/class/thermal/thermal_zone0");
    fs::create_dir_all(&sensor).unwrap();
    fs::write(sensor.join("type"), "cpu-thermal\n").unwrap();
    fs::write(sensor.join("temp"), "48000\n").unwrap();
    let disk = root.join("sys/class/block/sda");
    for (file, text) in
        [("queue/rotational", "1\n"), ("device/model", "A disk that turns\n"), ("stat", "0 0 0 0 0 0 0 0 0\n")]
    {
        fs::create_dir_all(disk.join(file).parent().unwrap()).unwrap();
        fs::write(disk.join(file), text).unwrap();
    }
    let data = dir.path().join("data");
    let arguments =
        ["--listen", "127.0.0.1:0", "--data-dir", data.to_str().unwrap(), "--board-root", root.to_str().unwrap()];
    let (database, cache) = (db.url(), redis.url());
    let variables = [("REVENGE_DATABASE__URL", database.as_str()), ("REVENGE_CACHE__URL", cache.as_str())];
    let (_server, url) = Process::serve(&arguments, &variables, &dir.path().join("log"));
    ready(&url).await;
    let me = reqwest::Client::new().get(format!("{url}/api/v1/auth/me")).bearer_auth("nobody's");
    assert_eq!(me.send().await.unwrap().status(), reqwest::StatusCode::UNAUTHORIZED);
    parse(&reqwest::get(format!("{url}/metrics")).await.unwrap().text().await.unwrap())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

fn parse(text: &str) -> BTreeMap<String, Metric> {
    let mut found: BTreeMap<String, Metric> = BTreeMap::new();
    for line in text.lines() {
        if let Some((name, help)) = line.strip_prefix("# HELP ").and_then(|rest| rest.split_once(' ')) {
            help.clone_into(&mut found.entry(name.to_owned()).or_default().help);
        } else if let Some((name, kind)) = line.strip_prefix("# TYPE ").and_then(|rest| rest.split_once(' ')) {
            kind.clone_into(&mut found.entry(name.to_owned()).or_default().kind);
        } else if let Some((series, _value)) = line.rsplit_once(' ') {
            let (name, labels) = series.split_once('{').unwrap_or((series, ""));
            let metric = found.get_mut(family(name)).unwrap_or_else(|| panic!("{line}"));
            metric.n_series += 1;
            let labels = labels.split("\",").filter_map(|label| label.split_once('=')).map(|(name, _)| name.to_owned());
            metric.labels.extend(labels.filter(|label| label != "le"));
        }
    }
    found
}

/// The metric that a series of a histogram belongs to.
fn family(name: &str) -> &str {
    ["_bucket", "_sum", "_count"].iter().find_map(|suffix| name.strip_suffix(suffix)).unwrap_or(name)
}

fn reference(metrics: &BTreeMap<String, Metric>) -> String {
    let mut text = "# Metrics\n\nEvery metric at `/metrics`, as a fresh server shows it. Made by the test \
        `monitoring::the_reference_lists_every_metric`,\nwhich says how to renew it; never edited by hand. How to use them: \
        [monitoring](../operate/monitoring/README.md).\n\n| metric | type | labels | meaning |\n|---|---|---|---|\n"
        .to_owned();
    for (name, metric) in metrics {
        let labels: Vec<_> = metric.labels.iter().map(|label| format!("`{label}`")).collect();
        writeln!(text, "| `{name}` | {} | {} | {} |", metric.kind, labels.join(" "), metric.help).unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_lists_every_metric() {
    let metrics = metrics().await;
    for (name, labels) in PROMISED {
        let metric = metrics.get(name).unwrap_or_else(|| panic!("{name} is missing"));
        let labels: BTreeSet<_> = labels.iter().map(|label| (*label).to_owned()).collect();
        assert_eq!(metric.labels, labels, "{name}");
    }
    for (name, metric) in &metrics {
        assert!(metric.n_series < 200, "{name} has {} series before anything happened", metric.n_series);
        assert!(!metric.help.is_empty() && !metric.kind.is_empty(), "{name}");
    }
    let fresh = reference(&metrics);
    let made = repository().join("target/metrics.md");
    fs::write(&made, &fresh).unwrap();
    let kept = fs::read_to_string(repository().join("docs/reference/metrics.md")).unwrap_or_default();
    assert_eq!(kept, fresh, "docs/reference/metrics.md is stale: cp target/metrics.md docs/reference/metrics.md");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_dashboard_name_only_what_exists() {
    let metrics = metrics().await;
    let known = |name: &str| metrics.contains_key(name) || metrics.contains_key(family(name));
    for file in ["revenge.rules.yml", "grafana-dashboard.json"] {
        let text = read(file);
        let names = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        for name in names.filter(|name| name.starts_with("revenge_") || name.starts_with("process_")) {
            assert!(known(name), "{file} names {name}, which no server has");
        }
    }
}

#[tokio::test]
async fn labels_do_not_grow_with_what_clients_ask_for() {
    let server = TestServer::start().await;
    let admin = server.setup_admin().await;
    let scrape = async || {
        let metrics = parse(&server.anonymous().get("/metrics").await.text);
        metrics["revenge_http_request_duration_seconds"].n_series
    };
    for path in ["/api/v1/items/019a0000-0000-7000-8000-000000000000", "/api/v1/nothing/at/all", "/favicon.xyz"] {
        admin.get(path).await;
    }
    let text = server.anonymous().get("/metrics").await.text;
    assert!(!text.contains("019a0000") && !text.contains("nothing/at/all") && !text.contains("favicon"), "{text}");
    assert!(scrape().await > 0);
    let method = reqwest::Method::from_bytes(b"BREW").unwrap();
    crate::harness::server::send(admin.request(method, "/api/v1/items")).await;
    let text = server.anonymous().get("/metrics").await.text;
    assert!(text.contains("method=\"other\"") && !text.contains("BREW"), "{text}");
}

#[tokio::test]
async fn a_scrape_is_answered_within_seconds_when_the_database_hangs() {
    let server = TestServer::start().await;
    assert!(server.anonymous().get("/metrics").await.text.contains("revenge_database_up 1"));
    let owner = server.db.owner().await;
    owner.batch_execute("begin; lock table core.jobs, core.queues in access exclusive mode").await.unwrap();
    let began = Instant::now();
    let answer = server.anonymous().get("/metrics").await;
    assert!(answer.text.contains("revenge_database_up 0"), "{}", answer.text);
    assert!(answer.text.contains("revenge_health_state{check=\"database\"} 2"), "{}", answer.text);
    assert!(began.elapsed() < Duration::from_secs(3), "{:?}", began.elapsed());
    owner.batch_execute("rollback").await.unwrap();
    assert!(server.anonymous().get("/metrics").await.text.contains("revenge_database_up 1"));
}

/// What promtool says about a file of ours; fails when it objects.
fn promtool(arguments: &[&str], dir: &Path) {
    let output = Command::new("promtool").args(arguments).current_dir(dir).output();
    let output = output.expect("promtool is a test tool (Debian: prometheus) and must be there");
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "promtool {arguments:?}: {}", String::from_utf8_lossy(&said));
}

#[test]
fn alerts_fire_when_they_should_and_only_then() {
    promtool(&["check", "rules", "revenge.rules.yml"], &folder());
    promtool(&["check", "config", "prometheus.yml"], &folder());
    promtool(&["test", "rules", "revenge.rules.test.yml"], &folder());
}

/// Alert names with the text of their rule.
fn alerts() -> Vec<(String, String)> {
    let text = read("revenge.rules.yml");
    let rules = text.split("- alert: ").skip(1);
    rules.map(|rule| (rule.lines().next().unwrap().to_owned(), rule.to_owned())).collect()
}

#[test]
fn every_alert_is_tested_firing_and_calm_and_says_what_to_do() {
    let (tests, manual) = (read("revenge.rules.test.yml"), read("README.md"));
    let alerts = alerts();
    assert!(alerts.len() >= 14);
    for (name, rule) in alerts {
        assert!(tests.contains(&format!("      - alertname: {name}\n")), "{name} has no test that fires");
        assert!(
            tests.contains(&format!("      - {{alertname: {name}, eval_time")),
            "{name} has no test that stays calm"
        );
        let runbook = rule.split("README.md#").nth(1).unwrap_or_else(|| panic!("{name} has no runbook"));
        let section = runbook.split('"').next().unwrap();
        assert!(
            manual.contains(&format!("\n### {section}\n")),
            "{name} points to a section {section} that is not there"
        );
        assert!(rule.contains(&format!("check: {section}}}")), "{name} has another check than its section");
        assert!(rule.contains("remedy: \""), "{name} does not say what to do");
    }
    for check in health::judge(&health::Facts::default()) {
        assert!(manual.contains(&format!("\n### {}\n", check.name)), "the check {} has no section", check.name);
    }
}

#[test]
fn alerts_and_the_system_page_use_the_same_numbers() {
    let rule = |name: &str| alerts().into_iter().find(|(alert, _)| alert == name).unwrap().1;
    let check = |name: &str, condition: String| {
        let rule = rule(name);
        assert!(rule.contains(&condition), "{name} does not say {condition}:\n{rule}");
    };
    check("RevengeDiskLow", format!("< {}\n", health::DISK_FREE_WARNING_BYTES));
    check("RevengeDiskFull", format!("< {}\n", health::DISK_FREE_CRITICAL_BYTES));
    check("RevengeHot", format!(">= {}\n", health::HOT_WARNING_CELSIUS));
    check("RevengeTooHot", format!(">= {}\n", health::HOT_CRITICAL_CELSIUS));
    check("RevengeQueueNotDraining", format!("> {} and", health::QUEUE_STUCK_SECONDS));
    check(
        "RevengeTranscodesFail",
        format!("[{}m])) > {}\n", health::FAILED_TRANSCODES_MINUTES, health::FAILED_TRANSCODES),
    );
    check("RevengeErrors", format!("> {} and", health::ERROR_RATIO_WARNING));
    check("RevengeSlow", format!("> {} and", health::SLOW_P95_SECONDS));
    for name in ["RevengeErrors", "RevengeSlow"] {
        check(name, format!("[{}m])) >= {}\n", health::WINDOW_MINUTES, health::REQUESTS_MIN));
    }
}

#[test]
fn the_dashboard_is_one_that_grafana_imports() {
    let dashboard: Value = serde_json::from_str(&read("grafana-dashboard.json")).unwrap();
    assert!(dashboard["schemaVersion"].as_u64().unwrap() >= 36);
    assert!(dashboard["id"].is_null() && dashboard["uid"].is_string() && dashboard["title"].is_string());
    let variables = dashboard["templating"]["list"].as_array().unwrap();
    assert_eq!((&variables[0]["type"], &variables[0]["query"]), (&"datasource".into(), &"prometheus".into()));
    let (mut ids, mut taken, mut expressions) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for panel in dashboard["panels"].as_array().unwrap() {
        let title = panel["title"].as_str().unwrap();
        assert!(ids.insert(panel["id"].as_u64().unwrap()), "{title} has the id of another panel");
        assert!(matches!(panel["type"].as_str(), Some("row" | "timeseries" | "stat")), "{title}");
        let place = |name: &str| panel["gridPos"][name].as_u64().unwrap();
        assert!(place("x") + place("w") <= 24, "{title} is wider than the page");
        for x in place("x")..place("x") + place("w") {
            for y in place("y")..place("y") + place("h") {
                assert!(taken.insert((x, y)), "{title} lies on another panel");
            }
        }
        for target in panel["targets"].as_array().into_iter().flatten() {
            assert_eq!(target["datasource"]["uid"], "${datasource}", "{title}");
            expressions.push(target["expr"].as_str().unwrap().to_owned());
        }
    }
    assert!(expressions.len() >= 25);
    // Prometheus reads them as the rules that they could be.
    let mut rules = "groups:\n- name: g\n  rules:\n".to_owned();
    for (n, expression) in expressions.iter().enumerate() {
        let plain = expression.replace("$__rate_interval", "5m").replace("$job", "j").replace("$instance", "i");
        writeln!(rules, "  - record: r{n}\n    expr: {}", Value::String(plain)).unwrap();
    }
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("rules.yml"), rules).unwrap();
    promtool(&["check", "rules", "rules.yml"], dir.path());
}
