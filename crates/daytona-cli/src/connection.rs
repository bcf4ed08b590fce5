//! The connection to a Daytona server: a remote one, or an emulator inside this process.

use daytona_core::{Daytona, DaytonaBuilder};
use daytona_testkit::Emulator;

use crate::cli::ConnectionArgs;
use crate::failure::Failure;
use crate::local::{self, Scheme};
use crate::operation::OperationStatus;
use crate::output::Progress;

/// A client, and the emulator behind it if there is one.
pub(crate) struct Connection {
    pub(crate) daytona: Daytona,
    emulator: Option<Emulator>,
}

impl Connection {
    /// Creates the client from the arguments and the environment. Sends nothing to a remote
    /// server. Failed attempts are reported to `progress` and recorded in `status`.
    pub(crate) async fn open(
        arguments: &ConnectionArgs,
        progress: Progress,
        status: OperationStatus,
    ) -> Result<Self, Failure> {
        let builder = with_digest_cache(Daytona::builder(), arguments).on_retry(move |event| {
            status.attempt_failed(&event.error);
            progress.retry(event);
        });
        if arguments.is_local() {
            return Self::open_local(arguments, builder).await;
        }
        let builder = builder.or_env();
        let builder = match &arguments.api_url {
            Some(url) => builder.api_url(url),
            None => builder,
        };
        Ok(Self { daytona: builder.build()?, emulator: None })
    }

    async fn open_local(
        arguments: &ConnectionArgs,
        builder: DaytonaBuilder,
    ) -> Result<Self, Failure> {
        let folder = local::state_dir(arguments.local_dir.as_deref())?;
        let emulator = local::start(&folder, 0, Scheme::Http).await?;
        let daytona =
            builder.api_url(emulator.api_url()).api_key(emulator.api_key()).no_proxy().build()?;
        Ok(Self { daytona, emulator: Some(emulator) })
    }

    /// Stops the emulator, if there is one, after its state is saved.
    pub(crate) async fn close(self) {
        if let Some(emulator) = self.emulator {
            emulator.stop().await;
        }
    }
}

/// Sets the digest cache that the arguments name, if any.
fn with_digest_cache(builder: DaytonaBuilder, arguments: &ConnectionArgs) -> DaytonaBuilder {
    match &arguments.digest_cache {
        Some(Some(file)) => builder.digest_cache(file),
        Some(None) => builder.user_digest_cache(),
        None => builder,
    }
}
