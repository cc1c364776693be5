//! Cuts one path component into words, remembering what stood between them and which bracket they stood in.
//!
//! Nothing is lost: a title is cut out of the original text again (`title`), so punctuation survives. Nested brackets
//! count as their outermost pair; a bracket without its partner is an ordinary separator.

/// One word. `norm` is what rules compare: lower case, no apostrophes, no punctuation at the edges.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    pub norm: String,
    /// Index into `Name::groups`.
    pub group: Option<usize>,
}

/// A bracketed part of the name; `start` and `end` include the brackets, `first..last` are its tokens.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub open: char,
    pub start: usize,
    pub end: usize,
    pub first: usize,
    pub last: usize,
}

/// A component of a path, cut up.
#[derive(Clone, Debug)]
pub(crate) struct Name {
    pub text: String,
    pub tokens: Vec<Token>,
    pub groups: Vec<Group>,
}

impl Name {
    pub fn new(text: &str) -> Self {
        let pairs = bracket_pairs(text);
        let mut name = Self { text: text.to_owned(), tokens: Vec::new(), groups: Vec::new() };
        let mut word_start = None;
        let mut closes_at = None;
        for (at, char) in text.char_indices() {
            if is_separator(char) {
                if let Some(start) = word_start.take() {
                    name.push(start, at, closes_at.is_some());
                }
            } else if word_start.is_none() {
                word_start = Some(at);
            }
            if closes_at == Some(at) {
                closes_at = None;
                name.close_group(at + char.len_utf8());
            } else if closes_at.is_none()
                && let Some(&(_, close)) =
                    pairs.binary_search_by_key(&at, |pair| pair.0).ok().and_then(|i| pairs.get(i))
            {
                closes_at = Some(close);
                let first = name.tokens.len();
                name.groups.push(Group { open: square_or(char), start: at, end: close, first, last: first });
            }
        }
        if let Some(start) = word_start {
            name.push(start, text.len(), false);
        }
        name
    }

    pub fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.norm.as_str())
    }

    pub fn raw(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text[token.start..token.end])
    }

    /// What stands between a word and the one before it (or the start of the name).
    pub fn glue(&self, index: usize) -> &str {
        let from = match index.checked_sub(1).map(|before| self.tokens.get(before)) {
            None => 0,
            Some(Some(before)) => before.end,
            Some(None) => return "",
        };
        let to = self.tokens.get(index).map_or(self.text.len(), |token| token.start);
        &self.text[from..to]
    }

    /// A dash with air around it (` - `, `_-_`, `.-.`) or a long dash: divides a name where a hyphen joins a word.
    pub fn is_dashed(&self, index: usize) -> bool {
        let glue = self.glue(index);
        glue.contains(['–', '—'])
            || (glue.contains('-') && glue.chars().any(|c| c.is_whitespace() || c == '_' || c == '.'))
    }

    /// Where the text of a word begins, with the bracket that opens before it.
    pub fn outer_start(&self, index: usize) -> usize {
        match self.tokens.get(index) {
            None => self.text.len(),
            Some(Token { group: Some(group), .. }) if self.groups[*group].first == index => self.groups[*group].start,
            Some(token) => token.start,
        }
    }

    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    fn push(&mut self, start: usize, end: usize, grouped: bool) {
        let norm = normalise(&self.text[start..end]);
        if norm.is_empty() {
            return;
        }
        let group = if grouped { self.groups.len().checked_sub(1) } else { None };
        self.tokens.push(Token { start, end, norm, group });
    }

    fn close_group(&mut self, end: usize) {
        let last = self.tokens.len();
        if let Some(group) = self.groups.last_mut() {
            group.end = end;
            group.last = last;
        }
    }
}

pub(crate) fn is_separator(char: char) -> bool {
    char.is_whitespace()
        || char.is_control()
        || matches!(char, '.' | '_' | '-' | '–' | '—' | '|' | '\\')
        || is_bracket(char)
}

fn is_bracket(char: char) -> bool {
    partner(char).is_some() || matches!(char, ')' | ']' | '}' | '）' | '】' | '］')
}

fn partner(open: char) -> Option<char> {
    Some(match open {
        '(' => ')',
        '[' => ']',
        '{' => '}',
        '（' => '）',
        '【' => '】',
        '［' => '］',
        _ => return None,
    })
}

/// East Asian brackets mean what their ASCII relatives mean.
fn square_or(open: char) -> char {
    match open {
        '【' | '［' => '[',
        '（' => '(',
        other => other,
    }
}

/// Byte offsets of brackets that have a partner, by opening position.
fn bracket_pairs(text: &str) -> Vec<(usize, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut pairs = Vec::new();
    for (at, char) in text.char_indices() {
        if let Some(close) = partner(char) {
            open.push((at, close));
        } else if open.last().is_some_and(|(_, close)| *close == char)
            && let Some((start, _)) = open.pop()
        {
            pairs.push((start, at));
        }
    }
    pairs.sort_unstable();
    pairs
}

fn normalise(word: &str) -> String {
    let edge = |c: char| !c.is_alphanumeric() && !matches!(c, '+' | '#' | '&' | '\u{fffd}') && !is_mark(c);
    let lower = word.trim_matches(edge).to_lowercase();
    if lower.is_empty() && !word.trim_matches(edge_only_quotes).is_empty() {
        return word.to_owned();
    }
    lower.chars().filter(|c| !matches!(c, '\'' | '’' | '`' | '‘')).collect()
}

fn edge_only_quotes(c: char) -> bool {
    matches!(c, '\'' | '"' | '`' | ',' | ';')
}

/// Vowel signs of Indic and Arabic script are not alphanumeric but belong to their word.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}
