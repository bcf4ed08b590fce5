//! Creates snapshots and prints as one line of JSON by how much each call returned after the server's end of the build.
//!
//! The server is named by `DAYTONA_API_URL` and `DAYTONA_API_KEY`, and its clock is this machine's. With `alone` each
//! snapshot has a client of its own, with `together` they share one. `cargo xtask bench create` measures with it.
//!
//! ```text
//! cargo run --package daytona-core --example bench_create -- COUNT AT_A_TIME logs|quiet alone|together
//! ```

#![allow(clippy::print_stdout, reason = "the output is what this program is for")]

use std::env;
use std::error::Error;
use std::fs;
use std::process;
use std::time::{Duration, SystemTime};

use daytona_core::{CreateSnapshotParams, Daytona, Image, Result, SnapshotService};
use futures_util::{StreamExt, TryStreamExt, stream};

/// How much later than the one before each client begins.
const APART: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [count, at_a_time, logs, clients] = arguments.as_slice() else {
        return Err("name count, how many at a time, logs or quiet, alone or together".into());
    };
    let (count, at_a_time): (usize, usize) = (count.parse()?, at_a_time.parse()?);
    let shared = Daytona::from_env()?.snapshots();
    let before_mib = memory_mib("VmRSS:").unwrap_or_default();
    let creates = stream::iter(0..count).map(|number| {
        let snapshots = if clients == "together" {
            Ok(shared.clone())
        } else {
            Daytona::from_env().map(|daytona| daytona.snapshots())
        };
        async move {
            // Builds that end at the same moment would wait for each other's clients.
            if clients == "alone" {
                tokio::time::sleep(APART * (number % at_a_time) as u32).await;
            }
            lag(snapshots?, number, logs == "logs").await
        }
    });
    let lags: Vec<f64> = creates.buffer_unordered(at_a_time).try_collect().await?;
    println!(
        r#"{{"lags_ms": {lags:?}, "before_mib": {before_mib}, "peak_mib": {}}}"#,
        memory_mib("VmHWM:").unwrap_or_default()
    );
    Ok(())
}

/// Creates a snapshot, and returns how many milliseconds after the end of its build the call returned.
async fn lag(snapshots: SnapshotService, number: usize, with_logs: bool) -> Result<f64> {
    // Builds of the same text would be one build.
    let name = format!("bench-{}-{number}", process::id());
    let image = Image::base("alpine:3.20").run_commands([format!("echo {name}")]);
    let mut create = snapshots.create(CreateSnapshotParams::new(name, image));
    if with_logs {
        create = create.on_logs(|_| ());
    }
    let snapshot = create.await?;
    let returned = SystemTime::now();
    Ok(since_epoch_ms(returned) - snapshot.updated_at.as_millisecond() as f64)
}

fn since_epoch_ms(time: SystemTime) -> f64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs_f64() * 1e3
}

/// Returns a figure of this process's memory, where the system keeps it in `/proc`.
fn memory_mib(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1024.0)
}
