//! What goes on beside claiming and finishing: progress and the hot table's cleanliness.

use revenge_queries::client::Params;
use revenge_queries::queries::jobs as sql;

use super::scheduler::Scheduler;
use crate::base::Result;

impl Scheduler {
    /// Writes what handlers have reported since the last time.
    pub async fn write_progress(&mut self) -> Result<()> {
        let runs = self.runs.values_mut().chain(self.ended.iter_mut().map(|ended| &mut ended.run));
        let mut params = sql::WriteProgressParams {
            ids: Vec::new(),
            run_nos: Vec::new(),
            done: Vec::new(),
            total: Vec::new(),
            messages: Vec::new(),
        };
        for run in runs {
            run.collect_progress();
            if let Some(report) = &run.unwritten {
                params.ids.push(run.info.id);
                params.run_nos.push(run.number);
                params.done.push(report.done);
                params.total.push(report.total);
                params.messages.push(report.message.clone());
            }
        }
        if params.ids.is_empty() {
            self.marks.progress = false;
            return Ok(());
        }
        // Stays set until it is done: a step that fails comes back.
        self.marks.progress = true;
        let client = self.jobs.db.client().await?;
        let written = sql::write_progress().params(&client, &params).all().await?;
        self.marks.progress = false;
        for ended in &mut self.ended {
            ended.run.unwritten = None;
        }
        for run in self.runs.values_mut() {
            // A run that was given up speaks no more.
            if run.unwritten.take().is_some() && written.contains(&run.info.id) {
                self.jobs.publish(&run.info);
            }
        }
        self.tell_others(&written).await;
        Ok(())
    }

    /// Cleans the hot table beside the loop.
    pub fn clean(&mut self) {
        self.n_finished = 0;
        let db = self.jobs.db.clone();
        tokio::spawn(async move {
            let cleaned = async { Ok(sql::vacuum_jobs().bind(&db.client().await?).await?) };
            if let Err(error) = cleaned.await as Result<u64> {
                tracing::debug!(%error, "the job table was not cleaned");
            }
        });
    }
}
