//! Titles of jobs: built when a job is shown, from names that are looked up for all jobs at hand in one go.
//!
//! This room knows no content, so whoever wires the server gives it the lookup. Titles of jobs that were shown before are
//! remembered for events, which come several times per second: no event costs a query but a job's first. Lists ask
//! again each time, so a new name shows at the next look.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use quick_cache::sync::Cache;
use uuid::Uuid;

use super::info::JobInfo;
use crate::base::Result;
use crate::domain::job_title::{self, Names, Subject};

/// Titles that are remembered; a page of a list has at most 200.
const REMEMBERED: usize = 1000;

type Looking = Pin<Box<dyn Future<Output = Result<Names>> + Send>>;
type Lookup = Arc<dyn Fn(Vec<Subject>) -> Looking + Send + Sync>;

/// Handle to the titles, cheap to clone.
#[derive(Clone)]
pub(super) struct Titles {
    /// None where nobody reads titles: then they name no subject.
    lookup: Option<Lookup>,
    known: Arc<Cache<Uuid, Arc<str>>>,
}

impl Default for Titles {
    fn default() -> Self {
        Self { lookup: None, known: Arc::new(Cache::new(REMEMBERED)) }
    }
}

impl Titles {
    pub fn with_lookup<F, R>(lookup: F) -> Self
    where
        F: Fn(Vec<Subject>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Names>> + Send + 'static,
    {
        Self { lookup: Some(Arc::new(move |subjects| Box::pin(lookup(subjects)))), ..Self::default() }
    }

    /// Gives each job its title as of now.
    pub async fn refresh(&self, jobs: &mut [JobInfo]) {
        let subjects: Vec<_> = jobs.iter().flat_map(|job| job_title::subjects(&job.kind, &job.args)).collect();
        let names = self.names(subjects).await;
        for job in jobs {
            job.title = job_title::title(&job.kind, &job.args, &names);
            self.known.insert(job.id, job.title.as_str().into());
        }
    }

    /// The same for events: what was shown once is not looked up again.
    pub async fn fill(&self, jobs: &mut [JobInfo]) {
        let mut known: HashMap<Uuid, Arc<str>> = HashMap::new();
        for job in jobs.iter() {
            known.extend(self.known.get(&job.id).map(|title| (job.id, title)));
        }
        let new = jobs.iter().filter(|job| !known.contains_key(&job.id));
        let subjects: Vec<_> = new.flat_map(|job| job_title::subjects(&job.kind, &job.args)).collect();
        let names = self.names(subjects).await;
        for job in jobs {
            if let Some(title) = known.get(&job.id) {
                job.title = title.to_string();
            } else {
                job.title = job_title::title(&job.kind, &job.args, &names);
                self.known.insert(job.id, job.title.as_str().into());
            }
        }
    }

    async fn names(&self, subjects: Vec<Subject>) -> Names {
        let Some(lookup) = self.lookup.as_ref().filter(|_| !subjects.is_empty()) else { return Names::default() };
        lookup(subjects).await.unwrap_or_else(|error| {
            tracing::debug!(%error, "jobs are shown without the names of what they work on");
            Names::default()
        })
    }
}
