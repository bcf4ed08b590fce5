//! From the arguments to a service: the real one, or one inside this process.

use std::borrow::Cow;

use daytona_core::{Daytona, DaytonaBuilder, SnapshotService};
use daytona_testkit::Emulator;

use crate::cli::ConnectionArgs;
use crate::failure::Failure;
use crate::journal::Journal;
use crate::local;
use crate::output::Progress;

/// A service, and the server behind it where this process runs it.
pub(crate) struct Connection {
    pub(crate) snapshots: SnapshotService,
    emulator: Option<Emulator>,
}

impl Connection {
    /// Makes the service that the arguments and the environment describe. A remote server is not
    /// contacted yet. Attempts that are repeated are told to `progress` and the journal.
    pub(crate) async fn open(
        arguments: &ConnectionArgs,
        progress: Progress,
        journal: Journal,
    ) -> Result<Self, Failure> {
        if arguments.is_local() {
            return Self::open_local(arguments).await;
        }
        let builder = remembering(Daytona::builder().or_env(), arguments).on_retry(move |event| {
            journal.attempt_failed(&event.error);
            progress.retry(event);
        });
        let builder = match &arguments.api_url {
            Some(url) => builder.api_url(url),
            None => builder,
        };
        Ok(Self { snapshots: builder.build()?.snapshots(), emulator: None })
    }

    async fn open_local(arguments: &ConnectionArgs) -> Result<Self, Failure> {
        let folder = local::state_dir(arguments.local_dir.as_deref())?;
        let emulator = local::start(&folder, 0).await?;
        let daytona = remembering(Daytona::builder(), arguments)
            .api_url(emulator.api_url())
            .api_key(emulator.api_key())
            .no_proxy()
            .build()?;
        Ok(Self { snapshots: daytona.snapshots(), emulator: Some(emulator) })
    }

    /// Ends the server that runs inside this process, once its state is in its folder.
    pub(crate) async fn close(self) {
        if let Some(emulator) = self.emulator {
            emulator.stop().await;
        }
    }
}

/// Lets contexts be scanned with the digest cache that is asked for, if any.
fn remembering(builder: DaytonaBuilder, arguments: &ConnectionArgs) -> DaytonaBuilder {
    match &arguments.digest_cache {
        Some(Some(file)) => builder.digest_cache(file),
        Some(None) => builder.user_digest_cache(),
        None => builder,
    }
}

/// Writes command lines that reach the same server as this one.
#[derive(Clone, Debug)]
pub(crate) struct CommandLine {
    start: String,
}

impl CommandLine {
    pub(crate) fn new(arguments: &ConnectionArgs) -> Self {
        let mut start = "daytona-snapshot".to_owned();
        match (&arguments.local_dir, arguments.is_local(), &arguments.api_url) {
            (Some(folder), ..) => {
                start.push_str(&format!(" --local-dir {}", quoted(&folder.to_string_lossy())));
            }
            (None, true, _) => start.push_str(" --local"),
            (None, false, Some(url)) => start.push_str(&format!(" --api-url {}", quoted(url))),
            (None, false, None) => {}
        }
        Self { start }
    }

    /// Returns the command line of a verb.
    pub(crate) fn with(&self, words: &[&str]) -> String {
        let words = words.iter().map(|word| quoted(word));
        std::iter::once(Cow::Borrowed(self.start.as_str()))
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Quotes a word for a POSIX shell, where it needs to be.
fn quoted(word: &str) -> Cow<'_, str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@%+,".contains(&byte);
    if !word.is_empty() && word.bytes().all(plain) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::Cli;

    fn resumed(arguments: &[&str]) -> String {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let cli = Cli::read(&arguments).unwrap();
        CommandLine::new(&cli.connection).with(&["wait", "id-1"])
    }

    #[test]
    fn resumed_command_reaches_the_same_server() {
        let wait = "wait id-1";
        assert_eq!(resumed(&["x", "list"]), format!("daytona-snapshot {wait}"));
        assert_eq!(resumed(&["x", "--local", "list"]), format!("daytona-snapshot --local {wait}"));
        assert_eq!(
            resumed(&["x", "list", "--local-dir", "/my dir/it's"]),
            format!(r"daytona-snapshot --local-dir '/my dir/it'\''s' {wait}")
        );
        assert_eq!(
            resumed(&["x", "list", "--api-url", "http://127.0.0.1:1/api"]),
            format!("daytona-snapshot --api-url http://127.0.0.1:1/api {wait}")
        );
    }
}
