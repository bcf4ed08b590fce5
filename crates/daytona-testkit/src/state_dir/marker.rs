//! The marker file of a state folder.

use std::io::{self, ErrorKind, Read, Write};

use super::folder::Folder;

const MARKER: &str = ".daytona-emulator";
const CONTENT: &[u8] =
    b"This folder is the state of a Daytona emulator, which replaces and removes the files in it.\n\
      Signature: 0c1d7f2e-5b0a-4f0c-9a58-3f1b6c9e4d27\n";

/// The entry with the name of the marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkerEntry {
    Missing,
    /// The start of a marker. Its writer has not finished, or was killed.
    Unfinished,
    Valid,
    Foreign,
}

/// Adds the marker to an empty folder. Returns `true` if the folder has the marker.
///
/// A folder that is neither empty nor marked is not changed.
pub(super) fn claim(folder: &Folder) -> io::Result<bool> {
    loop {
        // An emulator finishes its marker before it creates other entries. The names are read first. If the marker is
        // then still unfinished, no emulator has created the other entries.
        let names = folder.names()?;
        match find(folder)? {
            MarkerEntry::Valid => return Ok(true),
            MarkerEntry::Unfinished if names.len() <= 1 => {
                folder.write(MARKER)?.write_all(CONTENT)?;
                return Ok(true);
            }
            MarkerEntry::Missing if names.is_empty() => {
                if create(folder)? {
                    return Ok(true);
                }
            }
            MarkerEntry::Missing | MarkerEntry::Unfinished | MarkerEntry::Foreign => {
                return Ok(false);
            }
        }
    }
}

/// Returns `true` if a folder has the marker. Changes nothing.
pub(super) fn is_marked(folder: &Folder) -> io::Result<bool> {
    Ok(find(folder)? == MarkerEntry::Valid)
}

fn find(folder: &Folder) -> io::Result<MarkerEntry> {
    let file = match folder.read(MARKER) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(MarkerEntry::Missing),
        // A link, or no regular file.
        Err(error) if error.kind() == ErrorKind::InvalidInput => return Ok(MarkerEntry::Foreign),
        Err(error) => return Err(error),
    };
    let mut content = Vec::new();
    file.take(CONTENT.len() as u64 + 1).read_to_end(&mut content)?;
    Ok(match CONTENT.strip_prefix(content.as_slice()) {
        Some([]) => MarkerEntry::Valid,
        Some(_) => MarkerEntry::Unfinished,
        None => MarkerEntry::Foreign,
    })
}

/// Creates the marker. Returns `false` if another process was faster.
fn create(folder: &Folder) -> io::Result<bool> {
    match folder.create_new(MARKER) {
        Ok(mut marker) => marker.write_all(CONTENT)?,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    }
    // Fails if the folder belongs to another user. The files in it are private nevertheless.
    let _ = folder.make_private();
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::{fs, thread};

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    #[test]
    fn empty_folder_is_marked_and_accepted_later() {
        let (dir, folder) = folder();
        assert!(claim(&folder).unwrap());
        fs::write(dir.path().join("other"), "").unwrap();
        assert!(claim(&folder).unwrap());
        assert_eq!(fs::read(dir.path().join(MARKER)).unwrap(), CONTENT);
    }

    #[test]
    fn marker_of_a_killed_process_is_finished() {
        for length in [0, 1, CONTENT.len() - 1] {
            let (dir, folder) = folder();
            fs::write(dir.path().join(MARKER), &CONTENT[..length]).unwrap();
            assert!(claim(&folder).unwrap());
            assert_eq!(fs::read(dir.path().join(MARKER)).unwrap(), CONTENT);
        }
    }

    #[test]
    fn unfinished_marker_next_to_other_files_is_refused() {
        let (dir, folder) = folder();
        fs::write(dir.path().join(MARKER), &CONTENT[..5]).unwrap();
        fs::write(dir.path().join("letter"), "").unwrap();
        assert!(!claim(&folder).unwrap());
        assert_eq!(fs::read(dir.path().join(MARKER)).unwrap(), &CONTENT[..5]);
    }

    #[test]
    fn marker_with_other_content_is_refused() {
        for content in [b"x".to_vec(), [CONTENT, b"x"].concat(), CONTENT[1..].to_vec()] {
            let (dir, folder) = folder();
            fs::write(dir.path().join(MARKER), &content).unwrap();
            assert!(!claim(&folder).unwrap());
            assert_eq!(fs::read(dir.path().join(MARKER)).unwrap(), content);
        }
    }

    #[test]
    fn concurrent_processes_all_find_the_folder_marked() {
        for _ in 0..100 {
            let (dir, _) = folder();
            let path = dir.path();
            let claims = thread::scope(|scope| {
                let claim = || {
                    let folder = Folder::open(path).unwrap();
                    let claimed = claim(&folder).unwrap();
                    // The next step of an emulator.
                    folder.write("lock").unwrap();
                    claimed
                };
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(claim)).collect();
                threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
            });
            assert_eq!(claims, [true; 4]);
        }
    }
}
