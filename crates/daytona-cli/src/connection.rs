//! The connection to a Daytona server: a remote one, or an emulator inside this process.

use daytona_core::{Daytona, DaytonaBuilder};
use daytona_testkit::Emulator;

use crate::cli::ConnectionArgs;
use crate::failure::Failure;
use crate::local::{self, Access};
use crate::operation::OperationStatus;
use crate::output::Progress;

/// A client, and the emulator behind it if there is one.
pub(crate) struct Connection {
    pub(crate) daytona: Daytona,
    emulator: Option<Emulator>,
}

impl Connection {
    /// Creates the client from the arguments and the environment. Sends nothing to a remote
    /// server. `access` applies to the state of an emulator. Failed attempts are reported to `progress` and recorded in `status`.
    pub(crate) async fn open(
        arguments: &ConnectionArgs,
        access: Access,
        progress: Progress,
        status: OperationStatus,
    ) -> Result<Self, Failure> {
        let builder = with_digest_cache(Daytona::builder(), arguments).on_retry(move |event| {
            status.attempt_failed(&event.error);
            progress.retry(event);
        });
        if arguments.is_local() {
            return Self::open_local(arguments, access, builder).await;
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
        access: Access,
        builder: DaytonaBuilder,
    ) -> Result<Self, Failure> {
        let folder = local::state_dir(arguments.local_dir.as_deref())?;
        let emulator = local::start(&folder, access).await?;
        let daytona =
            builder.api_url(emulator.api_url()).api_key(emulator.api_key()).no_proxy().build()?;
        Ok(Self { daytona, emulator: Some(emulator) })
    }

    /// Removes what a create has uploaded to the emulator, if it has not created a snapshot. The
    /// caller must not yield before it calls [`close`](Self::close).
    pub(crate) fn discard_uploads(&self) {
        let Some(emulator) = &self.emulator else { return };
        if let Err(error) = emulator.remove_abandoned_uploads() {
            tracing::warn!(%error, "failed to remove objects that no snapshot needs");
        }
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
