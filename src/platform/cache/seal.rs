//! A seal on what lies in the shared cache: made with a key that only nodes of this database know.
//!
//! Whoever can write to the shared cache can put anything there, or put one viewer's answer under another's name. A value
//! is taken only when its seal fits its name and its bytes; everything else is a miss. It does not hide anything, and it
//! cannot tell an old value of the same name from a new one: what may live there must bear both.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const SEAL_BYTES: usize = 16;

pub(super) struct Seal {
    key: Vec<u8>,
}

impl Seal {
    pub(super) fn new(key: Vec<u8>) -> Self {
        Self { key }
    }

    pub(super) fn close(&self, name: &str, value: &[u8]) -> Vec<u8> {
        let mut sealed = self.mac(name, value).finalize().into_bytes()[..SEAL_BYTES].to_vec();
        sealed.extend_from_slice(value);
        sealed
    }

    /// The value, if it is ours.
    pub(super) fn open(&self, name: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (seal, value) = sealed.split_at_checked(SEAL_BYTES)?;
        self.mac(name, value).verify_truncated_left(seal).ok()?;
        Some(value.to_vec())
    }

    fn mac(&self, name: &str, value: &[u8]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of every length");
        mac.update(&(name.len() as u64).to_le_bytes());
        mac.update(name.as_bytes());
        mac.update(value);
        mac
    }
}
