//! The log of a build, as lines.

use std::future::IntoFuture;
use std::pin::Pin;

use futures_core::Stream;
use futures_util::{StreamExt, stream};

use super::log::followed::until_failed;
use super::log::line_decoder::LineDecoder;
use super::log::reader::{LogItem, LogItems, LogReader, Persistence};
use super::log::shares_build;
use super::{SnapshotRef, SnapshotService};
use crate::held_panic::resumed_at_end;
use crate::stub::{LogChunks, LogMode, Snapshots as _};
use crate::{Error, Result, Snapshot};

/// The lines of a build log, without their line ends. A line of more than 64 KiB comes in pieces of
/// that size.
///
/// A connection that breaks is opened anew, and what was read is not repeated. A log that cannot be
/// read on is an error and the end.
pub type LogLines = Pin<Box<dyn Stream<Item = Result<String>> + Send>>;

impl SnapshotService {
    /// Opens the log of the build of a snapshot: what has been written so far, or with
    /// [`follow`](BuildLogs::follow) also what comes.
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
    /// [`is_not_found`](crate::Error::is_not_found) when there is no such snapshot, when it was
    /// not built from a Dockerfile, when it shares the build of an earlier snapshot and so has no
    /// log of its own, and as long as no runner has opened the log.
    pub fn build_logs(&self, snapshot: impl Into<SnapshotRef>) -> BuildLogs {
        BuildLogs { service: self.clone(), target: snapshot.into(), mode: LogMode::Snapshot }
    }
}

/// A log to be opened: made by [`SnapshotService::build_logs`], opened by `.await`.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent before `.await`"]
pub struct BuildLogs {
    service: SnapshotService,
    target: SnapshotRef,
    mode: LogMode,
}

impl BuildLogs {
    /// Reads on as the log grows. A log that is not there yet is waited for while the snapshot is
    /// being made. The log of a build that is over when it is opened is read to its end.
    ///
    /// The server ends the stream about a second after a good build, before the snapshot is active.
    /// It never ends the stream of a build that fails. The snapshot is therefore polled: once it is
    /// known to have failed, or to be inactive or removed, the stream ends after a second without
    /// more of the log. How the build ended is told by [`SnapshotService::wait`].
    pub fn follow(mut self) -> Self {
        self.mode = LogMode::Follow;
        self
    }

    /// Opens the log as bytes as they come; a chunk may end inside a line or a character.
    ///
    /// # Errors
    ///
    /// As [`SnapshotService::build_logs`].
    pub async fn chunks(self) -> Result<LogChunks> {
        Ok(Box::pin(self.open().await?.filter_map(async |item| match item {
            LogItem::Chunk(chunk) => Some(Ok(chunk)),
            LogItem::Refused(error) => Some(Err(error)),
            LogItem::Opened | LogItem::Broken(_) | LogItem::Ended => None,
        })))
    }

    async fn lines(self) -> Result<LogLines> {
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

    /// Opens the log. What breaks then is opened anew, without repeating anything.
    async fn open(self) -> Result<LogItems> {
        let Self { service, target, mode } = self;
        let opened = async {
            let known = service.look_up_for_log(&target).await?;
            if let Some(snapshot) = known.as_ref().filter(|snapshot| shares_build(snapshot)) {
                return Err(no_log(snapshot));
            }
            let is_over = known.as_ref().is_some_and(|snapshot| snapshot.state.is_terminal());
            let persistence = match mode {
                LogMode::Follow => Persistence::Stream,
                LogMode::Snapshot => Persistence::Existing,
            };
            let mode = if is_over { LogMode::Snapshot } else { mode };
            let open = async |id: String| {
                let mut reader = LogReader::new(service.snapshots.clone(), id, mode, persistence);
                reader.open().await?;
                Ok(reader)
            };
            match known {
                Some(snapshot) => {
                    let items = open(snapshot.id.clone()).await?.into_items();
                    if mode == LogMode::Snapshot {
                        return Ok(items);
                    }
                    let state = service.poller.subscribe(snapshot, service.polling.clone());
                    Ok(until_failed(items, state))
                }
                None => Ok(service.call_by_id(&target, open).await?.into_items()),
            }
        };
        let items = resumed_at_end(opened).await.map_err(|error| {
            error.while_doing(format!("open the build log of snapshot `{target}`"))
        })?;
        let doing = format!("read the build log of snapshot `{target}`");
        Ok(Box::pin(items.map(move |item| match item {
            LogItem::Refused(error) => LogItem::Refused(error.while_doing(doing.clone())),
            item => item,
        })))
    }
}

impl SnapshotService {
    /// Looks a snapshot up before its log is opened: the server takes 30 s to say that there is no
    /// log. A failed look-up of an id leaves the answer to the call for the log.
    async fn look_up_for_log(&self, target: &SnapshotRef) -> Result<Option<Snapshot>> {
        match target.is_id() {
            true => Ok(self.snapshots.once().get(target.id_or_name()).await.ok()),
            false => self.look_up(target).await.map(Some),
        }
    }
}

/// Makes the error of a snapshot without a log of its own.
fn no_log(snapshot: &Snapshot) -> Error {
    let message = "it shares the build of an earlier snapshot with the same Dockerfile and files, \
                   and has no build log of its own";
    Error::from_status(404, message)
        .with_hint("read the log of the snapshot that was built first")
        .with_snapshot(snapshot)
}

impl IntoFuture for BuildLogs {
    type Output = Result<LogLines>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.lines())
    }
}
