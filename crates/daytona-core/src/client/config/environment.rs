//! The variables of the process and of the `.env` files in its working directory.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::dotenv::{self, Dotenv, Expanded, UnreadableLine};
use crate::error::Kind;
use crate::{Error, Result, files};

/// The files in the order of precedence.
const FILES: [&str; 2] = [".env.local", ".env"];

/// The variables of the process and the `.env` files, read once. The environment of the process does
/// not change.
pub(crate) struct Environment {
    process: HashMap<String, OsString>,
    files: Vec<EnvFile>,
}

struct EnvFile {
    path: PathBuf,
    content: Dotenv,
}

/// A variable.
pub(crate) struct Variable {
    pub(crate) value: String,
    /// The file that sets the variable; `None` for the process.
    pub(crate) file: Option<PathBuf>,
    /// `true` if the value of a file contains a variable of the process.
    pub(crate) from_process: bool,
}

impl Environment {
    /// Reads the variables of the process and the files in the working directory.
    pub(crate) fn of_process() -> Result<Self> {
        Self::read(std::env::vars_os(), Path::new("."))
    }

    /// Reads the files in a folder, and takes the variables of the process from the caller.
    ///
    /// A missing file and a directory set nothing. Any other unreadable file is an error: its
    /// settings, such as the URL, must not be ignored.
    pub(crate) fn read(
        process: impl IntoIterator<Item = (OsString, OsString)>,
        folder: &Path,
    ) -> Result<Self> {
        let process = process.into_iter();
        let named = process.filter_map(|(name, value)| Some((name.into_string().ok()?, value)));
        let process: HashMap<String, OsString> = named.collect();
        let mut files = Vec::new();
        for path in FILES.map(|name| folder.join(name)) {
            if let Some(bytes) = bytes_of(&path)? {
                let content = dotenv::read(&bytes, &|name| process.get(name));
                files.push(EnvFile { path, content });
            }
        }
        let environment = Self { process, files };
        for (path, line) in environment.unreadable_lines() {
            tracing::warn!(file = %path.display(), line = line.number, "cannot be read, left out");
        }
        Ok(environment)
    }

    /// Returns a variable from the first source in which it is not empty.
    pub(crate) fn get(&self, name: &str) -> Result<Option<Variable>> {
        if let Some(value) = self.process.get(name).filter(|value| !value.is_empty()) {
            let value = value.to_str().ok_or_else(|| not_utf8(name))?.to_owned();
            return Ok(Some(Variable { value, file: None, from_process: true }));
        }
        for EnvFile { path, content } in &self.files {
            let Some(Some(expanded)) = content.variables.get(name) else { continue };
            let Expanded { value, from_process, not_utf8: damaged } = expanded.clone();
            if let Some(damaged) = damaged {
                return Err(not_utf8(&damaged));
            }
            if !value.is_empty() {
                return Ok(Some(Variable { value, file: Some(path.clone()), from_process }));
            }
        }
        Ok(None)
    }

    /// Returns the unreadable lines of the files.
    pub(super) fn unreadable_lines(&self) -> impl Iterator<Item = (&Path, &UnreadableLine)> {
        self.files
            .iter()
            .flat_map(|file| file.content.unreadable.iter().map(|line| (file.path.as_path(), line)))
    }
}

/// Returns the content of a file, if it exists.
fn bytes_of(path: &Path) -> Result<Option<Vec<u8>>> {
    // Like python-dotenv, treat a file in an inaccessible folder as missing.
    if fs::metadata(path).map_or(true, |metadata| metadata.is_dir()) {
        return Ok(None);
    }
    files::read(path, dotenv::LIMIT).map(Some).map_err(|why| {
        Error::new(Kind::Config, format!("cannot read `{}`: {why}", path.display()))
            .with_hint("correct or remove it, or start the program in another folder")
    })
}

fn not_utf8(name: &str) -> Error {
    Error::new(Kind::Config, format!("the environment variable {name} is not UTF-8"))
        .with_hint("set it again as text, or unset it")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(process: &[(&str, OsString)], folder: &Path) -> Result<Environment> {
        Environment::read(process.iter().map(|(name, value)| (name.into(), value.clone())), folder)
    }

    #[cfg(unix)]
    #[test]
    fn variable_that_is_not_utf8_is_an_error_that_names_it() {
        use std::os::unix::ffi::OsStringExt;

        let folder = tempfile::tempdir().unwrap();
        let damaged = || OsString::from_vec(b"http://h\xff/api".to_vec());
        fs::write(folder.path().join(".env"), "DAYTONA_API_URL=http://file/\nDAYTONA_X=${LC_NAME}")
            .unwrap();
        let process = [("DAYTONA_API_URL", damaged()), ("LC_NAME", damaged())];
        let environment = read(&process, folder.path()).unwrap();
        for (name, damaged) in [("DAYTONA_API_URL", "DAYTONA_API_URL"), ("DAYTONA_X", "LC_NAME")] {
            let error = environment.get(name).err().unwrap();
            assert!(error.is_config());
            assert_eq!(
                error.to_string(),
                format!(
                    "the environment variable {damaged} is not UTF-8; set it again as text, or unset it"
                )
            );
        }
        // A variable that is not used may have any bytes.
        assert!(environment.get("DAYTONA_TARGET").unwrap().is_none());
    }

    #[test]
    fn missing_file_and_directory_set_nothing() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(".env")).unwrap();
        let environment = read(&[], folder.path()).unwrap();
        assert!(environment.get("DAYTONA_API_KEY").unwrap().is_none());
    }

    #[test]
    fn file_over_the_limit_is_an_error_with_file_and_limit() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".env.local"), "#".repeat((1 << 20) + 1)).unwrap();
        let error = read(&[], folder.path()).err().unwrap();
        assert!(error.is_config());
        let message = error.to_string();
        assert!(message.contains(".env.local`: it has more than the limit of 1 MiB"), "{message}");
    }

    #[cfg(unix)]
    #[test]
    fn fifo_and_device_are_errors_that_name_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        let zero = read(&[], folder.path()).err().unwrap();
        fs::remove_file(&path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(made.success());
        let fifo = read(&[], folder.path()).err().unwrap();
        for error in [zero, fifo] {
            let message = error.to_string();
            assert!(error.is_config() && message.contains(".env`: it is not a regular file"));
        }
    }
}
