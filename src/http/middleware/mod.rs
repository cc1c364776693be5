//! What happens to every request around its handler, outermost first: `answer` (id, log, metrics, panics, problems,
//! headers), `load` (bounded work), `sign_in` (closed unless listed as public).

pub mod answer;
pub mod load;
pub mod sign_in;
