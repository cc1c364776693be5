//! One event, and how the log stores it.

use std::sync::OnceLock;

use bytes::Bytes;
use revenge_queries::queries::events::EventRow;
use serde_json::{Value, json};
use uuid::Uuid;

/// Microseconds since 1970, or one more than the last.
pub type EventId = u64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Job,
    Library,
    Item,
    Playback,
    System,
}

impl Topic {
    const ALL: [Self; 5] = [Self::Job, Self::Library, Self::Item, Self::Playback, Self::System];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Job => "job",
            Self::Library => "library",
            Self::Item => "item",
            Self::Playback => "playback",
            Self::System => "system",
        }
    }

    /// The log holds no other word: a check constraint sees to it.
    fn parse(text: &str) -> Self {
        Self::ALL.into_iter().find(|topic| topic.as_str() == text).unwrap_or(Self::System)
    }
}

/// Who may see an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Everyone,
    Admins,
    User(Uuid),
    /// This user and administrators.
    Owner(Uuid),
    /// Everybody who may see this library.
    Library(Uuid),
}

impl Audience {
    /// As columns; the nil id is none.
    pub(super) fn columns(self) -> (&'static str, Uuid) {
        match self {
            Self::Everyone => ("everyone", Uuid::nil()),
            Self::Admins => ("admins", Uuid::nil()),
            Self::User(id) => ("user", id),
            Self::Owner(id) => ("owner", id),
            Self::Library(id) => ("library", id),
        }
    }

    /// What cannot be read is for nobody but administrators.
    fn parse(word: &str, id: Option<Uuid>) -> Self {
        match (word, id) {
            ("everyone", _) => Self::Everyone,
            ("user", Some(id)) => Self::User(id),
            ("owner", Some(id)) => Self::Owner(id),
            ("library", Some(id)) => Self::Library(id),
            _ => Self::Admins,
        }
    }
}

#[derive(Debug)]
pub struct Event {
    pub id: EventId,
    pub topic: Topic,
    pub audience: Audience,
    pub data: Value,
    /// JSON of `data`.
    pub text: String,
    pub(super) about: About,
    /// What a face makes of it, made once for all its listeners.
    rendered: OnceLock<Bytes>,
}

impl Event {
    pub(super) fn new(id: EventId, topic: Topic, audience: Audience, data: Value) -> Self {
        let text = data.to_string();
        Self::told(id, topic, audience, data, text)
    }

    /// The same where the text is there already.
    pub(super) fn told(id: EventId, topic: Topic, audience: Audience, data: Value, text: String) -> Self {
        let about = About::of(topic, &data);
        Self { id, topic, audience, data, text, about, rendered: OnceLock::new() }
    }

    /// Says that events were missed: whoever listens loads again what it shows.
    pub fn reset(id: EventId) -> Self {
        Self::new(id, Topic::System, Audience::Everyone, json!({ "reset": true }))
    }

    pub fn rendered(&self, render: impl FnOnce(&Self) -> Bytes) -> Bytes {
        self.rendered.get_or_init(|| render(self)).clone()
    }

    /// For a bound on memory.
    pub(super) fn n_bytes(&self) -> usize {
        // As text, as a tree of values, and once rendered.
        256 + 4 * self.text.len()
    }
}

/// The job that an event tells of. Read once: in a storm of jobs each event is compared with many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    /// Its earlier progress is worthless now.
    pub job: Option<Uuid>,
    /// A newer event of the job makes this one worthless.
    pub is_progress: bool,
}

impl About {
    pub fn of(topic: Topic, data: &Value) -> Self {
        if topic != Topic::Job {
            return Self::default();
        }
        let job = data.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok());
        Self { job, is_progress: data.get("state").and_then(Value::as_str) == Some("running") }
    }

    /// The job that this is progress of.
    pub fn progress_of(self) -> Option<Uuid> {
        self.job.filter(|_| self.is_progress)
    }
}

impl From<EventRow> for Event {
    fn from(row: EventRow) -> Self {
        let audience = Audience::parse(&row.audience, row.audience_id);
        let data = serde_json::from_str(&row.data).unwrap_or(Value::Null);
        Self::told(u64::try_from(row.id).unwrap_or(0), Topic::parse(&row.topic), audience, data, row.data)
    }
}
