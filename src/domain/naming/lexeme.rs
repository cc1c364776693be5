//! Words cut further into runs of letters and digits: `s01e02v2` is s, 01, e, 02, v, 2.
//!
//! All spellings of season and episode are sequences of these, whatever stands between them.

use super::release::Mark;
use super::release_table::Strength;
use super::token::Name;

#[derive(Clone, Debug)]
pub(crate) struct Lexeme {
    pub text: String,
    pub token: usize,
    pub starts_token: bool,
    pub ends_token: bool,
}

/// The lexemes of a name from word `from` on, without release words and checksums.
pub(crate) fn split(name: &Name, marks: &[Option<Mark>], from: usize) -> Vec<Lexeme> {
    let mut lexemes: Vec<Lexeme> = Vec::new();
    for (token, word) in name.tokens.iter().enumerate().skip(from) {
        if marks[token].is_some_and(|mark| mark.strength == Strength::Strong) {
            continue;
        }
        let begin = lexemes.len();
        let mut kind = None;
        for c in word.norm.chars() {
            let next = Kind::of(c);
            match lexemes.last_mut() {
                Some(last) if kind == Some(next) && next != Kind::Ideograph => last.text.push(c),
                _ => lexemes.push(Lexeme { text: c.to_string(), token, starts_token: false, ends_token: false }),
            }
            kind = Some(next);
        }
        if let Some(first) = lexemes.get_mut(begin) {
            first.starts_token = true;
        }
        if let Some(last) = lexemes[begin..].last_mut() {
            last.ends_token = true;
        }
    }
    lexemes
}

impl Lexeme {
    /// The value of a run of at most four digits.
    pub fn number(&self) -> Option<u32> {
        let is_number = self.text.len() <= 4 && super::release::is_digits(&self.text);
        is_number.then(|| self.text.parse().ok()).flatten()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Digit,
    Letter,
    /// Each its own lexeme: 第12話 has no spaces.
    Ideograph,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' => Self::Ideograph,
            c if c.is_alphabetic() => Self::Letter,
            _ => Self::Other,
        }
    }
}
