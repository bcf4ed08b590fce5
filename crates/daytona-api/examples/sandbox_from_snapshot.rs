//! Creates a sandbox from a snapshot, waits until it runs, and deletes it.
//!
//! ```sh
//! cargo run --package daytona-api --features sandboxes --example sandbox_from_snapshot -- my-snapshot
//! ```
//!
//! The environment variable `DAYTONA_API_KEY` has the API key.

use std::{env, error::Error, time::Duration};

use daytona_api::{
    Client, RequestHeaders, http_client_builder,
    types::{Sandbox, SandboxState},
};
use secrecy::SecretString;

/// The time between two polls of a sandbox.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

#[tokio::main(flavor = "current_thread")]
#[allow(clippy::print_stdout, reason = "a program prints to its terminal")]
async fn main() -> Result<(), Box<dyn Error>> {
    let snapshot = env::args().nth(1).ok_or("the name of a snapshot is missing")?;
    let api_key = SecretString::from(env::var("DAYTONA_API_KEY")?);

    let headers = RequestHeaders::new().bearer_token(&api_key)?.source("my-program")?;
    let http = http_client_builder()?.timeout(Duration::from_secs(60)).build()?;
    let client = Client::new_with_client("https://app.daytona.io/api", http, headers);

    let sandbox = start_sandbox(&client, &snapshot, POLL_INTERVAL).await?;
    println!("{} runs in {}", sandbox.id, sandbox.target);

    client.stop_sandbox().sandbox_id_or_name(&sandbox.id).send().await?;
    client.delete_sandbox().sandbox_id_or_name(&sandbox.id).send().await?;
    Ok(())
}

/// Creates a sandbox from a snapshot and waits until it runs.
pub async fn start_sandbox(
    client: &Client,
    snapshot: &str,
    poll_interval: Duration,
) -> Result<Sandbox, Box<dyn Error>> {
    let created = client
        .create_sandbox()
        .body_map(|body| body.snapshot(snapshot.to_owned()).auto_stop_interval(30))
        .send()
        .await?;
    let mut sandbox = created.into_inner();
    loop {
        match &sandbox.state {
            Some(SandboxState::Started) => return Ok(sandbox),
            Some(state @ (SandboxState::Error | SandboxState::BuildFailed)) => {
                let reason = sandbox.error_reason.as_deref().unwrap_or("no reason given");
                return Err(
                    format!("the sandbox {} is in state {state}: {reason}", sandbox.id).into()
                );
            }
            // Any other state is a transition, including states that this release does not know.
            _ => tokio::time::sleep(poll_interval).await,
        }
        let request = client.get_sandbox().sandbox_id_or_name(&sandbox.id);
        sandbox = request.send().await?.into_inner();
    }
}
