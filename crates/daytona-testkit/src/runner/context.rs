//! The build context as the runner puts it together.

use std::{
    collections::BTreeMap,
    io::{self, Read, Seek, SeekFrom},
};

use crate::{s3::pieces::Pieces, world::World};

/// The name under which the Dockerfile stands in the context.
const DOCKERFILE: &str = "Dockerfile";
const DOCKERFILE_MODE: u32 = 0o644;
/// What the runner reports when a context is not in the bucket.
const NO_SUCH_KEY: &str = "An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.";

/// A file of a build context, as the builder sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextFile {
    /// The path in the context, with forward slashes.
    pub path: String,
    /// The permission bits.
    pub mode: u32,
    /// The content.
    pub content: Vec<u8>,
}

/// A merged context: where the bytes of each file are.
#[derive(Debug)]
pub(super) struct Context {
    files: BTreeMap<String, Place>,
    dockerfile: String,
    /// Hash and damage of each archive that was skipped.
    pub(super) skipped: Vec<(String, String)>,
    /// The size of all archives.
    pub(super) bytes: u64,
}

#[derive(Debug)]
struct Place {
    mode: u32,
    bytes: Bytes,
}

#[derive(Debug)]
enum Bytes {
    Dockerfile,
    Archive { archive: Pieces, offset: u64, length: u64 },
}

/// Why a context cannot be put together.
#[derive(Debug)]
pub(super) enum ContextError {
    /// An archive is not in the bucket.
    Missing,
    /// The disk failed.
    Disk(io::Error),
}

impl ContextError {
    /// Returns the reason that the build fails with.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Missing => NO_SUCH_KEY.to_owned(),
            Self::Disk(error) => format!("failed to read the build context: {error}"),
        }
    }
}

impl Context {
    /// Merges the archives of the hashes in their order: the Dockerfile first, later entries replace earlier ones.
    pub(super) fn merge(
        world: &World,
        dockerfile: &str,
        hashes: &[String],
    ) -> Result<Self, ContextError> {
        let mut context = Self {
            files: BTreeMap::new(),
            dockerfile: dockerfile.to_owned(),
            skipped: Vec::new(),
            bytes: 0,
        };
        let place = Place { mode: DOCKERFILE_MODE, bytes: Bytes::Dockerfile };
        context.files.insert(DOCKERFILE.to_owned(), place);
        for hash in hashes {
            let key = object_key(world.organization_id(), hash);
            let object = world.objects.get(&key).ok_or(ContextError::Missing)?;
            let archive = world.objects.pieces(&object);
            archive.check().map_err(ContextError::Disk)?;
            context.bytes += object.size;
            match entries(&archive) {
                Ok(files) => context.files.extend(files),
                Err(damage) => context.skipped.push((hash.clone(), damage.to_string())),
            }
        }
        Ok(context)
    }

    /// Returns the paths of all files, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    fn read(&self) -> io::Result<Vec<ContextFile>> {
        let read = |(path, place): (&String, &Place)| {
            let content = match &place.bytes {
                Bytes::Dockerfile => self.dockerfile.clone().into_bytes(),
                Bytes::Archive { archive, offset, length } => {
                    let mut archive = archive.reader();
                    archive.seek(SeekFrom::Start(*offset))?;
                    let mut content = Vec::new();
                    archive.take(*length).read_to_end(&mut content)?;
                    content
                }
            };
            Ok(ContextFile { path: path.clone(), mode: place.mode, content })
        };
        self.files.iter().map(read).collect()
    }
}

/// Returns the key of a context archive in the bucket.
fn object_key(organization_id: &str, hash: &str) -> String {
    format!("{organization_id}/{hash}/context.tar")
}

/// Reads a build's merged context with all its bytes; `None` when an archive is missing.
pub(crate) fn read_files(
    world: &World,
    dockerfile: &str,
    hashes: &[String],
) -> io::Result<Option<Vec<ContextFile>>> {
    match Context::merge(world, dockerfile, hashes) {
        Ok(context) => context.read().map(Some),
        Err(ContextError::Missing) => Ok(None),
        Err(ContextError::Disk(error)) => Err(error),
    }
}

/// Lists the files of an archive. Directories are left out; whatever else is no file counts as one, with the
/// bytes that the archive holds for it, which for links is none.
fn entries(archive: &Pieces) -> io::Result<Vec<(String, Place)>> {
    let mut files = Vec::new();
    for entry in tar::Archive::new(archive.reader()).entries()? {
        let entry = entry?;
        if entry.header().entry_type().is_dir() {
            continue;
        }
        let (offset, length) = (entry.raw_file_position(), entry.size());
        if offset.saturating_add(length) > archive.size() {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "archive ends inside a file"));
        }
        let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let bytes = Bytes::Archive { archive: archive.clone(), offset, length };
        files.push((name, Place { mode: entry.header().mode()? & 0o7777, bytes }));
    }
    Ok(files)
}
