//! What the next step has to do. Set by events, cleared by the part of the step that did it.

use std::collections::BTreeSet;

use uuid::Uuid;

/// News of more jobs than this at once is dropped: whoever watches that many sees them in the list.
const MAX_NEWS: usize = 200;

#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent marks, not a state machine")]
pub(super) struct Marks {
    /// Work is held no longer.
    pub hasten: bool,
    /// Present ourselves: after the start and whenever we may have missed something.
    pub arrive: bool,
    /// Read limits and pauses of the queues.
    pub queues: bool,
    pub beat: bool,
    pub rescue: bool,
    /// Make due jobs available and learn when the next one is due.
    pub promote: bool,
    /// Fire the schedules that are due and learn when the next one is.
    pub schedules: bool,
    pub progress: bool,
    /// Hand back what was claimed ahead and has not begun.
    pub release: bool,
    /// Jobs that others changed and that our watchers should hear of.
    pub news: BTreeSet<Uuid>,
}

impl Marks {
    /// After a lost connection everything may be different.
    pub fn everything(&mut self) {
        self.arrive = true;
        self.queues = true;
        self.rescue = true;
        self.promote = true;
        self.schedules = true;
    }

    /// Whether the next step has something to do besides storing ends.
    pub fn any(&self) -> bool {
        let Self { arrive, queues, beat, rescue, promote, schedules, progress, release, news, hasten } = self;
        *arrive
            || *queues
            || *beat
            || *rescue
            || *promote
            || *schedules
            || *progress
            || *release
            || *hasten
            || !news.is_empty()
    }

    pub fn add_news(&mut self, ids: impl IntoIterator<Item = Uuid>) {
        for id in ids {
            if self.news.len() < MAX_NEWS {
                self.news.insert(id);
            }
        }
    }
}
