//! Every kind of background work in one list: job arguments (`domain::job`) to the handler in its service.

use crate::domain::job::{DeleteLibrary, ExtractStill, ScanLibrary};
use crate::http::AppState;
use crate::platform::jobs::Workers;

/// The handlers of this process, one line each.
pub fn workers(state: &AppState) -> Workers {
    let mut workers = Workers::default();
    let (scan, delete, still) = (state.libraries.clone(), state.libraries.clone(), state.libraries.clone());
    workers.register(move |context, job: ScanLibrary| scan.clone().run_scan(context, job));
    workers.register(move |context, job: DeleteLibrary| delete.clone().run_delete(context, job));
    workers.register(move |context, job: ExtractStill| still.clone().run_still(context, job));
    workers
}
