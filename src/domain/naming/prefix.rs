//! What stands before a title: `[Group]`, `www.site.org - `, `01 - ` of a numbered list.

use super::release::{Mark, is_digits};
use super::release_table::Strength;
use super::token::Name;
use super::year;

/// Where the title begins, and the group whose name stood in front.
pub(crate) struct Lead {
    pub first: usize,
    pub release_group: Option<String>,
}

/// Titles that are written in square brackets.
const BRACKETED_TITLES: [&str; 4] = ["rec", "rec2", "rec3", "censored"];

const TOP_LEVEL_DOMAINS: [&str; 44] = [
    "com", "org", "net", "to", "me", "mx", "tv", "cc", "info", "ws", "in", "nl", "pl", "ru", "se", "io", "site", "xyz",
    "lol", "bz", "ag", "sx", "li", "am", "lt", "is", "re", "it", "eu", "club", "top", "vip", "fun", "pro", "live",
    "pw", "nu", "ch", "wf", "one", "cx", "biz", "win", "mov",
];

pub(crate) fn skip(name: &Name, marks: &[Option<Mark>]) -> Lead {
    let mut lead = Lead { first: 0, release_group: None };
    // Site, group and one more: a bound keeps a name of a thousand brackets cheap.
    for _ in 0..3 {
        skip_site(name, &mut lead);
        skip_group(name, marks, &mut lead);
    }
    lead
}

fn skip_site(name: &Name, lead: &mut Lead) {
    let first = lead.first;
    let is_tld = |at: usize| TOP_LEVEL_DOMAINS.contains(&name.word(at)) && name.glue(at) == ".";
    if name.word(first) == "www" {
        // www.site.org and www.my.site.org, then whatever separates it from the title.
        if let Some(at) = (first + 2..first + 5).find(|at| is_tld(*at)) {
            lead.first = at + 1;
        }
    } else if is_tld(first + 1) && name.is_dashed(first + 2) && first + 2 < name.len() {
        lead.first = first + 2;
    }
}

fn skip_group(name: &Name, marks: &[Option<Mark>], lead: &mut Lead) {
    let first = lead.first;
    let Some(index) = name.tokens.get(first).and_then(|token| token.group) else { return };
    let group = &name.groups[index];
    if group.first != first
        || group.open != '['
        || BRACKETED_TITLES.contains(&name.word(first))
        || group.last >= name.len()
    {
        return;
    }
    let holds_year_only = group.last == group.first + 1 && year::parse(name.word(first)).is_some();
    if holds_year_only {
        return;
    }
    // All brackets: `[Group][Title][2010][1080p]`. The second is the title.
    let has_free_words = (group.last..name.len()).any(|at| name.tokens[at].group.is_none());
    if !has_free_words && first > 0 {
        return;
    }
    let is_plain = |at: usize| match marks[at] {
        // Outside brackets a weak mark ("Red") or a number ("300") can be all of a title.
        mark if name.tokens[at].group.is_none() => mark.is_none_or(|mark| mark.strength != Strength::Strong),
        mark => mark.is_none() && !is_digits(name.word(at)),
    };
    if !(group.last..name.len()).any(is_plain) {
        return;
    }
    let is_site = name.word(group.first) == "www";
    if lead.release_group.is_none() && !is_site && (group.first..group.last).any(|at| marks[at].is_none()) {
        lead.release_group =
            Some(name.text[name.tokens[group.first].start..name.tokens[group.last - 1].end].to_owned());
    }
    lead.first = group.last;
}

/// `01 - Film (2001)`, `3. Film (2001)`: a place in a list, when a bracketed year shows what the rest is.
pub(crate) fn skip_position(name: &Name, lead: &mut Lead) {
    let first = lead.first;
    let word = name.word(first);
    if !is_digits(word) || word.len() > 3 || name.tokens[first].group.is_some() || first + 1 >= name.len() {
        return;
    }
    let next = name.glue(first + 1);
    let is_list = name.is_dashed(first + 1) || next.starts_with(". ") || next.starts_with(") ");
    let has_year_bracket = name
        .groups
        .iter()
        .any(|g| g.first > first + 1 && (g.first..g.last).any(|at| year::parse(name.word(at)).is_some()));
    let has_title = name.tokens.get(first + 1).is_some_and(|token| token.group.is_none());
    let is_padded = word.starts_with('0') && word.len() > 1 && word.bytes().any(|b| b != b'0');
    if has_title && is_list && (has_year_bracket || is_padded) {
        lead.first = first + 1;
    }
}
