//! Temporary credentials that need no memory: each part is derived from a secret of the server.

use std::fmt::Write as _;

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

const KEY_PREFIX: &str = "DTNA";

/// Credentials for one organization's part of the bucket.
pub(crate) struct Credentials {
    pub(crate) access_key: String,
    pub(crate) secret: String,
    pub(crate) session_token: String,
}

/// What a session token is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Session {
    Valid,
    Expired,
    Forged,
}

/// Makes and checks credentials.
pub(crate) struct CredentialIssuer {
    server_secret: String,
    organization_id: String,
    /// Stands in every part of what is issued.
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

    /// Returns new credentials that are good until a moment.
    pub(crate) fn issue(&self, expires: Timestamp) -> Credentials {
        let nonce = Uuid::new_v4().simple().to_string().to_uppercase();
        let access_key = format!("{KEY_PREFIX}{}{nonce}", self.marker);
        Credentials {
            secret: self.derive("secret", &access_key),
            session_token: self.session_token(&access_key, expires.as_millisecond()),
            access_key,
        }
    }

    /// Returns the secret of an access key; `None` when the key was never issued here.
    pub(crate) fn secret_of(&self, access_key: &str) -> Option<String> {
        access_key.starts_with(KEY_PREFIX).then(|| self.derive("secret", access_key))
    }

    /// Checks that a session token belongs to an access key and is still good.
    pub(crate) fn session(&self, access_key: &str, token: &str, now: Timestamp) -> Session {
        let expires = token.split_once('.').and_then(|(expires, _)| expires.parse().ok());
        match expires {
            Some(expires) if token == self.session_token(access_key, expires) => {
                if now.as_millisecond() < expires { Session::Valid } else { Session::Expired }
            }
            _ => Session::Forged,
        }
    }

    fn session_token(&self, access_key: &str, expires_ms: i64) -> String {
        let claim = format!("{access_key}/{}/{expires_ms}", self.organization_id);
        format!("{expires_ms}.{}", self.derive("session", &claim))
    }

    /// Hashes twice, so that no derived value can be extended into another.
    fn derive(&self, purpose: &str, input: &str) -> String {
        let inner = Sha256::digest(format!("{}/{purpose}/{input}", self.server_secret));
        let mut outer = Sha256::new();
        outer.update(&self.server_secret);
        outer.update(inner);
        format!("{}{}", self.marker, hex(&outer.finalize()))
    }
}

/// Writes bytes in hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn session_is_bound_to_key_time_and_organization() {
        let issuer = CredentialIssuer::new("s", "org", "");
        let first = issuer.issue(at(10));
        let second = issuer.issue(at(10));
        let token = first.session_token.as_str();
        assert_eq!(issuer.session(&first.access_key, token, at(9)), Session::Valid);
        assert_eq!(issuer.session(&first.access_key, token, at(10)), Session::Expired);
        assert_eq!(issuer.session(&second.access_key, token, at(9)), Session::Forged);
        let later = token.replacen("10000", "99999", 1);
        assert_eq!(issuer.session(&first.access_key, &later, at(9)), Session::Forged);
        let other = CredentialIssuer::new("s", "other", "");
        assert_eq!(other.session(&first.access_key, token, at(9)), Session::Forged);
    }

    #[test]
    fn marker_stands_in_each_part() {
        let issuer = CredentialIssuer::new("s", "org", "Canary7");
        let issued = issuer.issue(at(10));
        for part in [&issued.access_key, &issued.secret, &issued.session_token] {
            assert!(part.contains("Canary7"), "{part}");
        }
        assert_eq!(
            issuer.session(&issued.access_key, &issued.session_token, at(9)),
            Session::Valid
        );
    }

    #[test]
    fn secret_is_found_again_after_a_restart() {
        let issued = CredentialIssuer::new("s", "org", "").issue(at(10));
        let restarted = CredentialIssuer::new("s", "org", "");
        assert_eq!(restarted.secret_of(&issued.access_key), Some(issued.secret));
        assert_eq!(restarted.secret_of("AKIAEXAMPLE"), None);
    }
}
