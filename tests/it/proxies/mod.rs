//! Behind reverse proxies: real nginx and Caddy, with the very files that docs/operate/reverse-proxy tells people to use.
//!
//! Only addresses, ports and certificates in them are changed. A client is curl with an address of its own, so that the
//! server can tell it from the proxy.

mod caddy;
mod checks;
mod front;
mod nginx;
mod traefik;

use std::path::PathBuf;

/// A file that the page on reverse proxies tells people to use.
fn documented(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/operate/reverse-proxy").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The text with one thing in another's place, which must be there.
fn with(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the file has no {from:?}:\n{text}");
    text.replace(from, to)
}
