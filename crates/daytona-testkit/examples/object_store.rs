//! Serves the object storage of a Daytona until its input ends.
//!
//! The first line it prints is a JSON object with what a client needs, named as environment variables. For each
//! line that it is sent it prints what the storage has received since the last one. `cargo xtask bench` measures
//! against it.
//!
//! ```text
//! cargo run --package daytona-testkit --example object_store
//! ```

#![allow(clippy::print_stdout, reason = "the output is what this program is for")]

use std::error::Error;

use daytona_testkit::Emulator;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let daytona =
        Emulator::builder().api_key("key-of-the-example").report_missing_objects().start().await?;
    println!("{}", access(&daytona).await?);
    let mut seen = daytona.requests().len();
    // The runtime's own threads serve; this one has nothing else to do than to wait.
    for line in std::io::stdin().lines() {
        line?;
        let requests = daytona.requests();
        let new = &requests[seen..];
        let bytes: u64 = new
            .iter()
            .filter_map(|request| request.header("content-length")?.parse::<u64>().ok())
            .sum();
        println!("{}", json!({ "requests": new.len(), "bytes": bytes }));
        seen = requests.len();
    }
    Ok(())
}

/// Asks for access as any client does, and names what it gets.
async fn access(daytona: &Emulator) -> Result<Value, Box<dyn Error>> {
    let http = daytona_api::http_client_builder()?.build()?;
    let answer = http
        .get(format!("{}/object-storage/push-access", daytona.api_url()))
        .bearer_auth(daytona.api_key())
        .send()
        .await?
        .error_for_status()?;
    let access: Value = serde_json::from_slice(&answer.bytes().await?)?;
    Ok(json!({
        "S3_ENDPOINT": access["storageUrl"],
        "S3_ACCESS_KEY": access["accessKey"],
        "S3_SECRET": access["secret"],
        "S3_TOKEN": access["sessionToken"],
        "S3_BUCKET": access["bucket"],
        "S3_REGION": access["region"],
        "S3_ORGANIZATION": access["organizationId"],
    }))
}
