//! The global options that select the server.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

use crate::failure::Failure;

/// The server, and how to reach it.
#[derive(Args, Clone, Debug)]
pub(crate) struct ConnectionArgs {
    /// Use an emulator in this process: no account
    ///
    /// Its state is in a folder. Waits while another command changes the state, and up to 10 s for
    /// `local serve`.
    #[arg(long, global = true, help_heading = "Global options")]
    local: bool,

    /// The state folder of `--local`; implies it
    ///
    /// The folder must be new, empty, or an earlier state folder. Default: $DAYTONA_LOCAL_DIR, else
    /// daytona-snapshot/local in $XDG_STATE_HOME or ~/.local/state.
    #[arg(long, global = true, help_heading = "Global options", value_name = "DIR")]
    pub(crate) local_dir: Option<PathBuf>,

    /// The URL of the API
    ///
    /// Default: $DAYTONA_API_URL, else `https://app.daytona.io/api`.
    #[arg(long, global = true, help_heading = "Global options", value_name = "URL")]
    pub(crate) api_url: Option<String>,

    /// Keep the digests of context files in a file
    ///
    /// Unchanged files are then not read again. Default of FILE: daytona/digests in $XDG_CACHE_HOME or
    /// ~/.cache.
    #[arg(
        long,
        global = true,
        help_heading = "Global options",
        value_name = "FILE",
        num_args = 0..=1,
        require_equals = true
    )]
    pub(crate) digest_cache: Option<Option<PathBuf>>,
}

impl ConnectionArgs {
    /// Returns the connection that an unfinished command line selects.
    pub(crate) fn of_words(words: &[OsString]) -> Self {
        let texts: Vec<_> = words.iter().map(|word| word.to_string_lossy()).collect();
        let value = |name: &str| {
            let pairs =
                texts.windows(2).find(|pair| pair[0] == name).map(|pair| pair[1].to_string());
            let within = || {
                let mut words = texts.iter().filter_map(|word| word.strip_prefix(name));
                words.find_map(|rest| rest.strip_prefix('=')).map(str::to_owned)
            };
            pairs.or_else(within)
        };
        Self {
            local: texts.iter().any(|word| word == "--local"),
            local_dir: value("--local-dir").map(PathBuf::from),
            api_url: value("--api-url"),
            digest_cache: None,
        }
    }

    /// Returns `true` if the server is an emulator inside this process.
    pub(crate) fn is_local(&self) -> bool {
        self.local || self.local_dir.is_some()
    }

    /// Checks that the options select one server. The parser cannot: a global option may come
    /// before or after the verb, and conflicts are checked separately for each position.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        if self.is_local() && self.api_url.is_some() {
            return Err(Failure::usage("`--local` and `--api-url` select two different servers")
                .with_hint("omit one of them"));
        }
        Ok(())
    }
}
