//! Editions: a film cut or restored in another way is another version of the same film.

use std::sync::LazyLock;

use super::phrases::Phrases;
use super::token::Name;

/// Phrase and how it is shown. Separators are one space, apostrophes are gone.
const EDITIONS: &[(&str, &str)] = &[
    ("directors cut", "Director's Cut"),
    ("director cut", "Director's Cut"),
    ("directors edition", "Director's Edition"),
    ("the directors cut", "Director's Cut"),
    ("dc", "Director's Cut"),
    ("extended", "Extended"),
    ("extended cut", "Extended Cut"),
    ("extended edition", "Extended Edition"),
    ("extended version", "Extended Version"),
    ("extended directors cut", "Extended Director's Cut"),
    ("special extended edition", "Special Extended Edition"),
    ("extended remastered", "Extended Remastered"),
    ("special edition", "Special Edition"),
    ("se", "Special Edition"),
    ("theatrical", "Theatrical"),
    ("theatrical cut", "Theatrical Cut"),
    ("theatrical edition", "Theatrical Edition"),
    ("theatrical version", "Theatrical Version"),
    ("theatrical release", "Theatrical Release"),
    ("unrated", "Unrated"),
    ("unrated cut", "Unrated Cut"),
    ("unrated edition", "Unrated Edition"),
    ("unrated directors cut", "Unrated Director's Cut"),
    ("unrated extended", "Unrated Extended"),
    ("uncut", "Uncut"),
    ("uncut edition", "Uncut Edition"),
    ("uncut version", "Uncut Version"),
    ("uncensored", "Uncensored"),
    ("remastered", "Remastered"),
    ("remaster", "Remastered"),
    ("4k remastered", "4K Remastered"),
    ("4k remaster", "4K Remastered"),
    ("digitally remastered", "Remastered"),
    ("restored", "Restored"),
    ("4k restored", "4K Restored"),
    ("4k restoration", "4K Restored"),
    ("final cut", "Final Cut"),
    ("the final cut", "Final Cut"),
    ("imax", "IMAX"),
    ("imax edition", "IMAX Edition"),
    ("imax enhanced", "IMAX Enhanced"),
    ("imax hybrid", "IMAX"),
    ("criterion", "Criterion"),
    ("criterion collection", "Criterion Collection"),
    ("the criterion collection", "Criterion Collection"),
    ("criterion edition", "Criterion Edition"),
    ("ultimate edition", "Ultimate Edition"),
    ("ultimate cut", "Ultimate Cut"),
    ("ultimate extended edition", "Ultimate Extended Edition"),
    ("ultimate collectors edition", "Ultimate Collector's Edition"),
    ("collectors edition", "Collector's Edition"),
    ("collector edition", "Collector's Edition"),
    ("limited edition", "Limited Edition"),
    ("deluxe edition", "Deluxe Edition"),
    ("diamond edition", "Diamond Edition"),
    ("platinum edition", "Platinum Edition"),
    ("anniversary edition", "Anniversary Edition"),
    ("anniversary", "Anniversary"),
    ("international cut", "International Cut"),
    ("international version", "International Version"),
    ("european cut", "European Cut"),
    ("us cut", "US Cut"),
    ("tv cut", "TV Cut"),
    ("redux", "Redux"),
    ("rogue cut", "Rogue Cut"),
    ("the rogue cut", "Rogue Cut"),
    ("assembly cut", "Assembly Cut"),
    ("snyder cut", "Snyder Cut"),
    ("donner cut", "Donner Cut"),
    ("richard donner cut", "Richard Donner Cut"),
    ("the richard donner cut", "Richard Donner Cut"),
    ("producers cut", "Producer's Cut"),
    ("fan edit", "Fan Edit"),
    ("fanedit", "Fan Edit"),
    ("despecialized edition", "Despecialized Edition"),
    ("despecialized", "Despecialized"),
    ("alternate cut", "Alternate Cut"),
    ("alternative cut", "Alternative Cut"),
    ("alternate ending", "Alternate Ending"),
    ("alternate version", "Alternate Version"),
    ("complete cut", "Complete Cut"),
    ("full cut", "Full Cut"),
    ("long version", "Long Version"),
    ("langfassung", "Extended"),
    ("original cut", "Original Cut"),
    ("workprint", "Workprint"),
    ("open matte", "Open Matte"),
    ("superbit", "Superbit"),
    ("hybrid cut", "Hybrid Cut"),
    ("black and chrome", "Black and Chrome"),
    ("black & chrome", "Black and Chrome"),
    ("black and chrome edition", "Black and Chrome"),
    ("noir edition", "Noir Edition"),
    ("version longue", "Extended"),
    ("roadshow", "Roadshow"),
    ("roadshow version", "Roadshow"),
    ("rifftrax", "RiffTrax"),
];

/// Words that may stand alone in a title: counted as edition only behind the year or next to release words.
const NEEDS_TAIL: [&str; 8] =
    ["dc", "se", "anniversary", "restored", "hybrid cut", "rifftrax", "uncensored", "workprint"];

static PHRASES: LazyLock<Phrases<(&'static str, bool)>> = LazyLock::new(|| {
    Phrases::new(EDITIONS.iter().map(|&(phrase, label)| (phrase, (label, NEEDS_TAIL.contains(&phrase)))))
});

/// The edition phrase at this word: its length, its label.
pub(crate) fn at(name: &Name, index: usize) -> Option<(usize, String)> {
    let (length, (label, _)) =
        numbered(name, index).or_else(|| PHRASES.find(name, index).map(|(n, (l, t))| (n, (l.to_owned(), t))))?;
    // `DC` and `SE` are release marks only in capitals.
    let is_code = matches!(name.word(index), "dc" | "se") && length == 1;
    (!is_code || name.raw(index).chars().all(char::is_uppercase)).then_some((length, label))
}

/// An edition that stands directly before word `end` and leaves a title: first word of the phrase.
pub(crate) fn before(name: &Name, from: usize, end: usize) -> Option<usize> {
    let longest = 4;
    for start in (from.max(end.saturating_sub(longest)))..end {
        let Some((length, (_, needs_tail))) =
            PHRASES.find(name, start).or_else(|| numbered(name, start).map(|(length, _)| (length, ("", false))))
        else {
            continue;
        };
        let leaves_title = name.tokens[from..start].iter().any(|token| !is_article(&token.norm));
        if start + length == end && !needs_tail && leaves_title {
            return Some(start);
        }
    }
    None
}

/// All editions behind the title, in their order.
pub(crate) fn collect(name: &Name, from: usize) -> Option<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut index = from;
    while index < name.len() {
        match at(name, index) {
            Some((length, label)) => {
                if !labels.contains(&label) {
                    labels.push(label);
                }
                index += length;
            }
            None => index += 1,
        }
    }
    (!labels.is_empty()).then(|| labels.join(" "))
}

/// `25th Anniversary Edition`.
fn numbered(name: &Name, index: usize) -> Option<(usize, (String, bool))> {
    let ordinal = name.word(index);
    let is_ordinal = ordinal.starts_with(|c: char| c.is_ascii_digit())
        && ["st", "nd", "rd", "th"].iter().any(|ending| ordinal.ends_with(ending));
    if !is_ordinal || name.word(index + 1) != "anniversary" {
        return None;
    }
    let has_edition = name.word(index + 2) == "edition";
    let label = format!("{ordinal} Anniversary{}", if has_edition { " Edition" } else { "" });
    Some((if has_edition { 3 } else { 2 }, (label, false)))
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "le" | "la" | "les" | "der" | "die" | "das" | "el" | "il")
}
