//! `cargo xtask bench create`: how soon a create returns once the server is done, what that costs in requests and
//! memory, and what a list costs from the shell.
//!
//! Server and clients are processes of their own on one machine, whose clock they share. Each measurement has a server
//! of its own. Where both contenders do the same work, they do it one after the other.

mod report;

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode},
    thread,
};

use serde_json::Value;

use self::report::{Lags, Report, Together};
use super::{machine, program, server::Server};
use crate::{Error, python, workspace};

const PAGE: &str = "crates/daytona-core/docs/performance.md";
/// How many creates are under way at once where memory is measured.
const TOGETHER: usize = 1000;
/// How often a list is asked for.
const LISTS: usize = 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// How many creates of each kind are measured
    #[arg(long, default_value_t = 20)]
    runs: usize,
    /// Leaves the official SDK out
    #[arg(long)]
    without_official: bool,
    /// Prints JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Puts the tables into crates/daytona-core/docs/performance.md
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let bench = Bench::prepare(arguments)?;
    let mut report = Report::new(machine::describe(&bench.folder), arguments.runs);
    for build in Build::ALL {
        for &contender in bench.contenders() {
            eprintln!("builds of {} s, {contender:?}", build.seconds);
            report.lags.extend(bench.lags(build, contender)?);
        }
    }
    for log in Log::ALL {
        eprintln!("{TOGETHER} creates at once, {log:?}");
        report.together.push(bench.together(log)?);
    }
    eprintln!("a build of ten minutes, and lists");
    report.long_build = program::report_of(&mut Command::new(&bench.programs.long_build))?;
    bench.lists(&mut report)?;
    if arguments.json {
        println!("{}", report.json()?);
    } else {
        print!("{}", report.tables());
    }
    if arguments.write {
        report.write(&workspace::root().join(PAGE))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds of one length.
#[derive(Debug, Clone, Copy)]
struct Build {
    seconds: f64,
    /// How many are under way at a time, so that long ones do not take the whole day.
    at_a_time: usize,
}

impl Build {
    const ALL: [Self; 3] = [
        Self { seconds: 0.3, at_a_time: 1 },
        Self { seconds: 3.0, at_a_time: 5 },
        Self { seconds: 30.0, at_a_time: 20 },
    ];
}

/// Whether the log is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Log {
    Quiet,
    Logs,
}

impl Log {
    const ALL: [Self; 2] = [Self::Quiet, Self::Logs];

    /// Returns the word that the measured programs take.
    fn word(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Logs => "logs",
        }
    }
}

/// Who creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Contender {
    Ours,
    Official,
}

/// What is started to measure.
struct Programs {
    server: PathBuf,
    create: PathBuf,
    long_build: PathBuf,
    command: PathBuf,
    /// The interpreter that has the official SDK.
    python: Option<PathBuf>,
}

struct Bench {
    programs: Programs,
    folder: PathBuf,
    runs: usize,
}

impl Bench {
    fn prepare(arguments: &Arguments) -> Result<Self, Error> {
        let folder = workspace::target().join("bench").join("create");
        fs::create_dir_all(&folder)?;
        let requirements = workspace::root().join("tests/official-sdk/requirements.txt");
        let python = match arguments.without_official {
            true => None,
            false => Some(python::prepare("official-sdk", &requirements)?),
        };
        let programs = Programs {
            server: program::build_example("daytona-testkit", "builds")?,
            create: program::build_example("daytona-core", "bench_create")?,
            long_build: program::build_example("daytona-core", "long_build")?,
            command: program::build_binary("daytona-cli", "daytona-snapshot")?,
            python,
        };
        Ok(Self { programs, folder, runs: arguments.runs })
    }

