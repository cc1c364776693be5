//! How a request proves who sends it: a bearer token, or the cookie of a browser.
//!
//! The cookie cannot be read by script. A browser sends it along with whatever any site makes it do, so a write with it
//! also needs a header that only our own pages can set.

use axum::http::{HeaderMap, HeaderValue, header};

use super::base_path::BasePath;
use super::client_address::Client;
use crate::base::{ErrorKind, Result, ResultExt, Secret};

const NAME: &str = "revenge_session";
/// Longest life that browsers grant; the sign-in itself ends earlier.
const MAX_AGE_SECONDS: u32 = 400 * 24 * 3600;

/// A token and the way in which it came.
pub struct Credential<'a> {
    pub token: &'a str,
    pub is_cookie: bool,
}

/// A bearer token beats a cookie.
pub fn credential(headers: &HeaderMap) -> Option<Credential<'_>> {
    if headers.contains_key(header::AUTHORIZATION) {
        return bearer(headers).map(|token| Credential { token, is_cookie: false });
    }
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(';'));
    let mut named = cookies.filter_map(|pair| pair.trim().split_once('=')).filter(|(name, _)| *name == NAME);
    named.next().map(|(_, token)| Credential { token, is_cookie: true })
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// No other site can make a browser send this header.
pub fn has_csrf_header(headers: &HeaderMap) -> bool {
    headers.get("x-csrf").is_some_and(|v| !v.is_empty())
}

/// The `Set-Cookie` of a sign-in.
pub fn set(token: &Secret, client: &Client, base: &BasePath) -> Result<HeaderValue> {
    value(&format!("{NAME}={}; Max-Age={MAX_AGE_SECONDS}", token.expose()), client, base)
}

/// The `Set-Cookie` of a sign-out.
pub fn clear(client: &Client, base: &BasePath) -> Result<HeaderValue> {
    value(&format!("{NAME}=; Max-Age=0"), client, base)
}

fn value(start: &str, client: &Client, base: &BasePath) -> Result<HeaderValue> {
    // Behind plain HTTP a Secure cookie would never come back.
    let secure = if client.is_https { "; Secure" } else { "" };
    // What else is on this host does not get it sent. Without a slash at the end it also goes to the base path itself.
    let path = if base.is_empty() { "/" } else { base.as_str() };
    let mut value = HeaderValue::try_from(format!("{start}; Path={path}; HttpOnly; SameSite=Lax{secure}"))
        .context(ErrorKind::Internal, "write the cookie")?;
    value.set_sensitive(true);
    Ok(value)
}
