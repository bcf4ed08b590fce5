//! rustls with the platform's certificates.

#[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
mod environment;

use std::sync::Arc;

#[cfg(feature = "rustls")]
use rustls::crypto::aws_lc_rs as back_end;
#[cfg(not(feature = "rustls"))]
use rustls::crypto::ring as back_end;
use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

use super::TlsError;

/// Returns the cryptography of the process, or the one that the features name.
pub(super) fn provider() -> Arc<CryptoProvider> {
    let installed = CryptoProvider::get_default().cloned();
    installed.unwrap_or_else(|| Arc::new(back_end::default_provider()))
}

pub(super) fn client_config(provider: Arc<CryptoProvider>) -> Result<ClientConfig, TlsError> {
    #[cfg(all(unix, not(target_vendor = "apple"), not(target_os = "android")))]
    environment::check(|variable| std::env::var_os(variable))?;
    let verifier: Arc<dyn ServerCertVerifier> = match Verifier::new(provider.clone()) {
        Ok(verifier) => Arc::new(verifier),
        Err(reason) => Arc::new(NoCertificates { reason, provider: provider.clone() }),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| TlsError {
            message: "cannot set up TLS".to_owned(),
            source: error.into(),
        })?
        // The name warns of verifiers that are too lax; both of these are the platform's or stricter.
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(config)
}

/// Refuses every certificate, because the ones to trust could not be read.
#[derive(Debug)]
struct NoCertificates {
    reason: Error,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for NoCertificates {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Err(self.reason.clone())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(self.reason.clone())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(self.reason.clone())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_certificates_every_server_is_refused_with_the_reason() {
        let reason = Error::General("no certificates".to_owned());
        let verifier = NoCertificates { reason: reason.clone(), provider: provider() };
        let name = ServerName::try_from("app.daytona.io").unwrap();
        let certificate = CertificateDer::from(vec![0]);
        let verdict = verifier.verify_server_cert(&certificate, &[], &name, &[], UnixTime::now());
        assert_eq!(verdict.unwrap_err(), reason);
        assert!(!verifier.supported_verify_schemes().is_empty());
    }

    #[test]
    fn a_provider_that_knows_no_cipher_suite_is_refused() {
        let provider = CryptoProvider { cipher_suites: Vec::new(), ..back_end::default_provider() };
        let error = client_config(Arc::new(provider)).unwrap_err();
        assert!(std::error::Error::source(&error).is_some(), "{error}");
    }
}
