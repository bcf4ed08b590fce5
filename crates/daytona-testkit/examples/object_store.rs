//! Serves the object storage of an emulator until its standard input ends.
//!
//! The first output line is a JSON object with the environment variables of a client. For each input line, the program
//! prints the number and the bytes of the requests since the previous line. `cargo xtask bench` uses it.
//!
//! ```text
//! cargo run --package daytona-testkit --example object_store
//! ```

#![allow(clippy::print_stdout, reason = "the program communicates over its standard output")]

use std::error::Error;

use daytona_testkit::Emulator;
use serde_json::{Value, json};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let daytona =
        Emulator::builder().api_key("key-of-the-example").report_missing_objects().start().await?;
    println!("{}", access(&daytona).await?);
    let mut seen = daytona.requests().len();
    // This thread can block, because the threads of the runtime serve the requests.
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

/// Requests storage credentials, and returns them as environment variables.
async fn access(daytona: &Emulator) -> Result<Value, Box<dyn Error>> {
    let http = daytona_api::http_client_builder()?.build()?;
    let response = http
        .get(format!("{}/object-storage/push-access", daytona.api_url()))
        .bearer_auth(daytona.api_key())
        .send()
        .await?
        .error_for_status()?;
    let access: Value = serde_json::from_slice(&response.bytes().await?)?;
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
