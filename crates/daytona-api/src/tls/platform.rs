//! rustls with the platform's certificates.

use std::sync::Arc;

use rustls::{
    ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::CryptoProvider,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::Verifier;

pub(super) fn client_config(provider: Arc<CryptoProvider>) -> Result<ClientConfig, Error> {
    let verifier: Arc<dyn ServerCertVerifier> = match Verifier::new(provider.clone()) {
        Ok(verifier) => Arc::new(verifier),
        Err(reason) => Arc::new(NoCertificates { reason, provider: provider.clone() }),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
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

#[cfg(all(test, feature = "rustls"))]
mod tests {
    use rustls::crypto::ring;

    use super::*;

    #[test]
    fn without_certificates_every_server_is_refused_with_the_reason() {
        let reason = Error::General("no certificates".to_owned());
        let verifier =
            NoCertificates { reason: reason.clone(), provider: ring::default_provider().into() };
        let name = ServerName::try_from("app.daytona.io").unwrap();
        let certificate = CertificateDer::from(vec![0]);
        let verdict = verifier.verify_server_cert(&certificate, &[], &name, &[], UnixTime::now());
        assert_eq!(verdict.unwrap_err(), reason);
        assert!(!verifier.supported_verify_schemes().is_empty());
    }
}
