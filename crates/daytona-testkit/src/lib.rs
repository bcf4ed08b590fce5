//! A whole Daytona inside the test process.
//!
//! An [`Emulator`] serves Daytona's snapshots API, its object storage and its build logs over real HTTP on the
//! loopback interface, by the rules of the real server: what it refuses, in which words, which fields are absent
//! and which are `null`. Clients need no change to work against it.
//!
//! ```
//! use daytona_testkit::Emulator;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let daytona = Emulator::start().await?;
//!
//! // Hand `api_url()` and `api_key()` to the code under test; here is a plain HTTP client.
//! let http = daytona_api::http_client_builder()?.build()?;
//! http
//!     .post(format!("{}/snapshots", daytona.api_url()))
//!     .bearer_auth(daytona.api_key())
//!     .header("content-type", "application/json")
//!     .body(r#"{"name": "tools", "buildInfo": {"dockerfileContent": "FROM alpine:3.20\n"}}"#)
//!     .send()
//!     .await?
//!     .error_for_status()?;
//! daytona.wait_for_state("tools", "active").await;
//!
//! // Afterwards: what was asked, and what lies in the bucket.
//! assert_eq!(daytona.requests()[0].operation(), Some("createSnapshot"));
//! assert!(daytona.objects().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Builds
//!
//! Nothing is executed, but a build is *checked* the way the real builder would see it: the context archives are
//! fetched from the bucket and merged as the runner merges them. The Dockerfile is read by [`daytona_dockerfile`].
//! Every source of `COPY`, `ADD` and `RUN --mount` in a stage that the build needs must exist, unless it is a pattern.
//! A build whose source is missing fails with a log line that names the source and its line in the Dockerfile.
//! [`Emulator::build_context`] returns what the builder saw, byte for byte.
//!
//! # Scripts
//!
//! Times are set on the [`EmulatorBuilder`] and follow the runtime's clock, paused or not. [`BuildOutcome`] decides
//! how a build ends, [`SeedSnapshot`] what exists at the start, [`Emulator::set_state`] any state at any time.
//!
//! # Faults
//!
//! A [`Fault`] lets something go wrong with the requests of one [`Route`]: the connection is reset before or after
//! the effect, the answer is lost, late, replaced ([`Answer`]), cut, corrupted or slow. [`Emulator::inject`] puts it
//! in place and returns a handle that counts its hits; [`RecordedRequest::fault`] tells which request met with which.
//!
//! ```
//! use daytona_testkit::{Emulator, Fault, Route};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let daytona = Emulator::start().await?;
//! let fault = daytona.inject(Fault::on(Route::CreateSnapshot).reset_after_effect().times(1));
//! // ... let the code under test create a snapshot ...
//! # assert_eq!(fault.hits(), 0);
//! daytona.clear_faults();
//! # Ok(())
//! # }
//! ```
//!
//! Faults of the log are those of any other body ([`cut_in_line`](FaultPoint::cut_in_line),
//! [`cut_in_character`](FaultPoint::cut_in_character), [`reset_after`](FaultPoint::reset_after),
//! [`truncate`](FaultPoint::truncate), [`never_end`](FaultPoint::never_end)), and [`BuildLog`] decides what is in it. What goes wrong elsewhere than in
//! an answer: [`Fault::lose_delete`], [`Emulator::refuse_connections`], [`Emulator::remove`],
//! [`Emulator::jump_clock`].
//!
//! # State
//!
//! With [`EmulatorBuilder::state_dir`] everything is kept in a folder: an emulator started there later goes on
//! where the last one stopped or was killed. Builds and removals end when they are due, also while no emulator runs.
//! The folder must be empty or an emulator's from before.

mod api;
mod builder;
mod clock;
mod connection;
mod door;
mod emulator;
mod error;
mod faults;
mod logs;
mod pattern;
mod recorder;
mod runner;
mod s3;
mod script;
mod server;
mod state_dir;
mod tables;
mod wire;
mod world;

pub use builder::EmulatorBuilder;
pub use emulator::{Emulator, StoredObject};
pub use error::{StartError, UnknownSnapshot};
pub use faults::{Answer, Fault, FaultPoint, InjectedFault, Route};
pub use recorder::RecordedRequest;
pub use runner::ContextFile;
pub use script::{BuildLog, BuildOutcome, SeedSnapshot};