    fn contenders(&self) -> &'static [Contender] {
        match self.programs.python {
            Some(_) => &[Contender::Ours, Contender::Official],
            None => &[Contender::Ours],
        }
    }

    /// Measures creates without and with the log, at the same time where most of it is waiting.
    fn lags(&self, build: Build, contender: Contender) -> Result<Vec<Lags>, Error> {
        if build.at_a_time < self.runs {
            return Log::ALL.map(|log| self.lags_of(build, contender, log)).into_iter().collect();
        }
        thread::scope(|scope| {
            // What has failed goes to another thread as text.
            let measure = |log| {
                move || self.lags_of(build, contender, log).map_err(|error| error.to_string())
            };
            let both = Log::ALL.map(|log| scope.spawn(measure(log)));
            both.into_iter()
                .map(|one| Ok(one.join().map_err(|_| "a measurement panicked")??))
                .collect()
        })
    }

    fn lags_of(&self, build: Build, contender: Contender, log: Log) -> Result<Lags, Error> {
        let mut server = self.start(build.seconds)?;
        let mut creates = match contender {
            Contender::Ours => Command::new(&self.programs.create),
            Contender::Official => self.script("official.py")?,
        };
        creates.args([self.runs.to_string(), build.at_a_time.to_string()]).arg(log.word());
        if contender == Contender::Ours {
            creates.arg("alone");
        }
        let said = self.report_of(creates, &server)?;
        let requests = number(&server.take_traffic()?, "requests")?;
        let lags_ms = numbers(&said, "lags_ms")?;
        let requests = requests / self.runs as f64;
        Ok(Lags { build_seconds: build.seconds, contender, log, lags_ms, requests })
    }

    /// Measures the memory of many creates at once, which share a client.
    fn together(&self, log: Log) -> Result<Together, Error> {
        let mut server = self.start(3.0)?;
        let mut creates = Command::new(&self.programs.create);
        let count = TOGETHER.to_string();
        creates.args([&count, &count]).args([log.word(), "together"]);
        let said = self.report_of(creates, &server)?;
        Ok(Together {
            creates: TOGETHER,
            log,
            before_mib: number(&said, "before_mib")?,
            peak_mib: number(&said, "peak_mib")?,
            lags_ms: numbers(&said, "lags_ms")?,
            requests: number(&server.take_traffic()?, "requests")?,
        })
    }

    /// Measures what a list of all snapshots that were created costs a shell.
    fn lists(&self, report: &mut Report) -> Result<(), Error> {
        let server = self.start(0.1)?;
        let mut creates = Command::new(&self.programs.create);
        creates.args(["20", "20", "quiet", "together"]);
        self.report_of(creates, &server)?;
        let mut ours = self.cpu_of();
        ours.arg(&self.programs.command).arg("list");
        report.list_cpu_ms = numbers(&self.report_of(ours, &server)?, "cpu_ms")?;
        if let Some(python) = &self.programs.python {
            let mut official = self.cpu_of();
            official.arg(python).arg(scripts().join("official_list.py"));
            report.official_list_cpu_ms = numbers(&self.report_of(official, &server)?, "cpu_ms")?;
        }
        Ok(())
    }

    /// Begins a command that measures the processor time of another one.
    fn cpu_of(&self) -> Command {
        let python = self.programs.python.as_deref();
        let mut command = Command::new(python.unwrap_or("python3".as_ref()));
        command.arg(scripts().join("cpu_of.py")).arg(LISTS.to_string());
        command
    }

    fn script(&self, name: &str) -> Result<Command, Error> {
        let python = self.programs.python.as_ref().ok_or("Python was not asked for")?;
        let mut command = Command::new(python);
        command.arg(scripts().join(name));
        Ok(command)
    }

    fn start(&self, build_seconds: f64) -> Result<Server, Error> {
        let mut command = Command::new(&self.programs.server);
        command.arg(build_seconds.to_string()).env("TMPDIR", &self.folder);
        Server::start(command)
    }

    /// Runs a client to its end, where no `.env` has a say.
    fn report_of(&self, mut client: Command, server: &Server) -> Result<Value, Error> {
        server.tell(&mut client);
        client.current_dir(&self.folder);
        program::report_of(&mut client)
    }
}

/// Where the parts of this benchmark are that do not run in cargo.
fn scripts() -> PathBuf {
    workspace::root().join("crates/daytona-core/benches/create")
}

fn number(report: &Value, name: &str) -> Result<f64, Error> {
    report[name].as_f64().ok_or_else(|| format!("no number `{name}` in {report}").into())
}

fn numbers(report: &Value, name: &str) -> Result<Vec<f64>, Error> {
    let numbers = report[name].as_array().and_then(|all| all.iter().map(Value::as_f64).collect());
    numbers.ok_or_else(|| format!("no numbers `{name}` in {report}").into())
}
