//! Events: whatever changes in the background, published once, heard by listeners of every node.
//!
//! Written by services and workers, read by the SSE face and webhooks. `Events::publish` never waits: the keeper
//! writes to the log (core.events) in batches, which gives an event its id and its place, and only then anybody hears it.
//! Invariant: listeners hear events in the order of their ids, on every node, each once; where that cannot be kept they
//! hear `reset`, which means: load again what you show.
//!
//! Not delivered before it is written: an id that is not in the log yet could not be resumed from.

mod bus;
mod event;
mod keeper;
mod outbox;
mod ring;

pub use bus::{Events, Subscription};
pub use event::{Audience, Event, EventId, Topic};
