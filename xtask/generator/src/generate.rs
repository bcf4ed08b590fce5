//! `cargo xtask generate`: generates bindings from an OpenAPI description.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use xtask::{Error, description};

use self::bindings::Bindings;
use crate::passes;

mod bindings;
mod generator;
mod manifest;
mod own;
mod package;
mod quiet;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Only checks that the checked-in file is up to date; exit code 1 if not
    #[arg(long, conflicts_with_all = ["spec", "out"])]
    check: bool,

    /// Generates a crate from this OpenAPI description, in YAML or JSON, instead of the workspace's own bindings
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,

    /// The directory to write the crate to; replaces what an earlier run wrote there
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,

    /// Keeps the operations with this tag, and the schemas that they need [default: all; may be repeated]
    #[arg(long, value_name = "TAG", requires = "spec")]
    tag: Vec<String>,

    /// The name of the crate [default: that of the directory]
    #[arg(long, value_name = "NAME", requires = "spec")]
    crate_name: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    match (&arguments.spec, &arguments.out) {
        (Some(spec), Some(out)) => write_package(arguments, spec, out),
        _ if arguments.check => own::check(),
        _ => own::write(),
    }
}

fn write_package(arguments: &Arguments, spec: &Path, out: &Path) -> Result<ExitCode, Error> {
    let package = package::Package::new(out, arguments.crate_name.as_deref())?;
    let bindings = Bindings::of(description::read(spec)?, &arguments.tag)
        .map_err(|error| format!("{}: {error}", spec.display()))?;
    package.write(&bindings)?;
    eprint!("{}", bindings.report);
    bindings.report.notes().for_each(|note| eprintln!("{note}"));
    eprintln!(
        "wrote the crate {} with {} operations to {}",
        package.name(),
        passes::walk::count_operations(&bindings.description),
        out.display()
    );
    Ok(ExitCode::SUCCESS)
}
