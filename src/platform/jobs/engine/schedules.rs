//! Periodic jobs on this node: a look when one is due, and now and then in between, because clocks are set.

use std::time::Duration;

use super::scheduler::Scheduler;
use super::timers::Timer;
use crate::base::Result;

/// However far the next time is.
const LOOK_AT_LATEST: Duration = Duration::from_mins(5);

impl Scheduler {
    pub async fn look_at_schedules(&mut self) -> Result<()> {
        let next_in = self.schedules.look().await?;
        self.timers.clear(Timer::Schedule);
        if let Some(next_in) = next_in {
            // A millisecond more, so that it is due and not about to be.
            self.timers.set(Timer::Schedule, next_in.min(LOOK_AT_LATEST) + Duration::from_millis(1));
        }
        self.marks.schedules = false;
        Ok(())
    }
}
