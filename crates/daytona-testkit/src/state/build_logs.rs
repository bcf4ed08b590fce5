//! Build logs: append-only files with readers that follow them.

use std::{
    collections::{BTreeMap, HashMap},
    io,
    sync::{Mutex, PoisonError},
};

use bytes::Bytes;
use futures_util::{Stream, stream};
use tokio::{
    fs::File,
    io::{AsyncReadExt, AsyncWriteExt},
    sync::watch,
};

use super::tables::BuildRow;
use crate::state_dir::Folder;

const CHUNK_BYTES: usize = 16 * 1024;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Progress {
    length: u64,
    ended: bool,
}

/// The logs of all builds, by build reference.
///
/// The first attempt of a build creates its log. Later attempts append to it, so that readers get all attempts.
#[derive(Debug)]
pub(crate) struct BuildLogs {
    folder: Folder,
    logs: Mutex<HashMap<String, watch::Sender<Progress>>>,
}

impl BuildLogs {
    /// Opens the folder with the logs of earlier processes.
    pub(crate) fn open(folder: Folder, builds: &BTreeMap<String, BuildRow>) -> Self {
        let found = builds.values().filter_map(|build| {
            let length = folder.read(name_of(&build.build_ref)).ok()?.metadata().ok()?.len();
            let progress = Progress { length, ended: build.succeeded };
            Some((build.build_ref.clone(), watch::Sender::new(progress)))
        });
        let logs = Mutex::new(found.collect());
        Self { folder, logs }
    }

    /// Opens the log of a build for a new attempt.
    ///
    /// `unfinished_from` is the offset of an attempt that an earlier process did not finish. Its lines are removed.
    pub(crate) async fn append(
        &self,
        build_ref: &str,
        unfinished_from: Option<u64>,
    ) -> io::Result<LogWriter> {
        let file = File::from_std(self.folder.append(name_of(build_ref))?);
        let mut length = file.metadata().await?.len();
        if let Some(start) = unfinished_from.filter(|start| *start < length) {
            file.set_len(start).await?;
            length = start;
        }
        let progress = self.progress(build_ref);
        progress.send_replace(Progress { length, ended: false });
        Ok(LogWriter { file, start: length, progress })
    }

    fn progress(&self, build_ref: &str) -> watch::Sender<Progress> {
        let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        logs.entry(build_ref.to_owned()).or_default().clone()
    }

    /// Returns a log up to its current end, or `None` if the log does not exist.
    pub(crate) async fn read(
        &self,
        build_ref: &str,
    ) -> io::Result<Option<impl Stream<Item = io::Result<Bytes>> + Send + use<>>> {
        let Some(progress) = self.watch(build_ref) else { return Ok(None) };
        let end = progress.borrow().length;
        let (finished, until_end) = watch::channel(Progress { length: end, ended: true });
        // The receiver keeps the value after its sender is dropped.
        drop(finished);
        Ok(Some(follow(self.open_file(build_ref)?, until_end)))
    }

    /// Returns a log and the lines appended to it, until the log ends. Returns `None` if the log does not exist.
    pub(crate) async fn follow(
        &self,
        build_ref: &str,
    ) -> io::Result<Option<impl Stream<Item = io::Result<Bytes>> + Send + use<>>> {
        let Some(progress) = self.watch(build_ref) else { return Ok(None) };
        Ok(Some(follow(self.open_file(build_ref)?, progress)))
    }

    fn open_file(&self, build_ref: &str) -> io::Result<File> {
        Ok(File::from_std(self.folder.read(name_of(build_ref))?))
    }

    fn watch(&self, build_ref: &str) -> Option<watch::Receiver<Progress>> {
        let logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
        logs.get(build_ref).map(watch::Sender::subscribe)
    }
}

fn name_of(build_ref: &str) -> String {
    format!("{}.log", build_ref.replace(':', "-"))
}

