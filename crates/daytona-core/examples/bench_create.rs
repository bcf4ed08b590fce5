//! Creates snapshots, and prints the delay between the end of each build and the return of the call, as a line of JSON.
//!
//! `DAYTONA_API_URL` and `DAYTONA_API_KEY` set the server, which must use the clock of this machine. With `alone`, each
//! snapshot has a separate client. With `together`, all snapshots share a client. `cargo xtask bench create` runs it.
//!
//! ```text
//! cargo run --package daytona-core --example bench_create -- COUNT AT_A_TIME logs|quiet alone|together
//! ```

#![allow(clippy::print_stdout, reason = "the program prints its results")]

use std::env;
use std::error::Error;
use std::fs;
use std::process;
use std::time::{Duration, SystemTime};

use daytona_core::{CreateSnapshotParams, Daytona, Image, Result, SnapshotService};
use futures_util::{StreamExt, TryStreamExt, stream};

/// The delay between the starts of two clients.
const START_DELAY: Duration = Duration::from_millis(100);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [count, at_a_time, logs, clients] = arguments.as_slice() else {
        return Err("expected COUNT AT_A_TIME logs|quiet alone|together".into());
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
            // Builds that end at the same time would delay each other's clients.
            if clients == "alone" {
                tokio::time::sleep(START_DELAY * (number % at_a_time) as u32).await;
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

/// Creates a snapshot. Returns the delay between the end of its build and the return of the call, in milliseconds.
async fn lag(snapshots: SnapshotService, number: usize, with_logs: bool) -> Result<f64> {
    // The server builds identical text only once.
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

/// Returns a value of `/proc/self/status` in MiB, if the system provides it.
fn memory_mib(name: &str) -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1024.0)
}
