//! The job engine on a real PostgreSQL: outcomes, faults, limits.

mod face;
mod faults;
mod outcomes;
mod queue;
mod stage;
