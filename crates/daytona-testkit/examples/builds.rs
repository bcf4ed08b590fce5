//! Serves an emulator with a given build time in seconds, until its standard input ends.
//!
//! The first output line is a JSON object with the environment variables of a client. For each input line, the program
//! prints the number of API and log requests since the previous line. `cargo xtask bench create` uses it.
//!
//! ```text
//! cargo run --package daytona-testkit --example builds -- 3
//! ```

#![allow(clippy::print_stdout, reason = "the program communicates over its standard output")]

use std::{env, error::Error, time::Duration};

use daytona_testkit::{Emulator, RecordedRequest};
use serde_json::json;

/// The time for which the real server keeps the log of a finished build open.
const LOG_CLOSE_DELAY: Duration = Duration::from_secs(1);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let seconds: f64 = env::args().nth(1).ok_or("usage: builds SECONDS")?.parse()?;
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
    // This thread can block, because the threads of the runtime serve the requests.
    for line in std::io::stdin().lines() {
        line?;
        let requests = daytona.requests();
        // The official SDK also sends requests for notifications, which have no operation here.
        let count = requests[seen..].iter().filter_map(RecordedRequest::operation).count();
        println!("{}", json!({ "requests": count }));
        seen = requests.len();
    }
    Ok(())
}
