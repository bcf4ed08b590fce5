//! One operation under one fault.

use std::{
    future::{Future, pending, poll_fn},
    pin::pin,
    sync::mpsc,
    task::Poll,
    thread,
    time::Duration,
};

use tokio::{runtime::Handle, time::Instant};

use crate::{
    expectation::Expect,
    operation::{Circumstances, End, Operation, Stage},
    panics,
    table::{self, Row},
    trouble::Trouble,
    verdict::{Breach, Harm, Outcome},
};

/// How long an operation may take on the cell's own clock before it counts as hanging.
const PATIENCE: Duration = Duration::from_secs(600);
/// How long a cell may take in real time, whatever its clock says.
const REAL_PATIENCE: Duration = Duration::from_secs(180);
/// How long a server goes on after its client has gone.
const AFTERMATH: Duration = Duration::from_secs(5);
/// How long idle connections are kept, and more.
const POOL_PATIENCE: Duration = Duration::from_secs(120);

#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) row: &'static Row,
    pub(crate) operation: Operation,
    pub(crate) expected: Expect,
}

impl Cell {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        table::ROWS.iter().flat_map(|row| {
            let columns = Operation::ALL.into_iter().zip(row.expected);
            columns.map(move |(operation, expected)| Self { row, operation, expected })
        })
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
            (Some(panic), _) => Outcome::Broken(Harm::Panic.because(panic)),
            (None, Ok(Ok(()))) => Outcome::Kept,
            (None, Ok(Err(breach))) => Outcome::Broken(breach),
            (None, Err(_)) => {
                Outcome::Broken(Harm::Hang.because("it hangs, with the processor busy"))
            }
        }
    }

    async fn play(self) -> Result<(), Breach> {
        match self.row.trouble {
            Trouble::Dropped => self.play_dropped().await,
            trouble => self.play_trouble(trouble).await,
        }
    }

    async fn set_stage(self) -> Stage {
        Stage::set(self.operation, self.circumstances()).await
    }

    pub(crate) async fn set_stage_in_real_time(self) -> Stage {
        Stage::set_in_real_time(self.operation, self.circumstances()).await
    }

    fn circumstances(self) -> Circumstances {
        Circumstances {
            endless: self.row.trouble.needs_endless_build(),
            in_parts: self.row.trouble.needs_parts(),
            until_removed: self.row.trouble.needs_removal(),
            log: self.row.log,
            build_time: self.row.build_time,
            deadline: self.row.deadline,
        }
    }

    async fn play_trouble(self, trouble: Trouble) -> Result<(), Breach> {
        let stage = self.set_stage().await;
        let fault = trouble.begin(&stage.emulator, self.operation).await;
        let began = Instant::now();
        let script = async {
            trouble.go_on(&stage.emulator, self.operation).await;
            pending::<()>().await;
        };
        let end = tokio::select! {
            end = stage.run() => end,
            () = script => return Err(Harm::OtherOutcome.because("the script ended")),
            () = tokio::time::sleep(PATIENCE) => return Err(Harm::Hang.because("it hangs")),
        };
        if fault.is_some_and(|fault| fault.hits() == 0) {
            return Err(Harm::OtherOutcome.because("the fault struck nothing"));
        }
        let took = began.elapsed();
        self.compare(&end)?;
        if took < self.row.no_sooner_than {
            let why = format!("it was asked again too soon, and done within {took:?}");
            return Err(Harm::OtherOutcome.because(why));
        }
        stage.check(&end).await
    }

    fn compare(self, end: &End) -> Result<(), Breach> {
        let why = match (self.expected, end) {
            (_, End::Wrong(what)) => what.clone(),
            (Expect::Success, End::Success(_)) | (Expect::Open, End::Open) => return Ok(()),
            (Expect::Failure(predicate), End::Failure(error)) if predicate.holds(error) => {
                return Ok(());
            }
            (Expect::Failure(predicate), End::Failure(error)) => {
                format!("not {}: {error}", predicate.name())
            }
            (_, End::Failure(error)) => error.to_string(),
            (expected, end) => format!("{expected:?} was promised, and it was {end:?}"),
        };
        Err(Harm::OtherOutcome.because(why))
    }

    /// Drops the operation at each place where it waits, and looks at what is left.
    async fn play_dropped(self) -> Result<(), Breach> {
        for waits in 1.. {
            let tasks = Tasks::count();
            let stage = self.set_stage().await;
            if give_up_after(waits, stage.run()).await.is_some() {
                return Ok(());
            }
            let after = |breach: Breach| breach.when(&format!("dropped at wait {waits}"));
            tokio::time::sleep(AFTERMATH).await;
            stage.expect_silence().await.map_err(after)?;
            stage.check(&End::Open).await.map_err(after)?;
            if !self.operation.changes_something() {
                self.compare(&stage.run().await).map_err(after)?;
            }
            drop(stage);
            tasks.expect_no_more().await.map_err(after)?;
        }
        Ok(())
    }
}

/// How many tasks the runtime of a cell has.
#[derive(Clone, Copy)]
struct Tasks(usize);

impl Tasks {
    fn count() -> Self {
        Self(Handle::current().metrics().num_alive_tasks())
    }

    /// Waits until there are no more than before.
    async fn expect_no_more(self) -> Result<(), Breach> {
        let began = Instant::now();
        while Self::count().0 > self.0 {
            if began.elapsed() > POOL_PATIENCE {
                let left = Self::count().0 - self.0;
                return Err(Harm::Leftover.because(format!("{left} tasks go on")));
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
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
