//! The trust of the official Python SDK.
//!
//! The SDK clears `os.environ` while it creates its storage client, so that the client does not see `SSL_CERT_FILE`.
//! `os.putenv` sets a variable that `os.environ` does not know, and that stays. The client is written in Rust and reads
//! the variables of the process. Python runs `sitecustomize` from `PYTHONPATH` at its start.

use std::path::PathBuf;

use crate::{
    error::StartError,
    state_dir::{self, Folder, StateDir},
};

const FOLDER: &str = "python";
const MODULE_FILE: &str = "sitecustomize.py";
const MODULE: &str = include_str!("sitecustomize.py");
const CERTIFICATES_FOLDER: &str = "certificates";
/// Some readers of `SSL_CERT_DIR` skip files without the name of a hash.
const CERTIFICATES_FILE: &str = "00000000.0";

/// Writes the module and its certificates. Returns the folder for `PYTHONPATH`.
pub(super) fn write(dir: &StateDir, tls: &Folder, bundle: &str) -> Result<PathBuf, StartError> {
    let subfolder = |name| tls.folder(name).map_err(state_dir::failed(&tls.path_of(name)));
    let python = subfolder(FOLDER)?;
    let certificates = subfolder(CERTIFICATES_FOLDER)?;
    for (folder, name, content) in
        [(&certificates, CERTIFICATES_FILE, bundle), (&python, MODULE_FILE, MODULE)]
    {
        dir.write_bytes(folder, name, content.as_bytes())
            .map_err(state_dir::failed(&folder.path_of(name)))?;
    }
    Ok(python.path().to_owned())
}
