//! The job engine on a real PostgreSQL: outcomes, faults, limits.

mod face;
mod faults;
mod filters;
mod outcomes;
mod queue;
mod schedules;
mod stage;
mod words;
