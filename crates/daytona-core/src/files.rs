//! Bounded reads of regular files.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// Says why a file is not read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    Io(io::Error),
    Directory,
    NotRegular,
    TooLarge { limit: u64 },
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => error.fmt(f),
            Self::Directory => f.write_str("it is a directory"),
            Self::NotRegular => f.write_str("it is not a regular file"),
            Self::TooLarge { limit } => {
                write!(f, "it has more than the limit of {} MiB", limit >> 20)
            }
        }
    }
}

impl From<io::Error> for Unreadable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Reads a regular file, or what a link to one leads to, of at most `limit` bytes.
///
/// The size that the file system reports does not count: files of `/proc` have none.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(Unreadable::TooLarge { limit }),
        false => Ok(bytes),
    }
}

/// Returns `true` if a regular file can be read and has exactly these bytes. Reads no more than
/// that.
pub(crate) fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match read(path, bytes.len() as u64) {
        Ok(found) => Ok(found == bytes),
        Err(Unreadable::Io(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

/// Opens a regular file. The kind is checked before, because to open a FIFO waits for a writer, and
/// after, because the path may have changed in between.
fn open(path: &Path) -> Result<File, Unreadable> {
    check(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    check(&file.metadata()?)?;
    Ok(file)
}

fn check(metadata: &Metadata) -> Result<(), Unreadable> {
    match (metadata.is_file(), metadata.is_dir()) {
        (true, _) => Ok(()),
        (_, true) => Err(Unreadable::Directory),
        _ => Err(Unreadable::NotRegular),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_is_the_last_size_that_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(Unreadable::TooLarge { limit: 4 })));
        assert!(matches!(read(folder.path(), 5), Err(Unreadable::Directory)));
        assert!(holds(&path, b"12345").unwrap());
        assert!(!holds(&path, b"1234").unwrap() && !holds(&path, b"123456").unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn special_files_are_neither_opened_nor_read() {
        use std::os::unix::{fs::symlink, net::UnixListener};

        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(at("fifo")).status().unwrap();
        assert!(made.success());
        symlink("/dev/zero", at("zero")).unwrap();
        symlink("fifo", at("link")).unwrap();
        let _socket = UnixListener::bind(at("socket")).unwrap();
        for name in ["fifo", "zero", "link", "socket"] {
            assert!(matches!(read(&at(name), 9), Err(Unreadable::NotRegular)), "{name}");
        }
        fs::write(at("file"), "text").unwrap();
        symlink("file", at("good")).unwrap();
        assert_eq!(read(&at("good"), 9).unwrap(), b"text");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn file_without_a_size_of_its_own_is_bounded() {
        let maps = Path::new("/proc/self/maps");
        assert_eq!(fs::metadata(maps).unwrap().len(), 0);
        assert!(matches!(read(maps, 10), Err(Unreadable::TooLarge { limit: 10 })));
    }
}
