//! Checks the environment variables that replace the certificates of the platform.
//!
//! The verifier of the platform skips files that it cannot read. A server would then be refused although the variable
//! names its certificate, so an unreadable file is an error here.

use std::{
    env,
    error::Error,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use rustls::pki_types::{CertificateDer, pem::PemObject};

use crate::TlsError;

const FILE: &str = "SSL_CERT_FILE";
const DIRECTORIES: &str = "SSL_CERT_DIR";

type BoxError = Box<dyn Error + Send + Sync>;

/// Checks that the files and directories in the variables can be read.
pub(super) fn check(variable: impl Fn(&str) -> Option<OsString>) -> Result<(), TlsError> {
    if let Some(file) = variable(FILE).map(PathBuf::from) {
        check_file(&file).map_err(|source| unreadable(FILE, &file, source))?;
    }
    let directories = variable(DIRECTORIES).unwrap_or_default();
    for directory in env::split_paths(&directories).filter(|path| !path.as_os_str().is_empty()) {
        fs::read_dir(&directory)
            .map_err(|error| unreadable(DIRECTORIES, &directory, error.into()))?;
    }
    Ok(())
}

fn check_file(file: &Path) -> Result<(), BoxError> {
    // Reading a pipe would consume its data, or block.
    if !fs::metadata(file)?.is_file() {
        return Err("it is not a regular file".into());
    }
    match CertificateDer::pem_file_iter(file)?.next() {
        Some(first) => Ok(first.map(drop)?),
        None => Err(io::Error::new(io::ErrorKind::InvalidData, "it holds no certificate").into()),
    }
}

fn unreadable(variable: &str, path: &Path, source: BoxError) -> TlsError {
    let message =
        format!("cannot read the certificates of `{}`, which {variable} names", path.display());
    TlsError { message, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the error for a value of a variable, with its cause.
    fn refusal(variable: &str, value: impl Into<OsString>) -> Option<String> {
        let value = value.into();
        let error = check(|name| (name == variable).then(|| value.clone())).err()?;
        Some(format!("{error}: {}", error.source()?))
    }

    #[test]
    fn unreadable_path_is_named_with_its_variable() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        for (variable, value, cause) in [
            (FILE, here.join("none.pem"), "No such file"),
            (FILE, here.to_owned(), "not a regular file"),
            (FILE, "/dev/zero".into(), "not a regular file"),
            (FILE, here.join("Cargo.toml"), "no certificate"),
            (FILE, PathBuf::new(), "No such file"),
            (DIRECTORIES, here.join("none"), "No such file"),
            (DIRECTORIES, here.join("Cargo.toml"), "Not a directory"),
        ] {
            let text = refusal(variable, &value).unwrap();
            assert!(text.contains(variable) && text.contains(cause), "{text}");
            assert!(text.contains(&format!("`{}`", value.display())), "{text}");
        }
    }

    #[test]
    fn every_directory_of_a_list_is_checked() {
        let here = env!("CARGO_MANIFEST_DIR");
        assert_eq!(refusal(DIRECTORIES, format!("{here}::{here}/src")), None);
        let text = refusal(DIRECTORIES, format!("{here}:/no/such/folder")).unwrap();
        assert!(text.contains("`/no/such/folder`"), "{text}");
        assert_eq!(refusal("UNRELATED", "/no/such/folder"), None);
    }
}
