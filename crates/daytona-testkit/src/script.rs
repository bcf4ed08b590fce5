//! The scripted behaviour of an emulator: snapshots at the start, outcomes and logs of builds.

use bytes::Bytes;
use jiff::Timestamp;

/// The outcome of a build or a pull, independent of its Dockerfile and contexts.
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
    /// The snapshot ends in the state `error`, like most failed builds.
    Error {
        /// The `errorReason` of the snapshot.
        reason: String,
    },
    /// The snapshot ends in the state `build_failed`, like some failed builds.
    BuildFailed {
        /// The `errorReason` of the snapshot.
        reason: String,
    },
    /// The build or pull never ends.
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

/// The log of a build: any bytes, also invalid text.
///
/// ```
/// use daytona_testkit::{BuildLog, Emulator};
///
/// // 100 MB, as fast as a client can read them.
/// let log = BuildLog::new(format!("{}\n", "x".repeat(999))).repeated(100_000);
/// let builder = Emulator::builder().build_log("chatty", log);
/// # drop(builder);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a log does nothing until it is passed to `EmulatorBuilder::build_log`"]
pub struct BuildLog {
    pub(crate) bytes: Bytes,
    pub(crate) times: u64,
}

impl BuildLog {
    /// Returns a log of the given bytes. Readers get them at once.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Self { bytes: bytes.into(), times: 1 }
    }

    /// Sets how often the bytes are written. Default: 1.
    pub fn repeated(mut self, times: u64) -> Self {
        self.times = times;
        self
    }
}

/// A snapshot that exists when the emulator starts.
///
/// Defaults: state `active`, class `container`, the default resources, the organization of the emulator.
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
#[must_use = "a seed does nothing until it is passed to `EmulatorBuilder::seed`"]
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
    /// Returns a snapshot of a pulled image.
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

    /// Makes the snapshot general: every organization can see it.
    pub fn general(mut self) -> Self {
        self.general = true;
        self
    }

    /// Sets another organization as the owner. Then only a general snapshot is visible.
    pub fn owned_by(mut self, organization_id: impl Into<String>) -> Self {
        self.organization_id = Some(organization_id.into());
        self
    }

    /// Sets the state. It can be any text, for example a state of a future server.
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = state.into();
        self
    }

    /// Sets the sandbox class. It can be any text.
    pub fn sandbox_class(mut self, class: impl Into<String>) -> Self {
        self.sandbox_class = class.into();
        self
    }

    /// Sets the GPU type. It can be any text. Default: the field is absent.
    pub fn gpu_type(mut self, gpu_type: impl Into<String>) -> Self {
        self.gpu_type = Some(gpu_type.into());
        self
    }

    /// Sets the id of the sandbox that the snapshot was created from. Default: the field is absent.
    pub fn source_sandbox_id(mut self, sandbox_id: impl Into<String>) -> Self {
        self.source_sandbox_id = Some(sandbox_id.into());
        self
    }

    /// Sets the time of the last use. Default: never.
    pub fn last_used_at(mut self, at: Timestamp) -> Self {
        self.last_used_at = Some(at);
        self
    }
}
