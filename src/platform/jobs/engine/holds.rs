//! What the governor says: less is claimed, what runs stands still at its next step, and what is held for long goes back.

use std::time::Duration;

use revenge_queries::queries::jobs as sql;

use super::run::{CalledOff, Run};
use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::{Result, now};
use crate::domain::governor::{Allowance, Hold, Holds};
use crate::domain::job::Queue;
use crate::platform::jobs::gate::Demand;

/// What short work gets to end by itself.
const GRACE: Duration = Duration::from_secs(3);
/// What stands still for longer than this keeps no place.
const LONG: Duration = Duration::from_mins(2);

impl Scheduler {
    pub fn heed_holds(&mut self, holds: Holds) {
        let before = std::mem::replace(&mut self.holds, holds);
        self.marks.hasten |= Queue::ALL.into_iter().any(|queue| holds.allowance(queue) > before.allowance(queue));
        for queue in Queue::ALL {
            self.slots.allow(queue, holds.allowance(queue));
        }
        self.marks.release |= self.waiting.iter().any(|waiting| self.slots.is_closed(waiting.run.queue));
        if self.runs.values().any(|run| run.shared.hold(&holds).is_some()) {
            self.timers.set(Timer::CallOff, GRACE);
        } else {
            self.timers.clear(Timer::CallOff);
        }
    }

    /// What is held goes back to its queue, where it waits like the others. What would be claimed anew at once stands where
    /// it is, unless it is known to be held for long: then it comes back at that time.
    pub fn call_off(&mut self) {
        for run in self.runs.values_mut() {
            let Some(hold) = run.shared.hold(&self.holds) else { continue };
            let is_kept_out = self.holds.allowance(run.queue) == Allowance::Nothing;
            let until = hold.until.filter(|until| *until - now() > LONG);
            if is_kept_out || until.is_some() {
                call_off(run, hold);
            }
        }
    }

    /// What was called off until some time need not wait for it any more.
    pub async fn hasten_held(&mut self) -> Result<()> {
        let client = self.jobs.db.client().await?;
        let hastened = sql::hasten_held_jobs().bind(&client).all().await?;
        drop(client);
        self.marks.promote |= !hastened.is_empty();
        self.marks.hasten = false;
        Ok(())
    }

    /// Tells the governor what there is to decide about.
    pub fn ask_governor(&self) {
        let mut is_busy = Queue::ALL.map(|queue| self.slots.is_kept_waiting(queue));
        for run in self.runs.values() {
            is_busy[run.shared.yields_as() as usize] = true;
        }
        self.jobs.gate.ask(Demand { rules: self.rules, is_busy });
    }
}

fn call_off(run: &mut Run, hold: Hold) {
    // A queue that is held lets it wait by itself.
    let until = hold.until.filter(|_| run.queue != run.shared.yields_as());
    run.called_off = Some(CalledOff { until });
    run.shared.cancel();
}
