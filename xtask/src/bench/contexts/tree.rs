//! The directory trees of the benchmark.

use std::{
    fmt, fs,
    io::Write,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::packages;
use xtask::Error;

const KIB: u64 = 1024;
const MIB: u64 = 1024 * KIB;

/// The age that a changed file must have before the digest cache accepts it.
const SETTLED_AFTER: Duration = Duration::from_secs(4);

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tree {
    /// 20,000 files of 4 KiB
    A,
    /// One file of 1 GiB
    B,
    /// 1 GiB in files of 1 KiB to 32 MiB
    C,
    /// 200,000 files of 64 bytes
    D,
    /// The sources of this repository
    Sources,
    /// A node_modules with packages of the npm registry
    NodeModules,
}

impl Tree {
    pub(crate) const ALL: [Self; 6] =
        [Self::A, Self::B, Self::C, Self::D, Self::Sources, Self::NodeModules];

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::A => "(a) 20,000 files of 4 KiB",
            Self::B => "(b) one file of 1 GiB",
            Self::C => "(c) 1 GiB in files of 1 KiB to 32 MiB",
            Self::D => "(d) 200,000 files of 64 bytes",
            Self::Sources => "(e) the sources of this repository",
            Self::NodeModules => "(f) a node_modules",
        }
    }

    /// Returns the names and sizes of generated files.
    fn files(self) -> Vec<(String, u64)> {
        match self {
            Self::A => (0..20_000)
                .map(|index| (format!("package-{:03}/module-{index:05}.py", index / 80), 4 * KIB))
                .collect(),
            Self::B => vec![("weights.bin".into(), 1024 * MIB)],
            Self::C => mixed(),
            Self::D => (0..200_000)
                .map(|index| (format!("package-{:04}/module-{index:06}.py", index / 100), 64))
                .collect(),
            Self::Sources | Self::NodeModules => Vec::new(),
        }
    }

    /// Returns the file that changes between two uploads.
    fn changing(self) -> String {
        match self {
            Self::Sources => "Cargo.toml".into(),
            Self::NodeModules => packages::CHANGING.into(),
            _ => {
                let files = self.files();
                files[files.len() / 2].0.clone()
            }
        }
    }

    /// Writes the tree unless an earlier run has, and returns its path.
    pub(crate) fn prepare(self, folder: &Path) -> Result<PathBuf, Error> {
        let tree = folder.join(self.to_string());
        let finished = folder.join(format!("{self}-is-whole"));
        if !finished.exists() {
            if tree.exists() {
                fs::remove_dir_all(&tree)?;
            }
            match self {
                Self::Sources => packages::copy_sources(&tree)?,
                Self::NodeModules => packages::install(&tree)?,
                _ => {}
            }
            let mut bytes = Bytes(1);
            for (name, size) in self.files() {
                let path = tree.join(name);
                fs::create_dir_all(path.parent().unwrap_or(&tree))?;
                bytes.write(&path, size)?;
            }
            fs::write(finished, "")?;
        }
        Ok(tree)
    }

    /// Replaces the content of one file by another of the same size.
    pub(crate) fn change(self, tree: &Path) -> Result<(), Error> {
        let path = tree.join(self.changing());
        let mut file = fs::File::options().write(true).open(&path)?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        file.write_all(&now.as_nanos().to_le_bytes())?;
        Ok(())
    }

    /// Waits until the changed file is old enough for the digest cache.
    pub(crate) fn settle(self, tree: &Path) -> Result<(), Error> {
        let modified = fs::metadata(tree.join(self.changing()))?.modified()?;
        let age = modified.elapsed().unwrap_or_default();
        std::thread::sleep(SETTLED_AFTER.saturating_sub(age));
        Ok(())
    }
}

impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "a",
            Self::B => "b",
            Self::C => "c",
            Self::D => "d",
            Self::Sources => "sources",
            Self::NodeModules => "node-modules",
        })
    }
}

/// Returns sizes of 1 GiB in total: many small files, fewer larger ones, and a few with most of the bytes.
fn mixed() -> Vec<(String, u64)> {
    let mut bytes = Bytes(2);
    let mut left = 1024 * MIB;
    let mut files = Vec::new();
    for (count, least, most) in
        [(8000, KIB, 32 * KIB), (800, 32 * KIB, MIB), (u64::MAX, MIB, 32 * MIB)]
    {
        for index in 0..count {
            let size = (least + bytes.next() % (most - least)).min(left);
            if size == 0 {
                return files;
            }
            left -= size;
            files.push((format!("{:02}/up-to-{}-kib-{index}", index % 40, most / KIB), size));
        }
    }
    files
}

/// Pseudorandom bytes, the same in every run.
struct Bytes(u64);

impl Bytes {
    fn next(&mut self) -> u64 {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn write(&mut self, path: &Path, size: u64) -> Result<(), Error> {
        let mut file = fs::File::create(path)?;
        let mut left = size;
        let mut buffer = Vec::new();
        while left > 0 {
            let count = left.min(MIB);
            buffer.clear();
            buffer.extend((0..count.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()));
            buffer.truncate(usize::try_from(count)?);
            file.write_all(&buffer)?;
            left -= count;
        }
        Ok(())
    }
}
