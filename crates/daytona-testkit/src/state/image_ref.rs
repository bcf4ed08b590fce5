//! The references of builds and images.

use sha2::{Digest, Sha256};

use crate::hex::hex;

/// The registry of all images. The name resolves nowhere.
const REGISTRY: &str = "registry.invalid/daytona";
/// The size of every image.
pub(crate) const SIZE_GIB: f64 = 0.1;

/// Returns the reference of a build, which depends on its input only.
pub(crate) fn build_ref(dockerfile: &str, context_hashes: &[String]) -> String {
    let mut hashes = context_hashes.to_vec();
    hashes.sort_unstable();
    let digest = Sha256::digest(format!("{dockerfile}{}", hashes.concat()));
    format!("daytona-{}:daytona", hex(&digest))
}

/// Returns the reference of a built image.
pub(crate) fn built_reference(build_ref: &str) -> String {
    format!("{REGISTRY}/{build_ref}")
}

/// Returns the reference of the server's copy of a pulled image.
pub(crate) fn pulled_reference(image_name: &str) -> String {
    format!("{REGISTRY}/daytona-{}:daytona", hex(&Sha256::digest(image_name)))
}
