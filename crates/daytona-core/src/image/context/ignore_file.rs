//! The ignore file of a build context.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use daytona_dockerfile::{IgnorePatterns, PatternError};

use super::filter::ContextFilter;
use super::local::{self, is_absent};
use crate::{Error, Result};

/// The name of the file, or its suffix after the name of a Dockerfile.
const NAME: &str = ".dockerignore";

/// An ignore file: `.dockerignore`, `NAME.dockerignore` for the Dockerfile `NAME`, or a chosen file.
#[derive(Debug)]
pub(super) struct IgnoreFile {
    path: PathBuf,
    pub(super) filter: ContextFilter,
    /// The first pattern that the builder refuses before it evaluates the patterns.
    malformed: Option<PatternError>,
}

impl IgnoreFile {
    /// Reads the chosen file, or else the ignore file of a context and its Dockerfile, if there is
    /// one.
    pub(super) fn open(
        dir: &Path,
        dockerfile: Option<&Path>,
        chosen: Option<&Path>,
    ) -> Result<Option<Self>> {
        match chosen {
            Some(path) => Self::read(path.to_owned()).map(Some),
            None => Self::find(dir, dockerfile),
        }
    }

    /// Reads the ignore file, if there is one. The file of the Dockerfile takes precedence.
    fn find(dir: &Path, dockerfile: Option<&Path>) -> Result<Option<Self>> {
        let of_dockerfile = dockerfile.map(|dockerfile| {
            let mut path = dockerfile.as_os_str().to_owned();
            path.push(NAME);
            PathBuf::from(path)
        });
        let mut files = of_dockerfile.into_iter().chain([dir.join(NAME)]);
        // An unreadable file must be an error, because without it more files would be sent.
        let exists = |file: &PathBuf| !fs::metadata(file).is_err_and(|error| is_absent(&error));
        files.find(exists).map(Self::read).transpose()
    }

    fn read(path: PathBuf) -> Result<Self> {
        let bytes = local::read("ignore file", &path)?;
        // Patterns that are not UTF-8 are harmless: files with such names are refused anyway.
        Ok(match IgnorePatterns::parse_lazily(&String::from_utf8_lossy(&bytes)) {
            Ok(patterns) => Self { path, filter: ContextFilter::new(patterns), malformed: None },
            Err(error) => Self { path, filter: ContextFilter::default(), malformed: Some(error) },
        })
    }

    /// Checks the patterns for the members of the context's directory. The builder does so only for
    /// an instruction that reads the context.
    pub(super) fn check(&self, dir: &Path) -> Result<()> {
        let evaluated = || self.filter.first_malformed(dir);
        let Some(error) = self.malformed.clone().or_else(evaluated) else { return Ok(()) };
        let message = format!("{}:{}: {error}", self.path.display(), error.line());
        Err(Error::invalid_input(message).with_source(error))
    }
}

impl fmt::Display for IgnoreFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.path.display())
    }
}
