//! What this node hears of changes on other nodes: the channel `revenge_cache`.
//!
//! Words are `library ID`, `user ID`, `libraries`, `sign_ins` and `session ID`; an unknown one comes from a newer release and makes
//! everything old. Until the channel is heard, and from the moment that it is lost, nothing that is made of the database
//! is served from memory (`Marks::are_trusted`).

use std::sync::{Arc, OnceLock};

use revenge_queries::client::Params;
use revenge_queries::queries::settings::{self, AddSettingParams};
use tokio::sync::broadcast;
use uuid::Uuid;

use super::marks::{Marks, Scope};
use super::seal::Seal;
use crate::base::{Error, Result, Token};
use crate::platform::db::{Db, Notice};

const CHANNEL: &str = "revenge_cache";
/// Name of the key in core.settings: every node of this database needs the same.
const SEAL_SETTING: &str = "cache.seal";

/// Runs until it is dropped.
pub(super) async fn run(db: Db, marks: Arc<Marks>, ended: broadcast::Sender<Uuid>, seal: Option<Arc<OnceLock<Seal>>>) {
    let mut listener = db.listen(CHANNEL);
    loop {
        match listener.recv().await {
            Notice::Connected => {
                // Whatever was said before was not heard.
                marks.bump_all();
                marks.set_hearing(true);
                tell_all(&ended);
                if let Some(seal) = seal.as_ref().filter(|seal| seal.get().is_none()) {
                    match ensure_seal(&db).await {
                        Ok(key) => drop(seal.set(Seal::new(key))),
                        Err(error) => tracing::warn!(%error, "the shared cache is not used without its key"),
                    }
                }
            }
            Notice::Lost => {
                marks.set_hearing(false);
                marks.bump_all();
            }
            Notice::Payload(word) => hear(&marks, &ended, &word),
        }
    }
}

fn hear(marks: &Marks, ended: &broadcast::Sender<Uuid>, word: &str) {
    if let Some(id) = word.strip_prefix("session ").and_then(|id| id.parse().ok()) {
        marks.bump(&Scope::SignIns);
        // Nobody listens when nothing streams.
        drop(ended.send(id));
    } else if let Some(scope) = Scope::parse(word) {
        marks.bump(&scope);
    } else {
        marks.bump_all();
    }
}

/// Some may have ended unheard. The nil id is nobody's: whoever waits looks at the database.
fn tell_all(ended: &broadcast::Sender<Uuid>) {
    drop(ended.send(Uuid::nil()));
}

/// The key, made by the first node that needs one.
async fn ensure_seal(db: &Db) -> Result<Vec<u8>> {
    let client = db.client().await?;
    let fresh = AddSettingParams { name: SEAL_SETTING, value: format!("\"{}\"", Token::random()?.expose()) };
    settings::add_setting().params(&client, &fresh).await?;
    let stored = settings::get_setting().bind(&client, &SEAL_SETTING).one().await?;
    if stored.len() < 64 {
        return Err(Error::internal("read the key of the shared cache"));
    }
    Ok(stored.into_bytes())
}
