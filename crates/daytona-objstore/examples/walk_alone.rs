//! Lists a directory, and asks for the metadata of all that is in it, on as many threads as the machine has cores:
//! the least that it takes to see that no file has changed. Prints what that took as one line of JSON.
//!
//! `cargo xtask bench contexts` measures with it.
//!
//! ```text
//! cargo run --package daytona-objstore --example walk_alone -- DIRECTORY
//! ```

#![allow(clippy::print_stdout, reason = "the output is what this program is for")]

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

/// What the threads share.
struct Walk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Those that nobody has begun with.
    directories: Vec<PathBuf>,
    /// How many are being listed.
    begun: usize,
}

impl Walk {
    /// Returns how many files this thread has looked at.
    fn run(&self) -> io::Result<u64> {
        let mut files = 0;
        let mut state = self.lock();
        loop {
            let Some(directory) = state.directories.pop() else {
                if state.begun == 0 {
                    return Ok(files);
                }
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            state.begun += 1;
            drop(state);
            let mut below = Vec::new();
            let looked = look(&directory, &mut below);
            state = self.lock();
            state.begun -= 1;
            state.directories.extend(below);
            self.changed.notify_all();
            files += looked?;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns how many files there are in a directory, and adds the directories in it to those below.
fn look(directory: &Path, below: &mut Vec<PathBuf>) -> io::Result<u64> {
    let mut files = 0;
    for member in fs::read_dir(directory)? {
        let member = member?;
        match member.metadata()?.is_dir() {
            true => below.push(member.path()),
            false => files += 1,
        }
    }
    Ok(files)
}
