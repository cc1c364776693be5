//! A schedule as the release declares it.

use crate::base::Result;
use crate::domain::job::Job;
use crate::domain::schedule::Cron;
use crate::platform::jobs::handle::Stored;

/// What a schedule is called, what it starts, and when, unless an administrator says otherwise.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Stable name on the wire and in the database.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    pub cron: &'static str,
    pub(super) job: Stored,
}

impl Declared {
    /// A schedule that starts `job`, whose unique key keeps a slow one from piling up.
    pub fn new<J: Job>(name: &'static str, title: &'static str, cron: &'static str, job: &J) -> Result<Self> {
        Ok(Self { name, title, cron, job: Stored::of(job)? })
    }

    /// The expression in force when an administrator has set `own`. One that an older release took and this one does not
    /// is as none.
    pub(super) fn effective(&self, own: Option<&str>) -> (String, Cron) {
        let own = own.and_then(|text| Some((text.to_owned(), Cron::parse(text).ok()?)));
        own.unwrap_or_else(|| {
            (self.cron.to_owned(), Cron::parse(self.cron).expect("a test parses every declared expression"))
        })
    }
}
