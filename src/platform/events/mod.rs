//! Events: whatever changes in the background, published once, delivered to any number of listeners.
//!
//! Written by services and workers, read by the SSE face. A bounded ring keeps the last events so that a reconnecting
//! client misses nothing; a listener that falls behind is told to reload instead of being buffered.

mod bus;

pub use bus::{Audience, Event, EventId, Events, Subscription, Topic};
