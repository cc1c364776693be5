//! Folding, sort titles and search text.
