//! The subscriber: level filter that can be changed while running, and the format that fits where stderr ends.

use std::io::IsTerminal;
use std::os::linux::fs::MetadataExt;
use std::sync::Arc;

use tracing_subscriber::fmt::format::Format;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, reload};

use super::journal::JournalLines;
use super::lines::{JsonLines, Lines};
use super::process::Process;
use super::repeats::Repeats;
use crate::base::{Error, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogStyle {
    Text,
    Json,
    Journal,
}

#[derive(Clone, Debug)]
pub struct LogConfig {
    /// A level or a list of filters by module.
    pub level: String,
    /// None: whatever fits where stderr ends.
    pub style: Option<LogStyle>,
}

/// Handle for changing the level later.
pub struct Telemetry {
    filter: reload::Handle<EnvFilter, Registry>,
    repeats: Arc<Repeats>,
}

impl Telemetry {
    /// Once per process; a second call is an error.
    pub fn start(config: &LogConfig) -> Result<Self> {
        let (filter, handle) = reload::Layer::new(parse_level(&config.level)?);
        let style = config.style.unwrap_or_else(style_of_stderr);
        let repeats = Arc::new(Repeats::new());
        let lines = fmt::layer().with_writer(std::io::stderr);
        let lines: Box<dyn Layer<_> + Send + Sync> = match style {
            LogStyle::Text => lines
                .with_ansi(std::io::stderr().is_terminal())
                .event_format(Lines::new(Format::default(), style, &repeats))
                .boxed(),
            LogStyle::Json => lines.json().event_format(Lines::new(JsonLines::default(), style, &repeats)).boxed(),
            LogStyle::Journal => {
                lines.with_ansi(false).event_format(Lines::new(JournalLines::default(), style, &repeats)).boxed()
            }
        };
        tracing_subscriber::registry()
            .with(filter)
            .with(lines)
            .try_init()
            .map_err(|e| Error::internal("start the log").with_source(e))?;
        std::panic::set_hook(Box::new(log_panic));
        let numbers = Process::new().and_then(|process| prometheus::register(Box::new(process)));
        numbers.map_err(|e| Error::internal("register the process's numbers").with_source(e))?;
        Ok(Self { filter: handle, repeats })
    }

    pub fn set_level(&self, level: &str) -> Result<()> {
        let filter = parse_level(level)?;
        self.filter.reload(filter).map_err(|e| Error::internal("change the log level").with_source(e))
    }
}

impl Drop for Telemetry {
    /// What is logged from here on are the last lines.
    fn drop(&mut self) {
        self.repeats.last_call();
    }
}

/// A level (`info`) or filters (`info,revenge::http=debug`).
pub fn parse_level(text: &str) -> Result<EnvFilter> {
    if text.trim().is_empty() {
        return Err(Error::invalid("must not be empty"));
    }
    // A bare word that is no level would be taken for a module's name and silence everything else.
    let is_level = |word: &str| word.parse::<tracing::level_filters::LevelFilter>().is_ok();
    if let Some(word) = text.split(',').map(str::trim).find(|part| !part.contains('=') && !is_level(part)) {
        return Err(Error::invalid(format!("{word} is not one of error, warn, info, debug, trace, off")));
    }
    EnvFilter::builder().parse(text).map_err(|e| Error::invalid("not a filter").with_source(e))
}

/// A panic ends one job or request, not the server, so it is a line of the log like every other failure of ours.
fn log_panic(info: &std::panic::PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let backtrace = std::backtrace::Backtrace::capture();
    tracing::error!(panic.message = message, panic.place = place, panic.backtrace = %backtrace, "panicked");
}

fn style_of_stderr() -> LogStyle {
    if std::io::stderr().is_terminal() {
        LogStyle::Text
    } else if is_journal() {
        LogStyle::Journal
    } else {
        LogStyle::Json
    }
}

/// JOURNAL_STREAM names device and inode of the journal's socket; it is inherited even where stderr was redirected,
/// so only a match counts.
fn is_journal() -> bool {
    let Ok(stream) = std::env::var("JOURNAL_STREAM") else { return false };
    let Ok(stderr) = std::fs::metadata("/proc/self/fd/2") else { return false };
    stream == format!("{}:{}", stderr.st_dev(), stderr.st_ino())
}
