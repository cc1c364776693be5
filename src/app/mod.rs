//! Composition root: configuration, command line, wiring, workers, lifecycle.
