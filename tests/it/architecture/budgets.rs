//! Budgets: a file, a door plate, a handler that outgrows its number is a room that no longer fits.

use std::path::{Path, PathBuf};

use syn::spanned::Spanned;

const FILE_LINES: usize = 400;
const DOOR_PLATE_LINES: usize = 60;
const MAIN_LINES: usize = 40;
const HANDLER_LINES: usize = 15;

pub fn check(files: &[(PathBuf, String)]) -> Vec<String> {
    files.iter().flat_map(|(path, text)| check_file(path, text)).collect()
}

fn check_file(path: &Path, text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let mut report = |finding: String| findings.push(format!("{}: {finding}", path.display()));
    let n_lines = text.lines().count();
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let limit = match name.as_ref() {
        "main.rs" => MAIN_LINES,
        "mod.rs" => DOOR_PLATE_LINES,
        _ => FILE_LINES,
    };
    // A long table of data is exempt, if it holds data only.
    let is_data = !text.contains("fn ") && (text.contains("const ") || text.contains("static "));
    if n_lines > limit && !is_data {
        report(format!("{n_lines} lines, at most {limit}"));
    }
    if !text.starts_with("//!") {
        report("does not start with a //! header".to_owned());
    }
    if text.contains("TODO") || text.contains("FIXME") {
        report("has a TODO: an issue, or nothing".to_owned());
    }
    if path.starts_with("http/api") {
        for (handler, n_lines) in handlers(text) {
            if n_lines > HANDLER_LINES {
                report(format!("handler {handler} has {n_lines} lines, at most {HANDLER_LINES}"));
            }
        }
    }
    findings
}

/// Asynchronous functions of a face with the number of lines from `async fn` to the closing brace.
fn handlers(text: &str) -> Vec<(String, usize)> {
    let Ok(file) = syn::parse_file(text) else { return Vec::new() };
    let functions = file.items.iter().filter_map(|item| match item {
        syn::Item::Fn(function) if function.sig.asyncness.is_some() => Some(function),
        _ => None,
    });
    functions.map(|f| (f.sig.ident.to_string(), f.block.span().end().line + 1 - f.sig.span().start().line)).collect()
}
