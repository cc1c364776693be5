//! TLS to an external PostgreSQL: rustls with ring, never a second TLS library.
//!
//! `prefer` and `require` without a CA file encrypt and do not check who answers, as everywhere in the PostgreSQL world;
//! `verify-full` checks the certificate and the host against the CA file, or the system's authorities without one.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::Security;
use crate::base::{Error, ErrorKind, Result, ResultExt};

#[derive(Clone)]
pub(super) enum Tls {
    Off,
    On(MakeRustlsConnect),
}

impl Tls {
    pub(super) fn new(security: Security, ca_file: Option<&Path>) -> Result<Self> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let algorithms = provider.signature_verification_algorithms;
        let builder = ClientConfig::builder_with_provider(Arc::<CryptoProvider>::clone(&provider))
            .with_safe_default_protocol_versions()
            .context(ErrorKind::Internal, "set up TLS")?;
        let config = match (security, ca_file) {
            (Security::Disable, _) => return Ok(Self::Off),
            (Security::Prefer | Security::Require, None) => {
                let verifier = Arc::new(AnyCertificate { algorithms });
                builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
            }
            (_, ca_file) => builder.with_root_certificates(authorities(ca_file)?).with_no_client_auth(),
        };
        Ok(Self::On(MakeRustlsConnect::new(config)))
    }
}

fn authorities(ca_file: Option<&Path>) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    let certificates = match ca_file {
        Some(path) => CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .context(ErrorKind::Invalid, format!("read the certificates in {} (sslrootcert)", path.display()))?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    store.add_parsable_certificates(certificates);
    if store.is_empty() {
        return Err(Error::invalid("no certificate authority for sslmode verify-full: name a file with sslrootcert="));
    }
    Ok(store)
}

/// Encryption without identity.
#[derive(Debug)]
struct AnyCertificate {
    algorithms: WebPkiSupportedAlgorithms,
}

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
