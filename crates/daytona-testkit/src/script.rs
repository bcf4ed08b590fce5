//! What a test can decide about the emulated server beforehand.

use bytes::Bytes;
use jiff::Timestamp;

/// How the build (or the pull) of a snapshot ends, instead of by what its Dockerfile and contexts say.
///
/// ```
/// use daytona_testkit::{BuildOutcome, Emulator};
///
/// let builder = Emulator::builder().build_outcome("flaky", BuildOutcome::error("no space left on device"));
/// # drop(builder);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum BuildOutcome {
    /// The snapshot ends in the state `error`, as most failed builds do.
    Error {
        /// What `errorReason` will say.
        reason: String,
    },
    /// The snapshot ends in the state `build_failed`, as some failed builds do.
    BuildFailed {
        /// What `errorReason` will say.
        reason: String,
    },
    /// The build starts and never ends.
    Endless,
}

impl BuildOutcome {
    /// Returns the outcome of a build that ends in the state `error`.
    pub fn error(reason: impl Into<String>) -> Self {
        Self::Error { reason: reason.into() }
    }

    /// Returns the outcome of a build that ends in the state `build_failed`.
    pub fn build_failed(reason: impl Into<String>) -> Self {
        Self::BuildFailed { reason: reason.into() }
    }
}

/// What a build writes to its log: any bytes, text or not.
///
/// ```
/// use daytona_testkit::{BuildLog, Emulator};
///
/// // 100 MB, as fast as it can be read.
/// let log = BuildLog::new(format!("{}\n", "x".repeat(999))).repeated(100_000);
/// let builder = Emulator::builder().build_log("chatty", log);
/// # drop(builder);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a log does nothing until it is handed to `EmulatorBuilder::build_log`"]
pub struct BuildLog {
    pub(crate) piece: Bytes,
    pub(crate) times: u64,
}

impl BuildLog {
    /// Describes a log of these bytes, which are shown to readers at once.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { piece: bytes.into(), times: 1 }
    }

    /// Writes the bytes so many times over.
    pub fn repeated(mut self, times: u64) -> Self {
        self.times = times;
        self
    }
}

/// A snapshot that exists when the emulator starts.
///
/// It is active, has the default resources, and belongs to the emulator's organization, unless told otherwise.
///
/// ```
/// use daytona_testkit::{Emulator, SeedSnapshot};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let daytona = Emulator::builder()
///     .seed(SeedSnapshot::new("daytona-small", "daytonaio/sandbox:0.5.0").general())
///     .start()
///     .await?;
/// # daytona.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
#[must_use = "a seed does nothing until it is handed to `EmulatorBuilder::seed`"]
pub struct SeedSnapshot {
    pub(crate) name: String,
    pub(crate) image_name: String,
    pub(crate) state: String,
    pub(crate) general: bool,
    pub(crate) organization_id: Option<String>,
    pub(crate) source_sandbox_id: Option<String>,
    pub(crate) gpu_type: Option<String>,
    pub(crate) sandbox_class: String,
    pub(crate) last_used_at: Option<Timestamp>,
}

impl SeedSnapshot {
    /// Describes a snapshot of an image that has been pulled.
    pub fn new(name: impl Into<String>, image_name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            image_name: image_name.into(),
            state: "active".to_owned(),
            general: false,
            organization_id: None,
            source_sandbox_id: None,
            gpu_type: None,
            sandbox_class: "container".to_owned(),
            last_used_at: None,
        }
    }

    /// Offers the snapshot to every organization.
    pub fn general(mut self) -> Self {
        self.general = true;
        self
    }

    /// Gives the snapshot to another organization; only a general one is then visible.
    pub fn owned_by(mut self, organization_id: impl Into<String>) -> Self {
        self.organization_id = Some(organization_id.into());
        self
    }

    /// Sets the state: any text, so that states of tomorrow can be tried.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = state.into();
        self
    }

    /// Sets the sandbox class: any text.
    pub fn sandbox_class(mut self, class: impl Into<String>) -> Self {
        self.sandbox_class = class.into();
        self
    }

    /// Sets the GPU type: any text. Without it the field is absent.
    pub fn gpu_type(mut self, gpu_type: impl Into<String>) -> Self {
        self.gpu_type = Some(gpu_type.into());
        self
    }

    /// Sets the sandbox that the snapshot was taken from.
    pub fn source_sandbox_id(mut self, sandbox_id: impl Into<String>) -> Self {
        self.source_sandbox_id = Some(sandbox_id.into());
        self
    }

    /// Sets when the snapshot was last used; without it, it never was.
    pub fn last_used_at(mut self, at: Timestamp) -> Self {
        self.last_used_at = Some(at);
        self
    }
}
