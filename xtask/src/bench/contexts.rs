//! `cargo xtask bench contexts`: uploads of build contexts against a store on this machine.
//!
//! Each upload runs in a separate process. Both implementations upload the same trees to the same kind of store, one
//! after the other, and start with an empty store.

mod line;
mod packages;
mod report;
mod store;
mod tree;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde_json::Value;

use self::{
    report::{Measurement, Report, Scenario},
    store::{Store, StoreKind, Traffic},
    tree::Tree,
};
use super::{implementation::Implementation, machine, program};
use xtask::{Error, workspace};

use crate::python;

/// The size of the object that measures the throughput of a store.
const SINGLE_PUT_BYTES: u64 = 1 << 30;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Measures only this tree; can be repeated
    #[arg(long, value_enum)]
    only: Vec<Tree>,
    /// Measures only with this store; can be repeated
    #[arg(long, value_enum)]
    store: Vec<StoreKind>,
    /// The number of runs with the embedded store; the fastest counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Omits the official SDK and everything else that needs Python
    #[arg(long)]
    without_official: bool,
    /// Prints JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Writes the tables into crates/daytona-objstore/docs/performance.md
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let trees = or_all(&arguments.only, &Tree::ALL);
    let mut stores = or_all(&arguments.store, &StoreKind::ALL);
    let implementations: &[Implementation] = if arguments.without_official {
        stores.retain(|store| *store == StoreKind::Embedded);
        &[Implementation::Ours]
    } else {
        &[Implementation::Official, Implementation::Ours]
    };
    let folder = workspace::target().join("bench").join("contexts");
    fs::create_dir_all(&folder)?;
    let programs = Programs::prepare(implementations)?;
    let mut report = Report::new(machine::describe(&folder));
    let mut outcome = ExitCode::SUCCESS;
    for tree in trees {
        let path = tree.prepare(&folder)?;
        for &store in &stores {
            let runs = runs(tree, store, arguments.runs);
            if runs == 0 {
                continue;
            }
            for run in 1..=runs {
                eprintln!("tree {tree}, store {store}, run {run} of {runs}");
                let bench =
                    Bench { tree, path: &path, store, folder: &folder, programs: &programs };
                // The other measurements continue.
                if let Err(error) = bench.run(implementations, &mut report) {
                    eprintln!("error: {error}");
                    outcome = ExitCode::FAILURE;
                }
            }
        }
    }
    if arguments.json {
        println!("{}", report.json()?);
    } else {
        print!("{}", report.tables());
    }
    if arguments.write {
        report.write(&workspace::root().join("crates/daytona-objstore/docs/performance.md"))?;
    }
    Ok(outcome)
}

/// Returns the number of runs. Long uploads need fewer, because interference has less weight.
fn runs(tree: Tree, store: StoreKind, wanted: usize) -> usize {
    match (tree, store) {
        // The first trees do not compress, and take minutes over the line.
        (Tree::Sources | Tree::NodeModules, StoreKind::Moto) | (Tree::D, StoreKind::Moto) => 0,
        (Tree::A | Tree::B | Tree::C | Tree::D, StoreKind::Line) => 0,
        (Tree::D, StoreKind::Embedded) | (_, StoreKind::Moto | StoreKind::Line) => wanted.min(1),
        (_, StoreKind::Embedded) => wanted,
    }
}

fn or_all<T: Copy>(chosen: &[T], all: &[T]) -> Vec<T> {
    if chosen.is_empty() { all.to_vec() } else { chosen.to_vec() }
}

/// The programs to start.
struct Programs {
    upload: PathBuf,
    walk_alone: PathBuf,
    object_store: PathBuf,
    /// The Python interpreter, if a script runs.
    python: Option<PathBuf>,
}

impl Programs {
    fn prepare(implementations: &[Implementation]) -> Result<Self, Error> {
        let python = if implementations.contains(&Implementation::Official) {
            Some(python::prepare("contexts", &scripts().join("requirements.txt"))?)
        } else {
            None
        };
        Ok(Self {
            upload: program::build_example("daytona-objstore", "upload")?,
            walk_alone: program::build_example("daytona-objstore", "walk_alone")?,
            object_store: program::build_example("daytona-testkit", "object_store")?,
            python,
        })
    }

    /// Returns a command that runs a script with the packages of the official SDK.
    fn script(&self, name: &str) -> Result<Command, Error> {
        let python = self.python.as_ref().ok_or("Python is not prepared")?;
        let mut command = Command::new(python);
        command.arg(scripts().join(name));
        Ok(command)
    }
}

