//! Bounded reads of regular files.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::Path;

/// The reason why a file was not read.
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

/// Reads a regular file, or a link to one, of at most `limit` bytes.
///
/// The limit applies to the bytes read, because files of `/proc` report a size of 0.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > limit {
        true => Err(Unreadable::TooLarge { limit }),
        false => Ok(bytes),
    }
}

/// Reads the first `limit` bytes of a regular file, or of a link to one.
pub(crate) fn head(path: &Path, limit: usize) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path)?.take(limit as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Returns `true` if the path is a regular file with exactly these bytes. Reads at most one byte more.
pub(crate) fn holds(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match read(path, bytes.len() as u64) {
        Ok(found) => Ok(found == bytes),
        Err(Unreadable::Io(error)) => Err(error),
        Err(_) => Ok(false),
    }
}

/// Opens a regular file. The type is checked before, because opening a FIFO blocks until there is a
/// writer, and after, because the path can change in between.
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
    fn file_of_the_maximum_size_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert!(matches!(read(&path, 4), Err(Unreadable::TooLarge { limit: 4 })));
        assert!(matches!(read(folder.path(), 5), Err(Unreadable::Directory)));
        assert_eq!(head(&path, 3).unwrap(), b"123");
        assert_eq!(head(&path, 9).unwrap(), b"12345");
        assert!(holds(&path, b"12345").unwrap());
        assert!(!holds(&path, b"1234").unwrap() && !holds(&path, b"123456").unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn special_files_are_not_opened() {
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
    fn file_that_reports_no_size_is_bounded() {
        let maps = Path::new("/proc/self/maps");
        assert_eq!(fs::metadata(maps).unwrap().len(), 0);
        assert!(matches!(read(maps, 10), Err(Unreadable::TooLarge { limit: 10 })));
    }
}
