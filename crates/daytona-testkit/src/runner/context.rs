//! The merged build context.

use std::{
    collections::BTreeMap,
    io::{self, Read, Seek, SeekFrom},
};

use super::unpack::unpack;
use crate::state::{ObjectFiles, ServerState, objects::context_key};

/// The name of the Dockerfile in the context.
const DOCKERFILE: &str = "Dockerfile";
const DOCKERFILE_MODE: u32 = 0o644;
/// The error of the runner for a missing context.
const NO_SUCH_KEY: &str = "An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.";

/// A file of a merged build context.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextFile {
    /// The path in the context, with forward slashes.
    pub path: String,
    /// The permission bits.
    pub mode: u32,
    /// The content.
    pub content: Vec<u8>,
    /// The target, if the file is a symbolic link.
    pub link_target: Option<String>,
}

/// A merged context: the location of each file's content.
#[derive(Debug)]
pub(super) struct Context {
    files: BTreeMap<String, Entry>,
    dockerfile: String,
    /// The hash and the damage of each skipped archive.
    pub(super) skipped: Vec<(String, String)>,
}

#[derive(Debug)]
struct Entry {
    mode: u32,
    content: Content,
}

#[derive(Debug)]
enum Content {
    Dockerfile,
    Archive { archive: ObjectFiles, offset: u64, length: u64 },
}

/// The error of merging a context.
#[derive(Debug)]
pub(super) enum ContextError {
    /// An archive is not in the bucket.
    Missing,
    /// A disk operation failed.
    Disk(io::Error),
}

impl ContextError {
    /// Returns the `errorReason` of the snapshot.
    pub(super) fn reason(&self) -> String {
        match self {
            Self::Missing => NO_SUCH_KEY.to_owned(),
            Self::Disk(error) => format!("failed to read the build context: {error}"),
        }
    }
}

impl Context {
    /// Merges the Dockerfile and the archives in the order of their hashes. Later entries replace earlier ones.
    pub(super) fn merge(
        state: &ServerState,
        dockerfile: &str,
        hashes: &[String],
    ) -> Result<Self, ContextError> {
        let mut context =
            Self { files: BTreeMap::new(), dockerfile: dockerfile.to_owned(), skipped: Vec::new() };
        let entry = Entry { mode: DOCKERFILE_MODE, content: Content::Dockerfile };
        context.files.insert(DOCKERFILE.to_owned(), entry);
        for hash in hashes {
            let key = context_key(state.organization_id(), hash);
            let object = state.objects.get(&key).ok_or(ContextError::Missing)?;
            let archive = state.objects.files(&object);
            archive.check().map_err(ContextError::Disk)?;
            match entries(&archive) {
                Ok(files) => context.files.extend(files),
                Err(damage) => context.skipped.push((hash.clone(), damage.to_string())),
            }
        }
        Ok(context)
    }

    /// Returns the paths of all files, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    fn read(&self) -> io::Result<Vec<ContextFile>> {
        let read = |(path, entry): (&String, &Entry)| {
            let content = match &entry.content {
                Content::Dockerfile => self.dockerfile.clone().into_bytes(),
                Content::Archive { archive, offset, length } => {
                    let mut archive = archive.reader();
                    archive.seek(SeekFrom::Start(*offset))?;
                    let mut content = Vec::new();
                    archive.take(*length).read_to_end(&mut content)?;
                    content
                }
            };
            Ok(ContextFile { path: path.clone(), mode: entry.mode, content, link_target: None })
        };
        self.files.iter().map(read).collect()
    }
}

/// Reads all files of a merged context, with those in archives that `ADD` unpacks. Returns `None` if an archive is missing.
pub(crate) fn read_files(
    state: &ServerState,
    dockerfile: &str,
    hashes: &[String],
) -> io::Result<Option<Vec<ContextFile>>> {
    match Context::merge(state, dockerfile, hashes) {
        Ok(context) => unpack(dockerfile, context.read()?).map(Some),
        Err(ContextError::Missing) => Ok(None),
        Err(ContextError::Disk(error)) => Err(error),
    }
}

/// Returns the entries of an archive, without directories. Entries of other types count as files: a link is an empty
/// file.
fn entries(archive: &ObjectFiles) -> io::Result<Vec<(String, Entry)>> {
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
        let content = Content::Archive { archive: archive.clone(), offset, length };
        files.push((name, Entry { mode: entry.header().mode()? & 0o7777, content }));
    }
    Ok(files)
}
