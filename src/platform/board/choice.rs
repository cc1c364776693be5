//! Which profile a machine gets: the most specific one that fits.
//!
//! A board's own name outweighs its chip's, whatever order the device tree lists them in; what firmware says outweighs
//! what the processor calls itself. An operator's profile wins over a built-in one that fits as well.

use std::collections::BTreeMap;

use super::hardware::Hardware;
use super::profile::{Match, Profile};
use crate::base::{Error, Result};

const BOARD: u32 = 500;
const CHIP: u32 = 400;
const DMI: u32 = 300;
const GPU: u32 = 200;
const NAME: u32 = 150;
const GPU_VENDOR: u32 = 100;
const GENERIC: u32 = 1;

/// Why a profile fits, the most telling first.
struct Fit {
    score: u32,
    reasons: Vec<String>,
}

/// A profile, why it was chosen, and what speaks for another one.
pub(super) struct Choice {
    pub profile: Profile,
    pub matched_by: Vec<String>,
    pub doubts: Vec<String>,
}

/// The most specific profile that matches, or the one that was ordered.
pub(super) fn choose(
    mut profiles: BTreeMap<String, Profile>,
    hardware: &Hardware,
    ordered: Option<&str>,
) -> Result<Choice> {
    if let Some(name) = ordered {
        let known = profiles.keys().cloned().collect::<Vec<_>>().join(", ");
        let profile = profiles
            .remove(name)
            .ok_or_else(|| Error::invalid(format!("board.profile: there is no profile {name}; known are {known}")))?;
        return Ok(Choice { profile, matched_by: vec!["configuration".to_owned()], doubts: Vec::new() });
    }
    let fits: Vec<(&Profile, Fit)> = profiles.values().filter_map(|p| Some((p, fit(&p.rule, hardware)?))).collect();
    let is_possible = |profile: &Profile| profile.rule.arch.contains(&hardware.arch);
    let best = fits.iter().filter(|(profile, _)| is_possible(profile)).max_by(|(p, a), (q, b)| {
        a.score.cmp(&b.score).then(p.is_operators.cmp(&q.is_operators)).then_with(|| q.name.cmp(&p.name))
    });
    let Some((profile, fit)) = best else {
        // An architecture that we do not know: the smallest assumptions that we have.
        let profile = profiles.remove("generic-arm64").ok_or_else(|| Error::internal("find the fallback profile"))?;
        let matched_by = vec![format!("nothing: architecture {} is unknown", hardware.arch)];
        return Ok(Choice { profile, matched_by, doubts: Vec::new() });
    };
    let doubt = |(other, of_other): &(&Profile, Fit)| {
        let reason = of_other.reasons.first()?;
        let (name, arch) = (&other.name, &hardware.arch);
        match () {
            () if other.name == profile.name || of_other.score <= GPU_VENDOR => None,
            () if is_possible(other) => Some(format!("{reason} speaks for {name}")),
            () => Some(format!("{reason} speaks for {name}, which is no {arch} machine")),
        }
    };
    let doubts = fits.iter().filter_map(doubt).collect();
    let arch = format!("architecture {}", hardware.arch);
    let matched_by = fit.reasons.iter().cloned().chain([arch]).collect();
    Ok(Choice { profile: (*profile).clone(), matched_by, doubts })
}

/// How specific a match is, with the facts that made it, whatever the architecture; None when nothing fits.
fn fit(rule: &Match, hardware: &Hardware) -> Option<Fit> {
    let mut found: Vec<(u32, String)> = Vec::new();
    for (place, entry) in hardware.compatible.iter().enumerate() {
        let place = u32::try_from(place).unwrap_or(u32::MAX).min(99);
        let reason = || format!("device tree {entry}");
        if rule.device_tree.iter().any(|pattern| is_like(entry, pattern)) {
            found.push((BOARD - place, reason()));
        } else if rule.chips.iter().any(|chip| has_word(entry, chip)) {
            found.push((CHIP - place, reason()));
        }
    }
    for name in hardware.dmi.iter().filter(|name| rule.dmi.contains(name)) {
        found.push((DMI, format!("DMI {name}")));
    }
    for gpu in &hardware.gpus {
        let vendor = format!("{}:*", gpu.split(':').next().unwrap_or_default());
        if rule.gpu.contains(gpu) {
            found.push((GPU, format!("PCI {gpu}")));
        } else if rule.gpu.contains(&vendor) {
            found.push((GPU_VENDOR, format!("PCI {gpu}")));
        }
    }
    for name in &hardware.names {
        if rule.cpu.iter().chain(&rule.chips).any(|part| has_word(name, part)) {
            found.push((NAME, format!("processor {name}")));
        }
    }
    let is_generic =
        [&rule.device_tree, &rule.chips, &rule.dmi, &rule.gpu, &rule.cpu].iter().all(|list| list.is_empty());
    if is_generic {
        return Some(Fit { score: GENERIC, reasons: Vec::new() });
    }
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let score = found.first()?.0;
    Some(Fit { score, reasons: found.into_iter().map(|(_, reason)| reason).collect() })
}

/// `al,alpine*` is like `al,alpine-v2`; without a star both are the same.
fn is_like(entry: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => entry.starts_with(beginning),
        None => entry == pattern,
    }
}

/// Whether the words occur, not as part of a longer word: `rk3588` is in `rockchip,rk3588-evb`, not in `rk3588s`.
fn has_word(text: &str, words: &str) -> bool {
    let (text, words) = (text.to_lowercase(), words.to_lowercase());
    let is_apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(&words).any(|(at, found)| {
        is_apart(text[..at].chars().next_back()) && is_apart(text[at + found.len()..].chars().next())
    })
}
