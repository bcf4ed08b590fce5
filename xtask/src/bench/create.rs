//! `cargo xtask bench create`: measures the time from the end of a build to the return of its create, the requests and
//! memory of creates, and the CPU time of a list.
//!
//! Server and clients are separate processes on one machine and share its clock. Each measurement starts a new server.
//! The implementations run one after the other.

mod report;

use std::{
    fs,
    path::PathBuf,
    process::{Command, ExitCode},
    thread,
};

use serde_json::Value;

use self::report::{Client, ConcurrentCreates, Lags, Log, Report};
use super::{machine, program, server::Server};
use xtask::{Error, workspace};

use crate::python;

const PAGE: &str = "crates/daytona-core/docs/performance.md";
/// The number of concurrent creates for the measurement of memory.
const TOGETHER: usize = 1000;
/// The number of lists.
const LISTS: usize = 20;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The number of creates of each kind
    #[arg(long, default_value_t = 20)]
    runs: usize,
    /// Omits the official SDK
    #[arg(long)]
    without_official: bool,
    /// Prints JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Writes the tables into crates/daytona-core/docs/performance.md
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let bench = Bench::prepare(arguments)?;
    let mut report = Report::new(machine::describe(&bench.folder), arguments.runs);
    for build in Build::all() {
        for &client in bench.clients() {
            eprintln!(
                "builds of {} s, push of {} s, {client:?}",
                build.seconds, build.push_seconds
            );
            report.lags.extend(bench.lags(build, client)?);
        }
    }
    for log in Log::ALL {
        eprintln!("{TOGETHER} creates at once, {log:?}");
        report.concurrent.push(bench.concurrent(log)?);
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

/// Builds of one duration, each with a push after the end of its log.
#[derive(Debug, Clone, Copy)]
struct Build {
    seconds: f64,
    push_seconds: f64,
    /// The number of concurrent builds. Long builds run concurrently to save time.
    at_a_time: usize,
}

impl Build {
    fn all() -> impl Iterator<Item = Self> {
        let builds = [(0.3, 5), (3.0, 5), (10.0, 20), (30.0, 20)].into_iter();
        builds.flat_map(|(seconds, at_a_time)| {
            [0.3, 3.0].map(|push_seconds| Self { seconds, push_seconds, at_a_time })
        })
    }
}

/// The programs to start.
struct Programs {
    server: PathBuf,
    create: PathBuf,
    long_build: PathBuf,
    command: PathBuf,
    /// The Python interpreter with the official SDK.
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

    fn clients(&self) -> &'static [Client] {
        match self.programs.python {
            Some(_) => &[Client::OursWithFeed, Client::OursWithoutFeed, Client::Official],
            None => &[Client::OursWithFeed, Client::OursWithoutFeed],
        }
    }

    /// Measures creates without and with the log, concurrently if they mostly wait.
    fn lags(&self, build: Build, client: Client) -> Result<Vec<Lags>, Error> {
        if build.at_a_time < self.runs {
            return Log::ALL.map(|log| self.lags_of(build, client, log)).into_iter().collect();
        }
        thread::scope(|scope| {
            // Errors cross the threads as text.
            let measure =
                |log| move || self.lags_of(build, client, log).map_err(|error| error.to_string());
            let both = Log::ALL.map(|log| scope.spawn(measure(log)));
            both.into_iter()
                .map(|one| Ok(one.join().map_err(|_| "a measurement panicked")??))
                .collect()
        })
    }

    fn lags_of(&self, build: Build, client: Client, log: Log) -> Result<Lags, Error> {
        let mut server = self.start(build.seconds, build.push_seconds, client.source())?;
        let mut creates = match client {
            Client::Official => self.script("official.py")?,
            Client::OursWithFeed | Client::OursWithoutFeed => Command::new(&self.programs.create),
        };
        creates.args([self.runs.to_string(), build.at_a_time.to_string()]).arg(log.word());
        if client != Client::Official {
            creates.arg("alone");
        }
        let measured = self.report_of(creates, &server)?;
        let requests = number(&server.take_traffic()?, "requests")?;
        let lags_ms = numbers(&measured, "lags_ms")?;
        let requests = requests / self.runs as f64;
        let Build { seconds: build_seconds, push_seconds, .. } = build;
        Ok(Lags { build_seconds, push_seconds, client, log, lags_ms, requests })
    }

    /// Measures the memory of concurrent creates that share a client.
    fn concurrent(&self, log: Log) -> Result<ConcurrentCreates, Error> {
        let mut server = self.start(3.0, 0.3, "feed")?;
        let mut creates = Command::new(&self.programs.create);
        let count = TOGETHER.to_string();
        creates.args([&count, &count]).args([log.word(), "together"]);
        let measured = self.report_of(creates, &server)?;
        Ok(ConcurrentCreates {
            creates: TOGETHER,
            log,
            before_mib: number(&measured, "before_mib")?,
            peak_mib: number(&measured, "peak_mib")?,
            lags_ms: numbers(&measured, "lags_ms")?,
            requests: number(&server.take_traffic()?, "requests")?,
        })
    }

    /// Measures the CPU time of a process that lists all created snapshots.
    fn lists(&self, report: &mut Report) -> Result<(), Error> {
        let server = self.start(0.1, 0.0, "feed")?;
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

    /// Returns a command that measures the CPU time of another one.
    fn cpu_of(&self) -> Command {
        let python = self.programs.python.as_deref();
        let mut command = Command::new(python.unwrap_or("python3".as_ref()));
        command.arg(scripts().join("cpu_of.py")).arg(LISTS.to_string());
        command
    }

    fn script(&self, name: &str) -> Result<Command, Error> {
        let python = self.programs.python.as_ref().ok_or("Python is not prepared")?;
        let mut command = Command::new(python);
        command.arg(scripts().join(name));
        Ok(command)
    }

    fn start(&self, build_seconds: f64, push_seconds: f64, source: &str) -> Result<Server, Error> {
        let mut command = Command::new(&self.programs.server);
        command.args([build_seconds.to_string(), push_seconds.to_string()]).arg(source);
        command.env("TMPDIR", &self.folder);
        Server::start(command)
    }

    /// Runs a client in a directory without an `.env` file, and returns its report.
    fn report_of(&self, mut client: Command, server: &Server) -> Result<Value, Error> {
        server.configure(&mut client);
        client.current_dir(&self.folder);
        program::report_of(&mut client)
    }
}

/// Returns the directory of the scripts of this benchmark.
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