/// Returns the directory of the scripts of this benchmark.
fn scripts() -> PathBuf {
    workspace::root().join("crates/daytona-objstore/benches/contexts")
}

/// The measurements with one tree and one kind of store.
struct Bench<'a> {
    tree: Tree,
    path: &'a Path,
    store: StoreKind,
    folder: &'a Path,
    programs: &'a Programs,
}

impl Bench<'_> {
    fn run(&self, implementations: &[Implementation], report: &mut Report) -> Result<(), Error> {
        // The limit of the line is its rate.
        if self.programs.python.is_some() && self.store != StoreKind::Line {
            report.add_single_put(self.store, self.single_put()?);
        }
        report.add_walk_alone(self.tree, self.store, self.walk_alone()?);
        for &implementation in implementations {
            let mut record = |scenario, measurement| {
                report.add(self.tree, self.store, implementation, scenario, measurement);
            };
            match implementation {
                Implementation::Official => self.official(&mut record)?,
                Implementation::Ours => self.ours(&mut record)?,
            }
        }
        Ok(())
    }

    /// Returns the throughput of one object in one request, in bytes per second.
    fn single_put(&self) -> Result<f64, Error> {
        let store = self.start()?;
        let mut put = self.programs.script("single_put.py")?;
        put.arg(SINGLE_PUT_BYTES.to_string());
        store.configure(&mut put);
        let seconds = number(&program::report_of(&mut put)?, "seconds")?;
        Ok(SINGLE_PUT_BYTES as f64 / seconds)
    }

    /// Returns the time to list the tree and to read the metadata of all files, in seconds.
    fn walk_alone(&self) -> Result<f64, Error> {
        let mut walk = Command::new(&self.programs.walk_alone);
        number(&program::report_of(walk.arg(self.path))?, "seconds")
    }

    fn official(&self, record: &mut dyn FnMut(Scenario, Measurement)) -> Result<(), Error> {
        let mut store = self.start()?;
        let mut upload = || {
            let mut command = self.programs.script("official.py")?;
            command.arg(self.path);
            measure(command, &mut store)
        };
        record(Scenario::Cold, upload()?);
        record(Scenario::Unchanged, upload()?);
        self.tree.change(self.path)?;
        record(Scenario::Changed, upload()?);
        Ok(())
    }

    fn ours(&self, record: &mut dyn FnMut(Scenario, Measurement)) -> Result<(), Error> {
        let mut store = self.start()?;
        let cache = self.folder.join("digests");
        let _ = fs::remove_file(&cache);
        let mut upload = |cache: Option<&Path>| {
            let mut command = Command::new(&self.programs.upload);
            // The form that a create sends.
            command.arg(self.path).args(cache).env("PACK", "1");
            measure(command, &mut store)
        };
        record(Scenario::Cold, upload(None)?);
        record(Scenario::Unchanged, upload(None)?);
        self.tree.change(self.path)?;
        record(Scenario::Changed, upload(None)?);
        self.tree.settle(self.path)?;
        upload(Some(&cache))?;
        record(Scenario::UnchangedCached, upload(Some(&cache))?);
        self.tree.change(self.path)?;
        record(Scenario::ChangedCached, upload(Some(&cache))?);
        Ok(())
    }

    fn start(&self) -> Result<Store, Error> {
        // Pending writes of earlier stores would disturb the measurement.
        let _ = Command::new("sync").status();
        let command = match self.store {
            StoreKind::Embedded | StoreKind::Line => Command::new(&self.programs.object_store),
            StoreKind::Moto => self.programs.script("moto_store.py")?,
        };
        Store::start(command, self.folder, self.store == StoreKind::Line)
    }
}

fn measure(mut command: Command, store: &mut Store) -> Result<Measurement, Error> {
    store.configure(&mut command);
    let report = program::report_of(&mut command)?;
    let Traffic { requests, bytes } = store.take_traffic()?;
    Ok(Measurement {
        seconds: number(&report, "seconds")?,
        cpu_seconds: number(&report, "cpu_seconds")?,
        peak_mib: number(&report, "peak_mib")?,
        requests,
        bytes_received: bytes,
    })
}

fn number(report: &Value, name: &str) -> Result<f64, Error> {
    report[name].as_f64().ok_or_else(|| format!("no number `{name}` in {report}").into())
}
