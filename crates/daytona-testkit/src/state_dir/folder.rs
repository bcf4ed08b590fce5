//! A folder of the state, whose entries are reached by their names and never through a link.
//!
//! On Unix the folder stays open, so that nothing outside of it is reached even where its path changes meanwhile.

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

use std::{
    ffi::OsStr,
    fs::File,
    io,
    path::{Component, Path},
};

#[cfg(not(unix))]
pub(crate) use other::Folder;
#[cfg(unix)]
pub(crate) use unix::Folder;

/// Returns a name that is one entry of a folder, and not a path that leads elsewhere.
fn entry(name: &OsStr) -> io::Result<&OsStr> {
    let mut components = Path::new(name).components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(only)), None) if only == name => Ok(name),
        _ => Err(unusable(format!("{} is not the name of a file", Path::new(name).display()))),
    }
}

/// Returns an open file if it is a regular one.
fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(unusable("not a regular file; move it out of the state folder".to_owned()))
    }
}

fn link_refused() -> io::Error {
    unusable("a symbolic link, which is not followed in a state folder; remove it".to_owned())
}

/// The error of an entry that an emulator has not made.
fn unusable(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_no_names() {
        for name in ["", ".", "..", "a/b", "../a", "/a", "a/", "./a"] {
            let error = entry(OsStr::new(name)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        for name in ["a", ".a", "a..b", "daytona-1-daytona.log"] {
            assert_eq!(entry(OsStr::new(name)).unwrap(), name);
        }
    }
}
