//! Pictures that are gone are made anew: stills and covers by their own job, seek previews by theirs.
//!
//! `mind` is the task that sees to it; `compare` is its look at the whole folder, after a restore, a move to another machine,
//! or when somebody emptied it. Only the data directory is looked at, never a media disk: that is for the jobs, which
//! keep to windows and holds as ever.

mod compare;
mod mind;
