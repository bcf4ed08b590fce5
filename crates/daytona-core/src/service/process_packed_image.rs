//! `process_packed_image`: the files of an image in the object storage, in archives that the builder
//! unpacks.

use super::SnapshotService;
use super::observer::Observer;
use super::operation::{OperationOptions, call_setters, impl_into_future};
use super::process_image_context::resolve;
use crate::{Image, PackedImage, Result};

impl SnapshotService {
    /// Uploads the files that the build of an image needs, in archives that the builder unpacks.
    /// Returns the text that goes with them. [`create`](Self::create) sends both.
    ///
    /// [`Packing`](crate::Packing) describes the form. Without a copied directory it is the form of
    /// [`process_image_context`](Self::process_image_context).
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
    /// let packed = snapshots.process_packed_image(&image).await?;
    /// assert!(packed.dockerfile.starts_with("FROM alpine:3.20\nADD "));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Returns the errors of [`process_image_context`](Self::process_image_context).
    pub fn process_packed_image<'a>(&self, image: &Image) -> ProcessPackedImage<'a> {
        ProcessPackedImage {
            service: self.clone(),
            image: image.clone(),
            options: OperationOptions::default(),
            observer: Observer::default(),
        }
    }
}

/// A request to upload the files of an image: returned by
/// [`SnapshotService::process_packed_image`], sent by `.await`.
#[must_use = "nothing is sent before `.await`"]
pub struct ProcessPackedImage<'a> {
    service: SnapshotService,
    image: Image,
    options: OperationOptions,
    observer: Observer<'a>,
}

impl<'a> ProcessPackedImage<'a> {
    call_setters! {
        /// Sets how long the upload may take in total.
    }

    /// Calls `callback` for every event of the upload: [`Uploading`], [`UploadProgress`], [`Retry`] and
    /// [`ContextUploaded`].
    ///
    /// # Panics
    ///
    /// A callback that panics is not called again. The upload continues to its end, then the panic is
    /// resumed in place of the result.
    ///
    /// [`Uploading`]: crate::CreateEvent::Uploading
    /// [`UploadProgress`]: crate::CreateEvent::UploadProgress
    /// [`Retry`]: crate::CreateEvent::Retry
    /// [`ContextUploaded`]: crate::CreateEvent::ContextUploaded
    pub fn on_event(mut self, callback: impl FnMut(&crate::CreateEvent) + Send + 'a) -> Self {
        self.observer.set_on_event(callback);
        self
    }

    async fn run(self) -> Result<PackedImage> {
        let Self { service, image, options, mut observer } = self;
        let service = service.with_options(&options);
        let deadline = options.start_deadline();
        let panic = observer.panic();
        let upload = async {
            let resolved = deadline.run("the image was resolved", resolve(image, None)).await?;
            service.upload_image(resolved, &mut observer, deadline).await
        };
        let outcome = panic.resumed_after(upload).await;
        outcome.map_err(|error| error.while_doing("upload the build context"))
    }
}

impl_into_future!(ProcessPackedImage<'a> => Result<PackedImage>);
