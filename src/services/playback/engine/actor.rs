//! The actor of one rendition: owns its pipeline, answers its requests.
//!
//! One task, one loop: wait for an event, take note of it, then `settle` does what follows from what is asked, what the
//! run has made and what time it is. At most one run works at a time; a stopped one is not waited for unless two are
//! still going down, because taking a pipeline down costs 0.2 s that a viewer would wait.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::backends::Chosen;
use super::encoding::Falling;
use super::ending::Endings;
use super::metrics::{PipelineOutcome, PipelineWork, count_fallback};
use super::permits::Permit;
use super::presence::Presence;
use super::scrub::{self, Scrub};
use super::session::Shared;
use super::waiters::{Ask, Asked, Waiters};
use super::working::{Working, WorkingEvent};
use crate::base::ErrorKind;
use crate::domain::hls::{Cuts, RenditionId};
use crate::domain::playback::Burden;
use crate::platform::gst::run::Work;

/// Stopped pipelines that may go down while the next one starts.
const MAX_ENDING: usize = 2;
/// How long a request waits for somebody else's encoder to end.
const PERMIT_WAIT: Duration = Duration::from_secs(20);

pub(super) struct Actor {
    shared: Arc<Shared>,
    id: RenditionId,
    cuts: Arc<Cuts>,
    needs_permit: bool,
    /// What its conversion asks of the machine.
    burden: Burden,
    asks: mpsc::Receiver<Asked>,
    waiters: Waiters,
    working: Option<Working>,
    /// Of a run that was given up for another place, which will need it.
    spare_permit: Option<Permit>,
    has_given_up_run: bool,
    /// What the back-end before this one could not make.
    falling: Falling,
    ending: Endings,
    /// The last segment asked for.
    playhead: u32,
    player: Presence,
    /// The request that asked last; a pipeline that it starts names it in the log.
    asked_by: Option<Arc<str>>,
    scrub: Scrub,
    starved_since: Option<Instant>,
    /// The last request was aborted and nobody came back: no more running ahead.
    is_given_up: bool,
}

enum Event {
    Ask(Asked),
    Working(WorkingEvent),
    Tick,
    Stop,
}

impl Actor {
    /// `None` for a rendition that the session does not have.
    pub(super) fn new(shared: Arc<Shared>, id: RenditionId, asks: mpsc::Receiver<Asked>) -> Option<Self> {
        let rendition = shared.layout.find(id)?;
        let (cuts, needs_permit) = (Arc::clone(&rendition.cuts), matches!(rendition.work, Work::VideoEncode(_)));
        let playhead = shared.layout.start_segment(rendition);
        let burden = rendition.burden();
        Some(Self {
            shared,
            id,
            cuts,
            needs_permit,
            burden,
            asks,
            waiters: Waiters::default(),
            working: None,
            spare_permit: None,
            has_given_up_run: false,
            falling: Falling::default(),
            ending: Endings::default(),
            playhead,
            player: Presence::asked_at(Instant::now()),
            asked_by: None,
            scrub: Scrub::default(),
            starved_since: None,
            is_given_up: false,
        })
    }

    pub(super) async fn run(mut self) {
        loop {
            let wake_at = self.settle();
            match self.next_event(wake_at).await {
                Event::Ask(ask) => self.note_ask(ask),
                Event::Working(event) => self.note_work(event),
                Event::Tick => {}
                Event::Stop => break,
            }
            if self.is_forgotten() {
                break;
            }
        }
        self.asks.close();
        self.retire();
        self.shared.set_coming(self.id, None);
        self.shared.store.clear(self.id);
        // The task ends with its pipelines, so that a shutdown which waits for tasks has waited for pipelines.
        let work = self.work();
        self.ending.wait((&self.shared.engine, work)).await;
    }

