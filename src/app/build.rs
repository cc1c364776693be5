//! What the server is made of: every service in the order of its needs, each with its own small configuration.
//!
//! Written by hand on purpose: one page that shows who gets what. A line here reads the layered configuration; nothing
//! below this layer does.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::config::{Config, Loaded};
use super::open_files;
use super::workers;
use crate::base::{Error, Result, Threshold};
use crate::domain::job::Queue;
use crate::domain::playback::Limits;
use crate::domain::rate::Quota;
use crate::http::{AppState, Handles, HttpConfig, Quotas, Shell};
use crate::platform::board::{self, Source, Strength};
use crate::platform::cache::{CacheConfig, Caches, SharedConfig};
use crate::platform::db::{Db, ManagedConfig};
use crate::platform::events::Events;
use crate::platform::fs::{ImageStore, Ledger, Losses, SheetStore};
use crate::platform::gst::Inspector;
use crate::platform::gst::child::Program;
use crate::platform::jobs::{Engine, EngineConfig, Jobs, QueueLimits, Schedules, Zone};
use crate::platform::lan::{CertificateFiles, Identity, Lan, Presence};
use crate::platform::net::{self, Network};
use crate::services::accounts::Accounts;
use crate::services::backups::Backups;
use crate::services::catalog::{self, Catalog};
use crate::services::libraries::{self, Libraries};
use crate::services::playback::engine::{Engine as HlsEngine, EngineConfig as HlsConfig};
use crate::services::playback::{self, Playback};
use crate::services::system::{self, Parts, System};
use crate::services::webhooks::Webhooks;

/// Events that a reconnecting client can catch up on.
const EVENTS_KEPT: usize = 2048;

/// How long a scan may take over one file.
const FILE_DEADLINE: Duration = Duration::from_secs(30);
/// A board that gives its process less has no memory for a second one.
const ISOLATED_FROM_BYTES: u64 = 128 << 20;

/// Connections beside the pool: the listener, migrations, a command, an administrator.
const CONNECTIONS_BESIDE_POOL: u32 = 8;

/// Pipelines end within a second; what hangs is left behind.
const PLAYBACK_DEADLINE: Duration = Duration::from_secs(2);

/// The server's own PostgreSQL, sized by the board.
pub fn managed(config: &Config, data_dir: &Path) -> ManagedConfig {
    let limits = config.limits();
    ManagedConfig {
        binaries: config.database.binaries.clone(),
        max_connections: limits.db_pool + CONNECTIONS_BESIDE_POOL,
        shared_buffers_bytes: limits.memory.database_bytes / 2,
        ..ManagedConfig::new(data_dir.to_path_buf())
    }
}

/// The board with the limits in force. Its back-ends are still to be tested: that takes a second that nobody waits for.
fn board(loaded: &Loaded) -> board::Status {
    board::Status::new(loaded.board.clone(), loaded.limit_reports(), loaded.board.backends(|_| true))
}

/// Where the shared cache is, if there is one.
pub fn shared_cache(config: &Config) -> Option<SharedConfig> {
    let url = config.cache.url.clone()?;
    let timeout = Duration::from_millis(config.cache.timeout_ms);
    Some(SharedConfig { url, prefix: config.cache.prefix.clone(), timeout })
}

/// All services, wired.
pub fn services(loaded: &Loaded, db: Db) -> Result<AppState> {
    let config = &loaded.config;
    db.slow_statements().set(config.log.slow_statement_ms);
    let events = Events::kept(db.clone(), EVENTS_KEPT);
    let caches = CacheConfig { memory_bytes: config.memory.cache_bytes, shared: shared_cache(config) };
    let caches = Caches::start(&caches, &db)?;
    let images = images_dir(config);
    let losses = Losses::default();
    let sheets = SheetStore::new(images.join(libraries::SHEETS_FOLDER));
    let pictures = (ImageStore::new(images), sheets, losses.clone());
    let engine = HlsEngine::new(hls_config(loaded));
    let names_from = db.clone();
    let jobs = Jobs::new(db.clone(), events.clone(), queue_limits(config))
        .with_names(move |subjects| catalog::names(names_from.clone(), subjects));
    let ledger = Ledger::new(config.board.root.clone(), Duration::from_millis(config.disks.sleep_after_ms));
    let board = board(loaded);
    let strength = Strength { root: config.board.root.clone(), heat: board.heat() };
    let playback = Playback::new(db.clone(), events.clone(), engine, playback_config(loaded, strength, &ledger));
    let parts = Parts {
        db: db.clone(),
        jobs: jobs.clone(),
        board: board.clone(),
        events: events.clone(),
        caches: caches.clone(),
        ledger: ledger.clone(),
    };
    let library_config = libraries_config(config, &ledger, losses);
    let system = System::new(parts, system_config(config)?);
    Ok(Handles {
        accounts: Accounts::new(db.clone(), caches.clone()),
        backups: Backups::new(db.clone(), jobs.clone(), config.data_dir.clone()),
        catalog: Catalog::new(db.clone(), events.clone(), pictures, caches.clone()),
        libraries: Libraries::new(db.clone(), jobs.clone(), events.clone(), caches.clone(), library_config),
        playback,
        system,
        schedules: Schedules::new(jobs.clone(), time_zone(config)?, workers::schedules()?),
        webhooks: webhooks(config, &db, &jobs, &events)?,
        jobs,
        board,
        caches,
        events,
        lan: Lan::default(),
        db,
        shell: Shell::new(faces(config)?),
    }
    .into())
}

