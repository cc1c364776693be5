//! A certificate with its key as files: read, checked against each other, and what they say in words.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use time::OffsetDateTime;
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;

use crate::base::{Error, ErrorKind, Result, ResultExt};

/// More than the longest chain with the largest keys; a wrong path may name anything.
const MOST_BYTES: u64 = 1 << 20;

/// Where certificate and key lie: PEM, the server's certificate first and what leads to its authority after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateFiles {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

/// What the first certificate says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Names and addresses that browsers accept it for.
    pub names: Vec<String>,
    pub ends_at: OffsetDateTime,
}

/// Which contents were read: changes with every way of replacing a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seal([(u64, u64, i64, i64); 2]);

impl CertificateFiles {
    /// None while a file is missing: whoever replaces it may be in the middle of that.
    pub(super) fn seal(&self) -> Option<Seal> {
        let of = |path: &Path| fs::metadata(path).ok().map(|m| (m.ino(), m.size(), m.mtime(), m.mtime_nsec()));
        Some(Seal([of(&self.certificate)?, of(&self.key)?]))
    }

    /// Both files, which belong together. The error names the file and the remedy.
    pub(super) fn read(&self, provider: &CryptoProvider) -> Result<(Arc<CertifiedKey>, Facts)> {
        let (certificate, key) = (&self.certificate, &self.key);
        let no_certificate =
            || format!("{} has no certificate in PEM form (http.tls_certificate)", certificate.display());
        let chain = CertificateDer::pem_slice_iter(&load(certificate, "http.tls_certificate")?)
            .collect::<Result<Vec<_>, _>>()
            .context(ErrorKind::Invalid, no_certificate())?;
        let first = chain.first().ok_or_else(|| Error::invalid(no_certificate()))?;
        let facts = facts(first).context(ErrorKind::Invalid, no_certificate())?;
        let no_key = || format!("{} has no private key in PEM form without a password (http.tls_key)", key.display());
        let private =
            PrivateKeyDer::from_pem_slice(&load(key, "http.tls_key")?).context(ErrorKind::Invalid, no_key())?;
        let apart = || format!("the key in {} is not the key of {}", key.display(), certificate.display());
        let both = CertifiedKey::from_der(chain, private, provider).context(ErrorKind::Invalid, apart())?;
        Ok((Arc::new(both), facts))
    }
}

fn load(path: &Path, setting: &'static str) -> Result<Vec<u8>> {
    let what = || format!("read {} ({setting}): the server's user needs to be able to", path.display());
    let size = fs::metadata(path).context(ErrorKind::Invalid, what())?.len();
    if size > MOST_BYTES {
        return Err(Error::invalid(format!("{} ({setting}) is too large for what it should be", path.display())));
    }
    fs::read(path).context(ErrorKind::Invalid, what())
}

fn facts(certificate: &CertificateDer) -> Result<Facts, x509_cert::der::Error> {
    let certificate = Certificate::from_der(certificate)?.tbs_certificate;
    let mut names = Vec::new();
    if let Some((_, alternatives)) = certificate.get::<SubjectAltName>()? {
        names.extend(alternatives.0.iter().filter_map(shown));
    }
    let seconds = certificate.validity.not_after.to_unix_duration().as_secs();
    let ends_at = OffsetDateTime::from_unix_timestamp(seconds.cast_signed());
    Ok(Facts { names, ends_at: ends_at.unwrap_or(OffsetDateTime::UNIX_EPOCH) })
}

fn shown(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(name.as_str().to_owned()),
        GeneralName::IpAddress(bytes) => match bytes.as_bytes() {
            &[a, b, c, d] => Some(std::net::Ipv4Addr::new(a, b, c, d).to_string()),
            bytes => <[u8; 16]>::try_from(bytes).ok().map(|bytes| std::net::Ipv6Addr::from(bytes).to_string()),
        },
        _ => None,
    }
}
