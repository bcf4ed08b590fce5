//! Where a build context lies in the bucket: the one place that knows the object key.

/// The object name of every context archive, below its organization and hash.
const ARCHIVE_NAME: &str = "context.tar";

/// Returns the key of the archive of a context: `{organization}/{hash}/context.tar`.
///
/// The runner looks for exactly this key in the bucket named by the push-access answer.
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
