//! Walks a directory and reads all metadata, on one thread for each core. Prints the cost as one line of JSON.
//!
//! This is the minimum work to detect that no file has changed. `cargo xtask bench contexts` runs this example.
//!
//! ```text
//! cargo run --package daytona-objstore --example walk_alone -- DIRECTORY
//! ```

#![allow(clippy::print_stdout, reason = "the output is the result")]

use std::env;
use std::error::Error;
use std::fs;
use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let top = PathBuf::from(env::args_os().nth(1).ok_or("name a directory")?);

    let started = Instant::now();
    let walk = Walk { state: Mutex::default(), changed: Condvar::new() };
    walk.lock().directories.push(top);
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let files = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(|| walk.run())).collect();
        let mut files = walk.run()?;
        for other in others {
            files += other.join().map_err(|_| io::Error::other("a thread has panicked"))??;
        }
        io::Result::Ok(files)
    })?;
    println!(r#"{{"seconds": {}, "files": {files}}}"#, started.elapsed().as_secs_f64());
    Ok(())
}

/// The state that the threads share.
struct Walk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The directories to list.
    directories: Vec<PathBuf>,
    /// The number of directories that are being listed.
    listing: usize,
}

impl Walk {
    /// Lists directories until none is left, and returns the number of files.
    fn run(&self) -> io::Result<u64> {
        let mut files = 0;
        let mut state = self.lock();
        loop {
            let Some(directory) = state.directories.pop() else {
                if state.listing == 0 {
                    return Ok(files);
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.listing += 1;
            drop(state);
            let mut subdirectories = Vec::new();
            let listed = list(&directory, &mut subdirectories);
            state = self.lock();
            state.listing -= 1;
            state.directories.extend(subdirectories);
            self.changed.notify_all();
            files += listed?;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Adds the subdirectories of a directory to `subdirectories`, and returns the number of its files.
fn list(directory: &Path, subdirectories: &mut Vec<PathBuf>) -> io::Result<u64> {
    let mut files = 0;
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        match entry.metadata()?.is_dir() {
            true => subdirectories.push(entry.path()),
            false => files += 1,
        }
    }
    Ok(files)
}
