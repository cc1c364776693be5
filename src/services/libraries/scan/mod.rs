//! The scan: brings a library's rows in line with its folders. One file per phase, in this order:
//! `roots` (is it the known disk?), `walk` (what differs?), `apply` (write that down), `read` (look into what is new or
//! changed), `identity` (is it a file that we know?), `shelve` and `place` (which items are these?), `relocate` (items
//! of moved files), `songs` with `albums` and `retag` (the same three for music, by tags), `progress` (who hears of it).
//!
//! Every phase commits in steps that make sense alone: files that are found but unread are rows without a probe time,
//! so a scan that was killed goes on where it was. Items appear while the scan runs.
//! Invariant: only a disk that proved to be the known one, before and after its walk, can make a file missing.

mod albums;
mod apply;
mod identity;
mod place;
mod progress;
mod read;
mod relocate;
mod retag;
mod roots;
mod run;
mod shelve;
mod sidecars;
mod songs;
mod walk;
mod write;

pub(super) use progress::register_metrics;
