//! How old an answer may be: a counter for everything that answers are made of.
//!
//! Whoever caches takes a stamp before the database is read, and keeps the answer under it; the answer is good for as long
//! as the stamp is the same. So an answer that was read before a change and stored after it is never served: its stamp is
//! old already. Written by whoever changes something, at once, and by `hearing` for what other nodes changed.
//!
//! Counters lie in a table of fixed size by hash: two things in one place forget a little more than they must. A map of
//! exact keys would grow with the library. Counters only rise, so the sum of several is a stamp for all of them.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use uuid::Uuid;

const PLACES: usize = 4096;

/// What an answer is made of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Which libraries there are.
    Libraries,
    /// Items, files and pictures of a library.
    Library(Uuid),
    /// What a user did: positions, what is watched.
    User(Uuid),
    /// Sign-ins and what they open. One for all: it changes rarely, and who asks does not know the sign-in yet.
    SignIns,
    /// A value in the shared cache, by name.
    Shared(String),
}

pub struct Marks {
    places: Box<[AtomicU64]>,
    /// Part of every stamp.
    all: AtomicU64,
    /// Part of the stamps of what the shared cache has, too.
    shared: AtomicU64,
    /// Whether changes of other nodes reach this one.
    is_hearing: AtomicBool,
}

impl Default for Marks {
    fn default() -> Self {
        Self {
            places: (0..PLACES).map(|_| AtomicU64::new(0)).collect(),
            all: AtomicU64::new(0),
            shared: AtomicU64::new(0),
            is_hearing: AtomicBool::new(false),
        }
    }
}

impl Marks {
    /// Something changed; answers made of it are old from now on.
    pub fn bump(&self, scope: &Scope) {
        self.place(scope).fetch_add(1, Ordering::SeqCst);
    }

    /// To be taken before the data is read.
    pub(super) fn stamp(&self, scopes: &[Scope]) -> u64 {
        let all = self.all.load(Ordering::SeqCst);
        scopes.iter().fold(all, |sum, scope| {
            let shared = if matches!(scope, Scope::Shared(_)) { self.shared.load(Ordering::SeqCst) } else { 0 };
            sum.wrapping_add(self.place(scope).load(Ordering::SeqCst)).wrapping_add(shared)
        })
    }

    /// Nothing that was kept is good any more.
    pub(super) fn bump_all(&self) {
        self.all.fetch_add(1, Ordering::SeqCst);
    }

    /// No copy of what the shared cache has is good any more.
    pub(super) fn bump_shared(&self) {
        self.shared.fetch_add(1, Ordering::SeqCst);
    }

    pub(super) fn set_hearing(&self, is_hearing: bool) {
        self.is_hearing.store(is_hearing, Ordering::SeqCst);
    }

    pub(super) fn are_heard(&self) -> bool {
        self.is_hearing.load(Ordering::SeqCst)
    }

    /// Whether a kept answer may be served: what comes from the database only while changes are heard.
    pub(super) fn are_trusted(&self, scopes: &[Scope]) -> bool {
        self.are_heard() || scopes.iter().all(|scope| matches!(scope, Scope::Shared(_)))
    }

    fn place(&self, scope: &Scope) -> &AtomicU64 {
        let mut hasher = DefaultHasher::new();
        scope.hash(&mut hasher);
        &self.places[hasher.finish() as usize % PLACES]
    }
}

impl Scope {
    /// What a database trigger says: `library ID`.
    pub(super) fn parse(word: &str) -> Option<Self> {
        let (kind, id) = word.split_once(' ').unwrap_or((word, ""));
        Some(match kind {
            "libraries" => Self::Libraries,
            "sign_ins" => Self::SignIns,
            "library" => Self::Library(id.parse().ok()?),
            "user" => Self::User(id.parse().ok()?),
            _ => return None,
        })
    }
}
