//! The removal of a whole state.

use std::io;

use super::folder::Folder;

/// The folders that emulators create below the root.
const FOLDERS: [&str; 7] = ["scratch", "objects", "logs", "snapshots", "builds", "server", "tls"];

/// The number and the size of removed files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RemovedFiles {
    pub(crate) files: usize,
    pub(crate) bytes: u64,
}

/// Removes everything that emulators have created in a state folder, except the marker and the lock file.
///
/// The lock file stays, because another process can wait for its lock. Links are removed and not followed.
pub(super) fn remove_state(root: &Folder) -> io::Result<RemovedFiles> {
    let mut removed = RemovedFiles::default();
    for name in FOLDERS {
        if root.has_folder(name) {
            remove_all(&root.existing_folder(name)?, &mut removed)?;
            root.remove_folder(name)?;
        } else if root.names()?.iter().any(|found| found == name) {
            root.remove(name)?;
        }
    }
    Ok(removed)
}

fn remove_all(folder: &Folder, removed: &mut RemovedFiles) -> io::Result<()> {
    for name in folder.names()? {
        if folder.has_folder(&name) {
            remove_all(&folder.existing_folder(&name)?, removed)?;
            folder.remove_folder(&name)?;
        } else {
            // A link or another irregular file cannot be opened, and has no content here.
            let bytes = folder.read(&name).and_then(|file| file.metadata());
            folder.remove(&name)?;
            removed.files += 1;
            removed.bytes += bytes.map_or(0, |metadata| metadata.len());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn whole_state_is_removed_and_other_files_stay() {
        let dir = tempfile::tempdir().unwrap();
        let root = Folder::open(dir.path()).unwrap();
        for name in FOLDERS {
            let folder = root.folder(name).unwrap();
            folder.folder("deeper").unwrap();
            fs::write(folder.path_of("file"), "12345").unwrap();
        }
        fs::write(dir.path().join("lock"), "").unwrap();
        fs::write(dir.path().join("letter"), "the user's own").unwrap();
        assert_eq!(remove_state(&root).unwrap(), RemovedFiles { files: 7, bytes: 35 });
        let mut left: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, ["letter", "lock"]);
        assert_eq!(remove_state(&root).unwrap(), RemovedFiles::default());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_removed_and_their_targets_stay() {
        let (dir, user) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::write(user.path().join("letter"), "the user's own").unwrap();
        let root = Folder::open(dir.path()).unwrap();
        let objects = root.folder("objects").unwrap();
        std::os::unix::fs::symlink(user.path(), objects.path_of("folder")).unwrap();
        std::os::unix::fs::symlink(user.path(), dir.path().join("logs")).unwrap();
        remove_state(&root).unwrap();
        assert!(user.path().join("letter").exists());
        assert_eq!(root.names().unwrap(), [""; 0]);
    }
}
