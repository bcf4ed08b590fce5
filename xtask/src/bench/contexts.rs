//! `cargo xtask bench contexts`: uploads of build contexts against a store on this machine.
//!
//! Each upload runs in a process of its own. Both contenders meet the same trees and the same store,
//! one after the other, and each starts with a store that is empty.

mod report;
mod store;
mod tree;

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde::Serialize;
use serde_json::Value;

use self::{
    report::Report,
    store::{Store, StoreKind, Traffic},
    tree::Tree,
};
use super::{machine, program};
use crate::{Error, python, workspace};

/// The size of the one object that shows what a store can take.
const SINGLE_PUT_BYTES: u64 = 1 << 30;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Measures this tree alone; may be given several times
    #[arg(long, value_enum)]
    only: Vec<Tree>,
    /// Measures against this store alone; may be given several times
    #[arg(long, value_enum)]
    store: Vec<StoreKind>,
    /// How often everything is measured with the embedded store; the fastest time counts
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Leaves the official SDK out, and Python with it
    #[arg(long)]
    without_official: bool,
    /// Prints JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Puts the tables into crates/daytona-objstore/docs/performance.md
    #[arg(long)]
    write: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let trees = or_all(&arguments.only, &Tree::ALL);
    let mut stores = or_all(&arguments.store, &StoreKind::ALL);
    let contenders: &[Contender] = if arguments.without_official {
        stores.retain(|store| *store == StoreKind::Embedded);
        &[Contender::Ours]
    } else {
        &[Contender::Official, Contender::Ours]
    };
    let folder = workspace::target().join("bench").join("contexts");
    fs::create_dir_all(&folder)?;
    let programs = Programs::prepare(contenders)?;
    let mut report = Report::new(machine::describe(&folder));
    let mut outcome = ExitCode::SUCCESS;
    for tree in trees {
        let path = tree.prepare(&folder)?;
        for &store in &stores {
            let runs = runs(tree, store, arguments.runs);
            for run in 1..=runs {
                eprintln!("tree {tree}, store {store}, run {run} of {runs}");
                let bench =
                    Bench { tree, path: &path, store, folder: &folder, programs: &programs };
                // What else there is to measure is not lost with it.
                if let Err(error) = bench.run(contenders, &mut report) {
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

/// Returns how often a tree goes to a store. Where that takes long, what disturbs a measurement weighs less.
fn runs(tree: Tree, store: StoreKind, wanted: usize) -> usize {
    match (tree, store) {
        (Tree::D, StoreKind::Moto) => 0,
        (Tree::D, StoreKind::Embedded) | (_, StoreKind::Moto) => wanted.min(1),
        (_, StoreKind::Embedded) => wanted,
    }
}

fn or_all<T: Copy>(chosen: &[T], all: &[T]) -> Vec<T> {
    if chosen.is_empty() { all.to_vec() } else { chosen.to_vec() }
}

/// Who uploads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Contender {
    Official,
    Ours,
}

/// In which situation an upload begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Situation {
    /// The store has nothing.
    Cold,
    /// The store has everything.
    Unchanged,
    /// The store has everything, and the digest cache knows all files.
    UnchangedCached,
    /// One file has changed since the last upload.
    Changed,
    /// The same, and the digest cache knows all other files.
    ChangedCached,
}

/// One upload, measured.
#[derive(Debug, Clone, Copy, Serialize)]
struct Measurement {
    seconds: f64,
    cpu_seconds: f64,
    peak_mib: f64,
    requests: u64,
    bytes_received: u64,
}

/// What is started to measure.
struct Programs {
    upload: PathBuf,
    walk_alone: PathBuf,
    object_store: PathBuf,
    /// The interpreter, where something is needed that runs in it.
    python: Option<PathBuf>,
}

impl Programs {
    fn prepare(contenders: &[Contender]) -> Result<Self, Error> {
        let python = if contenders.contains(&Contender::Official) {
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

    /// Begins a command that runs a script with the packages of the official SDK.
    fn script(&self, name: &str) -> Result<Command, Error> {
        let python = self.python.as_ref().ok_or("Python was not asked for")?;
        let mut command = Command::new(python);
        command.arg(scripts().join(name));
        Ok(command)
    }
}

/// Where the parts of this benchmark are that do not run in cargo.
fn scripts() -> PathBuf {
    workspace::root().join("crates/daytona-objstore/benches/contexts")
}

/// Everything that happens once with one tree and one kind of store.
struct Bench<'a> {
    tree: Tree,
    path: &'a Path,
    store: StoreKind,
    folder: &'a Path,
    programs: &'a Programs,
}

impl Bench<'_> {
    fn run(&self, contenders: &[Contender], report: &mut Report) -> Result<(), Error> {
        if self.programs.python.is_some() {
            report.add_single_put(self.store, self.single_put()?);
        }
        report.add_walk_alone(self.tree, self.store, self.walk_alone()?);
        for &contender in contenders {
            let mut note = |situation, measurement| {
                report.add(self.tree, self.store, contender, situation, measurement);
            };
            match contender {
                Contender::Official => self.official(&mut note)?,
                Contender::Ours => self.ours(&mut note)?,
            }
        }
        Ok(())
    }

    /// Returns how many bytes the store takes in a second, of one object in one request.
    fn single_put(&self) -> Result<f64, Error> {
        let store = self.start()?;
        let mut put = self.programs.script("single_put.py")?;
        put.arg(SINGLE_PUT_BYTES.to_string());
        store.tell(&mut put);
        let seconds = number(&program::report_of(&mut put)?, "seconds")?;
        Ok(SINGLE_PUT_BYTES as f64 / seconds)
    }

    /// Returns how many seconds it takes to list the tree, and to ask for the metadata of all its files.
    fn walk_alone(&self) -> Result<f64, Error> {
        let mut walk = Command::new(&self.programs.walk_alone);
        number(&program::report_of(walk.arg(self.path))?, "seconds")
    }

    fn official(&self, note: &mut dyn FnMut(Situation, Measurement)) -> Result<(), Error> {
        let mut store = self.start()?;
        let mut upload = || {
            let mut command = self.programs.script("official.py")?;
            command.arg(self.path);
            measure(command, &mut store)
        };
        note(Situation::Cold, upload()?);
        note(Situation::Unchanged, upload()?);
        self.tree.change(self.path)?;
        note(Situation::Changed, upload()?);
        Ok(())
    }

    fn ours(&self, note: &mut dyn FnMut(Situation, Measurement)) -> Result<(), Error> {
        let mut store = self.start()?;
        let cache = self.folder.join("digests");
        let _ = fs::remove_file(&cache);
        let mut upload = |cache: Option<&Path>| {
            let mut command = Command::new(&self.programs.upload);
            command.arg(self.path).args(cache);
            measure(command, &mut store)
        };
        note(Situation::Cold, upload(None)?);
        note(Situation::Unchanged, upload(None)?);
        self.tree.change(self.path)?;
        note(Situation::Changed, upload(None)?);
        self.tree.settle(self.path)?;
        upload(Some(&cache))?;
        note(Situation::UnchangedCached, upload(Some(&cache))?);
        self.tree.change(self.path)?;
        note(Situation::ChangedCached, upload(Some(&cache))?);
        Ok(())
    }

    fn start(&self) -> Result<Store, Error> {
        // What earlier stores have left to be written would otherwise be written meanwhile.
        let _ = Command::new("sync").status();
        let command = match self.store {
            StoreKind::Embedded => Command::new(&self.programs.object_store),
            StoreKind::Moto => self.programs.script("moto_store.py")?,
        };
        Store::start(command, self.folder)
    }
}

fn measure(mut command: Command, store: &mut Store) -> Result<Measurement, Error> {
    store.tell(&mut command);
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
