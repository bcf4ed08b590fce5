//! Trees of real files: the sources of this repository, and packages of the npm registry.

use std::{fs, path::Path, process::Command};

use xtask::{Error, workspace};

use crate::python;

/// A file of the installed packages.
pub(super) const CHANGING: &str = "node_modules/typescript/package.json";

/// The packages to install, with exact versions.
const PACKAGES: [&str; 4] = ["typescript@5.9.3", "webpack@5.102.1", "eslint@9.38.0", "jest@30.2.0"];

/// Copies the files that git knows.
pub(super) fn copy_sources(tree: &Path) -> Result<(), Error> {
    let root = workspace::root();
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(&root).output()?;
    for name in String::from_utf8(listed.stdout)?.split_terminator('\0') {
        let target = tree.join(name);
        fs::create_dir_all(target.parent().unwrap_or(tree))?;
        fs::copy(root.join(name), target)?;
    }
    Ok(())
}

/// Installs packages with npm. It comes with the Node.js of the tests with the official SDKs.
pub(super) fn install(tree: &Path) -> Result<(), Error> {
    let root = workspace::root();
    let interpreter =
        python::prepare("official-sdk", &root.join("tests/official-sdk/requirements.txt"))?;
    let venv =
        interpreter.parent().and_then(Path::parent).ok_or("the interpreter has no folder")?;
    let found = Command::new(root.join("tests/official-sdk/node")).arg(venv).output()?;
    if !found.status.success() {
        return Err(String::from_utf8_lossy(&found.stderr).into());
    }
    fs::create_dir_all(tree)?;
    fs::write(tree.join("package.json"), "{\"private\": true}\n")?;
    let bin = venv.join("bin");
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let status = Command::new("npm")
        .args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts"])
        .args(PACKAGES)
        .current_dir(tree)
        .env("PATH", path)
        .status()?;
    match status.success() {
        true => Ok(()),
        false => Err(format!("npm failed with {status}").into()),
    }
}
