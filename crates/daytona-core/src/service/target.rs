//! References to snapshots: by value, id or name.

use std::future::Future;

use super::SnapshotService;
use crate::model::params::check_addressable;
use crate::{Error, Result, Snapshot};

/// A reference to a snapshot: a [`Snapshot`], an id or a name.
///
/// ```
/// use daytona_core::SnapshotRef;
///
/// let by_name = SnapshotRef::from("my-snapshot");
/// assert_eq!(by_name.to_string(), "my-snapshot");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SnapshotRef(Target);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Target {
    Known { id: String, name: String, is_general: bool },
    IdOrName(String),
}

impl SnapshotRef {
    /// Returns the id or name that the caller gave, or the id of a [`Snapshot`].
    pub(super) fn id_or_name(&self) -> &str {
        match &self.0 {
            Target::Known { id, .. } => id,
            Target::IdOrName(text) => text,
        }
    }

    /// Returns `true` if the reference is an id, or has the form of one.
    pub(super) fn is_id(&self) -> bool {
        match &self.0 {
            Target::Known { .. } => true,
            Target::IdOrName(text) => looks_like_id(text),
        }
    }
}

impl std::fmt::Display for SnapshotRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Target::Known { name, .. } => f.write_str(name),
            Target::IdOrName(text) => f.write_str(text),
        }
    }
}

impl From<&Snapshot> for SnapshotRef {
    fn from(snapshot: &Snapshot) -> Self {
        Self::from(snapshot.clone())
    }
}

impl From<Snapshot> for SnapshotRef {
    fn from(snapshot: Snapshot) -> Self {
        let Snapshot { id, name, general, .. } = snapshot;
        Self(Target::Known { id, name, is_general: general })
    }
}

impl From<&str> for SnapshotRef {
    fn from(id_or_name: &str) -> Self {
        Self(Target::IdOrName(id_or_name.to_owned()))
    }
}

impl From<String> for SnapshotRef {
    fn from(id_or_name: String) -> Self {
        Self(Target::IdOrName(id_or_name))
    }
}

impl From<&String> for SnapshotRef {
    fn from(id_or_name: &String) -> Self {
        Self::from(id_or_name.as_str())
    }
}

impl SnapshotService {
    /// Makes a call that takes only an id.
    ///
    /// A text in the form of an id is tried as an id first. If the server knows no such id, it is
    /// resolved as a name. Any other text is resolved as a name at once. An id costs one request and a
    /// name two, as with the official clients.
    pub(super) async fn call_by_id<T, C, F>(&self, target: &SnapshotRef, call: C) -> Result<T>
    where
        C: Fn(String) -> F,
        F: Future<Output = Result<T>>,
    {
        let text = match &target.0 {
            Target::Known { id, is_general, .. } => {
                check_addressable(id)?;
                let outcome = call(id.clone()).await;
                return outcome.map_err(|error| explain_refusal(error, *is_general));
            }
            Target::IdOrName(text) => text,
        };
        check_addressable(text)?;
        if looks_like_id(text) {
            match call(text.clone()).await {
                Err(error) if error.is_not_found() => {}
                Err(error) if error.is_forbidden() => {
                    let found = self.snapshots.get(text).await;
                    let is_general = found.is_ok_and(|snapshot| snapshot.general);
                    return Err(explain_refusal(error, is_general));
                }
                outcome => return outcome,
            }
        }
        let snapshot = self.snapshots.get(text).await?;
        let outcome = call(snapshot.id).await;
        outcome.map_err(|error| explain_refusal(error, snapshot.general))
    }
}

/// Adds to a refusal that the snapshot is general. The server responds with 403 for a general snapshot
/// of the organization, and with 404 for one of another organization.
pub(super) fn explain_refusal(error: Error, is_general: bool) -> Error {
    match is_general && (error.is_forbidden() || error.is_not_found()) {
        true => error.with_hint(
            "the snapshot is general: it is offered to every organization, and these credentials \
             cannot change it",
        ),
        false => error,
    }
}

/// Returns `true` if a text has the form of an id: a UUID with hyphens.
fn looks_like_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(position, byte)| match position {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_names_are_distinguished() {
        assert!(looks_like_id("21b5ee18-5c04-4175-8fd6-40d77ed12dc4"));
        for name in
            ["demo", "21b5ee185c0441758fd640d77ed12dc4", "21b5ee18-5c04-4175-8fd6-40d77ed12dcg"]
        {
            assert!(!looks_like_id(name), "{name}");
        }
    }
}
