//! Every kind of background work in one list: job arguments (`domain::job`) to the handler in its service.

use crate::http::AppState;
use crate::platform::jobs::Workers;

/// The handlers of this process. One line each: `workers.register(move |context, args: J| …)`.
pub fn workers(_state: &AppState) -> Workers {
    Workers::default()
}
