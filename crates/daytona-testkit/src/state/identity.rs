//! The organization and the secrets of a server.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::settings::Settings;
use crate::{
    error::StartError,
    state_dir::{self, StateDir},
};

const FOLDER: &str = "server";
const FILE: &str = "identity.json";

/// The organization and the secrets of a server. The state folder keeps them, so that clients work after a restart.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) organization_id: String,
    pub(super) api_key: String,
    pub(super) storage_secret: String,
    pub(super) runner_id: String,
    pub(super) created_at: Timestamp,
}

/// Returns the id of the organization of a state folder. Without an identity, the id is empty and the state is, too.
pub(super) fn read_organization_id(dir: &StateDir) -> Result<String, StartError> {
    let found = state_dir::read::<Identity>(&dir.folder(FOLDER)?, FILE)?;
    Ok(found.map(|identity| identity.organization_id).unwrap_or_default())
}

impl Identity {
    /// Reads the identity from the state folder, and generates what is missing.
    pub(super) fn load(
        dir: &StateDir,
        settings: &Settings,
        now: Timestamp,
    ) -> Result<Self, StartError> {
        let folder = dir.folder(FOLDER)?;
        let found = state_dir::read::<Self>(&folder, FILE)?;
        let has_key =
            |found: &Self| settings.api_key.as_ref().is_none_or(|key| *key == found.api_key);
        let is_saved = found.as_ref().is_some_and(has_key);
        let mut identity = found.unwrap_or_else(|| Self::generate(&settings.secret_marker, now));
        if let Some(api_key) = &settings.api_key {
            identity.api_key.clone_from(api_key);
        }
        // A start on a full disk must not need space.
        if is_saved || dir.is_read_only() {
            return Ok(identity);
        }
        dir.write(&folder, FILE, &identity).map_err(state_dir::failed(&folder.path_of(FILE)))?;
        Ok(identity)
    }

    fn generate(secret_marker: &str, now: Timestamp) -> Self {
        Self {
            organization_id: Uuid::new_v4().to_string(),
            api_key: format!("dtn_{secret_marker}{}", Uuid::new_v4().simple()),
            storage_secret: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
            runner_id: Uuid::new_v4().to_string(),
            created_at: now,
        }
    }
}