fn networks(list: &[String]) -> Result<Vec<Network>> {
    list.iter().map(|text| text.parse()).collect()
}

fn webhooks(config: &Config, db: &Db, jobs: &Jobs, events: &Events) -> Result<Webhooks> {
    let allow = networks(&config.net.allow)?;
    let client = net::Client::new(net::Config { allow: allow.clone(), ca_file: config.net.ca_file.clone() });
    Ok(Webhooks::new(db.clone(), jobs.clone(), events.clone(), client, allow))
}

fn faces(config: &Config) -> Result<HttpConfig> {
    Ok(HttpConfig {
        base_path: config.http.base_path.clone(),
        identity: identity(config)?,
        trusted_proxies: networks(&config.http.trusted_proxies)?,
        metrics_allow: networks(&config.metrics.allow)?,
        body_bytes: config.http.body_bytes as usize,
        header_timeout: Duration::from_millis(config.http.header_timeout_ms),
        slow_request: Threshold::new(config.log.slow_request_ms),
        unread_timeout: Duration::from_millis(config.http.unread_timeout_ms),
        connections: open_files::make_room(config.http.connections as usize),
        in_flight: config.limits().http_in_flight as usize,
        event_listeners: config.http.event_listeners.min(config.http.connections / 2) as usize,
        event_listeners_per_user: config.http.event_listeners_per_user as usize,
        quotas: quotas(config),
    })
}

/// What the server shows of itself where `http.tls_certificate` names it.
pub fn identity(config: &Config) -> Result<Option<Identity>> {
    match (config.http.tls_certificate.clone(), config.http.tls_key.clone()) {
        (Some(certificate), Some(key)) => Ok(Some(Identity::load(CertificateFiles { certificate, key })?)),
        (None, None) => Ok(None),
        (Some(_), None) => Err(Error::invalid("http.tls_certificate needs http.tls_key, the file with its key")),
        (None, Some(_)) => Err(Error::invalid("http.tls_key needs http.tls_certificate, the file it belongs to")),
    }
}

/// What the local network is told of a server that listens here. None: nothing, by the settings or because only this
/// machine reaches it.
pub fn presence(config: &Config, listens: SocketAddr) -> Option<Presence> {
    let discovery = &config.discovery;
    if !discovery.enabled || listens.ip().is_loopback() {
        return None;
    }
    let speaks_tls = config.http.tls_certificate.is_some();
    Some(Presence {
        name: discovery.name.to_ascii_lowercase(),
        title: format!("Revenge on {}", host_name()),
        address: listens.ip(),
        port: listens.port(),
        speaks_tls,
        interfaces: discovery.interfaces.clone(),
        facts: vec![("version", env!("CARGO_PKG_VERSION").to_owned()), ("path", format!("{}/", config.http.base_path))],
    })
}

/// What this machine calls itself.
fn host_name() -> String {
    nix::sys::utsname::uname().map(|uts| uts.nodename().to_string_lossy().into_owned()).unwrap_or_default()
}

fn quotas(config: &Config) -> Quotas {
    // A page of the web UI asks for many things at once and then for nothing.
    let burst = |per_second: u32| Quota::new(per_second * 2, 2);
    let rate = &config.rate;
    Quotas {
        read: burst(rate.read_per_second),
        write: burst(rate.write_per_second),
        search: burst(rate.search_per_second),
        image: burst(rate.image_per_second),
        stream: burst(rate.stream_per_second),
        sign_in: Quota::new(rate.sign_in_per_minute, 60),
    }
}

/// What takes jobs in this process.
pub fn engine(state: &AppState, config: &Config) -> Engine {
    // The same at each start of this server on this machine, and of no other one on the same database.
    let mut engine = EngineConfig::new(format!("{}:{}", host_name(), config.data_dir.display()));
    engine.heartbeat = Duration::from_millis(config.jobs.heartbeat_ms);
    engine.lease = Duration::from_millis(config.jobs.lease_ms);
    Engine::new(state.jobs.clone(), workers::workers(state), engine)
        .with_schedules(state.schedules.clone())
        .governed(state.system.clone().govern())
}

