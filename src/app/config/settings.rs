//! The settings themselves: key, type, default in TOML, documentation, and flags. Data only.
//!
//! A setting is added here and nowhere else; `build` reads it. Units are part of the name (`_ms`, `_bytes`).

#![expect(clippy::struct_field_names, reason = "a unit is part of a setting's name")]

use std::net::SocketAddr;
use std::path::PathBuf;

use super::key::{Key, Setting, settings};
use super::value::LogFormat;
use crate::base::Secret;
use crate::http::base_path::BasePath;
use crate::platform::board::{Limits, MemoryLimits, WorkerLimits};

settings! {
    top {
        /// Where the server keeps everything of its own: database, pictures, lock. Must be a local directory.
        /// The default is `/var/lib/revenge` for root and `~/.local/share/revenge` for others.
        data_dir: PathBuf = "";
    }

    /// Where the server listens, whom it believes, and how much it takes at once.
    http: Http {
        /// Address and port to listen on; port 0 picks a free one.
        listen: SocketAddr = "'0.0.0.0:8096'";
        /// Path below which everything is served, such as `/revenge`, for a reverse proxy that has other things beside it.
        base_path: BasePath = "''";
        /// Another address to listen on, such as `0.0.0.0:80`: whoever comes there is sent on to `http.listen`, so that
        /// `http://revenge.local` is enough in a browser.
        redirect_from: Option<SocketAddr> = "";
        /// PEM file with the server's certificate and what leads to its authority. With it, and `http.tls_key`, the port
        /// speaks HTTPS; plain HTTP is sent there, except from this machine and from `http.trusted_proxies`. A file that
        /// changes is read anew.
        tls_certificate: Option<PathBuf> = "";
        /// PEM file with the key of that certificate, without a password.
        tls_key: Option<PathBuf> = "";
        /// Networks of reverse proxies whose forwarding headers are believed, as `ADDRESS/BITS`.
        trusted_proxies: Vec<String> = "[]";
        /// Largest request body of the API.
        body_bytes: u64 = "1048576" [.within(1024..=1_073_741_824)];
        /// Time that a client has for sending the head of a request.
        header_timeout_ms: u64 = "10000" [.within(100..=600_000)];
        /// Time for which a client may take nothing of what is sent to it. A player that pauses for longer comes back
        /// with a range.
        unread_timeout_ms: u64 = "300000" [.within(500..=86_400_000)];
        /// Open connections; one more closes the one that has been idle longest. One address has at most a quarter.
        connections: u32 = "" [.from_board().within(16..=1_000_000)];
        /// Clients that listen to events at once; never more than half of the connections.
        event_listeners: u32 = "1024" [.within(1..=100_000)];
        /// The same for one user.
        event_listeners_per_user: u32 = "64" [.within(1..=100_000)];
        /// Requests worked on at once: three eighths for the API, half for streams, the rest for pictures; one address has
        /// at most three quarters of each. More are told to come back.
        in_flight: u32 = "" [.from_board().within(1..=100_000)];
    }

    /// How the server makes itself known on the local network, by mDNS and DNS-SD.
    discovery: Discovery {
        /// Whether apps and browsers at home find the server by itself and as `http://NAME.local:8096`.
        enabled: bool = "true";
        /// NAME of that. Where another server has it already, a number is added.
        name: String = "'revenge'";
        /// Interfaces on which it is known, such as `eth0`. Empty: all that lead out of this machine.
        interfaces: Vec<String> = "[]";
    }

    /// How often one client may ask: each sign-in, or each address (an IPv6 client counts with its /64) where nobody is
    /// signed in. Two seconds' worth may be used at once. 0: no limit.
    rate: Rate {
        /// Lists, items, and everything else that is only read.
        read_per_second: u32 = "500" [.within(0..=1_000_000)];
        /// What changes something.
        write_per_second: u32 = "300" [.within(0..=1_000_000)];
        /// Lists by words of a title.
        search_per_second: u32 = "250" [.within(0..=1_000_000)];
        /// Pictures.
        image_per_second: u32 = "1000" [.within(0..=1_000_000)];
        /// Playlists, segments and ranges of files, per address.
        stream_per_second: u32 = "500" [.within(0..=1_000_000)];
        /// Sign-ins and first-run setups, per address; a minute's worth may be used at once.
        sign_in_per_minute: u32 = "60" [.within(0..=1_000_000)];
    }

    /// PostgreSQL: our own child by default, or an external server.
    database: Database {
        /// Address of an external PostgreSQL 18. Without it the server runs its own.
        url: Option<Secret> = "" [.secret()];
        /// Directory with PostgreSQL's `bin`, `lib` and `share` for the server's own database.
        /// Without it: bundled, then the system's version 18. A database that another version made is read by that
        /// version's, bundled, the system's or in a folder beside this one that has its number as its name.
        binaries: Option<PathBuf> = "";
    }

    /// Connections to the database.
    db: Db {
        /// Connections in the pool.
        pool: u32 = "" [.from_board().within(2..=1000)];
    }

    /// The cache that several nodes share. Without one, every node keeps its own.
    cache: Cache {
        /// Address of a Redis or Dragonfly: `redis://HOST:6379/0` or `redis+unix:///PATH`.
        url: Option<Secret> = "" [.secret()];
        /// What every key begins with, so that several installations can share a server.
        prefix: String = "'revenge:'";
        /// Longest wait for one answer; whatever takes longer is done without.
        timeout_ms: u64 = "25" [.within(1..=1000)];
    }

    /// What is logged, and how.
    log: Log {
        /// `error`, `warn`, `info`, `debug`, `trace`, or filters by module (`info,revenge::http=debug`).
        level: String = "'info'" [.reloadable()];
        /// `auto` is text on a terminal, journal lines under systemd, JSON otherwise.
        format: LogFormat = "'auto'";
        /// Requests that take this long are logged, streams left out; 0 logs none.
        slow_request_ms: u64 = "1000" [.reloadable().within(0..=3_600_000)];
        /// Database statements that take this long are logged by name; 0 logs none.
        slow_statement_ms: u64 = "500" [.reloadable().within(0..=3_600_000)];
    }

    /// Numbers for monitoring at `/metrics`.
    metrics: Metrics {
        /// Networks that may read `/metrics` besides this machine, as `ADDRESS/BITS`.
        allow: Vec<String> = "[]";
    }

    /// Requests to other servers: webhooks, and whatever fetches something.
    net: Net {
        /// Networks that may be called although they are not public, as `ADDRESS/BITS`: a receiver at home.
        allow: Vec<String> = "[]";
        /// PEM file with certificate authorities that are believed beside the system's.
        ca_file: Option<PathBuf> = "";
    }

    /// Folders that libraries may have.
    library: Library {
        /// Where libraries may lie. Empty: anywhere that is readable and not forbidden.
        allowed_roots: Vec<PathBuf> = "[]";
        /// Where libraries may not lie, besides the data directory.
        forbidden_roots: Vec<PathBuf> = "['/proc', '/sys', '/dev']";
    }

    /// Disks that sleep.
    disks: Disks {
        /// A disk without requests for this long is taken for asleep: what touches it next is booked as what woke it.
        sleep_after_ms: u64 = "600000" [.within(300_000..=86_400_000)];
        /// Whether a scheduled scan leaves a disk that may be asleep alone until something else wakes it. Nothing is missed:
        /// whatever adds a film wakes the disk. Pictures and seek previews wait likewise, for a day at most.
        scans_wait: bool = "true";
    }

    /// Pictures of items.
    images: Images {
        /// Where pictures are kept. The default is `images` in the data directory. A `revenge worker` needs the server's
        /// folder here, over the network, to take stills; without it, it leaves bulk work to others.
        dir: Option<PathBuf> = "";
    }

    /// Streams that are being watched.
    playback: Playback {
        /// Memory for the segments of one session.
        segment_bytes_per_session: u64 = "" [.from_board().within(1_048_576..=17_179_869_184)];
        /// The pipeline stops after this time without a viewer.
        pipeline_idle_ms: u64 = "60000" [.within(1000..=86_400_000)];
        /// The session's segments are freed after this time without a viewer.
        session_idle_ms: u64 = "300000" [.within(1000..=86_400_000)];
        /// A session that nobody used for this long is forgotten; until then its URLs work, also after a restart.
        session_lifetime_ms: u64 = "14400000" [.within(60_000..=2_592_000_000)];
        /// Sessions that one user may have open; the oldest end first.
        sessions_per_user: u32 = "50" [.within(1..=1000)];
        /// Conversions that one user may have at work at once; 0 sets no limit beside the machine's.
        conversions_per_user: u32 = "0" [.within(0..=64)];
    }

    /// Background work at once, per queue. 0: this node takes none, others may.
    workers: Workers {
        /// Work that somebody is waiting for.
        critical: u32 = "" [.from_board().within(0..=20)];
        /// Scans.
        high: u32 = "" [.from_board().within(0..=15)];
        /// Ordinary work.
        default: u32 = "" [.from_board().within(0..=10)];
        /// Work that can wait.
        low: u32 = "" [.from_board().within(0..=5)];
        /// Work that nobody waits for: stills, trickplay.
        bulk: u32 = "" [.from_board().within(0..=3)];
    }

    /// The queue of background work, and what starts by itself.
    jobs: Jobs {
        /// Time zone of schedules by its IANA name, such as `Europe/Berlin`. The default is the system's.
        time_zone: Option<String> = "";
        /// How often a node that works says that it lives.
        heartbeat_ms: u64 = "5000" [.within(100..=60_000)];
        /// Work of a node that was silent for this long goes to another one. At least twice the heartbeat.
        lease_ms: u64 = "20000" [.within(200..=600_000)];
    }

    /// Reading of media files.
    scan: Scan {
        /// Files probed at once.
        probes: u32 = "" [.from_board().within(1..=64)];
        /// Reads media files in a child process, so that a file which crashes a demuxer is a problem of the library and
        /// nothing else. Needs about 25 MiB while a scan runs, and a board whose `memory.process_bytes` is 128 MiB.
        isolated: bool = "true";
    }

    /// Encoding of video.
    transcode: Transcode {
        /// Encodings at once; 0 forbids encoding.
        sessions: u32 = "" [.from_board().within(0..=64)];
        /// Tallest picture that is encoded; taller sources are scaled down.
        max_height: u32 = "1080" [.within(240..=4320)];
    }

    /// The machine that the server runs on.
    board: Board {
        /// Profile to use instead of the detected one.
        profile: Option<String> = "";
        /// Directory of the operator's own profiles, instead of `/etc/revenge/board-profiles`.
        profiles: Option<PathBuf> = "";
        /// Directory under which the board is detected.
        root: PathBuf = "'/'";
        /// A machine that is not known yet is measured this long after the start, once nothing else is at work.
        measure_after_ms: u64 = "300000" [.within(0..=86_400_000)];
    }

    /// Threads of the server.
    runtime: Runtime {
        /// Threads that serve requests and drive jobs.
        threads: u32 = "" [.from_board().within(1..=256)];
        /// Threads for calls that block: files, probing, password hashes.
        blocking_threads: u32 = "" [.from_board().within(4..=512)];
    }

    /// What each part of the server may take of the machine's memory. Together they are what the server promises to stay
    /// below: seven eighths of the memory at most. A part that is above its share gives something up.
    memory: Memory {
        /// The process without what follows; above it, free memory is given back and the caches are emptied.
        process_bytes: u64 = "" [.from_board().within(16_777_216..=1_099_511_627_776)];
        /// The server's own PostgreSQL; half of it are its shared buffers. Above it, idle connections are closed.
        database_bytes: u64 = "" [.from_board().within(1_048_576..=1_099_511_627_776)];
        /// Caches in the server.
        cache_bytes: u64 = "" [.from_board().within(0..=1_099_511_627_776)];
        /// Segments of all playback sessions together.
        segments_bytes: u64 = "" [.from_board().within(1_048_576..=1_099_511_627_776)];
        /// Pipelines of playback: decoders, encoders and the pictures between them. No conversion begins that does not fit.
        pipelines_bytes: u64 = "" [.from_board().within(1_048_576..=1_099_511_627_776)];
    }
}

impl Config {
    /// The effective limits, for those who are bound by them.
    pub fn limits(&self) -> Limits {
        let Workers { critical, high, default, low, bulk } = self.workers;
        Limits {
            workers: WorkerLimits { critical, high, default, low, bulk },
            transcode_sessions: self.transcode.sessions,
            http_in_flight: self.http.in_flight,
            db_pool: self.db.pool,
            runtime_threads: self.runtime.threads,
            blocking_threads: self.runtime.blocking_threads,
            scan_probes: self.scan.probes,
            segment_bytes_per_session: self.playback.segment_bytes_per_session,
            memory: self.memory.limits(),
        }
    }
}

impl Memory {
    pub fn limits(&self) -> MemoryLimits {
        let Self { process_bytes, database_bytes, cache_bytes, segments_bytes, pipelines_bytes } = *self;
        MemoryLimits { process_bytes, database_bytes, cache_bytes, segments_bytes, pipelines_bytes }
    }
}
