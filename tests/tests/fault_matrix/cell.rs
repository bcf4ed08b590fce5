//! One operation under one fault.

use std::{
    future::{Future, pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    thread,
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    expectation::Expect,
    not_yet,
    operation::{Circumstances, End, Operation, Stage},
    panics,
    table::{self, Row},
    trouble::Trouble,
};

/// How long an operation may take on the cell's own clock before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long a cell may take in real time, whatever its clock says.
const REAL_PATIENCE: Duration = Duration::from_secs(180);
/// How long a server goes on after its client has gone.
const AFTERMATH: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) row: &'static Row,
    pub(crate) operation: Operation,
    pub(crate) expected: Expect,
}

/// What became of the promise of a cell.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// There was no promise.
    Apart,
    Kept,
    Broken(String),
}

impl Cell {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        table::ROWS.iter().flat_map(|row| {
            let columns = Operation::ALL.into_iter().zip(row.expected);
            columns.map(move |(operation, expected)| Self { row, operation, expected })
        })
    }

    pub(crate) fn is_not_yet(&self) -> bool {
        not_yet::cells().any(|cell| cell == (self.row.name, self.operation))
    }

    /// Runs the cell on a thread of its own, so that nothing it does can stop the others.
    pub(crate) fn run(self) -> Outcome {
        if self.expected == Expect::Apart {
            return Outcome::Apart;
        }
        let name = format!("{} x {}", self.operation.title(), self.row.name);
        let (done, outcome) = mpsc::channel();
        let thread_name = name.clone();
        let play = move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .thread_name(&thread_name)
                .build()
                .unwrap();
            let outcome = runtime.block_on(self.play());
            runtime.shutdown_background();
            let _ = done.send(outcome);
        };
        thread::Builder::new().name(name.clone()).spawn(play).unwrap();
        let outcome = outcome.recv_timeout(REAL_PATIENCE);
        match (panics::take(&name), outcome) {
            (Some(panic), _) => Outcome::Broken(format!("panic: {panic}")),
            (None, Ok(Ok(()))) => Outcome::Kept,
            (None, Ok(Err(why))) => Outcome::Broken(why),
            (None, Err(_)) => Outcome::Broken("it hangs, with the processor busy".to_owned()),
        }
    }

    async fn play(self) -> Result<(), String> {
        match self.row.trouble {
            Trouble::Dropped => self.play_dropped().await,
            trouble => self.play_trouble(trouble).await,
        }
    }

    async fn set_stage(self) -> Stage {
        let circumstances = Circumstances {
            endless: self.row.trouble.needs_endless_build(),
            in_parts: self.row.trouble.needs_parts(),
            log: self.row.log,
            build_time: self.row.build_time,
            deadline: self.row.deadline,
        };
        Stage::set(self.operation, circumstances).await
    }

    async fn play_trouble(self, trouble: Trouble) -> Result<(), String> {
        let stage = self.set_stage().await;
        let fault = trouble.begin(&stage.emulator, self.operation).await;
        let began = Instant::now();
        let script = async {
            trouble.go_on(&stage.emulator, self.operation).await;
            pending::<()>().await;
        };
        let end = tokio::select! {
            end = stage.run() => end,
            () = script => return Err("the script ended".to_owned()),
            () = tokio::time::sleep(PATIENCE) => return Err("it hangs".to_owned()),
        };
        if fault.is_some_and(|fault| fault.hits() == 0) {
            return Err("the fault struck nothing".to_owned());
        }
        let took = began.elapsed();
        self.compare(&end)?;
        if took < self.row.no_sooner_than {
            return Err(format!("it was asked again too soon, and done within {took:?}"));
        }
        stage.check(&end).await
    }

    fn compare(self, end: &End) -> Result<(), String> {
        match (self.expected, end) {
            (_, End::Wrong(what)) => Err(what.clone()),
            (Expect::Success, End::Success(_)) | (Expect::Open, End::Open) => Ok(()),
            (Expect::Failure(predicate), End::Failure(error)) if predicate.holds(error) => Ok(()),
            (Expect::Failure(predicate), End::Failure(error)) => {
                Err(format!("not {}: {error}", predicate.name()))
            }
            (_, End::Failure(error)) => Err(error.to_string()),
            (expected, end) => Err(format!("{expected:?} was promised, and it was {end:?}")),
        }
    }

    /// Drops the operation at each place where it waits, and looks at what is left.
    async fn play_dropped(self) -> Result<(), String> {
        for waits in 1.. {
            let stage = self.set_stage().await;
            if give_up_after(waits, stage.run()).await.is_some() {
                return Ok(());
            }
            tokio::time::sleep(AFTERMATH).await;
            let after = |why| format!("dropped at wait {waits}: {why}");
            stage.check(&End::Open).await.map_err(after)?;
            if !self.operation.changes_something() {
                self.compare(&stage.run().await).map_err(after)?;
            }
        }
        Ok(())
    }
}

/// Drops a future when it is woken after so many waits; `None` unless it was done before.
async fn give_up_after<T>(waits: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = waits;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        future.as_mut().poll(context).map(Some)
    })
    .await
}
