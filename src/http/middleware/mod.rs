//! What happens to every request around its handler, outermost first: `answer` (id, log, metrics, panics, problems,
//! headers), `base_path` (what is not below it), `load` (bounded work), `sign_in` (closed unless listed as public), `rate` (quotas per client),
//! `represent` (tags and compression of JSON), `keys` (no query key that an operation does not know).

pub mod answer;
pub mod base_path;
mod class;
pub mod keys;
pub mod load;
pub mod rate;
pub mod represent;
pub mod sign_in;
