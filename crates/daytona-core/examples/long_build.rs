//! Follows a build of ten minutes with its log, on a paused clock, and prints the number of requests as a line of JSON.
//! `cargo xtask bench create` runs it.
//!
//! ```text
//! cargo run --package daytona-core --example long_build
//! ```

#![allow(clippy::print_stdout, reason = "the program prints its results")]

use std::error::Error;
use std::time::Duration;

use daytona_core::{CreateSnapshotParams, Daytona, Image};
use daytona_testkit::Emulator;

/// The duration of the build, with a step every ten seconds.
const BUILD_TIME: Duration = Duration::from_secs(600);
const STEPS: usize = 60;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build()?;
    runtime.block_on(follow())
}

async fn follow() -> Result<(), Box<dyn Error>> {
    let emulator = Emulator::builder().build_time(BUILD_TIME).start().await?;
    let daytona =
        Daytona::builder().api_key(emulator.api_key()).api_url(emulator.api_url()).build()?;
    let steps = (1..=STEPS).map(|step| format!("echo {step}"));
    let image = steps.fold(Image::base("alpine:3.20"), |image, step| image.run_commands([step]));
    let began = tokio::time::Instant::now();
    let mut lines = 0_usize;
    let params = CreateSnapshotParams::new("long", image);
    daytona.snapshots().create(params).on_logs(|_| lines += 1).await?;
    println!(
        r#"{{"seconds": {}, "lines": {lines}, "requests": {}}}"#,
        began.elapsed().as_secs_f64(),
        emulator.requests().len()
    );
    Ok(())
}
