//! The job engine on a real PostgreSQL: outcomes, faults, limits.

mod database_faults;
mod face;
mod faults;
mod filters;
mod nodes;
mod outcomes;
mod process_node;
mod queue;
mod schedules;
mod stage;
mod words;