    async fn next_event(&mut self, wake_at: Instant) -> Event {
        let engine = Arc::clone(&self.shared.engine);
        tokio::select! {
            () = self.shared.stop.cancelled() => Event::Stop,
            ask = self.asks.recv() => ask.map_or(Event::Stop, Event::Ask),
            event = Working::next(&mut self.working) => Event::Working(event),
            () = engine.permits.freed(), if self.starved_since.is_some() => Event::Tick,
            () = tokio::time::sleep_until(wake_at.into()) => Event::Tick,
        }
    }

    fn note_ask(&mut self, Asked { ask, by }: Asked) {
        match ask {
            Ask::Init(reply) => {
                self.note_player(by);
                self.waiters.add_init(reply);
            }
            Ask::Segment(k, reply) => {
                self.note_player(by);
                self.playhead = k;
                self.shared.store.set_playhead(self.id, k);
                self.waiters.add(k, reply);
                match self.shared.store.get(self.id, k) {
                    Some(bytes) => self.waiters.answer(k, &bytes),
                    None => self.give_up_superseded(),
                }
            }
            Ask::GuestInit(reply) => self.waiters.add_guest(None, reply),
            Ask::GuestSegment(k, reply) => {
                self.waiters.add_guest(Some(k), reply);
                if let Some(bytes) = self.shared.store.get(self.id, k) {
                    self.waiters.answer(k, &bytes);
                }
            }
        }
    }

    /// The session's own player has asked for something.
    fn note_player(&mut self, by: Option<Arc<str>>) {
        (self.player, self.asked_by) = (Presence::asked_at(Instant::now()), by);
        self.is_given_up = false;
        if let Some(permit) = self.permit_in_hand() {
            permit.touch();
        }
    }

    fn permit_in_hand(&self) -> Option<&Permit> {
        self.working.as_ref().and_then(|w| w.permit.as_ref()).or(self.spare_permit.as_ref())
    }

    fn note_work(&mut self, event: WorkingEvent) {
        match event {
            WorkingEvent::Init(bytes) => {
                self.waiters.answer_init(&bytes);
                self.shared.inits.lock().unwrap_or_else(PoisonError::into_inner).insert(self.id, bytes);
            }
            WorkingEvent::Segment { index, bytes, took } => {
                if let Some(took) = took.filter(|_| self.needs_permit) {
                    self.note_pace(index, took);
                }
                if let Some((backend, why)) = self.falling.made(index) {
                    self.shared.engine.backends.blame(&backend, &why);
                }
                self.waiters.answer(index, &bytes);
                self.shared.engine.keep(&self.shared, self.id, index, bytes);
            }
            WorkingEvent::Ended | WorkingEvent::Preempted => self.retire(),
            WorkingEvent::Failed(why) => {
                self.shared.engine.tally.pipeline(self.work(), PipelineOutcome::Failed);
                if !self.falls_back(&why) {
                    self.retire();
                    self.waiters.refuse(ErrorKind::Source, &why);
                }
            }
        }
    }

    /// Measures the machine by a segment that the encoder made without a pause.
    fn note_pace(&self, index: u32, took: Duration) {
        let length = |from: u32, to: u32| self.cuts.start_ns(to) - self.cuts.start_ns(from);
        let engine = &self.shared.engine;
        // Those that work at once share the machine.
        let (film_ns, n_working) = (length(index, index + 1), engine.permits.working().len().max(1));
        self.shared.encoding.runs_at(film_ns as f64 / took.as_nanos().max(1) as f64);
        let Some((working, backend)) = self.working.as_ref().and_then(|w| Some((w, w.backend()?))) else { return };
        engine.tally.encoded(backend, (film_ns, took), self.burden.work * n_working as u64);
        if let Some(permit) = &working.permit {
            let left_ns = length(working.next, working.limit().max(working.next) + 1);
            permit.set_rests_at(Instant::now() + took.mul_f64(left_ns as f64 / film_ns.max(1) as f64));
        }
    }

