//! Every kind of background work in one list: job arguments (`domain::job`) to the handler in its service, and what starts
//! by itself.

use super::measure::Measure;
use crate::base::Result;
use crate::domain::job::{
    DeleteLibrary, DeliverWebhook, ExtractStill, MakeBackup, MakePreviews, MeasureMachine, PruneJobs, PrunePlayback,
    PrunePreviews, PruneSignIns, ScanLibraries, ScanLibrary, TryPreviews,
};
use crate::http::AppState;
use crate::platform::jobs::{Declared, Workers};

/// The handlers of this process, one line each.
pub fn workers(state: &AppState) -> Workers {
    let mut workers = Workers::default();
    let libraries = || state.libraries.in_background();
    let (scan, scan_all, delete, still) = (libraries(), libraries(), libraries(), libraries());
    let (make, attempt, clear) = (libraries(), libraries(), libraries());
    let (jobs, accounts, playback) = (state.jobs.clone(), state.accounts.clone(), state.playback.clone());
    workers.register(move |context, job: ScanLibrary| scan.clone().run_scan(context, job));
    workers.register(move |context, job: ScanLibraries| scan_all.clone().run_scan_all(context, job));
    workers.register(move |context, job: DeleteLibrary| delete.clone().run_delete(context, job));
    workers.register(move |context, job: ExtractStill| still.clone().run_still(context, job));
    workers.register(move |context, job: MakePreviews| make.clone().run_previews(context, job));
    workers.register(move |context, job: TryPreviews| attempt.clone().run_preview_trial(context, job));
    workers.register(move |context, job: PrunePreviews| clear.clone().run_preview_prune(context, job));
    workers.register(move |context, job: PruneJobs| jobs.clone().run_prune(context, job));
    workers.register(move |context, job: PruneSignIns| accounts.clone().run_prune(context, job));
    workers.register(move |context, job: PrunePlayback| playback.clone().run_prune(context, job));
    let (webhooks, backups) = (state.webhooks.clone(), state.backups.clone());
    let measure = Measure::new(state);
    workers.register(move |context, job: MeasureMachine| measure.clone().run(context, job));
    workers.register(move |context, job: MakeBackup| backups.clone().run_make(context, job));
    workers.register(move |context, job: DeliverWebhook| webhooks.clone().run_deliver(context, job));
    workers
}

/// What starts by itself, unless an administrator says otherwise: within one hour of the night, so that in all others
/// nothing is written. What one of them leaves in PostgreSQL's memory is written out together with the others'.
pub fn schedules() -> Result<Vec<Declared>> {
    Ok(vec![
        Declared::new("scan_libraries", "Scan all libraries", "30 3 * * *", &ScanLibraries {})?,
        Declared::new("prune_jobs", "Remove old jobs from the history", "40 3 * * *", &PruneJobs {})?,
        Declared::new("prune_sign_ins", "Remove expired sign-ins", "41 3 * * *", &PruneSignIns {})?,
        Declared::new("prune_playback", "Remove expired playback sessions", "42 3 * * *", &PrunePlayback {})?,
        Declared::new("prune_previews", "Remove old seek previews", "43 3 * * *", &PrunePreviews {})?,
    ])
}
