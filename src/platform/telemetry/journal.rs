//! Lines for systemd's journal: `<PRIORITY>` in front, no time and no colours, which the journal adds itself.

use std::fmt;

use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::{Compact, Format, Writer};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

pub struct JournalLines {
    line: Format<Compact, ()>,
}

impl Default for JournalLines {
    fn default() -> Self {
        Self { line: Format::default().compact().without_time().with_level(false) }
    }
}

impl<S, N> FormatEvent<S, N> for JournalLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        write!(out, "<{}>", priority(*event.metadata().level()))?;
        self.line.format_event(context, out, event)
    }
}

/// syslog's priorities.
pub(super) fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        Level::DEBUG | Level::TRACE => 7,
    }
}
