//! `plan_image`: what a create would send.

use super::SnapshotService;
use super::process_image_context::resolve;
use crate::{Image, ImagePlan, Result};

impl SnapshotService {
    /// Returns the Dockerfile and the archives that a create would send, and which archives the
    /// object storage has. Uploads nothing.
    ///
    /// ```
    /// use daytona_core::Image;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// let image = Image::base("alpine:3.20").add_local_dir("src", "/home/daytona/src");
    /// let plan = snapshots.plan_image(&image).await?;
    /// assert!(plan.archives.iter().all(|archive| archive.is_present == Some(false)));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_invalid_input`](crate::Error::is_invalid_input) for a file that is missing or cannot be
    /// part of a context; [`is_storage`](crate::Error::is_storage) if the storage cannot be asked.
    pub async fn plan_image(&self, image: &Image) -> Result<ImagePlan> {
        let plan = async {
            let resolved = resolve(image.clone(), None).await?;
            self.storage.plan_image(resolved).await
        };
        plan.await.map_err(|error| error.while_doing("plan the upload of the build context"))
    }
}
