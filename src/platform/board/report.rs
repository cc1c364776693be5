//! The board for people and programs: `revenge board`, `GET /system/board`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{Backend, Board, Measured, Source, Storage};

#[derive(Clone, Debug, Serialize)]
pub struct LimitReport {
    pub value: u64,
    pub source: Source,
}

#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub profile: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    pub arch: String,
    pub cores: u32,
    pub memory_bytes: u64,
    pub page_size_bytes: u64,
    pub storage: Storage,
    pub matched_by: Vec<String>,
    /// What was found and is not believed.
    pub doubts: Vec<String>,
    pub limits: BTreeMap<&'static str, LimitReport>,
    pub backends: Vec<Backend>,
    /// What each part may take. Parts only: whoever reads them may add them up.
    pub memory_budget: BTreeMap<&'static str, u64>,
    /// What they take, where a server runs.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub memory_used: BTreeMap<&'static str, u64>,
    /// What the product as a whole promises to stay below.
    pub memory_promise_bytes: u64,
    /// Absent until this machine was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measured: Option<Measured>,
    pub quirks: Vec<String>,
}

impl Report {
    /// `effective` are all limits after configuration; what starts with `memory.` is the memory budget.
    pub fn new(board: &Board, effective: BTreeMap<&'static str, LimitReport>, backends: Vec<Backend>) -> Self {
        let budget = effective.iter().filter_map(|(name, limit)| Some((name.strip_prefix("memory.")?, limit.value)));
        let memory_budget: BTreeMap<_, _> = budget.collect();
        Self {
            profile: board.profile.name.clone(),
            description: board.profile.description.clone(),
            model: board.hardware.model.clone(),
            arch: board.hardware.arch.clone(),
            cores: board.hardware.cores,
            memory_bytes: board.hardware.memory_bytes,
            page_size_bytes: board.hardware.page_size_bytes,
            storage: board.hardware.storage,
            matched_by: board.matched_by.clone(),
            doubts: board.hardware.doubts.clone(),
            memory_promise_bytes: memory_budget.values().sum(),
            memory_budget,
            memory_used: BTreeMap::new(),
            limits: effective,
            backends,
            measured: board.measured.clone(),
            quirks: board.profile.quirks.clone(),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "profile   {} ({})", self.profile, self.description)?;
        if let Some(model) = &self.model {
            writeln!(f, "model     {model}")?;
        }
        writeln!(f, "found by  {}", self.matched_by.join(", "))?;
        self.doubts.iter().try_for_each(|doubt| writeln!(f, "but       {doubt}"))?;
        let Self { arch, cores, page_size_bytes, storage, .. } = self;
        let (mib, storage) = (self.memory_bytes >> 20, format!("{storage:?}").to_lowercase());
        writeln!(f, "machine   {arch}, {cores} cores, {mib} MiB, {page_size_bytes} byte pages, storage {storage}")?;
        writeln!(f, "\nlimits")?;
        for (name, limit) in &self.limits {
            let source = format!("{:?}", limit.source).to_lowercase();
            writeln!(f, "  {name:36} {:>12}  {source}", limit.value)?;
        }
        writeln!(f, "\nmemory")?;
        for (part, bytes) in &self.memory_budget {
            writeln!(f, "  {:36} {:>8} MiB", part.trim_end_matches("_bytes"), bytes >> 20)?;
        }
        writeln!(f, "  {:36} {:>8} MiB", "together at most", self.memory_promise_bytes >> 20)?;
        writeln!(f, "\nback-ends")?;
        self.backends.iter().try_for_each(|backend| write!(f, "{backend}"))?;
        self.measured.iter().try_for_each(|measured| write!(f, "\nmeasured\n{measured}"))?;
        self.quirks.iter().try_for_each(|quirk| writeln!(f, "\nnote: {quirk}"))
    }
}
