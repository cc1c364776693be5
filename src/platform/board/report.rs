//! The board for people and programs: `revenge board`, `GET /system/board`.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::{Backend, Board, Source, Storage};

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
    /// Parts only: they are not in use at the same time, so a total would say nothing.
    pub memory_budget: BTreeMap<&'static str, u64>,
    pub quirks: Vec<String>,
}

impl Report {
    /// `effective` are all limits after configuration; what starts with `memory.` is the memory budget.
    pub fn new(board: &Board, effective: BTreeMap<&'static str, LimitReport>, backends: Vec<Backend>) -> Self {
        let budget = effective.iter().filter_map(|(name, limit)| Some((name.strip_prefix("memory.")?, limit.value)));
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
            memory_budget: budget.collect(),
            limits: effective,
            backends,
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
        writeln!(f, "\nback-ends")?;
        self.backends.iter().try_for_each(|backend| write!(f, "{backend}"))?;
        self.quirks.iter().try_for_each(|quirk| writeln!(f, "\nnote: {quirk}"))
    }
}
