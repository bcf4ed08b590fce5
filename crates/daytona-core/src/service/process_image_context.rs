//! `process_image_context`: the files of an image in the object storage.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use super::SnapshotService;
use crate::error::Kind;
use crate::telemetry::Operation;
use crate::{ContextFile, ContextUpload, Error, Image, ResolvedImage, Result};

/// The longest Dockerfile, in bytes as JSON. The server takes request bodies of about 100 kB, and
/// responds to a larger one as if there were no such endpoint. The hashes of 256 context archives and
/// the other fields need the rest.
const MAX_DOCKERFILE_BYTES: usize = 80_000;

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

    pub(super) async fn upload_context(
        &self,
        context: Vec<ContextFile>,
    ) -> Result<Vec<ContextUpload>> {
        Operation::ProcessImageContext.observe(None, self.upload_unless_empty(context)).await
    }

    async fn upload_unless_empty(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        if context.is_empty() {
            return Ok(Vec::new());
        }
        match &self.uploads {
            Some(shared) => {
                let upload = shared.get(&context);
                upload.get_or_try_init(|| self.upload(context)).await.cloned()
            }
            None => self.upload(context).await,
        }
    }

    async fn upload(&self, context: Vec<ContextFile>) -> Result<Vec<ContextUpload>> {
        Operation::Upload.observe(None, self.storage.upload(context)).await
    }
}

/// The uploads of one `create_many`: equal contexts are uploaded once.
#[derive(Default)]
pub(super) struct SharedUploads(Mutex<Vec<(Vec<ContextFile>, SharedUpload)>>);

type SharedUpload = Arc<OnceCell<Vec<ContextUpload>>>;

impl SharedUploads {
    /// Returns the upload of a context, which may have started.
    fn get(&self, context: &[ContextFile]) -> SharedUpload {
        let mut uploads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, upload)) = uploads.iter().find(|(known, _)| known == context) {
            return upload.clone();
        }
        let upload = SharedUpload::default();
        uploads.push((context.to_vec(), upload.clone()));
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
    let size = serde_json::Value::from(resolved.dockerfile.as_str()).to_string().len();
    if size > MAX_DOCKERFILE_BYTES {
        return Err(Error::invalid_input(format!(
            "the Dockerfile has {size} bytes as JSON, and a request has room for {MAX_DOCKERFILE_BYTES}"
        ))
        .with_hint("move long texts into files of the build context"));
    }
    Ok(resolved)
}
