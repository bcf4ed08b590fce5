//! The `.dockerignore` of a build context.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use daytona_dockerfile::IgnorePatterns;

use crate::image::ContextFilter;
use crate::image::local::{self, is_absent};
use crate::{Error, Result};

/// The name of the file, which may stand behind that of a Dockerfile.
const NAME: &str = ".dockerignore";

/// A file that says what is not in the context.
#[derive(Debug)]
pub(super) struct IgnoreFile {
    path: PathBuf,
    pub(super) filter: ContextFilter,
}

impl IgnoreFile {
    /// Reads the file that counts, where there is one: that of the Dockerfile wins.
    pub(super) fn find(dir: &Path, dockerfile: Option<&Path>) -> Result<Option<Self>> {
        let own = dockerfile.map(|dockerfile| {
            let mut own = dockerfile.as_os_str().to_owned();
            own.push(NAME);
            PathBuf::from(own)
        });
        let mut files = own.into_iter().chain([dir.join(NAME)]);
        // A file that is there and cannot be read is an error: without it more would be sent.
        let is_there = |file: &PathBuf| !fs::metadata(file).is_err_and(|error| is_absent(&error));
        files.find(is_there).map(Self::read).transpose()
    }

    fn read(path: PathBuf) -> Result<Self> {
        let bytes = local::read("ignore file", &path)?;
        // Names that are not UTF-8 cannot be sent anyway.
        let patterns = IgnorePatterns::parse(&String::from_utf8_lossy(&bytes));
        let patterns = patterns.map_err(|error| {
            let message = format!("{}:{}: {error}", path.display(), error.line());
            Error::invalid_input(message).with_source(error)
        })?;
        Ok(Self { path, filter: ContextFilter::new(patterns) })
    }
}

impl fmt::Display for IgnoreFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path.display())
    }
}
