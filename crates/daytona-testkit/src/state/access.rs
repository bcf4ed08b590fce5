//! The check of tokens.

use super::ServerState;

/// The result of the check of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Granted,
    /// The token is missing or unknown.
    Unauthorized,
    /// The token is a JWT, and the organization is missing or another one.
    OtherOrganization,
}

impl ServerState {
    /// Checks an API key, or a JWT together with the id of the organization.
    pub(crate) fn access(&self, token: Option<&str>, organization_id: Option<&str>) -> Access {
        let Some(token) = token else { return Access::Unauthorized };
        if token == self.api_key() {
            Access::Granted
        } else if self.settings.jwt.as_deref() != Some(token) {
            Access::Unauthorized
        } else if organization_id != Some(self.organization_id()) {
            Access::OtherOrganization
        } else {
            Access::Granted
        }
    }
}
