//! The key of an archive in the bucket.

/// The name of every archive, below its organization and hash.
const ARCHIVE_NAME: &str = "context.tar";

/// Returns the key of the archive of a context: `{organization}/{hash}/context.tar`.
///
/// The runner reads this key from the bucket that the push-access response names.
///
/// ```
/// assert_eq!(
///     daytona_objstore::object_key("org-1", "0a1b"),
///     "org-1/0a1b/context.tar",
/// );
/// ```
#[must_use]
pub fn object_key(organization_id: &str, hash: &str) -> String {
    format!("{organization_id}/{hash}/{ARCHIVE_NAME}")
}