/// Streams a file up to the length in `progress`, and waits for more until the log has ended.
fn follow(
    file: File,
    progress: watch::Receiver<Progress>,
) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold((file, progress, 0_u64), |(mut file, mut progress, read)| async move {
        loop {
            let now = *progress.borrow_and_update();
            if read < now.length {
                let mut chunk = vec![0; CHUNK_BYTES];
                let length = file.read(&mut chunk).await?;
                chunk.truncate(length);
                let read = read.saturating_add(length as u64);
                return Ok(Some((Bytes::from(chunk), (file, progress, read))));
            }
            if now.ended {
                return Ok(None);
            }
            if progress.changed().await.is_err() {
                return Ok(None);
            }
        }
    })
}

/// A writer to the log of a build.
#[derive(Debug)]
pub(crate) struct LogWriter {
    file: File,
    /// The length of the log before this attempt.
    pub(crate) start: u64,
    progress: watch::Sender<Progress>,
}

impl LogWriter {
    /// Appends one line, which readers get at once.
    pub(crate) async fn line(&mut self, line: &str) -> io::Result<()> {
        self.bytes(format!("{line}\n").as_bytes()).await
    }

    /// Appends bytes, which readers get at once.
    pub(crate) async fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await?;
        self.file.flush().await?;
        self.progress.send_modify(|progress| progress.length += bytes.len() as u64);
        Ok(())
    }

    /// Ends the streams of all followers.
    pub(crate) fn end(self) {
        self.progress.send_modify(|progress| progress.ended = true);
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, TryStreamExt};

    use super::*;

    async fn text(stream: impl Stream<Item = io::Result<Bytes>>) -> String {
        let chunks: Vec<Bytes> = stream.try_collect().await.unwrap();
        String::from_utf8(chunks.concat()).unwrap()
    }

    fn logs(folder: &tempfile::TempDir) -> BuildLogs {
        BuildLogs::open(Folder::open(folder.path()).unwrap(), &BTreeMap::new())
    }

    #[tokio::test]
    async fn log_without_an_attempt_is_absent() {
        let folder = tempfile::tempdir().unwrap();
        assert!(logs(&folder).follow("a:daytona").await.unwrap().is_none());
    }

    #[tokio::test]
    async fn reader_without_follow_gets_the_lines_so_far() {
        let folder = tempfile::tempdir().unwrap();
        let logs = logs(&folder);
        let mut writer = logs.append("a:daytona", None).await.unwrap();
        writer.line("one").await.unwrap();
        let now = logs.read("a:daytona").await.unwrap().unwrap();
        assert_eq!(text(now).await, "one\n");
    }

    #[tokio::test]
    async fn follower_gets_each_line_at_once_and_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let logs = logs(&folder);
        let mut writer = logs.append("a:daytona", None).await.unwrap();
        let mut follower = Box::pin(logs.follow("a:daytona").await.unwrap().unwrap());
        for line in ["one", "two"] {
            writer.line(line).await.unwrap();
            assert_eq!(follower.next().await.unwrap().unwrap(), format!("{line}\n"));
        }
        writer.end();
        assert!(follower.next().await.is_none());
    }

    #[tokio::test]
    async fn unfinished_attempt_is_overwritten_and_the_previous_one_stays() {
        let folder = tempfile::tempdir().unwrap();
        logs(&folder).append("a:daytona", None).await.unwrap().line("first").await.unwrap();
        let mut second = logs(&folder).append("a:daytona", None).await.unwrap();
        second.line("unfinished").await.unwrap();
        let logs = logs(&folder);
        let mut again = logs.append("a:daytona", Some(second.start)).await.unwrap();
        again.line("second").await.unwrap();
        assert_eq!(again.start, second.start);
        again.end();
        let all = logs.follow("a:daytona").await.unwrap().unwrap();
        assert_eq!(text(all).await, "first\nsecond\n");
    }

    #[tokio::test]
    async fn log_of_a_second_attempt_starts_with_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let logs = logs(&folder);
        logs.append("a:daytona", None).await.unwrap().line("first").await.unwrap();
        let mut second = logs.append("a:daytona", None).await.unwrap();
        second.line("second").await.unwrap();
        second.end();
        let all = logs.follow("a:daytona").await.unwrap().unwrap();
        assert_eq!(text(all).await, "first\nsecond\n");
    }
}
