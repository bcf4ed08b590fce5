//! Serves a Daytona whose builds take a given number of seconds, until its input ends.
//!
//! The first line it prints is a JSON object with what a client needs, named as environment variables. For each line
//! that it is sent it prints how many requests of the API and of the logs came since the last one. `cargo xtask bench
//! create` measures against it.
//!
//! ```text
//! cargo run --package daytona-testkit --example builds -- 3
//! ```

#![allow(clippy::print_stdout, reason = "the output is what this program is for")]

use std::{env, error::Error, time::Duration};

use daytona_testkit::{Emulator, RecordedRequest};
use serde_json::json;

/// How long the log of a finished build stays open at the real server.
const LOG_CLOSE_DELAY: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let seconds: f64 = env::args().nth(1).ok_or("name the seconds of a build")?.parse()?;
    let daytona = Emulator::builder()
        .api_key("key-of-the-example")
        .build_time(Duration::try_from_secs_f64(seconds)?)
        .log_close_delay(LOG_CLOSE_DELAY)
        .start()
        .await?;
    println!(
        "{}",
        json!({ "DAYTONA_API_URL": daytona.api_url(), "DAYTONA_API_KEY": daytona.api_key() })
    );
    let mut seen = daytona.requests().len();
    // The runtime's own threads serve; this one has nothing else to do than to wait.
    for line in std::io::stdin().lines() {
        line?;
        let requests = daytona.requests();
        // The official SDK also knocks at a door that is not there, for notifications.
        let asked = requests[seen..].iter().filter_map(RecordedRequest::operation).count();
        println!("{}", json!({ "requests": asked }));
        seen = requests.len();
    }
    Ok(())
}
