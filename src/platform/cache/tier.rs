//! One use's place in the shared cache: names with the use's name and version, values packed and sealed.

use std::fmt::Display;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use super::metrics::count;
use super::seal::Seal;
use super::shared::Shared;

/// A value that can lie in the shared cache. For types with serde: `serde_json::to_vec` and `from_slice`.
pub trait Pack: Sized {
    fn pack(&self) -> Vec<u8>;
    /// `None` for what another version wrote.
    fn unpack(bytes: &[u8]) -> Option<Self>;
}

pub(super) struct Tier<K, V> {
    shared: Shared,
    /// Known a moment after the start; until then nothing is shared.
    seal: Arc<OnceLock<Seal>>,
    name: fn(&K) -> String,
    pack: fn(&V) -> Vec<u8>,
    unpack: fn(&[u8]) -> Option<V>,
    /// `USE:VERSION:`.
    prefix: String,
}

impl<K: Display, V: Pack> Tier<K, V> {
    pub(super) fn new(shared: Shared, seal: Arc<OnceLock<Seal>>, name: &str, version: u32) -> Self {
        let prefix = format!("{name}:{version}:");
        Self { shared, seal, name: K::to_string, pack: V::pack, unpack: V::unpack, prefix }
    }
}

impl<K, V> Tier<K, V> {
    pub(super) fn name(&self, key: &K) -> String {
        format!("{}{}", self.prefix, (self.name)(key))
    }

    pub(super) async fn get(&self, key: &K) -> Option<V> {
        let seal = self.seal.get()?;
        let name = self.name(key);
        let sealed = self.shared.get(&name).await?;
        let value = seal.open(&name, &sealed).and_then(|bytes| (self.unpack)(&bytes));
        if value.is_none() {
            // Not ours: somebody else writes there, or another version.
            count("l2", "refused");
        }
        value
    }

    pub(super) fn put(&self, key: &K, value: &V, life: Duration) {
        if let Some(seal) = self.seal.get() {
            let name = self.name(key);
            let sealed = seal.close(&name, &(self.pack)(value));
            self.shared.put(&name, sealed, life);
        }
    }
}
