//! Looks up phrases of several words in a table: longest phrase first, one hash look-up per word of a name.

use std::collections::HashMap;

use super::token::Name;

/// Phrases with what they mean, indexed by their first word.
pub(crate) struct Phrases<T: Copy + 'static> {
    by_first_word: HashMap<&'static str, Vec<(Vec<&'static str>, T)>>,
}

impl<T: Copy + 'static> Phrases<T> {
    pub fn new(table: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let mut by_first_word: HashMap<&'static str, Vec<(Vec<&'static str>, T)>> = HashMap::new();
        for (phrase, meaning) in table {
            let words: Vec<&'static str> = phrase.split(' ').collect();
            by_first_word.entry(words[0]).or_default().push((words, meaning));
        }
        for phrases in by_first_word.values_mut() {
            phrases.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        }
        Self { by_first_word }
    }

    /// The longest phrase that begins at this word, with its number of words.
    pub fn find(&self, name: &Name, at: usize) -> Option<(usize, T)> {
        let candidates = self.by_first_word.get(name.word(at))?;
        let fits = |words: &[&str]| words.iter().enumerate().all(|(offset, word)| name.word(at + offset) == *word);
        candidates.iter().find(|(words, _)| fits(words)).map(|(words, meaning)| (words.len(), *meaning))
    }
}