    /// Gives a device up: the next back-end goes on at the segment that it owes. False where there is no next one.
    fn falls_back(&mut self, why: &str) -> bool {
        let Some(working) = &mut self.working else { return false };
        let Some(device) = working.device().map(str::to_owned) else { return false };
        tracing::warn!(backend = device, why, segment = working.next, "a back-end failed: the next one goes on");
        count_fallback(&device);
        self.falling.fell(&device, why, working.next);
        self.spare_permit = working.permit.take();
        self.shared.encoding.fails(&device, why);
        self.retire();
        true
    }

    /// A run that nobody waits for any more ends when the player asks elsewhere, not when it has come to rest there.
    fn give_up_superseded(&mut self) {
        if self.working.is_none() || self.waiters.has_live(|k| self.will_come(k)) {
            return;
        }
        self.spare_permit = self.working.as_mut().and_then(|working| working.permit.take());
        self.has_given_up_run = true;
        self.retire();
    }

    /// Does what is due and returns when to look again.
    fn settle(&mut self) -> Instant {
        let now = Instant::now();
        if self.waiters.is_watched() {
            self.player.waits(now);
            if let Some(permit) = self.permit_in_hand() {
                permit.still_wanted(now);
            }
        }
        if self.waiters.forget_gone(now) && self.waiters.is_empty() {
            self.is_given_up = true;
        }
        if self.waiters.is_empty() && self.falling.resume_at().is_none() {
            self.spare_permit = None;
        }
        self.give_up_stuck(now);
        let work = self.work();
        self.ending.reap(now, (&self.shared.engine, work));
        let idle = self.shared.engine.config.idle;
        let is_idle = now >= self.player.away_at(idle) && self.waiters.is_empty();
        if is_idle || self.is_given_up {
            self.falling.resumed();
        }
        if is_idle {
            self.retire();
        }
        let forget_after = self.shared.engine.config.forget_after;
        let mut wake_at = self.player.away_at(if self.working.is_some() { idle } else { forget_after });
        let look_at = self.working.as_ref().and_then(|working| working.look_at(self.shared.engine.config.stuck_after));
        if let Some(at) = self.waiters.next_check(now).into_iter().chain(look_at).min() {
            wake_at = wake_at.min(at);
        }
        if let Some(segment) = self.segment_to_start_at() {
            wake_at = wake_at.min(self.start_at(segment, now));
        }
        if self.ending.len() > 0 {
            wake_at = wake_at.min(now + Duration::from_millis(50));
        }
        self.move_limit();
        let coming = self.working.as_ref().map(|working| (working.next, working.limit()));
        self.shared.set_coming(self.id, coming);
        self.waiters.forget_guests(|k| coming.is_some_and(|(next, last)| k.is_none_or(|k| (next..=last).contains(&k))));
        wake_at.max(now + Duration::from_millis(1))
    }

    /// Where a new run has to start, if what is asked for will not come from the one at work.
    fn segment_to_start_at(&self) -> Option<u32> {
        match self.waiters.newest() {
            Some(k) => (!self.will_come(k)).then_some(k),
            None if self.working.is_some() => None,
            None => self.falling.resume_at().or_else(|| self.waiters.wants_init().then_some(self.playhead)),
        }
    }

    fn give_up_stuck(&mut self, now: Instant) {
        let patience = self.shared.engine.config.stuck_after;
        if self.working.as_mut().is_some_and(|working| working.is_stuck(now, patience)) {
            self.note_work(WorkingEvent::Failed("nothing came out of the pipeline for too long".to_owned()));
        }
    }

    /// What encodes the next run: absent where nothing is encoded.
    fn choose(&self) -> Option<Chosen> {
        let job = self.shared.layout.find(self.id)?.job()?;
        let chosen = self.shared.engine.backends.choose(&job, &self.shared.encoding.shunned());
        self.shared.encoding.begins(chosen.backend.name());
        Some(chosen)
    }

    fn will_come(&self, k: u32) -> bool {
        let ahead = self.shared.engine.config.run_ahead.as_nanos() as i64;
        let within = |next: u32| k >= next && self.cuts.start_ns(k) - self.cuts.start_ns(next) <= ahead;
        self.working.as_ref().is_some_and(|working| within(working.next))
    }

