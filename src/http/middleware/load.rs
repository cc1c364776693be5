//! Bounded work: each kind has its own lane, and nobody takes a lane for themselves. The surplus is told to come back,
//! which costs nothing.
//!
//! Pictures and streams can be slow for as long as a client likes, so they never take the API's places; health and metrics
//! need none. One client leaves a quarter of each lane to others. A request counts until its answer has been handed to the
//! connection; an event stream until it begins (`Shell::listener_slot` bounds what follows). Rejected: a queue in front
//! (a client that gives up leaves its work behind) and one lane for all (two hundred players would end the API).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus::{IntCounterVec, register_int_counter_vec};

use super::class::class_of;
use crate::base::Error;
use crate::domain::rate::Class;
use crate::http::client_address::Client;
use crate::http::held::Held;
use crate::platform::rate::Who;

static SHED: LazyLock<IntCounterVec> = LazyLock::new(|| {
    register_int_counter_vec!("revenge_http_shed_total", "Requests refused with 503 under load, by lane.", &["lane"])
        .expect("the metric is registered once, here")
});

/// All lanes; a cheap handle.
#[derive(Clone)]
pub struct Lanes {
    api: Arc<Lane>,
    image: Arc<Lane>,
    stream: Arc<Lane>,
}

impl Lanes {
    /// Shares out the places: half to streams (a viewer each), an eighth to pictures, the rest to the API.
    pub fn new(in_flight: usize) -> Self {
        let (image, stream) = ((in_flight / 8).max(1), (in_flight / 2).max(1));
        let api = in_flight.saturating_sub(image + stream).max(1);
        let lane = |name, most| {
            SHED.with_label_values(&[name]);
            Arc::new(Lane { name, most, held: Mutex::default() })
        };
        Self { api: lane("api", api), image: lane("image", image), stream: lane("stream", stream) }
    }

    fn of(&self, class: Class) -> &Arc<Lane> {
        match class {
            Class::Image => &self.image,
            Class::Stream => &self.stream,
            Class::Read | Class::Write | Class::Search | Class::SignIn => &self.api,
        }
    }
}

pub async fn load(State(lanes): State<Lanes>, request: Request, next: Next) -> Response {
    let Some(class) = class_of(&request) else { return next.run(request).await };
    let who = request.extensions().get::<Client>().map(|client| Who::at(client.ip));
    let lane = lanes.of(class);
    let Some(place) = who.and_then(|who| lane.enter(who)) else {
        SHED.with_label_values(&[lane.name]).inc();
        let busy = Error::unavailable("too many requests at once").with_retry_after(Duration::from_secs(1));
        return busy.into_response();
    };
    let response = next.run(request).await;
    let is_endless = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == "text/event-stream");
    if is_endless { response } else { response.map(|body| Held::body(body, place)) }
}

struct Lane {
    name: &'static str,
    most: usize,
    held: Mutex<HeldPlaces>,
}

/// Bounded by the lane: who holds nothing has no entry.
#[derive(Default)]
struct HeldPlaces {
    n: usize,
    by_client: HashMap<Who, usize>,
}

/// One request's place; free again when dropped.
struct Place {
    lane: Arc<Lane>,
    who: Who,
}

impl Lane {
    fn enter(self: &Arc<Self>, who: Who) -> Option<Place> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let own = held.by_client.get(&who).copied().unwrap_or_default();
        if held.n >= self.most || own >= self.most - self.most / 4 {
            return None;
        }
        held.n += 1;
        held.by_client.insert(who, own + 1);
        Some(Place { lane: Arc::clone(self), who })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut held = self.lane.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.n -= 1;
        if let Some(own) = held.by_client.get_mut(&self.who) {
            *own -= 1;
            if *own == 0 {
                held.by_client.remove(&self.who);
            }
        }
    }
}
