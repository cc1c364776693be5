//! `database.url` as libpq writes it: `postgresql://…` or `key=value …`, with the TLS words that the driver lacks.
//!
//! The driver knows `sslmode` disable, prefer and require only; `verify-ca`, `verify-full` and `sslrootcert` are taken out here
//! and decide how certificates are checked. Never printed: an address holds a password.

use std::path::PathBuf;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

use crate::base::{Error, ErrorKind, Result, ResultExt};

/// How far the other side has to prove who it is, in libpq's steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Security {
    /// Plain text.
    Disable,
    /// Encrypted if the server can, unverified.
    Prefer,
    /// Encrypted; the certificate is checked only when a CA file is given.
    Require,
    /// Encrypted, and the certificate must be valid for the host.
    VerifyFull,
}

/// A parsed address.
pub(super) struct Address {
    pub config: Config,
    pub security: Security,
    pub ca_file: Option<PathBuf>,
}

impl Address {
    pub(super) fn parse(url: &str) -> Result<Self> {
        let is_url = url.starts_with("postgresql://") || url.starts_with("postgres://");
        let (rest, words) = if is_url { split_url(url) } else { split_pairs(url) };
        let mut config =
            Config::from_str(&rest).context(ErrorKind::Invalid, "database.url is not a PostgreSQL address")?;
        let mode = words.iter().rev().find(|(name, _)| name == "sslmode").map_or("prefer", |(_, mode)| mode.as_str());
        let ca_file = words.iter().rev().find(|(name, _)| name == "sslrootcert").map(|(_, path)| PathBuf::from(path));
        let is_local = config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_)));
        let security = match mode {
            // A socket on this machine has nobody on the way to listen.
            "allow" | "prefer" | "require" if is_local => Security::Disable,
            "disable" => Security::Disable,
            "allow" | "prefer" => Security::Prefer,
            "require" => Security::Require,
            "verify-ca" | "verify-full" => Security::VerifyFull,
            other => {
                return Err(Error::invalid(format!(
                    "database.url: sslmode {other} is none of disable, prefer, require, verify-full"
                )));
            }
        };
        config.ssl_mode(match security {
            Security::Disable => SslMode::Disable,
            Security::Prefer => SslMode::Prefer,
            Security::Require | Security::VerifyFull => SslMode::Require,
        });
        Ok(Self { config, security, ca_file })
    }
}

type Words = Vec<(String, String)>;

fn is_ours(name: &str) -> bool {
    matches!(name, "sslmode" | "sslrootcert")
}

fn split_url(url: &str) -> (String, Words) {
    let Some((base, query)) = url.split_once('?') else { return (url.to_owned(), Words::new()) };
    let (ours, theirs): (Vec<_>, Vec<_>) =
        query.split('&').partition(|pair| is_ours(pair.split('=').next().unwrap_or_default()));
    let words = ours.into_iter().filter_map(|pair| pair.split_once('=')).map(|(n, v)| (n.to_owned(), decoded(v)));
    let words = words.collect();
    if theirs.is_empty() { (base.to_owned(), words) } else { (format!("{base}?{}", theirs.join("&")), words) }
}

/// A value with blanks stands in single quotes, as libpq wants it.
fn split_pairs(text: &str) -> (String, Words) {
    let mut theirs = String::new();
    let mut words = Words::new();
    let mut rest = text.trim();
    while let Some((name, after)) = rest.split_once('=') {
        let quoted = after.strip_prefix('\'').and_then(|v| v.split_once('\''));
        let (value, next) = quoted.or_else(|| after.split_once(char::is_whitespace)).unwrap_or((after, ""));
        if is_ours(name.trim()) {
            words.push((name.trim().to_owned(), value.to_owned()));
        } else {
            let taken = rest.len() - next.len();
            theirs.push_str(&rest[..taken]);
            theirs.push(' ');
        }
        rest = next.trim_start();
    }
    theirs.push_str(rest);
    (theirs, words)
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = (first == b'%').then(|| tail.get(..2)).flatten();
        let byte = hex.and_then(|h| std::str::from_utf8(h).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
