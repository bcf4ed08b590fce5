//! The entries of a folder: their names, their types, and their errors.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    path::{Component, Path},
};

/// Checks that a name is a single entry of a folder, and not a path.
pub(super) fn entry(name: &OsStr) -> io::Result<&OsStr> {
    let mut components = Path::new(name).components();
    match (components.next(), components.next()) {
        (Some(Component::Normal(only)), None) if only == name => Ok(name),
        _ => Err(unusable(format!("{} is not the name of a file", Path::new(name).display()))),
    }
}

/// Checks that a file is a regular file.
pub(super) fn regular(file: File) -> io::Result<File> {
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(unusable("not a regular file; move it out of the state folder".to_owned()))
    }
}

/// Returns the error of a symbolic link.
pub(super) fn link_refused() -> io::Error {
    unusable("a symbolic link, which is not followed in a state folder; remove it".to_owned())
}

/// Returns the error of an entry that no emulator has created.
pub(super) fn unusable(what: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_refused_as_names() {
        for name in ["", ".", "..", "a/b", "../a", "/a", "a/", "./a"] {
            let error = entry(OsStr::new(name)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{name}");
        }
        for name in ["a", ".a", "a..b", "daytona-1-daytona.log"] {
            assert_eq!(entry(OsStr::new(name)).unwrap(), name);
        }
    }
}
