//! `process_image_context`: the files of an image in the object storage.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::SnapshotService;
use super::deadline::Deadline;
use super::event::CreateEvent;
use super::observer::Observer;
use crate::error::Kind;
use crate::model::ImageUpload;
use crate::telemetry::Operation;
use crate::{ContextFile, ContextUpload, Error, Image, PackedImage, ResolvedImage, Result};

/// The longest Dockerfile, in bytes as JSON. The server takes request bodies of about 100 kB, and
/// responds to a larger one as if there were no such endpoint. The hashes of 256 context archives and
/// the other fields need the rest.
const MAX_DOCKERFILE_BYTES: usize = 80_000;

/// The number of archives for which a request with the longest Dockerfile has room.
const FREE_ARCHIVES: usize = 256;

/// The size of a hash in a request: 64 digits, quotes and a comma.
const HASH_BYTES: usize = 67;

impl SnapshotService {
    /// Uploads the files that the build of an image needs and that the object storage lacks. Returns
    /// the hashes of the context archives.
    ///
    /// [`create`](Self::create) includes this step.
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
    /// let hashes = snapshots.process_image_context(&image).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_invalid_input`](Error::is_invalid_input) for a file that is missing or cannot be part of a
    /// context; [`is_storage`](Error::is_storage) if the upload fails.
    pub async fn process_image_context(&self, image: &Image) -> Result<Vec<String>> {
        let upload = async {
            let resolved = resolve(image.clone(), None).await?;
            self.upload_context(resolved.context).await
        };
        let context =
            upload.await.map_err(|error| error.while_doing("upload the build context"))?;
        Ok(context.into_iter().map(|archive| archive.hash).collect())
    }

    /// Uploads the archives of an image, and reports the events of the upload. Returns the text that
    /// goes with the archives.
    pub(super) async fn upload_image(
        &self,
        image: ResolvedImage,
        observer: &mut Observer<'_>,
        deadline: Deadline,
    ) -> Result<PackedImage> {
        let sources = image.context.len();
        if sources > 0 {
            observer.event(CreateEvent::Uploading { sources });
        }
        let upload = self.upload_packed(image);
        let upload = deadline.run("the build context was uploaded", upload);
        let packed = observer.observe(upload).await?;
        observer.event(CreateEvent::ContextUploaded(packed.archives.clone()));
        Ok(packed)
    }

    async fn upload_packed(&self, image: ResolvedImage) -> Result<PackedImage> {
        let upload = self.upload_unless_empty(image.clone());
        let upload = Operation::ProcessImageContext.observe(None, upload).await?;
        let dockerfile = image.text_with(&upload);
        check_size(&dockerfile, upload.archives.len())?;
        Ok(PackedImage { dockerfile, archives: upload.archives })
    }

    async fn upload_context(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        if context.is_empty() {
            return Ok(Vec::new());
        }
        let upload = Operation::Upload.observe(None, self.storage.upload(context));
        Operation::ProcessImageContext.observe(None, upload).await
    }

    async fn upload_unless_empty(&self, image: ResolvedImage) -> Result<ImageUpload> {
        if !image.has_context() {
            return Ok(ImageUpload::plain(Vec::new()));
        }
        match &self.uploads {
            Some(shared) => {
                let upload = shared.get(&image);
                upload.get_or_try_init(|| self.upload(image)).await.cloned()
            }
            None => self.upload(image).await,
        }
    }

    async fn upload(&self, image: ResolvedImage) -> Result<ImageUpload> {
        Operation::Upload.observe(None, self.storage.upload_image(image)).await
    }
}

/// The uploads of one `create_many`: equal contexts are uploaded once.
#[derive(Default)]
pub(super) struct SharedUploads(Mutex<Vec<(ResolvedImage, SharedUpload)>>);

type SharedUpload = Arc<OnceCell<ImageUpload>>;

impl SharedUploads {
    /// Returns the upload of the context of an image, which may have started.
    fn get(&self, image: &ResolvedImage) -> SharedUpload {
        let mut uploads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, upload)) = uploads.iter().find(|(known, _)| known.has_context_of(image)) {
            return upload.clone();
        }
        let upload = SharedUpload::default();
        uploads.push((image.clone(), upload.clone()));
        upload
    }
}

/// Resolves an image on a thread for blocking work. Refuses a Dockerfile that is too long for the
/// server.
pub(super) async fn resolve(
    image: Image,
    entrypoint: Option<Vec<String>>,
) -> Result<ResolvedImage> {
    let resolving = tokio::task::spawn_blocking(move || {
        let resolved = image.resolve()?;
        Ok(match entrypoint {
            Some(command) => resolved.with_entrypoint(&command),
            None => resolved,
        })
    });
    let resolved = resolving.await.map_err(|error| {
        Error::new(Kind::Storage, "resolving the image was interrupted").with_source(error)
    })??;
    check_size(&resolved.dockerfile, 0)?;
    Ok(resolved)
}

/// Refuses a text that leaves no room in the request for the hashes of its archives.
fn check_size(dockerfile: &str, archives: usize) -> Result<()> {
    let size = serde_json::Value::from(dockerfile).to_string().len();
    let archives = archives.saturating_sub(FREE_ARCHIVES) * HASH_BYTES;
    let room = MAX_DOCKERFILE_BYTES.saturating_sub(archives);
    if size > room {
        return Err(Error::invalid_input(format!(
            "the Dockerfile has {size} bytes as JSON, and a request has room for {room}"
        ))
        .with_hint("move long texts into files of the build context"));
    }
    Ok(())
}
