//! Checks of the parts: configuration, database, GStreamer, board, devices.

use std::collections::BTreeSet;
use std::fs::OpenOptions;

use tokio::runtime::Runtime;

use super::Check;
use crate::app::build;
use crate::app::commands::board;
use crate::app::config::Loaded;
use crate::app::database::Database;
use crate::base::now;
use crate::platform::board::BackendState;
use crate::platform::cache::Shared;
use crate::platform::gst;

/// What renews certificates by itself has done so by then.
const RENEW_BEFORE: time::Duration = time::Duration::days(7);

pub(super) fn configuration(loaded: &Loaded) -> Check {
    let set = loaded.show().into_iter().filter(|s| s.layer != "default" && !s.layer.starts_with("board "));
    let layers: BTreeSet<String> = set.map(|shown| shown.layer).collect();
    let detail = if layers.is_empty() {
        "defaults only".to_owned()
    } else {
        format!("read from {}", layers.into_iter().collect::<Vec<_>>().join(", "))
    };
    Check::good("configuration", detail)
}

/// Starts the server's own database for a moment, unless it runs already.
pub(super) fn database(loaded: &Loaded, runtime: &Runtime) -> Check {
    let reached = runtime.block_on(async {
        let database = Database::reach(&loaded.config).await?;
        let detail = format!("{}, schema version {}", database.place, database.migrated.version);
        let is_ready = database.db.is_ready().await;
        database.stop().await;
        Ok::<_, crate::app::Failure>((detail, is_ready))
    });
    match reached {
        Ok((detail, true)) => Check::good("database", detail),
        Ok((detail, false)) => Check::bad(
            "database",
            format!("{detail}: no answer within a second"),
            "look at the database's log and disk",
        ),
        Err(failure) if loaded.config.database.url.is_some() => Check::bad(
            "database",
            failure.to_string(),
            "start the server that database.url names, and grant its user CREATE on its database",
        ),
        Err(failure) => Check::bad(
            "database",
            failure.to_string(),
            "run `make deps` or name PostgreSQL 18 in database.binaries, or name an external server in database.url",
        ),
    }
}

/// Only asked when there is one: without `cache.url` nothing is missing.
pub(super) fn cache(loaded: &Loaded, runtime: &Runtime) -> Option<Check> {
    let config = build::shared_cache(&loaded.config)?;
    let checked = Shared::new(&config).and_then(|shared| runtime.block_on(shared.check()));
    Some(match checked {
        Ok(()) => Check::good("cache", "the shared cache takes and gives values"),
        Err(error) => Check::bad(
            "cache",
            error.to_string(),
            "start the Redis or Dragonfly that cache.url names, and give it memory with an eviction policy",
        ),
    })
}

/// Only asked when there is one.
pub(super) fn certificate(loaded: &Loaded) -> Option<Check> {
    let facts = match build::identity(&loaded.config) {
        Ok(identity) => identity?.facts(),
        Err(error) => return Some(Check::bad("certificate", error.to_string(), "correct the named file or setting")),
    };
    let detail = format!("for {}, until {}", facts.names.join(", "), facts.ends_at.date());
    Some(if facts.ends_at < now() + RENEW_BEFORE {
        Check::bad("certificate", detail, "renew it: put the new one in its place, the server reads it by itself")
    } else {
        Check::good("certificate", detail)
    })
}

pub(super) fn gstreamer() -> Check {
    let version = match gst::version() {
        Ok(version) => version,
        Err(error) => return Check::bad("gstreamer", error.to_string(), "reinstall GStreamer 1.20 or newer"),
    };
    let missing = gst::missing_elements();
    if missing.is_empty() {
        return Check::good("gstreamer", version);
    }
    let elements: Vec<_> = missing.iter().map(|(element, _)| *element).collect();
    let packages: BTreeSet<_> = missing.iter().map(|(_, package)| *package).collect();
    let packages = packages.into_iter().collect::<Vec<_>>().join(" ");
    Check::bad("gstreamer", format!("{version} lacks {}", elements.join(", ")), format!("apt install {packages}"))
}

/// Every machine that may encode has an encoder that came through its test.
pub(super) fn board(loaded: &Loaded, runtime: &Runtime) -> Check {
    let report = runtime.block_on(board::report(loaded));
    let verified: Vec<_> =
        report.backends.iter().filter(|b| b.state == BackendState::Verified).map(|b| b.name.as_str()).collect();
    let detail = format!("{} (by {})", report.profile, report.matched_by.join(", "));
    if loaded.config.transcode.sessions == 0 {
        return Check::good("board", format!("{detail}; transcoding is off"));
    }
    if !verified.is_empty() || !loaded.board.is_this_machine {
        return Check::good("board", format!("{detail}; encoders verified: {}", verified.join(", ")));
    }
    let reasons = report.backends.iter().filter_map(|b| Some(format!("{}: {}", b.name, b.reason.as_deref()?)));
    let reasons = reasons.collect::<Vec<_>>().join("; ");
    Check::bad(
        "board",
        format!("{detail}; no encoder works ({reasons})"),
        "install gstreamer1.0-plugins-ugly for software encoding, or set transcode.sessions = 0",
    )
}

/// A render node that exists must be ours to open; drivers answer only then.
pub(super) fn devices(loaded: &Loaded) -> Check {
    let nodes = &loaded.board.hardware.render_nodes;
    if nodes.is_empty() || !loaded.board.is_this_machine {
        return Check::good("devices", "no graphics device: software only");
    }
    let closed = nodes.iter().find_map(|node| {
        let error = OpenOptions::new().read(true).write(true).open(node).err()?;
        Some(format!("{}: {error}", node.display()))
    });
    match closed {
        None => Check::good("devices", format!("{} graphics devices can be opened", nodes.len())),
        Some(reason) => Check::bad("devices", reason, "add the server's user to the groups render and video"),
    }
}
