//! Sets up rustls with the certificates of the platform.

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

/// Returns the provider that is installed for the process, or that of the enabled feature.
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
        // `dangerous` warns of weak verifiers. Both of these are that of the platform or stricter.
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    Ok(config)
}

/// A verifier that refuses every certificate, for platforms whose trusted certificates cannot be read.
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
    fn every_server_is_refused_with_the_reason_without_certificates() {
        let reason = Error::General("no certificates".to_owned());
        let verifier = NoCertificates { reason: reason.clone(), provider: provider() };
        let name = ServerName::try_from("app.daytona.io").unwrap();
        let certificate = CertificateDer::from(vec![0]);
        let verdict = verifier.verify_server_cert(&certificate, &[], &name, &[], UnixTime::now());
        assert_eq!(verdict.unwrap_err(), reason);
        assert!(!verifier.supported_verify_schemes().is_empty());
    }

    #[test]
    fn provider_without_cipher_suites_is_refused() {
        let provider = CryptoProvider { cipher_suites: Vec::new(), ..back_end::default_provider() };
        let error = client_config(Arc::new(provider)).unwrap_err();
        assert!(std::error::Error::source(&error).is_some(), "{error}");
    }
}
