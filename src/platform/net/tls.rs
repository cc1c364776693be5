//! Whom we believe to be who they say: the system's authorities and those of `net.ca_file`. rustls with ring.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::base::{ErrorKind, Result, ResultExt};

/// Reads files: called at the first request, not at the start.
pub(super) fn config(ca_file: Option<&Path>) -> Result<ClientConfig> {
    let mut store = RootCertStore::empty();
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = ca_file {
        let own = CertificateDer::pem_file_iter(path).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let what = || format!("read the certificates in {} (net.ca_file)", path.display());
        store.add_parsable_certificates(own.context(ErrorKind::Invalid, what())?);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.context(ErrorKind::Internal, "set up TLS")?.with_root_certificates(store).with_no_client_auth())
}
