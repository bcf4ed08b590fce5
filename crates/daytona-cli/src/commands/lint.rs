//! Warnings about an image, before anything is sent.

use daytona_core::{Image, Warning};

use crate::failure::{Exit, Failure};

/// Returns the warnings about an image. An image that cannot be read has none: the verb itself
/// reports the error.
pub(super) async fn warnings(image: &Image) -> Vec<Warning> {
    let image = image.clone();
    let found = run_blocking(move || image.lint()).await;
    found.ok().and_then(Result::ok).unwrap_or_default()
}

/// Runs work that reads files, on a thread that may block.
pub(super) async fn run_blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Failure::new(Exit::Other, "internal", format!("failed to read the image: {error}"))
    })
}
