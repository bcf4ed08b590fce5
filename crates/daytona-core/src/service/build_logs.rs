//! `build_logs`: the log of a build, as lines or bytes.

use std::pin::Pin;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::log::line_decoder::LineDecoder;
use super::log::reader::{LogItem, LogItems, LogReader, ReadMode};
use super::log::shares_build;
use super::log::until_failed::until_failed;
use super::operation::{OperationOptions, call_setters, impl_into_future, polling_setter};
use super::{SnapshotRef, SnapshotService};
use crate::held_panic::resumed_at_end;
use crate::stub::{LogChunks, LogMode};
use crate::{Error, Result, Snapshot};

/// The lines of a build log, without their line ends. A line longer than 64 KiB is split into parts
/// of that size.
///
/// A broken connection is opened again, and lines that were read are not repeated. If the log cannot
/// be read further, the stream ends with an error.
pub type LogLines = Pin<Box<dyn Stream<Item = Result<String>> + Send>>;

impl SnapshotService {
    /// Opens the build log of a snapshot: the lines written so far, or with
    /// [`follow`](BuildLogs::follow) also those to come.
    ///
    /// ```
    /// use futures_util::TryStreamExt;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let emulator = daytona_testkit::Emulator::builder().start().await?;
    /// # let daytona = daytona_core::Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url());
    /// # let snapshots = daytona.build()?.snapshots();
    /// # let image = daytona_core::Image::base("alpine:3.20").run_commands(["true"]);
    /// # let params = daytona_core::CreateSnapshotParams::new("my-snapshot", image);
    /// # snapshots.create(params).await?;
    /// let mut lines = snapshots.build_logs("my-snapshot").await?;
    /// while let Some(line) = lines.try_next().await? {
    ///     println!("{line}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`is_not_found`](crate::Error::is_not_found) in these cases: there is no such snapshot; it was
    /// not built from a Dockerfile; it shares the build of an earlier snapshot, which has the log; no
    /// runner has opened the log yet.
    pub fn build_logs(&self, snapshot: impl Into<SnapshotRef>) -> BuildLogs {
        BuildLogs {
            service: self.clone(),
            target: snapshot.into(),
            mode: LogMode::Snapshot,
            options: OperationOptions::default(),
        }
    }
}

/// A request for a build log: returned by [`SnapshotService::build_logs`], opened by `.await` or
/// [`chunks`](Self::chunks).
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct BuildLogs {
    service: SnapshotService,
    target: SnapshotRef,
    mode: LogMode,
    options: OperationOptions,
}

impl BuildLogs {
    /// Keeps reading while the log grows.
    ///
    /// A log that does not exist yet is waited for while the snapshot is being built. The log of a
    /// finished build is read to its end.
    ///
    /// The server ends the stream about a second after a successful build, before the snapshot is
    /// active. It never ends the stream of a failed build. The snapshot is therefore polled: once it
    /// is failed, inactive or removed, the stream ends after a second without new lines.
    /// [`SnapshotService::wait`] returns the outcome of the build.
    pub fn follow(mut self) -> Self {
        self.mode = LogMode::Follow;
        self
    }

    call_setters! {
        /// Sets the deadline for opening the log. Reading the opened log has no deadline.
    }

    polling_setter! {}

    /// Opens the log as bytes. A chunk may end inside a line or a character.
    ///
    /// # Errors
    ///
    /// The errors of [`SnapshotService::build_logs`].
    pub async fn chunks(self) -> Result<LogChunks> {
        Ok(Box::pin(self.open().await?.filter_map(async |item| match item {
            LogItem::Chunk(chunk) => Some(Ok(chunk)),
            LogItem::Refused(error) => Some(Err(error)),
            LogItem::Opened | LogItem::Broken(_) | LogItem::Ended => None,
        })))
    }

    async fn run(self) -> Result<LogLines> {
        let items = self.open().await?.map(Some).chain(stream::once(async { None }));
        let decoded = items.scan(LineDecoder::default(), |decoder, item| {
            let lines: Vec<Result<String>> = match item {
                Some(LogItem::Chunk(chunk)) => decoder.push(&chunk).into_iter().map(Ok).collect(),
                Some(LogItem::Refused(error)) => vec![Err(error)],
                Some(LogItem::Ended) => decoder.finish().map(Ok).into_iter().collect(),
                Some(LogItem::Opened | LogItem::Broken(_)) | None => Vec::new(),
            };
            std::future::ready(Some(stream::iter(lines)))
        });
        Ok(Box::pin(decoded.flatten()))
    }

    async fn open(self) -> Result<LogItems> {
        let Self { service, target, mode, options } = self;
        let service = service.with_options(&options);
        let deadline = options.start_deadline();
        let open = deadline.run("it was being opened", service.open_log(&target, mode));
        let items = resumed_at_end(open).await.map_err(|error| {
            error.while_doing(format!("open the build log of snapshot `{target}`"))
        })?;
        let attempt = format!("read the build log of snapshot `{target}`");
        Ok(Box::pin(items.map(move |item| match item {
            LogItem::Refused(error) => LogItem::Refused(error.while_doing(attempt.clone())),
            item => item,
        })))
    }
}

impl SnapshotService {
    async fn open_log(&self, target: &SnapshotRef, mode: LogMode) -> Result<LogItems> {
        let known = self.look_up_for_log(target).await?;
        if let Some(snapshot) = known.as_ref().filter(|snapshot| shares_build(snapshot)) {
            return Err(no_log(snapshot));
        }
        let is_over = known.as_ref().is_some_and(|snapshot| snapshot.state.is_terminal());
        let read_mode = match mode {
            LogMode::Follow => ReadMode::Stream,
            LogMode::Snapshot => ReadMode::Existing,
        };
        let mode = if is_over { LogMode::Snapshot } else { mode };
        let open = async |id: String| {
            let mut reader = LogReader::new(self.snapshots.clone(), id, mode, read_mode);
            reader.open().await?;
            Ok(reader.into_items())
        };
        let Some(snapshot) = known else { return self.call_by_id(target, open).await };
        let items = open(snapshot.id.clone()).await?;
        if mode == LogMode::Snapshot {
            return Ok(items);
        }
        let subscription = self.poller.subscribe(snapshot, self.polling_policy.clone());
        Ok(until_failed(items, subscription))
    }

    /// Looks a snapshot up before its log is opened, since the server takes 30 s to report that there
    /// is no log. If the look-up of an id fails, the request for the log decides.
    async fn look_up_for_log(&self, target: &SnapshotRef) -> Result<Option<Snapshot>> {
        match target.is_id() {
            true => Ok(self.snapshots.once().get(target.id_or_name()).await.ok()),
            false => self.look_up(target).await.map(Some),
        }
    }
}

/// Creates the error of a snapshot that shares the build of another one.
fn no_log(snapshot: &Snapshot) -> Error {
    let message = "it shares the build of an earlier snapshot with the same Dockerfile and files, \
                   and has no build log of its own";
    Error::from_status(404, message)
        .with_hint("read the log of the snapshot that was built first")
        .with_snapshot(snapshot)
}

impl_into_future!(BuildLogs => Result<LogLines>);
