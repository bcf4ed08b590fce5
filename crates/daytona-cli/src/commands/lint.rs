//! What is wrong with an image, found out before anything is sent.

use daytona_core::{Image, Warning};

use crate::failure::{Exit, Failure};

/// Looks an image over where files may be read. What cannot be built at all has no warnings: the
/// verb itself says why.
pub(super) async fn warnings(image: &Image) -> Vec<Warning> {
    let image = image.clone();
    let found = where_files_may_be_read(move || image.lint()).await;
    found.ok().and_then(Result::ok).unwrap_or_default()
}

/// Runs work that reads files, on a thread that may block.
pub(super) async fn where_files_may_be_read<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Failure::new(Exit::Other, "internal", format!("failed to read the image: {error}"))
    })
}
