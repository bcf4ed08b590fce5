//! The provider of storage access.

use std::error::Error as StdError;
use std::sync::Arc;

use async_trait::async_trait;

use crate::StorageAccess;

/// Provides a [`Store`](crate::Store) with access to its bucket.
///
/// The store requests a new access in two cases: when less than five minutes of
/// [`StorageAccess::valid_for`] are left, and when the store rejects the credentials as expired. One
/// request serves all uploads that wait for it.
///
/// ```
/// use std::error::Error;
/// use std::time::Duration;
///
/// use daytona_objstore::{AccessProvider, Credentials, StorageAccess};
///
/// struct PushAccess;
///
/// #[async_trait::async_trait]
/// impl AccessProvider for PushAccess {
///     async fn access(&self) -> Result<StorageAccess, Box<dyn Error + Send + Sync>> {
///         // Send `GET /object-storage/push-access` here.
///         let credentials = Credentials::new("access-key", "secret", "session-token");
///         let access = StorageAccess::new("https://s3.example.com", "contexts", "org-1", credentials);
///         Ok(access.valid_for(Duration::from_secs(3600)))
///     }
/// }
/// ```
#[async_trait]
pub trait AccessProvider: Send + Sync {
    /// Requests a new access. It must lead to the same bucket and organization every time.
    ///
    /// # Errors
    ///
    /// Any error. It becomes the source of the error of the upload.
    ///
    /// # Cancel safety
    ///
    /// The future is dropped when all uploads that wait for it are dropped.
    async fn access(&self) -> Result<StorageAccess, Box<dyn StdError + Send + Sync>>;
}

#[async_trait]
impl<P: AccessProvider + ?Sized> AccessProvider for Arc<P> {
    async fn access(&self) -> Result<StorageAccess, Box<dyn StdError + Send + Sync>> {
        (**self).access().await
    }
}
