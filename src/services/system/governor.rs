//! The governor: reads how the machine is, and lets background work have what is left.
//!
//! Looks every two seconds, but only while there is work to decide about; whoever begins to play is heard at once. Idle, it
//! sleeps. Invariant: each decision is logged, counted and told once.

use std::future::pending;
use std::time::Duration;

use revenge_queries::queries::system as sql;
use serde_json::json;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until, timeout};

use super::{System, metrics};
use crate::base::{Result, now};
use crate::domain::governor::{Allowance, Hold, Holds, Judge, Readings, Why};
use crate::domain::job::Queue;
use crate::platform::board::strain;
use crate::platform::events::{Audience, Topic};
use crate::platform::jobs::{Demand, QueueHold};

/// While there is work to decide about.
const OFTEN: Duration = Duration::from_secs(2);
/// While somebody plays and nothing waits, and for rules, because clocks are set.
const NOW_AND_THEN: Duration = Duration::from_mins(1);
/// A sensor that takes longer has nothing to say.
const PATIENCE: Duration = Duration::from_secs(1);
/// A player's row is renewed once a minute.
const PLAYING: Duration = Duration::from_secs(90);

struct Governor {
    system: System,
    judge: Judge,
    demand: watch::Receiver<Demand>,
    holds: Holds,
    began: Instant,
    /// When the machine was looked at last, and what was seen.
    read_at: Option<Instant>,
    readings: Readings,
}

impl System {
    /// Decides what background work may run, for as long as it is polled.
    pub async fn govern(self) {
        let judge = Judge::new(self.inner.parts.board.heat());
        let demand = self.inner.parts.jobs.gate().demand();
        let holds = self.inner.parts.jobs.gate().holds();
        let (began, readings) = (Instant::now(), Readings::default());
        Governor { system: self, judge, demand, holds, began, read_at: None, readings }.run().await;
    }

    async fn is_anything_played(&self) -> Result<bool> {
        let client = self.inner.parts.db.client().await?;
        Ok(sql::is_anything_played().bind(&client, &(now() - PLAYING), &now()).one().await?)
    }
}

impl Governor {
    async fn run(mut self) {
        let mut live = self.system.inner.parts.events.subscribe().live;
        loop {
            let due = self.due();
            let wait = async {
                match due {
                    Some(due) => sleep_until(due).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                changed = self.demand.changed() => if changed.is_err() { return },
                event = live.recv() => match event {
                    Ok(event) if event.topic == Topic::Playback => self.read_at = None,
                    Err(RecvError::Lagged(_)) => self.read_at = None,
                    Ok(_) => continue,
                    Err(RecvError::Closed) => return,
                },
                () = wait => {}
            }
            self.decide().await;
        }
    }

    /// When to look again; none where only news can change anything.
    fn due(&self) -> Option<Instant> {
        let rules = self.demand.borrow().rules;
        let change = Judge::next_change(&rules, now(), self.system.inner.config.zone.rules());
        let rules_due = change.map(|at| {
            let wait = Duration::try_from(at - now()).unwrap_or_default() + Duration::from_millis(1);
            Instant::now() + wait.min(NOW_AND_THEN)
        });
        let reading_due = self.pace().zip(self.read_at).map(|(pace, read_at)| read_at + pace);
        [rules_due, reading_due].into_iter().flatten().min()
    }

    /// How often to look at the machine.
    fn pace(&self) -> Option<Duration> {
        let demand = *self.demand.borrow();
        let is_open = |queue: &Queue| {
            // What a rule holds does not depend on the machine.
            !self.holds.of(*queue).is_some_and(|hold| matches!(hold.why, Why::Pause | Why::Window))
        };
        let governed = [Queue::Default, Queue::Low, Queue::Bulk];
        let is_busy = governed.iter().any(|queue| demand.is_busy[*queue as usize] && is_open(queue));
        let recovers = self.judge.is_alarmed() && !self.readings.is_playing;
        if is_busy || recovers { Some(OFTEN) } else { self.readings.is_playing.then_some(NOW_AND_THEN) }
    }

    async fn decide(&mut self) {
        let rules = self.demand.borrow_and_update().rules;
        let is_fresh = |read_at: Instant| self.pace().is_none_or(|pace| read_at.elapsed() < pace);
        if !self.read_at.is_some_and(is_fresh) {
            self.read().await;
        }
        let holds = self.judge.holds(&rules, now(), self.system.inner.config.zone.rules());
        let before = std::mem::replace(&mut self.holds, holds);
        if before != holds {
            self.system.inner.parts.jobs.gate().hold(holds);
            for queue in Queue::ALL {
                self.tell(queue, before.of(queue), holds.of(queue));
            }
        }
    }

    async fn read(&mut self) {
        let look = strain(&self.system.inner.config.board_root, PATIENCE);
        let (strain, playing) = tokio::join!(look, timeout(PATIENCE, self.system.is_anything_played()));
        let is_playing = match playing {
            Ok(Ok(is_playing)) => is_playing,
            // A database that is away changes nothing.
            Ok(Err(_)) | Err(_) => self.readings.is_playing,
        };
        self.readings = Readings { is_playing, ..strain };
        self.read_at = Some(Instant::now());
        self.judge.read(&self.readings, self.began.elapsed());
    }

    fn tell(&self, queue: Queue, before: Option<Hold>, hold: Option<Hold>) {
        let key = |hold: Hold| (hold.why, hold.allowance, hold.until);
        if before.map(key) == hold.map(key) {
            return;
        }
        let Readings { celsius, cpu_pressure, io_pressure, memory_pressure, memory_share, .. } = self.readings;
        let reason = hold.or(before).map_or("", |hold| hold.why.as_str());
        let is_stopped = hold.is_some_and(|hold| hold.allowance == Allowance::Nothing);
        metrics::observe_hold(queue, hold.is_some(), reason);
        tracing::info!(
            queue = queue.as_str(),
            reason,
            is_held = hold.is_some(),
            is_stopped,
            celsius,
            cpu_pressure,
            io_pressure,
            memory_pressure,
            memory_share,
            "background work was given another share"
        );
        let data = json!({ "action": "queue_held", "queue": queue.as_str(), "held": hold.map(QueueHold::from) });
        self.system.inner.parts.events.publish(Topic::System, Audience::Admins, data);
    }
}
