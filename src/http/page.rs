//! What the few pages have in common that are written here and not by the web UI.

/// Text as HTML takes it, in an attribute too.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
