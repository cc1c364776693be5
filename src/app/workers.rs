//! Every kind of background work in one list: job arguments (`domain::job`) to the handler in its service.
