//! Builds Dockerfiles with buildah, to check the contexts that the library sends.

mod arguments;
mod buildah;
mod cases;
mod compare;
mod image_files;
mod packed;
mod packed_cases;
mod tree;
