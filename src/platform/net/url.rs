//! Where a request goes: an http or https address that carries no password and no surprises.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use http::Uri;
use http::uri::{PathAndQuery, Scheme};

use crate::base::{Error, Result};

const MAX_BYTES: usize = 2048;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url(Uri);

impl Url {
    /// The parts that another server may see in a log: no query, which often carries a key.
    pub fn place(&self) -> String {
        format!("{}://{}{}", self.scheme(), self.authority(), self.0.path())
    }

    pub(super) fn uri(&self) -> &Uri {
        &self.0
    }

    pub(super) fn is_https(&self) -> bool {
        self.0.scheme() == Some(&Scheme::HTTPS)
    }

    pub(super) fn authority(&self) -> &str {
        self.0.authority().map_or("", |authority| authority.as_str())
    }

    /// The host when it is an address and not a name: no resolver sees it.
    pub fn literal(&self) -> Option<IpAddr> {
        let host = self.0.host()?;
        host.trim_start_matches('[').trim_end_matches(']').parse().ok()
    }

    /// Where a redirect leads from here.
    pub(super) fn join(&self, location: &str) -> Result<Self> {
        if location.contains("://") {
            return location.parse();
        }
        let bad = || Error::source_fault("the other server redirects to something that is no address");
        let mut parts = self.0.clone().into_parts();
        let path = match location.strip_prefix("//") {
            Some(rest) => return format!("{}://{rest}", self.scheme()).parse(),
            None if location.starts_with('/') => location.to_owned(),
            None => format!("{}/{location}", self.0.path().rsplit_once('/').map_or("", |(folder, _)| folder)),
        };
        parts.path_and_query = Some(PathAndQuery::from_str(&path).map_err(|_| bad())?);
        Uri::from_parts(parts).map(Self).map_err(|_| bad())
    }

    fn scheme(&self) -> &str {
        self.0.scheme_str().unwrap_or_default()
    }
}

impl FromStr for Url {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if text.len() > MAX_BYTES {
            return Err(Error::invalid(format!("an address has at most {MAX_BYTES} bytes")));
        }
        let bare = text.split_once('#').map_or(text, |(bare, _)| bare);
        let uri: Uri = bare.parse().map_err(|_| Error::invalid("not an address like https://example.org/path"))?;
        if uri.scheme() != Some(&Scheme::HTTP) && uri.scheme() != Some(&Scheme::HTTPS) {
            return Err(Error::invalid("the address must begin with https:// or http://"));
        }
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(Error::invalid("the address must not carry a user name or a password"));
        }
        // Port 0 and a host that is nothing but dots are accepted by the parser and by nobody else.
        if uri.host().is_none_or(|host| host.trim_matches('.').is_empty()) || uri.port_u16() == Some(0) {
            return Err(Error::invalid("the address names no server"));
        }
        Ok(Self(uri))
    }
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
