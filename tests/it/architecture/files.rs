//! Library paths have one door, `platform::fs`: who else may name the file system at all, and for what.
//!
//! A path that comes from a library is a path like any other to the compiler. So every place that opens, lists or asks for
//! files is listed here with what it does so for; a new one is a finding, whatever it opens.

use std::collections::BTreeSet;
use std::path::PathBuf;

use syn::visit::{self, Visit};

use super::paths;

/// Files and folders of `src` that may reach files, each with what they reach.
const PLACES: &[(&str, &str)] = &[
    ("platform/fs/", "the door"),
    ("platform/board/", "/sys, /proc and the operator's profiles"),
    ("platform/db/managed/", "the folder of our own database"),
    ("platform/db/backup/", "backups, where an administrator wants them"),
    ("platform/lan/certificate.rs", "the server's certificate"),
    ("platform/telemetry/", "/proc/self and the log"),
    ("platform/gst/child.rs", "our own program"),
    ("platform/gst/stills/cover.rs", "a file that the parent has opened"),
    ("platform/gst/trial/film.rs", "a film in memory"),
    ("app/config/", "the configuration and its secrets"),
    ("app/data_dir.rs", "the data directory"),
    ("app/backends.rs", "results of trials, versions of drivers"),
    ("app/measure.rs", "results of measurements, and a file in the data directory to measure"),
    ("app/commands/doctor/", "what an administrator asks about by hand, with the server or without it"),
];

/// Modules through which files are reached.
const MODULES: [&str; 6] = ["std::fs", "tokio::fs", "rustix::fs", "nix::fcntl", "nix::sys::stat", "nix::sys::statfs"];

/// What a path answers only after a look at the disk.
const QUESTIONS: [&str; 9] = [
    "canonicalize",
    "exists",
    "is_dir",
    "is_file",
    "is_symlink",
    "metadata",
    "read_dir",
    "symlink_metadata",
    "try_exists",
];

pub fn check(files: &[(PathBuf, String)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    for (path, text) in files {
        let file = syn::parse_file(text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let reaches = reaches(path, &file);
        let name = path.to_string_lossy();
        match PLACES.iter().find(|(place, _)| name.starts_with(place)) {
            Some((place, _)) => {
                if !reaches.is_empty() {
                    used.insert(*place);
                }
            }
            None => findings.extend(reaches.into_iter().map(|what| format!("{name}: reaches files by {what}"))),
        }
    }
    let unused = PLACES.iter().filter(|(place, _)| !used.contains(place));
    findings.extend(unused.map(|(place, _)| format!("{place} is listed but unused")));
    findings
}

fn reaches(path: &std::path::Path, file: &syn::File) -> Vec<String> {
    let mentioned = paths::mentioned(&paths::module_of(path), file);
    let joined = mentioned.into_iter().map(|path| path.join("::"));
    let is_file_system =
        |path: &String| MODULES.iter().any(|m| path == m || path.strip_prefix(m).is_some_and(|r| r.starts_with("::")));
    let mut found: Vec<_> = joined.filter(is_file_system).collect();
    let mut questions = Questions(BTreeSet::new());
    questions.visit_file(file);
    found.extend(questions.0.into_iter().map(|question| format!(".{question}()")));
    found
}

struct Questions(BTreeSet<String>);

impl<'ast> Visit<'ast> for Questions {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let name = call.method.to_string();
        if call.args.is_empty() && QUESTIONS.contains(&name.as_str()) {
            self.0.insert(name);
        }
        visit::visit_expr_method_call(self, call);
    }
}
