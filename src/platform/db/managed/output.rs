//! PostgreSQL's log lines in ours, each at a level that fits a media server's operator.
//!
//! What PostgreSQL calls ERROR is the answer to one statement; whoever sent it reports it. What it calls LOG is routine.

use std::io::{BufRead, BufReader, Read};

use tracing::Level;

/// A line is cut here: a statement with ten thousand values belongs into no log.
const MAX_LINE_BYTES: usize = 2000;

/// Reads until the last process of PostgreSQL has closed its end.
pub(super) fn forward(stream: impl Read) {
    let mut last = Level::DEBUG;
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line[..line.len().min(MAX_LINE_BYTES)]).into_owned();
        let (level, text) = classify(&line, last);
        last = level;
        match level {
            Level::ERROR => tracing::error!(target: "revenge::postgresql", "{text}"),
            Level::WARN => tracing::warn!(target: "revenge::postgresql", "{text}"),
            _ => tracing::debug!(target: "revenge::postgresql", "{text}"),
        }
    }
}

/// Level and text of a line; a continuation keeps the level of the line before.
pub fn classify(line: &str, previous: Level) -> (Level, &str) {
    let Some((label, text)) = line.split_once(":  ") else { return (previous, line.trim()) };
    let level = match label {
        "PANIC" => Level::ERROR,
        // Ends of connections are routine around a restart.
        "FATAL" if text.contains("terminating connection") || text.contains("database system is") => Level::DEBUG,
        "FATAL" | "WARNING" => Level::WARN,
        "LOG" if text.contains("was not properly shut down") || text.contains("was terminated by signal") => {
            Level::WARN
        }
        "DETAIL" | "HINT" | "CONTEXT" | "STATEMENT" => previous,
        _ => Level::DEBUG,
    };
    (level, text)
}
