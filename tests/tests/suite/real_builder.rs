//! Builds Dockerfiles with `BuildKit` and with buildah, to check the contexts that the library sends.

mod arguments;
mod buildah;
mod builder;
mod cases;
mod compare;
mod docker;
mod image_files;
mod packed;
mod packed_cases;
mod runner;
mod tree;
mod values;
mod verdict_cases;
mod verdicts;
