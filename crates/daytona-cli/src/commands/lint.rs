//! What is wrong with an image, found out before anything is sent.

use daytona_core::{Image, Warning};

/// Looks an image over where files may be read. What cannot be built at all has no warnings: the
/// verb itself says why.
pub(super) async fn warnings(image: &Image) -> Vec<Warning> {
    let image = image.clone();
    let found = tokio::task::spawn_blocking(move || image.lint()).await;
    found.ok().and_then(Result::ok).unwrap_or_default()
}
