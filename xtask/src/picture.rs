//! `cargo xtask picture`: writes the picture of the command that the README shows.
//!
//! The picture comes from a real run in a pseudo-terminal, against `--local`. Ids and times are replaced by fixed ones,
//! so that an unchanged display gives an unchanged picture.

mod drawing;
mod terminal;

use std::{
    fs,
    path::Path,
    process::{Command, ExitCode},
};

use xtask::{Error, workspace};

use crate::bench::program;

/// The picture, relative to the workspace.
const FILE: &str = "docs/create.svg";
/// The largest picture that a page should load.
const MAX_BYTES: usize = 30 * 1024;
const PROGRAM: &str = "daytona-snapshot";
/// The command line that the picture shows.
const ARGUMENTS: [&str; 4] = ["--local", "create", "hello", "."];
/// The files of the build context.
const CONTEXT: [(&str, &str); 4] = [
    (
        "Dockerfile",
        "FROM python:3.12-slim\n\
         WORKDIR /app\n\
         COPY requirements.txt .\n\
         RUN pip install -r requirements.txt\n\
         COPY hello.py .\n\
         ENTRYPOINT [\"python\", \"hello.py\"]\n",
    ),
    (".dockerignore", "Dockerfile\n"),
    ("requirements.txt", "rich==14.0.0\n"),
    ("hello.py", "from rich import print\n\nprint(\"[green]Hello from a snapshot\")\n"),
];

/// Runs the command, and writes the picture of its screen.
pub(crate) fn run() -> Result<ExitCode, Error> {
    let binary = program::build_dev_binary("daytona-cli", PROGRAM)?;
    let folder = tempfile::tempdir()?;
    for (path, content) in CONTEXT {
        fs::write(folder.path().join(path), content)?;
    }
    let picture = picture(&binary, folder.path())?;
    if picture.len() > MAX_BYTES {
        return Err(format!("the picture has {} bytes, over {MAX_BYTES}", picture.len()).into());
    }
    let file = workspace::root().join(FILE);
    fs::create_dir_all(file.parent().unwrap_or(&file))?;
    fs::write(&file, picture)?;
    println!("wrote {FILE}");
    Ok(ExitCode::SUCCESS)
}

fn picture(binary: &Path, folder: &Path) -> Result<String, Error> {
    let mut command = Command::new(binary);
    command
        .args(ARGUMENTS)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("TERM", "xterm-256color")
        .env("DAYTONA_LOCAL_DIR", folder.join("state"));
    let terminal = terminal::run(command)?;
    let prompt = format!("$ {PROGRAM} {}", ARGUMENTS.join(" "));
    Ok(drawing::svg(&prompt, &terminal))
}
