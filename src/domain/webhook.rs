//! What webhooks are told, and how it is signed: the Standard Webhooks scheme, version 1.
//!
//! Pure. The signature covers id, time and body, so that none of them can be exchanged; the secret is written as `whsec_` and
//! base64. Which events leave the house is decided here in one place: ends of work, changes of libraries, playback, and what
//! the system wants to be known; never progress.

use std::str::FromStr;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

/// What a webhook can ask for, as topics of events.
pub const TOPICS: [&str; 4] = ["job", "library", "playback", "system"];

const PREFIX: &str = "whsec_";
/// What the scheme asks of a secret.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// Pause after each failed attempt; after the last one the delivery has failed. Seventeen hours together.
const PAUSES: [Duration; 7] = [
    Duration::from_secs(5),
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(30),
    Duration::from_hours(2),
    Duration::from_hours(5),
    Duration::from_hours(10),
];
/// First attempt and one after each pause.
pub const MAX_ATTEMPTS: i16 = PAUSES.len() as i16 + 1;
/// A receiver may ask for more patience than planned, up to this.
const PAUSE_MAX: Duration = Duration::from_hours(24);

/// A key that deliveries are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes.to_vec())
    }

    /// As people copy it.
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(&self.0))
    }

    /// The value of `webhook-signature`.
    pub fn sign(&self, id: &str, unix_seconds: i64, body: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(format!("{id}.{unix_seconds}.{body}").as_bytes());
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

impl FromStr for SigningSecret {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.strip_prefix(PREFIX).and_then(|encoded| STANDARD.decode(encoded).ok());
        let bytes = bytes.ok_or("must be whsec_ followed by base64")?;
        if SECRET_BYTES.contains(&bytes.len()) { Ok(Self(bytes)) } else { Err("must have 24 to 64 bytes") }
    }
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// The type of message that an event makes, for example `library.scan_finished`; `None` for what stays in the house.
pub fn message_type(topic: &str, data: &Value) -> Option<String> {
    let word = |key: &str| data.get(key).and_then(Value::as_str);
    match topic {
        // Words about webhooks themselves would go round in circles.
        "job" if word("kind") == Some("deliver_webhook") => None,
        "job" => word("state").filter(|state| matches!(*state, "completed" | "discarded")).map(|s| format!("job.{s}")),
        "library" => word("action").map(|action| format!("library.{action}")),
        "playback" => {
            word("state").filter(|state| matches!(*state, "started" | "ended")).map(|s| format!("playback.{s}"))
        }
        "system" if word("check").is_some() => Some("system.check".to_owned()),
        "system" => word("action").filter(|action| !action.starts_with("webhook")).map(|a| format!("system.{a}")),
        _ => None,
    }
}

/// How long to wait after attempt number `attempt` failed, where the receiver may have asked for a pause of its own.
pub fn pause_after(attempt: i16, asked: Option<Duration>) -> Duration {
    let index = usize::try_from(attempt - 1).unwrap_or(0).min(PAUSES.len() - 1);
    PAUSES[index].max(asked.unwrap_or_default()).min(PAUSE_MAX)
}
