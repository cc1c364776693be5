//! Lines of the log in the style that fits where they end, without the repetitions of a storm.
//!
//! JSON lines carry the fields of every span around them beside their own, the innermost first: `request.id`, `job.id`,
//! `session.id` are found in one place whatever the line is about.

use std::fmt;
use std::sync::Arc;
use std::time::Instant;

use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::{Format, Json, Writer};
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

use super::LogStyle;
use super::journal::priority;
use super::repeats::{LeftOut, Repeats};
use crate::base::now;

/// Any format, with repetitions counted.
pub(super) struct Lines<F> {
    line: F,
    style: LogStyle,
    repeats: Arc<Repeats>,
}

impl<F> Lines<F> {
    pub(super) fn new(line: F, style: LogStyle, repeats: &Arc<Repeats>) -> Self {
        Self { line, style, repeats: Arc::clone(repeats) }
    }
}

impl<S, N, F> FormatEvent<S, N> for Lines<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let at = Instant::now();
        for left_out in self.repeats.due(at) {
            writeln!(out, "{}", summary(&left_out, self.style))?;
        }
        // Nothing is written for a line that formats to nothing.
        if self.repeats.admit(event, at) { self.line.format_event(context, out, event) } else { Ok(()) }
    }
}

fn summary(left_out: &LeftOut, style: LogStyle) -> String {
    let LeftOut { metadata, message, n_lines } = left_out;
    let (level, target) = (metadata.level(), metadata.target());
    let timestamp = now().format(&Rfc3339).unwrap_or_default();
    match style {
        LogStyle::Json => json!({
            "timestamp": timestamp,
            "level": level.as_str(),
            "message": "lines were left out",
            "like": message,
            "n_lines": n_lines,
            "target": target,
        })
        .to_string(),
        LogStyle::Text => {
            format!("{timestamp} {level} {target}: {n_lines} more lines like this were left out: {message}")
        }
        LogStyle::Journal => {
            format!("<{}>{target}: {n_lines} more lines like this were left out: {message}", priority(*level))
        }
    }
}

/// The library's JSON, with the fields of all spans on the level of the line's own.
pub(super) struct JsonLines {
    line: Format<Json, SystemTime>,
}

impl Default for JsonLines {
    fn default() -> Self {
        let line = Format::default().json().flatten_event(true).with_current_span(false).with_span_list(false);
        Self { line }
    }
}

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut text = String::new();
        self.line.format_event(context, Writer::new(&mut text), event)?;
        let Some(line) = text.trim_end().strip_suffix('}') else { return out.write_str(&text) };
        out.write_str(line)?;
        for (name, value) in fields_of_spans(context) {
            // What the line says itself is nearer to the truth.
            if !line.contains(&format!("\"{name}\":")) {
                write!(out, ",{}:{value}", Value::String(name))?;
            }
        }
        writeln!(out, "}}")
    }
}

fn fields_of_spans<S, N>(context: &FmtContext<'_, S, N>) -> Map<String, Value>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    let mut found = Map::new();
    // From the innermost outwards.
    for span in context.event_scope().into_iter().flatten() {
        let extensions = span.extensions();
        let Some(fields) = extensions.get::<FormattedFields<N>>() else { continue };
        let Ok(fields) = serde_json::from_str::<Map<String, Value>>(&fields.fields) else { continue };
        for (name, value) in fields {
            found.entry(name).or_insert(value);
        }
    }
    found
}