/// The zone of schedules.
pub fn time_zone(config: &Config) -> Result<Zone> {
    config.jobs.time_zone.as_deref().map_or_else(|| Ok(Zone::of_system()), Zone::named)
}

fn queue_limits(config: &Config) -> QueueLimits {
    let workers = config.limits().workers;
    QueueLimits::new(|queue| match queue {
        Queue::Critical => workers.critical,
        Queue::High => workers.high,
        Queue::Default => workers.default,
        Queue::Low => workers.low,
        Queue::Bulk => workers.bulk,
    })
}

/// Where pictures are kept.
fn images_dir(config: &Config) -> PathBuf {
    config.images.dir.clone().unwrap_or_else(|| config.data_dir.join("images"))
}

fn libraries_config(config: &Config, ledger: &Ledger, losses: Losses) -> libraries::Config {
    libraries::Config {
        data_dir: config.data_dir.clone(),
        images_dir: images_dir(config),
        losses,
        allowed: config.library.allowed_roots.clone(),
        forbidden: config.library.forbidden_roots.clone(),
        files_at_once: config.limits().scan_probes as usize,
        file_deadline: FILE_DEADLINE,
        inspector: inspector(config),
        ledger: ledger.clone(),
        scans_wait_for_disks: config.disks.scans_wait,
    }
}

/// A child process for media files, where there is memory for it.
fn inspector(config: &Config) -> Inspector {
    if config.scan.isolated && config.memory.process_bytes >= ISOLATED_FROM_BYTES {
        Inspector::isolated(Program::own())
    } else {
        Inspector::in_process()
    }
}

fn system_config(config: &Config) -> Result<system::Config> {
    let memory = &config.memory;
    Ok(system::Config {
        data_dir: config.data_dir.clone(),
        board_root: config.board.root.clone(),
        zone: time_zone(config)?,
        memory: memory.limits(),
    })
}

fn playback_config(loaded: &Loaded, strength: Strength, ledger: &Ledger) -> playback::Config {
    let config = &loaded.config;
    playback::Config {
        why_no_encoding: why_no_encoding(loaded),
        limits: Limits {
            can_encode: config.transcode.sessions > 0,
            max_encode_height: config.transcode.max_height,
            overload: None,
        },
        strength,
        session_lifetime: time::Duration::milliseconds(config.playback.session_lifetime_ms as i64),
        sessions_per_user: i64::from(config.playback.sessions_per_user),
        conversions_per_user: config.playback.conversions_per_user as usize,
        ledger: ledger.clone(),
    }
}

/// Why video is not converted here, where it is not.
fn why_no_encoding(loaded: &Loaded) -> String {
    let board = &loaded.board.profile.description;
    match loaded.limit_reports().get("transcode.sessions").map(|limit| limit.source) {
        Some(Source::Configured) => "this server does not convert video: transcode.sessions is 0".to_owned(),
        Some(Source::Profile) => format!("this machine does not convert video: {board} is too slow for it"),
        _ => "this machine does not convert video: it has too little memory for it".to_owned(),
    }
}

fn hls_config(loaded: &Loaded) -> HlsConfig {
    let config = &loaded.config;
    let memory = config.memory.limits();
    // What no part has a claim on; a captured tree may claim any memory.
    let left_bytes = loaded.board.hardware.memory_bytes.saturating_sub(memory.sum_bytes());
    HlsConfig {
        pipelines_bytes: memory.pipelines_bytes,
        pipeline_alone_bytes: memory.pipelines_bytes + left_bytes,
        transcode_sessions: config.transcode.sessions as usize,
        // More threads than cores only cost memory: each holds pictures of its own.
        n_threads: config.runtime.threads.min(4),
        store_bytes: usize::try_from(config.playback.segment_bytes_per_session).unwrap_or(usize::MAX),
        total_store_bytes: usize::try_from(config.memory.segments_bytes).unwrap_or(usize::MAX),
        idle: Duration::from_millis(config.playback.pipeline_idle_ms),
        forget_after: Duration::from_millis(config.playback.session_idle_ms),
        ..HlsConfig::default()
    }
}

/// Ends every pipeline once the server stops, while its faces still answer: requests that wait for a segment end with it.
pub fn end_playback(state: &AppState, stop: CancellationToken) -> impl Future<Output = ()> + use<> {
    let engine = state.playback.engine().clone();
    async move {
        stop.cancelled().await;
        engine.shutdown(PLAYBACK_DEADLINE).await;
    }
}
