//! Serves an emulator with given durations of builds and pushes in seconds, until its standard input ends. Without the
//! feed, clients have to poll.
//!
//! The first output line is a JSON object with the environment variables of a client. For each input line, the program
//! prints the number of API and log requests since the previous line. `cargo xtask bench create` uses it.
//!
//! ```text
//! cargo run --package daytona-testkit --example builds -- BUILD PUSH feed|polls
//! ```

#![allow(clippy::print_stdout, reason = "the program communicates over its standard output")]

use std::{env, error::Error, time::Duration};

use daytona_testkit::{Emulator, RecordedRequest};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [build, push, source] = arguments.as_slice() else {
        return Err("usage: builds BUILD PUSH feed|polls".into());
    };
    let builder = Emulator::builder()
        .api_key("key-of-the-example")
        .server_times()
        .build_time(Duration::try_from_secs_f64(build.parse()?)?)
        .push_time(Duration::try_from_secs_f64(push.parse()?)?);
    let builder = if source == "polls" { builder.omit_feed() } else { builder };
    let daytona = builder.start().await?;
    println!(
        "{}",
        json!({ "DAYTONA_API_URL": daytona.api_url(), "DAYTONA_API_KEY": daytona.api_key() })
    );
    let mut seen = daytona.requests().len();
    // This thread can block, because the threads of the runtime serve the requests.
    for line in std::io::stdin().lines() {
        line?;
        let requests = daytona.requests();
        let count = requests[seen..].iter().filter_map(RecordedRequest::operation).count();
        println!("{}", json!({ "requests": count }));
        seen = requests.len();
    }
    Ok(())
}