    /// Starts a run at `segment`, unless something has to be waited for; returns when to look again.
    fn start_at(&mut self, segment: u32, now: Instant) -> Instant {
        let asked = self.waiters.newest_since().unwrap_or(now);
        if let Some(due) = self.scrub.rest_needed(now, asked) {
            return due;
        }
        if self.ending.len() >= MAX_ENDING {
            return now + Duration::from_millis(20);
        }
        let permit = match self.permit(now) {
            Ok(permit) => permit,
            Err(retry_at) => return retry_at,
        };
        let is_seek = std::mem::take(&mut self.has_given_up_run) || self.working.is_some();
        self.scrub.started(now, is_seek);
        self.retire();
        let limit = self.limit_from(segment);
        self.shared.engine.tally.pipeline(self.work(), PipelineOutcome::Started);
        self.falling.resumed();
        let chosen = self.choose();
        let backend = chosen.as_ref().map(|chosen| chosen.backend.name().to_owned());
        // Inside the rendition's span, so that the pipeline's threads carry both.
        let span = tracing::info_span!("pipeline", request.id = self.asked_by.as_deref(), segment, backend);
        match span.in_scope(|| Working::start(&self.shared, self.id, (segment, limit), (permit, chosen))) {
            Ok(working) => self.working = Some(working),
            Err(error) => self.waiters.refuse(error.kind(), error.what()),
        }
        now + scrub::WINDOW
    }

    /// The permit that the work needs: the one in hand, or a new one.
    fn permit(&mut self, now: Instant) -> Result<Option<Permit>, Instant> {
        if !self.needs_permit {
            return Ok(None);
        }
        let in_hand = self.working.as_mut().and_then(|working| working.permit.take()).or(self.spare_permit.take());
        let permit =
            in_hand.or_else(|| self.shared.engine.permits.try_take(self.shared.id, self.burden, self.player.asked));
        if permit.is_some() {
            self.starved_since = None;
            return Ok(permit);
        }
        let since = *self.starved_since.get_or_insert(now);
        if now.duration_since(since) >= PERMIT_WAIT {
            self.starved_since = None;
            self.waiters.refuse(ErrorKind::Busy, "all encoders are in use");
        }
        // Encoders that begin to wait at their limit tell nobody.
        Err(now + Duration::from_millis(500))
    }

    /// Lets the run go ahead of the playhead, as far as time and memory allow.
    fn move_limit(&mut self) {
        let ahead = self.shared.engine.config.run_ahead.as_nanos() as i64;
        let playhead = self.playhead;
        let full = self.limit_from(playhead);
        let is_full = self.shared.store.n_bytes_from(self.id, playhead) >= self.shared.engine.session_budget() / 2;
        let newest = self.waiters.newest();
        let Some(working) = &mut self.working else { return };
        if self.cuts.start_ns(working.next) - self.cuts.start_ns(playhead) <= ahead / 2 {
            working.allowed = full;
        }
        let held = working.next.saturating_sub(1);
        let capped = if is_full || self.is_given_up { working.allowed.min(held) } else { working.allowed };
        // What somebody waits for is made whatever the limits say.
        working.set_limit(newest.map_or(capped, |k| capped.max(k)));
    }

    fn limit_from(&self, segment: u32) -> u32 {
        let ahead = self.shared.engine.config.run_ahead.as_nanos() as i64;
        self.cuts.segment_at_ns(self.cuts.start_ns(segment) + ahead)
    }

    /// Stops the run, if there is one.
    fn retire(&mut self) {
        if let Some(working) = self.working.take() {
            self.ending.add(working.stop());
        }
    }

    fn work(&self) -> PipelineWork {
        if self.needs_permit { PipelineWork::Encode } else { PipelineWork::Copy }
    }

    /// Nobody has asked for so long that the segments are freed and the task ends; a request brings it back.
    fn is_forgotten(&self) -> bool {
        self.waiters.is_empty() && Instant::now() >= self.player.away_at(self.shared.engine.config.forget_after)
    }
}
