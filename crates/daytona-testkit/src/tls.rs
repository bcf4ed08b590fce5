//! TLS for the emulator: a certificate authority in the state folder, and a certificate from it for each start.

mod authority;
mod pem;
mod python;

use std::{
    error,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::{Timestamp, tz::Offset};
use rustls::{ServerConfig, crypto::ring, pki_types::CertificateDer};
use tokio_rustls::TlsAcceptor;

use self::authority::{Authority, ServerCertificate};
use crate::{
    error::StartError,
    state_dir::{self, StateDir},
};

const FOLDER: &str = "tls";
const CERTIFICATE_FILE: &str = "ca.pem";
const BUNDLE_FILE: &str = "ca-bundle.pem";

type BoxError = Box<dyn error::Error + Send + Sync>;

/// The certificate authority of an emulator that uses TLS.
///
/// Clients must trust it. A client in this process can take the [`pem`](Self::pem), and other programs one of the files.
/// The files exist as long as the state folder.
///
/// | program | variable | file |
/// |---|---|---|
/// | Python (`ssl`, httpx, aiohttp, urllib3), programs with OpenSSL or rustls | `SSL_CERT_FILE` | [`bundle_file`](Self::bundle_file) |
/// | Python (requests) | `REQUESTS_CA_BUNDLE` | [`bundle_file`](Self::bundle_file) |
/// | uploads of the official Python SDK | `PYTHONPATH` | [`python_path`](Self::python_path) |
/// | Node.js | `NODE_EXTRA_CA_CERTS` | [`file`](Self::file) |
#[derive(Debug, Clone)]
pub struct CertificateAuthority {
    pem: String,
    file: PathBuf,
    bundle_file: PathBuf,
    python_path: PathBuf,
}

impl CertificateAuthority {
    /// Returns the certificate of the authority in the PEM format.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// Returns the path of a file with the certificate of the authority in the PEM format.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Returns the path of a file with the certificate of the authority and those that the system trusts.
    ///
    /// Variables such as `SSL_CERT_FILE` replace the certificates of the system. With this file, programs still trust
    /// other servers. It has the certificates of the system at the start of the emulator, or those of `SSL_CERT_FILE`
    /// and `SSL_CERT_DIR` if they are set.
    #[must_use]
    pub fn bundle_file(&self) -> &Path {
        &self.bundle_file
    }

    /// Returns the path of a folder with which the official Python SDK trusts the emulator for uploads.
    ///
    /// The SDK (0.226) hides `SSL_CERT_FILE` from its storage client. With this folder in `PYTHONPATH`, Python sets
    /// `SSL_CERT_DIR` at its start so that the client sees it. The folder has only a `sitecustomize` module, which
    /// changes nothing else and runs the next module of this name.
    #[must_use]
    pub fn python_path(&self) -> &Path {
        &self.python_path
    }
}

/// Opens or creates the authority of a state folder, and issues a certificate for this start.
pub(crate) fn set_up(dir: &StateDir) -> Result<(TlsAcceptor, CertificateAuthority), StartError> {
    let folder = dir.folder(FOLDER)?;
    let today = Offset::UTC.to_datetime(Timestamp::now()).date();
    let authority = Authority::open(dir, &folder, today)?;
    let certificate = authority.issue(&folder, today)?;
    let acceptor = acceptor(certificate).map_err(|source| StartError::Tls { source })?;

    let bundle = bundle(authority.certificate());
    for (name, content) in [(CERTIFICATE_FILE, authority.certificate()), (BUNDLE_FILE, &bundle)] {
        dir.write_bytes(&folder, name, content.as_bytes())
            .map_err(state_dir::failed(&folder.path_of(name)))?;
    }
    let authority = CertificateAuthority {
        pem: authority.certificate().to_owned(),
        file: folder.path_of(CERTIFICATE_FILE),
        bundle_file: folder.path_of(BUNDLE_FILE),
        python_path: python::write(dir, &folder, &bundle)?,
    };
    Ok((acceptor, authority))
}

fn acceptor(certificate: ServerCertificate) -> Result<TlsAcceptor, BoxError> {
    // Other crates of the program decide about the provider of the process.
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.certificate], certificate.private_key.into())?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Returns the certificate of the authority and those that the system trusts.
fn bundle(authority: &str) -> String {
    let system = rustls_native_certs::load_native_certs();
    for error in &system.errors {
        tracing::warn!(%error, "failed to read some certificates of the system");
    }
    let system = system.certs.iter().map(|root: &CertificateDer<'_>| pem::certificate(root));
    // `SSL_CERT_FILE` can name a bundle of this authority.
    let system = system.filter(|root| root != authority);
    std::iter::once(authority.to_owned()).chain(system).collect()
}
