//! Where a new access comes from when the old one expires.

use std::error::Error as StdError;
use std::sync::Arc;

use async_trait::async_trait;

use crate::Access;

/// Gives a [`Store`](crate::Store) access to its bucket, and again before the access expires.
///
/// A store asks when its access has less than five minutes left, by what
/// [`Access::valid_for`] says, and when the store refuses the credentials as expired. It asks once
/// for all uploads that wait, and never twice at a time.
///
/// ```
/// use std::error::Error;
/// use std::time::Duration;
///
/// use daytona_objstore::{Access, AccessProvider, Credentials};
///
/// struct PushAccess;
///
/// #[async_trait::async_trait]
/// impl AccessProvider for PushAccess {
///     async fn access(&self) -> Result<Access, Box<dyn Error + Send + Sync>> {
///         // Here, ask Daytona for `GET /object-storage/push-access`.
///         let credentials = Credentials::new("access-key", "secret", "session-token");
///         let access = Access::new("https://s3.example.com", "contexts", "org-1", credentials);
///         Ok(access.valid_for(Duration::from_secs(3600)))
///     }
/// }
/// ```
#[async_trait]
pub trait AccessProvider: Send + Sync {
    /// Gets an access that is valid from now on.
    ///
    /// It must lead to the same bucket and organization every time. The future is dropped when all
    /// uploads that wait for it are.
    ///
    /// # Errors
    ///
    /// Any error; it becomes the source of the upload's.
    async fn access(&self) -> Result<Access, Box<dyn StdError + Send + Sync>>;
}

#[async_trait]
impl<P: AccessProvider + ?Sized> AccessProvider for Arc<P> {
    async fn access(&self) -> Result<Access, Box<dyn StdError + Send + Sync>> {
        (**self).access().await
    }
}
