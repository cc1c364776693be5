//! Facts in, checks out: a state, a sentence for people, and what to do about it.

use std::fmt::Display;

use super::facts::{Facts, JobFacts, MemoryFacts, PlaybackFacts, RequestFacts, Volume};
use super::thresholds::{
    DISK_FREE_CRITICAL_BYTES, DISK_FREE_WARNING_BYTES, ERROR_RATIO_WARNING, FAILED_TRANSCODES,
    FAILED_TRANSCODES_MINUTES, HOT_CRITICAL_CELSIUS, HOT_WARNING_CELSIUS, REQUESTS_MIN, SLOW_P95_SECONDS,
    WINDOW_MINUTES,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Ok,
    Warning,
    Critical,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub name: &'static str,
    pub state: State,
    pub detail: String,
    /// What to do, where there is something to do.
    pub remedy: Option<&'static str>,
}

/// All checks, always the same ones in the same order.
pub fn judge(facts: &Facts) -> Vec<Check> {
    vec![
        database(facts),
        disk(facts.volume),
        temperature(facts.hottest_celsius),
        queues(facts.jobs.as_ref()),
        jobs(facts.jobs.as_ref()),
        transcoding(&facts.playback),
        errors(&facts.requests),
        latency(&facts.requests),
        memory(facts.memory),
        cache(facts.is_cache_left_out),
    ]
}

fn check(name: &'static str, state: State, detail: impl Display, remedy: &'static str) -> Check {
    let remedy = (state != State::Ok).then_some(remedy);
    Check { name, state, detail: detail.to_string(), remedy }
}

fn database(facts: &Facts) -> Check {
    let (state, detail) = match facts.jobs {
        Some(_) => (State::Ok, "answers"),
        None => (State::Critical, "does not answer within a second"),
    };
    let remedy = "look for PostgreSQL in the server's log; with an external one, check that it runs and can be reached";
    check("database", state, detail, remedy)
}

fn disk(volume: Option<Volume>) -> Check {
    let Some(volume) = volume else {
        let remedy = "check that the data directory's disk is mounted and healthy";
        return check("disk", State::Warning, "the data directory's volume does not say what is free", remedy);
    };
    let state = match volume.free_bytes {
        free if free < DISK_FREE_CRITICAL_BYTES => State::Critical,
        free if free < DISK_FREE_WARNING_BYTES => State::Warning,
        _ => State::Ok,
    };
    let detail = format!("{} of {} free in the data directory", size(volume.free_bytes), size(volume.size_bytes));
    check("disk", state, detail, "free space on the volume of the data directory, or move data_dir to a larger one")
}

fn temperature(hottest: Option<f64>) -> Check {
    let Some(celsius) = hottest else {
        return check("temperature", State::Ok, "this board has no sensor that we can read", "");
    };
    let state = match celsius {
        hot if hot >= HOT_CRITICAL_CELSIUS => State::Critical,
        hot if hot >= HOT_WARNING_CELSIUS => State::Warning,
        _ => State::Ok,
    };
    let remedy = "give the board air or a heat sink; until then lower transcode.sessions";
    check("temperature", state, format!("{celsius:.0} °C at the warmest sensor"), remedy)
}

fn queues(jobs: Option<&JobFacts>) -> Check {
    let queues = jobs.map(|jobs| jobs.queues.as_slice()).unwrap_or_default();
    let stuck: Vec<_> = queues.iter().filter(|queue| queue.is_stuck()).map(|queue| queue.name.as_str()).collect();
    let paused: Vec<_> = queues.iter().filter(|queue| queue.is_paused).map(|queue| queue.name.as_str()).collect();
    let (state, detail) = match (jobs, stuck.is_empty(), paused.is_empty()) {
        (None, ..) => (State::Warning, "unknown while the database does not answer".to_owned()),
        (_, false, _) => (State::Critical, format!("jobs wait and nothing takes them: {}", stuck.join(", "))),
        (_, true, false) => (State::Ok, format!("paused: {}", paused.join(", "))),
        (_, true, true) => {
            let n_waiting: u64 = queues.iter().map(|queue| queue.n_waiting).sum();
            let n_running: u64 = queues.iter().map(|queue| queue.n_running).sum();
            (State::Ok, format!("{n_running} jobs run, {n_waiting} wait"))
        }
    };
    check("queues", state, detail, "look in the log for what stops the workers of that queue, then restart the server")
}

