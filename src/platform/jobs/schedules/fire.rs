//! One look at all schedules: fires what is due, plans what is not planned right, and says when to look again.
//!
//! The database's clock decides. A time that has come fires once, however long ago it came, and the next one lies after
//! now: neither a night without power nor a clock set forward makes a storm. A next time later than the expression gives
//! from now means that the clock was set back, or another expression or zone; it is planned anew, so none waits for ever.

use std::time::Duration;

use revenge_queries::client::Params;
use revenge_queries::queries::schedules as sql;
use time::OffsetDateTime;

use super::{Declared, Schedules};
use crate::base::Result;
use crate::platform::jobs::handle::EnqueueOptions;

impl Schedules {
    /// Returns how long until the next one is due; none when none is.
    pub async fn look(&self) -> Result<Option<Duration>> {
        if self.declared.is_empty() {
            return Ok(None);
        }
        let client = self.jobs.db.client().await?;
        self.ensure(&client).await?;
        let rows = sql::list_schedules().bind(&client).all().await?;
        drop(client);
        let mut next_in = None;
        for row in rows.iter().filter(|row| row.enabled) {
            let Some(declared) = self.find(&row.name) else { continue };
            let (text, cron) = declared.effective(row.cron.as_deref());
            let Some(next) = cron.next_after(row.now, self.zone.rules()) else { continue };
            let plan = Plan { declared, next, planned_for: self.planned_for(&text) };
            let is_planned_right = row.planned_for.as_deref() == Some(plan.planned_for.as_str());
            let due = match row.next_run_at {
                Some(due) if due <= row.now => {
                    self.fire(&plan, due).await?;
                    next
                }
                Some(due) if due <= next && is_planned_right => due,
                seen => {
                    self.plan(&plan, seen).await?;
                    next
                }
            };
            let wait = Duration::try_from(due - row.now).unwrap_or_default();
            next_in = Some(next_in.map_or(wait, |least: Duration| least.min(wait)));
        }
        Ok(next_in)
    }

    /// The job and the next time in one transaction: both or none, by one node.
    async fn fire(&self, plan: &Plan<'_>, due: OffsetDateTime) -> Result<()> {
        let mut client = self.jobs.db.client().await?;
        let transaction = client.transaction().await?;
        let job = self.jobs.enqueue_stored(&transaction, &plan.declared.job, EnqueueOptions::default()).await?;
        let params = sql::FireScheduleParams {
            job,
            next: plan.next,
            planned_for: plan.planned_for.as_str(),
            name: plan.declared.name,
            due,
        };
        if sql::fire_schedule().params(&transaction, &params).opt().await?.is_some() {
            transaction.commit().await?;
            tracing::info!(schedule = plan.declared.name, job.id = %job, "a schedule fired");
        }
        Ok(())
    }

    async fn plan(&self, plan: &Plan<'_>, seen: Option<OffsetDateTime>) -> Result<()> {
        let client = self.jobs.db.client().await?;
        let params = sql::PlanScheduleParams {
            next: plan.next,
            planned_for: Some(plan.planned_for.as_str()),
            name: plan.declared.name,
            seen,
        };
        sql::plan_schedule().params(&client, &params).await?;
        Ok(())
    }
}

struct Plan<'a> {
    declared: &'a Declared,
    next: OffsetDateTime,
    planned_for: String,
}
