//! Uploads a directory as a build context, and prints the cost as one line of JSON.
//!
//! The variables `S3_ENDPOINT`, `S3_ACCESS_KEY`, `S3_SECRET`, `S3_TOKEN`, `S3_BUCKET`, `S3_REGION` and `S3_ORGANIZATION`
//! set the store. The optional second argument is the file of a digest cache. With the variable `PACK`, the directory is
//! uploaded as a pack. `cargo xtask bench contexts` runs this example.
//!
//! ```text
//! cargo run --package daytona-objstore --example upload -- DIRECTORY [DIGEST_CACHE]
//! ```

#![allow(clippy::print_stdout, reason = "the output is the result")]

use std::env;
use std::error::Error;
use std::fs;
use std::time::Instant;

use daytona_objstore::{
    Credentials, DigestCache, Pack, Progress, ScanOptions, Shard, Source, StorageAccess, Store,
    UploadOutcome, scan, scan_pack,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let directory = arguments.next().ok_or("name a directory")?;
    let mut options = ScanOptions::default();
    if let Some(file) = arguments.next() {
        options = options.cache(DigestCache::at(file));
    }

    let progress = Progress::new();
    let started = Instant::now();
    let sources = vec![Source::new(directory, "context")];
    let (files, shards): (usize, Vec<Shard>) = if env::var_os("PACK").is_some() {
        let manifest = scan_pack(Pack::new(sources), options, &progress).await?;
        let shards = manifest.shards().into_iter().map(|shard| shard.into_shard(".packed"));
        (manifest.entries().len(), shards.collect())
    } else {
        let manifest = scan(sources, options, &progress).await?;
        (manifest.entries().len(), manifest.shards())
    };
    let scanned = Instant::now();
    let http = daytona_api::http_client_builder()?.build()?;
    let outcomes = Store::connect(access()?, http)?.upload_all(&shards, &progress).await?;
    let finished = Instant::now();

    let sent =
        outcomes.iter().filter(|outcome| matches!(outcome, UploadOutcome::Sent { .. })).count();
    println!(
        r#"{{"seconds": {}, "scan_seconds": {}, "cpu_seconds": {}, "peak_mib": {}, "files": {files}, "archives": {}, "archives_sent": {sent}, "bytes_sent": {}}}"#,
        (finished - started).as_secs_f64(),
        (scanned - started).as_secs_f64(),
        cpu_seconds().unwrap_or_default(),
        peak_mib().unwrap_or_default(),
        shards.len(),
        progress.snapshot().bytes_sent,
    );
    Ok(())
}

fn access() -> Result<StorageAccess, env::VarError> {
    let credentials = Credentials::new(
        env::var("S3_ACCESS_KEY")?,
        env::var("S3_SECRET")?,
        env::var("S3_TOKEN").unwrap_or_default(),
    );
    let organization = env::var("S3_ORGANIZATION")?;
    let access = StorageAccess::new(
        env::var("S3_ENDPOINT")?,
        env::var("S3_BUCKET")?,
        organization,
        credentials,
    );
    Ok(access.region(env::var("S3_REGION")?))
}

/// Returns the processor time of this process, on systems with `/proc`.
fn cpu_seconds() -> Option<f64> {
    /// The unit of `/proc`, on every architecture.
    const TICKS_PER_SECOND: f64 = 100.0;
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in parentheses, may contain any character.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let ticks = |index: usize| fields.get(index)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS_PER_SECOND)
}

/// Returns the peak memory of this process, on systems with `/proc`.
fn peak_mib() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<f64>().ok().map(|kib| kib / 1024.0)
}
