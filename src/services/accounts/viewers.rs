//! From a token to a viewer, remembered in this process for a short time.
//!
//! Invariant: after `forget` has returned, no token of that sign-in opens anything in this process; on other nodes not
//! once they have heard of it from the database, and a node that hears nothing remembers nothing. What gives rights is
//! never taken from the shared cache: whoever can write there would be anybody.

use std::sync::Arc;
use std::time::Duration;

use revenge_queries::queries::accounts;
use tokio::sync::broadcast;
use uuid::Uuid;

use crate::base::Result;
use crate::domain::viewer::Viewer;
use crate::platform::cache::{Cache, Caches, Lives, Scope, Use, Weigh};
use crate::platform::db::Db;

/// The bound for the case that no other one holds.
const LIVES: Lives = Lives { value: Duration::from_secs(30), nothing: Duration::ZERO, stale: Duration::ZERO };
const SIGN_INS: Use = Use { name: "sign_ins", version: 1, percent: 8, lives: LIVES };
const LIBRARIES: Use = Use { name: "libraries", version: 1, percent: 2, lives: LIVES };

pub struct Viewers {
    caches: Caches,
    /// By the token's hash.
    known: Cache<Vec<u8>, Viewer>,
    libraries: Cache<(), LibraryIds>,
}

struct LibraryIds(Vec<Uuid>);

impl Viewers {
    pub fn new(caches: Caches) -> Self {
        Self { known: caches.local(SIGN_INS), libraries: caches.local(LIBRARIES), caches }
    }

    /// The viewer behind a token, by `load` unless known. An error is not remembered.
    pub async fn find<F>(&self, token_hash: Vec<u8>, load: impl FnOnce() -> F) -> Result<Arc<Viewer>>
    where
        F: Future<Output = Result<Viewer>>,
    {
        self.known.get_or_load(token_hash, &[Scope::SignIns], load).await
    }

    pub fn forget(&self, session_id: Uuid) {
        self.caches.sign_in_ended(session_id);
    }

    /// Ids of sign-ins as they end, on whichever node; the nil id when some may have ended unheard.
    pub fn revocations(&self) -> broadcast::Receiver<Uuid> {
        self.caches.ended_sign_ins()
    }

    /// Ids of all libraries, read anew whenever one came or went.
    pub async fn libraries(&self, db: &Db) -> Result<Vec<Uuid>> {
        let load = || async { Ok(LibraryIds(accounts::list_library_ids().bind(&db.client().await?).all().await?)) };
        Ok(self.libraries.get_or_load((), &[Scope::Libraries], load).await?.0.clone())
    }
}

impl Weigh for Viewer {
    fn weight_bytes(&self) -> u64 {
        (size_of::<Self>() + self.user_name.len() + 16 * self.libraries.len()) as u64
    }
}

impl Weigh for LibraryIds {
    fn weight_bytes(&self) -> u64 {
        16 * self.0.len() as u64
    }
}
