//! Stateless temporary credentials: each part is derived from a secret of the server.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::hex::hex;

const KEY_PREFIX: &str = "DTNA";

/// Credentials for the objects of one organization.
pub(crate) struct Credentials {
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) session_token: String,
}

/// The validity of a session token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenStatus {
    Valid,
    Expired,
    /// Not issued by this server for this access key.
    Forged,
}

/// Issues and checks credentials.
pub(crate) struct CredentialIssuer {
    server_secret: String,
    organization_id: String,
    /// A part of every issued value.
    marker: String,
}

impl CredentialIssuer {
    pub(crate) fn new(server_secret: &str, organization_id: &str, marker: &str) -> Self {
        Self {
            server_secret: server_secret.to_owned(),
            organization_id: organization_id.to_owned(),
            marker: marker.to_owned(),
        }
    }

    /// Returns new credentials that expire at a given time.
    pub(crate) fn issue(&self, expires: Timestamp) -> Credentials {
        let nonce = Uuid::new_v4().simple().to_string().to_uppercase();
        let access_key = format!("{KEY_PREFIX}{}{nonce}", self.marker);
        Credentials {
            secret: self.derive("secret", &access_key),
            session_token: self.session_token(&access_key, expires.as_millisecond()),
            access_key,
        }
    }

    /// Returns the secret of an access key, or `None` if this server did not issue the key.
    pub(crate) fn secret_of(&self, access_key: &str) -> Option<String> {
        access_key.starts_with(KEY_PREFIX).then(|| self.derive("secret", access_key))
    }

    /// Checks a session token of an access key.
    pub(crate) fn token_status(
        &self,
        access_key: &str,
        token: &str,
        now: Timestamp,
    ) -> TokenStatus {
        let expires = token.split_once('.').and_then(|(expires, _)| expires.parse().ok());
        match expires {
            Some(expires) if token == self.session_token(access_key, expires) => {
                if now.as_millisecond() < expires {
                    TokenStatus::Valid
                } else {
                    TokenStatus::Expired
                }
            }
            _ => TokenStatus::Forged,
        }
    }

    fn session_token(&self, access_key: &str, expires_ms: i64) -> String {
        let claim = format!("{access_key}/{}/{expires_ms}", self.organization_id);
        format!("{expires_ms}.{}", self.derive("session", &claim))
    }

    /// Hashes twice, which prevents length extension of a derived value.
    fn derive(&self, purpose: &str, input: &str) -> String {
        let inner = Sha256::digest(format!("{}/{purpose}/{input}", self.server_secret));
        let mut outer = Sha256::new();
        outer.update(&self.server_secret);
        outer.update(inner);
        format!("{}{}", self.marker, hex(&outer.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn token_is_bound_to_key_time_and_organization() {
        let issuer = CredentialIssuer::new("s", "org", "");
        let first = issuer.issue(at(10));
        let second = issuer.issue(at(10));
        let token = first.session_token.as_str();
        assert_eq!(issuer.token_status(&first.access_key, token, at(9)), TokenStatus::Valid);
        assert_eq!(issuer.token_status(&first.access_key, token, at(10)), TokenStatus::Expired);
        assert_eq!(issuer.token_status(&second.access_key, token, at(9)), TokenStatus::Forged);
        let later = token.replacen("10000", "99999", 1);
        assert_eq!(issuer.token_status(&first.access_key, &later, at(9)), TokenStatus::Forged);
        let other = CredentialIssuer::new("s", "other", "");
        assert_eq!(other.token_status(&first.access_key, token, at(9)), TokenStatus::Forged);
    }

    #[test]
    fn each_part_contains_the_marker() {
        let issuer = CredentialIssuer::new("s", "org", "Canary7");
        let issued = issuer.issue(at(10));
        for part in [&issued.access_key, &issued.secret, &issued.session_token] {
            assert!(part.contains("Canary7"), "{part}");
        }
        assert_eq!(
            issuer.token_status(&issued.access_key, &issued.session_token, at(9)),
            TokenStatus::Valid
        );
    }

    #[test]
    fn secret_is_the_same_after_a_restart() {
        let issued = CredentialIssuer::new("s", "org", "").issue(at(10));
        let restarted = CredentialIssuer::new("s", "org", "");
        assert_eq!(restarted.secret_of(&issued.access_key), Some(issued.secret));
        assert_eq!(restarted.secret_of("AKIAEXAMPLE"), None);
    }
}
