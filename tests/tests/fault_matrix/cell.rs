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
    fixture::Fixture,
    operation::{Conditions, Operation, Outcome},
    panics,
    scenario::Scenario,
    table::{self, Row},
    violation::{CellResult, Violation, ViolationKind},
};

/// The timeout of an operation on the clock of the cell.
const TIMEOUT: Duration = Duration::from_secs(600);
/// The timeout of a cell in real time.
const REAL_TIMEOUT: Duration = Duration::from_secs(180);
/// The time after which the server must have noticed a closed connection.
const SERVER_TIMEOUT: Duration = Duration::from_secs(5);
/// Longer than the client keeps idle connections.
const POOL_TIMEOUT: Duration = Duration::from_secs(120);

/// An operation, a row of the table, and the expected outcome.
#[derive(Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) row: &'static Row,
    pub(crate) operation: Operation,
    pub(crate) expected: Expect,
}

impl Cell {
    /// Returns all cells, row by row.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        table::ROWS.iter().flat_map(|row| {
            let columns = Operation::ALL.into_iter().zip(row.expected);
            columns.map(move |(operation, expected)| Self { row, operation, expected })
        })
    }

    /// Runs the cell on its own thread, so that it cannot block the others.
    pub(crate) fn run(self) -> CellResult {
        if self.expected == Expect::NotApplicable {
            return CellResult::NotApplicable;
        }
        let name = format!("{} x {}", self.operation.title(), self.row.name);
        let (sender, result) = mpsc::channel();
        let thread_name = name.clone();
        let run = move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .start_paused(true)
                .thread_name(&thread_name)
                .build()
                .unwrap();
            let result = runtime.block_on(self.run_operation());
            runtime.shutdown_background();
            let _ = sender.send(result);
        };
        thread::Builder::new().name(name.clone()).spawn(run).unwrap();
        let result = result.recv_timeout(REAL_TIMEOUT);
        match (panics::take(&name), result) {
            (Some(panic), _) => CellResult::Violated(ViolationKind::Panic.because(panic)),
            (None, Ok(Ok(()))) => CellResult::AsExpected,
            (None, Ok(Err(violation))) => CellResult::Violated(violation),
            (None, Err(_)) => {
                CellResult::Violated(ViolationKind::Hang.because("the cell hangs in real time"))
            }
        }
    }

    async fn run_operation(self) -> Result<(), Violation> {
        match self.row.scenario {
            Scenario::Dropped => self.run_dropped().await,
            scenario => self.run_scenario(scenario).await,
        }
    }

    /// Returns the conditions of the operation.
    pub(crate) fn conditions(self) -> Conditions {
        Conditions {
            endless: self.row.scenario.needs_endless_build(),
            in_parts: self.row.scenario.needs_parts(),
            until_removed: self.row.scenario.needs_removal(),
            log: self.row.log,
            build_time: self.row.build_time,
            deadline: self.row.deadline,
        }
    }

    async fn run_scenario(self, scenario: Scenario) -> Result<(), Violation> {
        let fixture = Fixture::new(self.operation, self.conditions()).await;
        let fault = scenario.begin(&fixture.emulator, self.operation).await;
        let started = Instant::now();
        let script = async {
            scenario.run(&fixture.emulator, self.operation).await;
            pending::<()>().await;
        };
        let outcome = tokio::select! {
            outcome = fixture.run() => outcome,
            () = script => return Err(ViolationKind::OtherOutcome.because("the script ended")),
            () = tokio::time::sleep(TIMEOUT) => {
                return Err(ViolationKind::Hang.because("the operation hangs"));
            }
        };
        if fault.is_some_and(|fault| fault.hits() == 0) {
            return Err(ViolationKind::OtherOutcome.because("the fault had no effect"));
        }
        let took = started.elapsed();
        self.compare(&outcome)?;
        if took < self.row.no_sooner_than {
            let why = format!("the request was repeated too soon: the operation took {took:?}");
            return Err(ViolationKind::OtherOutcome.because(why));
        }
        fixture.check(&outcome).await
    }

    fn compare(self, outcome: &Outcome) -> Result<(), Violation> {
        let why = match (self.expected, outcome) {
            (_, Outcome::Wrong(what)) => what.clone(),
            (Expect::Success, Outcome::Success(_)) | (Expect::Open, Outcome::Open) => return Ok(()),
            (Expect::Failure(predicate), Outcome::Failure(error)) if predicate.holds(error) => {
                return Ok(());
            }
            (Expect::Failure(predicate), Outcome::Failure(error)) => {
                format!("{} does not hold: {error}", predicate.name())
            }
            (_, Outcome::Failure(error)) => error.to_string(),
            (expected, outcome) => format!("expected {expected:?}, got {outcome:?}"),
        };
        Err(ViolationKind::OtherOutcome.because(why))
    }

    /// Drops the operation at each point where it waits, and checks the server and the tasks.
    async fn run_dropped(self) -> Result<(), Violation> {
        for waits in 1.. {
            let tasks = Tasks::count();
            let fixture = Fixture::new(self.operation, self.conditions()).await;
            if drop_after(waits, fixture.run()).await.is_some() {
                return Ok(());
            }
            let after = |violation: Violation| violation.when(&format!("dropped at wait {waits}"));
            tokio::time::sleep(SERVER_TIMEOUT).await;
            fixture.check_quiet().await.map_err(after)?;
            fixture.check(&Outcome::Open).await.map_err(after)?;
            if !self.operation.is_change() {
                self.compare(&fixture.run().await).map_err(after)?;
            }
            drop(fixture);
            tasks.check_no_more().await.map_err(after)?;
        }
        Ok(())
    }
}

/// The number of tasks of the runtime of a cell.
#[derive(Clone, Copy)]
struct Tasks(usize);

impl Tasks {
    fn count() -> Self {
        Self(Handle::current().metrics().num_alive_tasks())
    }

    /// Waits until the runtime has no more tasks than before.
    async fn check_no_more(self) -> Result<(), Violation> {
        let started = Instant::now();
        while Self::count().0 > self.0 {
            if started.elapsed() > POOL_TIMEOUT {
                let left = Self::count().0 - self.0;
                return Err(
                    ViolationKind::Leftover.because(format!("{left} tasks are still running"))
                );
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        Ok(())
    }
}

/// Drops a future after it has waited `waits` times. Returns its output if it ends earlier.
async fn drop_after<T>(waits: usize, future: impl Future<Output = T>) -> Option<T> {
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
