//! The certificate authority of a state folder.

use std::net::{IpAddr, Ipv4Addr};

use jiff::{ToSpan, civil::Date};
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DistinguishedName, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    NameConstraints, SanType, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, pem::PemObject};
use serde::{Deserialize, Serialize, de::Error as _};
use uuid::Uuid;

use super::pem;
use crate::{
    error::StartError,
    state_dir::{self, Folder, StateDir},
};

const FILE: &str = "authority.json";
const HOST: &str = "localhost";
/// The lifetime of the authority and its certificates. Some platforms refuse servers with a longer one.
const LIFETIME_DAYS: i32 = 825;
/// The rest of the lifetime at which the authority is replaced.
const RENEWAL_DAYS: i32 = 30;

/// A certificate authority, as the state folder keeps it.
#[derive(Serialize, Deserialize)]
pub(super) struct Authority {
    /// Unique, because clients can trust the authorities of several state folders.
    name: String,
    expires: Date,
    certificate: String,
    private_key: String,
}

/// A certificate of the server, with its key.
pub(super) struct ServerCertificate {
    pub(super) certificate: CertificateDer<'static>,
    pub(super) private_key: PrivatePkcs8KeyDer<'static>,
}

impl Authority {
    /// Reads the authority from the state folder. Creates it if it is missing or expires soon.
    pub(super) fn open(dir: &StateDir, folder: &Folder, today: Date) -> Result<Self, StartError> {
        let kept = state_dir::read::<Self>(folder, FILE)?;
        if let Some(kept) = kept.filter(|kept| kept.expires > in_days(today, RENEWAL_DAYS)) {
            return Ok(kept);
        }
        let authority = Self::create(today).map_err(failed)?;
        // The state folder keeps its files private.
        dir.write(folder, FILE, &authority).map_err(state_dir::failed(&folder.path_of(FILE)))?;
        Ok(authority)
    }

    fn create(today: Date) -> Result<Self, rcgen::Error> {
        let name = format!("Daytona emulator {}", Uuid::new_v4());
        let expires = in_days(today, LIFETIME_DAYS);
        let key = KeyPair::generate()?;
        let certificate = authority_params(&name, today, expires)?.self_signed(&key)?;
        Ok(Self {
            name,
            expires,
            certificate: pem::certificate(certificate.der()),
            private_key: pem::private_key(&key.serialize_der()),
        })
    }

    /// Returns the certificate in the PEM format.
    pub(super) fn certificate(&self) -> &str {
        &self.certificate
    }

    /// Issues a certificate for the loopback address, which is valid as long as the authority.
    pub(super) fn issue(
        &self,
        folder: &Folder,
        today: Date,
    ) -> Result<ServerCertificate, StartError> {
        let key = PrivatePkcs8KeyDer::from_pem_slice(self.private_key.as_bytes())
            .map_err(|error| error.to_string())
            .and_then(|der| KeyPair::try_from(&der).map_err(|error| error.to_string()))
            .map_err(|error| StartError::StateUnreadable {
                path: folder.path_of(FILE),
                source: serde_json::Error::custom(format!("the private key is malformed: {error}")),
            })?;
        self.issue_with(key, today).map_err(failed)
    }

    fn issue_with(&self, key: KeyPair, today: Date) -> Result<ServerCertificate, rcgen::Error> {
        let params = authority_params(&self.name, today, self.expires)?;
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate()?;
        let mut params = params_named("Daytona emulator", today, self.expires)?;
        params.subject_alt_names = vec![
            SanType::IpAddress(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            SanType::DnsName(HOST.try_into()?),
        ];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        // Python refuses certificates without it.
        params.use_authority_key_identifier_extension = true;
        let certificate = params.signed_by(&key, &issuer)?;
        Ok(ServerCertificate {
            certificate: certificate.der().clone(),
            private_key: key.serialize_der().into(),
        })
    }
}

fn failed(error: rcgen::Error) -> StartError {
    StartError::Tls { source: error.into() }
}

fn authority_params(
    name: &str,
    today: Date,
    expires: Date,
) -> Result<CertificateParams, rcgen::Error> {
    let mut params = params_named(name, today, expires)?;
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    // A leaked key must not be of use for other servers.
    params.name_constraints = Some(NameConstraints {
        permitted_subtrees: vec![
            GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
            GeneralSubtree::DnsName(HOST.to_owned()),
        ],
        excluded_subtrees: Vec::new(),
    });
    Ok(params)
}

fn params_named(name: &str, today: Date, expires: Date) -> Result<CertificateParams, rcgen::Error> {
    let mut params = CertificateParams::new(Vec::new())?;
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    // The clocks of clients can be slow.
    let start = in_days(today, -1);
    params.not_before = date_time_ymd(start.year().into(), start.month() as u8, start.day() as u8);
    params.not_after =
        date_time_ymd(expires.year().into(), expires.month() as u8, expires.day() as u8);
    Ok(params)
}

fn in_days(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state(dir: &tempfile::TempDir) -> (StateDir, Folder) {
        let state = StateDir::open_kept(dir.path(), None).unwrap();
        let folder = state.folder("tls").unwrap();
        (state, folder)
    }

    #[test]
    fn authority_is_kept_until_it_expires_soon() {
        let dir = tempfile::tempdir().unwrap();
        let (state, folder) = state(&dir);
        let today = Date::constant(2026, 11, 28);
        let open = |today| Authority::open(&state, &folder, today).unwrap();
        let first = open(today);
        let last_day = in_days(today, LIFETIME_DAYS - RENEWAL_DAYS - 1);
        assert_eq!(open(last_day).certificate, first.certificate);

        for later in [in_days(last_day, 1), in_days(last_day, 10_000)] {
            let renewed = open(later);
            assert_ne!(renewed.certificate, first.certificate);
            assert_ne!(renewed.name, first.name);
            assert_eq!(open(later).certificate, renewed.certificate);
        }
    }

    #[test]
    fn damaged_private_key_is_an_error_without_the_key() {
        let dir = tempfile::tempdir().unwrap();
        let (state, folder) = state(&dir);
        let today = Date::constant(2026, 11, 28);
        let mut authority = Authority::open(&state, &folder, today).unwrap();
        let kept = authority.private_key.clone();
        for key in [String::new(), kept.replace("KEY", "CAT"), kept.replacen('M', "N", 1)] {
            authority.private_key = key;
            let error = authority.issue(&folder, today).err().unwrap();
            let text = format!("{error:?}");
            assert!(text.contains(FILE) && text.contains("private key is malformed"), "{text}");
            assert!(!text.contains(kept.lines().nth(1).unwrap()), "{text}");
        }
    }
}
