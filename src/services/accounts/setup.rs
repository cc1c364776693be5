//! The first run: whoever is near may make the first user, an administrator; then never again.
//!
//! "Near" is this machine or a private network. From elsewhere a code is needed that only the log shows, so that a server
//! exposed by mistake cannot be taken by the first passer-by.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use revenge_queries::queries::accounts;

use super::users::insert_user;
use super::{Accounts, Origin, SignedIn};
use crate::base::{Error, Result, Secret, Token};
use crate::domain::viewer::Role;

/// What guesses at the code are counted under; no user can have this name.
const CODE_ATTEMPTS: &str = "?setup code";

/// Who is to be the first user.
#[derive(Clone, Debug)]
pub struct FirstUser {
    pub username: String,
    pub password: Secret,
    pub setup_code: Option<String>,
}

/// Lives as long as the process; a restart makes another one.
#[derive(Default)]
pub struct SetupCode {
    code: OnceLock<Secret>,
    /// Set once a user was seen: from then on nobody asks the database.
    is_over: AtomicBool,
}

impl SetupCode {
    /// 40 random bits: plenty at the rate at which guesses are let through.
    fn get(&self) -> Result<&Secret> {
        if let Some(code) = self.code.get() {
            return Ok(code);
        }
        let token = Token::random()?;
        let digits = &token.expose()[..10];
        Ok(self.code.get_or_init(|| Secret::new(format!("{}-{}", &digits[..5], &digits[5..]))))
    }
}

impl Accounts {
    pub async fn needs_setup(&self) -> Result<bool> {
        if self.inner.setup_code.is_over.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let is_over = accounts::any_user().bind(&self.inner.db.client().await?).one().await?;
        self.inner.setup_code.is_over.store(is_over, Ordering::Relaxed);
        Ok(!is_over)
    }

    /// Writes the code to the log while the first run is open. For the start of the server.
    pub async fn announce_setup(&self) -> Result<()> {
        if self.needs_setup().await? {
            let code = self.inner.setup_code.get()?;
            tracing::info!(
                setup_code = code.expose(),
                "no user yet: open the web page; from outside this network it asks for the setup code"
            );
        }
        Ok(())
    }

    /// Makes the first user and signs them in.
    pub async fn set_up(&self, first: &FirstUser, origin: Origin) -> Result<SignedIn> {
        if !self.needs_setup().await? {
            return Err(Error::conflict("this server is set up: sign in"));
        }
        if !origin.is_private {
            self.check_code(first.setup_code.as_deref(), origin)?;
        }
        let prepared = self.prepare_user(&first.username, &first.password).await?;
        let mut client = self.inner.db.client().await?;
        let transaction = client.transaction().await?;
        accounts::lock_first_run().bind(&transaction).one().await?;
        if accounts::any_user().bind(&transaction).one().await? {
            return Err(Error::conflict("this server is set up: sign in"));
        }
        let user = insert_user(&transaction, prepared, Role::Admin).await?;
        transaction.commit().await?;
        drop(client);
        self.start_session(user, "", origin).await
    }

    fn check_code(&self, given: Option<&str>, origin: Origin) -> Result<()> {
        let Some(given) = given else {
            return Err(Error::forbidden(
                "from outside this network, setup needs the setup code from the server's log",
            ));
        };
        self.inner.attempts.begin(CODE_ATTEMPTS, origin.ip, Instant::now())?;
        // Compared by hash: the time it takes says nothing about how many digits were right.
        let hash = |code: &str| crate::base::token_hash(code.trim());
        if hash(given) == hash(self.inner.setup_code.get()?.expose()) {
            Ok(())
        } else {
            Err(Error::forbidden("this is not the setup code from the server's log"))
        }
    }
}
