//! Users, sign-ins, first-run setup.
//!
//! Writes core.users and core.sessions. A token is stored as its hash only; a password as argon2id. What a token opens is
//! kept for 30 s in this process (`viewers`), and forgotten as soon as any node ends the sign-in.

mod attempts;
mod password;
mod prune;
mod session;
mod setup;
mod sign_in;
mod users;
mod viewers;

use std::net::IpAddr;
use std::sync::Arc;

pub use session::{SessionWatch, SignInRow};
pub use setup::FirstUser;
pub use sign_in::{Credentials, SignedIn};
pub use users::User;

use crate::platform::cache::Caches;
use crate::platform::db::Db;

/// Where a request for an account comes from, as far as rights and limits go.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub ip: IpAddr,
    /// On this machine or in a private network.
    pub is_private: bool,
}

/// Handle to the room, cheap to clone.
#[derive(Clone)]
pub struct Accounts {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    passwords: password::Passwords,
    attempts: attempts::Attempts,
    viewers: viewers::Viewers,
    setup_code: setup::SetupCode,
}

impl Accounts {
    pub fn new(db: Db, caches: Caches) -> Self {
        let inner = Inner {
            db,
            passwords: password::Passwords::new(),
            attempts: attempts::Attempts::default(),
            viewers: viewers::Viewers::new(caches),
            setup_code: setup::SetupCode::default(),
        };
        Self { inner: Arc::new(inner) }
    }
}
