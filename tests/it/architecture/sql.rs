//! A table is written by one area's file only; every statement says what it is for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub fn check(queries: &Path) -> Vec<String> {
    let mut findings = Vec::new();
    let mut writers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in fs::read_dir(queries).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "sql") {
            continue;
        }
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        for statement in text.split("--! ").skip(1) {
            let name = statement.split([' ', '(', '\n', ':']).next().unwrap_or_default();
            if !statement.contains("---") || !statement.contains("plan:") || !statement.contains("bound:") {
                findings.push(format!("{file}: {name} does not state purpose, plan and bound"));
            }
        }
        for table in written_tables(&text) {
            let files = writers.entry(table).or_default();
            if !files.contains(&file) {
                files.push(file.clone());
            }
        }
    }
    let shared = writers.iter().filter(|(_, files)| files.len() > 1);
    findings.extend(shared.map(|(table, files)| format!("{table} is written by {}", files.join(" and "))));
    findings
}

fn written_tables(sql: &str) -> Vec<String> {
    let code: String =
        sql.lines().filter(|l| !l.trim_start().starts_with("--")).collect::<Vec<_>>().join(" ").to_lowercase();
    let words: Vec<&str> = code.split_whitespace().collect();
    let mut tables = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let next = |n: usize| words.get(i + n).copied().unwrap_or_default();
        let previous = if i == 0 { "" } else { words[i - 1] };
        let target = match *word {
            "into" if matches!(previous, "insert" | "merge") => next(1),
            "from" if previous == "delete" => next(1),
            // Not `on conflict … do update set` and not `for update`.
            "update" if previous != "do" && previous != "for" && previous != "no" => next(1),
            _ => continue,
        };
        let name: String = target.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.')).collect();
        if !matches!(name.as_str(), "" | "skip" | "set" | "of") {
            tables.push(name);
        }
    }
    tables
}
