//! Our REST API: one file per resource with routes, parameters, bodies and handlers, in that order.
