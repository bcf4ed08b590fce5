//! `local`: serves the emulator behind `--local` to other programs, and manages its state.

mod state;

use std::borrow::Cow;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use daytona_testkit::Emulator;
use serde::Serialize;

use crate::cli::{ConnectionArgs, LocalCommand};
use crate::failure::Failure;
use crate::local::{self, Scheme};
use crate::output::{self, Format};
use crate::signals::Signals;

/// The search path of Python for modules.
const PYTHON_PATH: &str = "PYTHONPATH";

/// The address, the credentials and the certificates of the served emulator.
#[derive(Serialize)]
struct ServerAddress<'a> {
    api_url: &'a str,
    api_key: &'a str,
    organization_id: &'a str,
    #[serde(flatten)]
    certificates: Option<CertificateFiles<'a>>,
}

/// The state folder of the emulator.
#[derive(Serialize)]
struct StateFolder<'a> {
    path: &'a str,
}

/// The files that make programs trust the emulator.
#[derive(Serialize)]
struct CertificateFiles<'a> {
    ca_file: &'a str,
    ca_bundle_file: &'a str,
    python_path: String,
}

/// Runs a verb that needs no running emulator.
pub(crate) async fn run(
    command: &LocalCommand,
    connection: &ConnectionArgs,
    format: Format,
) -> Result<(), Failure> {
    let folder = local::state_dir(connection.local_dir.as_deref())?;
    match command {
        LocalCommand::Path | LocalCommand::Serve { .. } => print_path(&folder, format),
        LocalCommand::Status => state::status(&folder, text(&folder)?, format).await,
        LocalCommand::Prune { dry_run: true } => state::plan_prune(&folder, format),
        LocalCommand::Prune { dry_run: false } => state::prune(&folder, format).await,
        LocalCommand::Reset { confirmation } => {
            state::reset(&folder, text(&folder)?, *confirmation, format).await
        }
    }
}

/// Serves the emulator until a signal arrives.
pub(crate) async fn serve(
    port: u16,
    scheme: Scheme,
    connection: &ConnectionArgs,
    format: Format,
    signals: &mut Signals,
) -> Result<(), Failure> {
    let folder = local::state_dir(connection.local_dir.as_deref())?;
    let emulator = tokio::select! {
        started = local::serve(&folder, port, scheme) => started?,
        _ = signals.next() => return Ok(()),
    };
    let address = ServerAddress {
        api_url: emulator.api_url(),
        api_key: emulator.api_key(),
        organization_id: emulator.organization_id(),
        certificates: certificate_files(&emulator)?,
    };
    print(&address, format)?;
    output::note(&format!("serving until Ctrl-C, with state in {}", folder.display()));
    signals.next().await;
    emulator.stop().await;
    Ok(())
}

fn print_path(folder: &Path, format: Format) -> Result<(), Failure> {
    let path = text(folder)?;
    match format {
        Format::Table => output::text(&format!("{path}\n")),
        Format::Json | Format::Jsonl | Format::Yaml => {
            output::document(format, &StateFolder { path })?;
        }
    }
    Ok(())
}

fn certificate_files(emulator: &Emulator) -> Result<Option<CertificateFiles<'_>>, Failure> {
    let Some(authority) = emulator.certificate_authority() else { return Ok(None) };
    Ok(Some(CertificateFiles {
        ca_file: text(authority.file())?,
        ca_bundle_file: text(authority.bundle_file())?,
        python_path: python_path(authority.python_path(), env::var_os(PYTHON_PATH))?,
    }))
}

fn text(path: &Path) -> Result<&str, Failure> {
    path.to_str().ok_or_else(|| unusable(path, "is not valid Unicode"))
}

/// Returns the value of `PYTHONPATH` with a folder in front.
fn python_path(folder: &Path, before: Option<OsString>) -> Result<String, Failure> {
    let before = before.unwrap_or_default();
    let others = env::split_paths(&before).filter(|path| path != folder && *path != PathBuf::new());
    let value = env::join_paths(std::iter::once(folder.to_owned()).chain(others))
        .map_err(|_| unusable(folder, "has the separator of search paths"))?;
    value
        .into_string()
        .map_err(|_| unusable(folder, "or another part of PYTHONPATH is not valid Unicode"))
}

fn unusable(path: &Path, reason: &str) -> Failure {
    Failure::usage(format!("the path {} {reason}", path.display()))
        .with_hint("name another folder with `--local-dir`")
}

impl ServerAddress<'_> {
    /// Returns the environment variables that select the emulator.
    fn variables(&self) -> Vec<(&'static str, &str)> {
        let mut variables =
            vec![("DAYTONA_API_URL", self.api_url), ("DAYTONA_API_KEY", self.api_key)];
        if let Some(files) = &self.certificates {
            // `SSL_CERT_FILE` replaces the certificates of the system, and `NODE_EXTRA_CA_CERTS`
            // adds to those of Node.js.
            variables.push(("SSL_CERT_FILE", files.ca_bundle_file));
            variables.push(("NODE_EXTRA_CA_CERTS", files.ca_file));
            // The official Python SDK hides `SSL_CERT_FILE` from its storage client.
            variables.push((PYTHON_PATH, &files.python_path));
        }
        variables
    }
}

/// Prints the variables in the syntax of shells and of `.env` files.
fn print(address: &ServerAddress<'_>, format: Format) -> Result<(), Failure> {
    match format {
        Format::Table => {
            let lines = address.variables().into_iter();
            let lines = lines.map(|(name, value)| format!("{name}={}\n", quoted(value)));
            output::text(&lines.collect::<String>());
        }
        Format::Json | Format::Jsonl | Format::Yaml => output::document(format, address)?,
    }
    Ok(())
}

/// Returns a value with the quotes that a shell needs.
fn quoted(value: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./:".contains(&byte);
    if value.bytes().all(is_plain) {
        return value.into();
    }
    format!("'{}'", value.replace('\'', r"'\''")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn folder_is_the_first_in_the_python_path() {
        let folder = Path::new("/state/python");
        for (before, value) in [
            (None, "/state/python"),
            (Some(""), "/state/python"),
            (Some("/a:/state/python::/b"), "/state/python:/a:/b"),
        ] {
            assert_eq!(python_path(folder, before.map(OsString::from)).unwrap(), value);
        }
        assert!(python_path(Path::new("/a:b"), None).is_err());
    }

    #[test]
    fn values_are_quoted_if_a_shell_needs_it() {
        for (value, line) in [
            ("https://127.0.0.1:1/api", "https://127.0.0.1:1/api"),
            ("/home/A B/ca.pem", "'/home/A B/ca.pem'"),
            ("/home/$A's", r"'/home/$A'\''s'"),
        ] {
            assert_eq!(quoted(value), line);
        }
    }
}