fn jobs(jobs: Option<&JobFacts>) -> Check {
    let n_discarded = jobs.map_or(0, |jobs| jobs.n_discarded);
    let (state, detail) = match (jobs, n_discarded) {
        (None, _) => (State::Warning, "unknown while the database does not answer".to_owned()),
        (_, 0) => (State::Ok, "none was given up within a day".to_owned()),
        (_, n) => (State::Warning, format!("{n} given up within a day")),
    };
    check(
        "jobs",
        state,
        detail,
        "read their errors in the list of jobs (state discarded), mend the cause, and retry them",
    )
}

fn transcoding(playback: &PlaybackFacts) -> Check {
    let n_failed = playback.n_failed;
    let state = if n_failed > FAILED_TRANSCODES { State::Warning } else { State::Ok };
    let detail = match n_failed {
        0 => format!("no conversion failed in {FAILED_TRANSCODES_MINUTES} minutes"),
        n => format!("{n} conversions failed in {FAILED_TRANSCODES_MINUTES} minutes"),
    };
    let remedy =
        "find \"playback pipeline failed\" in the log: it names the reason and the session; then run revenge doctor";
    check("transcoding", state, detail, remedy)
}

fn errors(requests: &RequestFacts) -> Check {
    let ratio = requests.error_ratio().unwrap_or(0.0);
    let is_bad = requests.n_requests >= REQUESTS_MIN && ratio > ERROR_RATIO_WARNING;
    let state = if is_bad { State::Warning } else { State::Ok };
    let detail = format!("{} of {} requests failed", requests.n_failed, requests.n_requests);
    check("errors", state, detail, "find \"request failed\" in the log: each line has its request id and the cause")
}

fn latency(requests: &RequestFacts) -> Check {
    let p95_ms = requests.p95_ms.unwrap_or(0.0);
    let is_slow = requests.n_requests >= REQUESTS_MIN && p95_ms > SLOW_P95_SECONDS * 1000.0;
    let state = if is_slow { State::Warning } else { State::Ok };
    let detail = match requests.p95_ms {
        Some(p95_ms) => format!("95 of 100 requests are answered within {p95_ms:.0} ms"),
        None => format!("no request in {WINDOW_MINUTES} minutes"),
    };
    let remedy =
        "find \"slow statement\" and \"slow request\" in the log; a disk or database under load is the usual cause";
    check("latency", state, detail, remedy)
}

fn memory(memory: MemoryFacts) -> Check {
    let is_over = memory.limit_bytes > 0 && memory.resident_bytes > memory.limit_bytes;
    let state = if is_over { State::Warning } else { State::Ok };
    let detail = format!(
        "{} in use of {} for process, cache and segments",
        size(memory.resident_bytes),
        size(memory.limit_bytes)
    );
    check(
        "memory",
        state,
        detail,
        "lower memory.* in the configuration to what the machine can spare, and report it with the log",
    )
}

fn cache(is_left_out: Option<bool>) -> Check {
    let (state, detail) = match is_left_out {
        None => (State::Ok, "no shared cache is configured"),
        Some(false) => (State::Ok, "answers, or was not needed yet"),
        Some(true) => (State::Warning, "does not answer; the server works without it"),
    };
    check(
        "cache",
        state,
        detail,
        "check that the server of cache.url runs and can be reached; it is taken up again by itself",
    )
}

/// For people.
fn size(bytes: u64) -> String {
    let mib = bytes as f64 / f64::from(1 << 20);
    if mib < 1024.0 { format!("{mib:.0} MiB") } else { format!("{:.1} GiB", mib / 1024.0) }
}
