//! Listing, changing and starting schedules.

use revenge_queries::client::{GenericClient, Params};
use revenge_queries::queries::schedules as sql;
use serde_json::json;
use uuid::Uuid;

use super::info::{CronPatch, ScheduleInfo, SchedulePatch};
use super::{Declared, Schedules};
use crate::base::{Error, Result};
use crate::domain::schedule::{Cron, CronFault};
use crate::platform::jobs::handle::{EnqueueOptions, JobId};

/// What a person copies from.
const EXAMPLE: &str = "write five fields such as `30 3 * * *`, which is every day at 03:30";

impl Schedules {
    /// By name.
    pub async fn list(&self) -> Result<Vec<ScheduleInfo>> {
        let client = self.jobs.db.client().await?;
        self.ensure(&client).await?;
        let rows = sql::list_schedules().bind(&client).all().await?;
        Ok(rows.into_iter().filter_map(|row| Some(self.info(self.find(&row.name)?, row))).collect())
    }

    /// Changes what is given. The next run is planned from now on.
    pub async fn patch(&self, name: &str, patch: SchedulePatch) -> Result<ScheduleInfo> {
        let declared = self.find(name).ok_or_else(|| Error::not_found("schedule", name))?;
        if let CronPatch::Own(text) = &patch.cron {
            check(text)?;
        }
        let client = self.jobs.db.client().await?;
        self.ensure(&client).await?;
        let row = self.row(&client, name).await?;
        let own = match patch.cron {
            CronPatch::Keep => row.cron,
            CronPatch::Default => None,
            CronPatch::Own(text) => Some(text.trim().to_owned()),
        };
        let enabled = patch.enabled.unwrap_or(row.enabled);
        let (text, cron) = declared.effective(own.as_deref());
        let params = sql::PatchScheduleParams {
            cron: own,
            enabled,
            next: cron.next_after(row.now, self.zone.rules()).filter(|_| enabled),
            planned_for: self.planned_for(&text),
            name,
        };
        sql::patch_schedule().params(&client, &params).one().await?;
        let row = self.row(&client, name).await?;
        self.jobs.publish_change(json!({ "action": "schedule_changed", "schedule": name }));
        Ok(self.info(declared, row))
    }

    /// Starts its job now, whether the schedule is on or off. While one is unfinished, it is that one.
    pub async fn request_run(&self, name: &str, created_by: Uuid) -> Result<JobId> {
        let declared = self.find(name).ok_or_else(|| Error::not_found("schedule", name))?;
        let mut client = self.jobs.db.client().await?;
        self.ensure(&client).await?;
        let transaction = client.transaction().await?;
        let options = EnqueueOptions { created_by: Some(created_by), ..EnqueueOptions::default() };
        let job = self.jobs.enqueue_stored(&transaction, &declared.job, options).await?;
        sql::note_run().bind(&transaction, &job, &name).await?;
        transaction.commit().await?;
        Ok(job)
    }

    pub(super) async fn ensure(&self, client: &impl GenericClient) -> Result<()> {
        let names: Vec<_> = self.declared.iter().map(|declared| declared.name).collect();
        let kinds: Vec<_> = self.declared.iter().map(|declared| declared.job.kind).collect();
        sql::ensure_schedules().bind(client, &names, &kinds).await?;
        Ok(())
    }

    pub(super) fn find(&self, name: &str) -> Option<&Declared> {
        self.declared.iter().find(|declared| declared.name == name)
    }

    /// What a planned time depends on beside the clock.
    pub(super) fn planned_for(&self, cron: &str) -> String {
        format!("{cron} {}", self.zone.name())
    }

    async fn row(&self, client: &impl GenericClient, name: &str) -> Result<sql::ScheduleRow> {
        let rows = sql::list_schedules().bind(client).all().await?;
        rows.into_iter().find(|row| row.name == name).ok_or_else(|| Error::not_found("schedule", name))
    }

    fn info(&self, declared: &Declared, row: sql::ScheduleRow) -> ScheduleInfo {
        let (text, cron) = declared.effective(row.cron.as_deref());
        // Not planned yet when no engine has looked since it came.
        let next = row.next_run_at.or_else(|| cron.next_after(row.now, self.zone.rules()));
        ScheduleInfo {
            name: row.name,
            title: declared.title.to_owned(),
            kind: row.kind,
            description: cron.in_words(),
            cron: text,
            default_cron: declared.cron.to_owned(),
            enabled: row.enabled,
            time_zone: self.zone.name().to_owned(),
            last_run_at: row.last_run_at,
            last_job_id: row.last_job_id,
            next_run_at: next.filter(|_| row.enabled),
        }
    }
}

fn check(text: &str) -> Result<()> {
    Cron::parse(text).map(drop).map_err(|fault| {
        let fault = match fault {
            CronFault::Unreadable(reason) => {
                format!("not a cron expression ({}): {EXAMPLE}", reason.trim_end_matches('.'))
            }
            CronFault::NeverDue => format!("names a day that never comes: {EXAMPLE}"),
        };
        Error::invalid_field("/cron", fault)
    })
}
