//! Passwords: argon2id on blocking threads, a few at a time.
//!
//! One hash takes 19 MiB and some 20 ms of a core (OWASP's smallest setting; more memory would hurt on a 1 GB board more
//! than it slows a thief). Invariant: at most `AT_ONCE` run and `WAITING` wait; the rest are told to come back.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::base::{Error, ErrorKind, Result, ResultExt};

const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;
const AT_ONCE: usize = 2;
const WAITING: usize = 64;
const SALT_BYTES: usize = 16;

pub const SHORTEST: usize = 8;
pub const LONGEST: usize = 1024;

/// Verified when there is no such user, so that the answer takes as long as for a wrong password.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5LW5vYm9keS0wMA$U2l4dGVlbiBieXRlcyBvZiBub3RoaW5nIGF0IGFsbCE";

pub struct Passwords {
    running: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// Refused before any hashing; `Err` names the reason.
pub fn check(password: &str) -> Result<(), String> {
    if (SHORTEST..=LONGEST).contains(&password.len()) {
        Ok(())
    } else {
        Err(format!("must have between {SHORTEST} and {LONGEST} bytes"))
    }
}

impl Passwords {
    pub fn new() -> Self {
        Self { running: Arc::new(Semaphore::new(AT_ONCE)), waiting: Arc::new(Semaphore::new(AT_ONCE + WAITING)) }
    }

    pub async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        self.run(move || {
            let mut salt = [0_u8; SALT_BYTES];
            getrandom::fill(&mut salt).context(ErrorKind::Internal, "read the random source")?;
            let hash: PasswordHash = argon2()?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .context(ErrorKind::Internal, "hash the password")?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether the password is right. Without a hash (no such user) it takes as long and is never right.
    pub async fn verify(&self, password: &str, hash: Option<String>) -> Result<bool> {
        let password = password.to_owned();
        self.run(move || {
            let is_somebody = hash.is_some();
            let hash = hash.as_deref().unwrap_or(NOBODY);
            let parsed = PasswordHash::new(hash).context(ErrorKind::Internal, "read a stored password hash")?;
            let is_right = argon2()?.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(is_right && is_somebody)
        })
        .await
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        let _place = self.waiting.try_acquire().map_err(|_| Error::unavailable("too many sign-ins at once"))?;
        let slot = Arc::clone(&self.running).acquire_owned().await.context(ErrorKind::Internal, "wait for a turn")?;
        // The slot goes with the work: a client that hangs up does not make room while its hash still runs.
        let work = move || {
            let result = work();
            drop(slot);
            result
        };
        tokio::task::spawn_blocking(work).await.context(ErrorKind::Internal, "hash a password")?
    }
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).context(ErrorKind::Internal, "set up argon2")?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}
