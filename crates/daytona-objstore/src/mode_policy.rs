//! The policy for the modes of files.

/// A policy for the modes of files.
///
/// A digest depends on modes. A umask of `002` instead of `022` must not change it.
///
/// ```
/// use daytona_objstore::{ModePolicy, ScanOptions};
///
/// let options = ScanOptions::default().modes(ModePolicy::KeepAll);
/// # drop(options);
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ModePolicy {
    /// `0o664` becomes `0o644`, and `0o775` becomes `0o755`. No other mode changes: setuid, setgid and
    /// sticky are set on purpose. For a directory, which only a [`Pack`](crate::Pack) contains, only
    /// `0o775` changes.
    #[default]
    ClearUmask,
    /// No mode changes.
    KeepAll,
}

impl ModePolicy {
    /// Returns the mode of an archive entry for the mode of a file.
    pub(crate) fn apply(self, mode: u32) -> u32 {
        match (self, mode) {
            (Self::ClearUmask, 0o664 | 0o775) => mode & !0o020,
            _ => mode,
        }
    }

    /// Returns the mode of an archive entry for the mode of a directory.
    pub(crate) fn apply_to_directory(self, mode: u32) -> u32 {
        match (self, mode) {
            (Self::ClearUmask, 0o775) => 0o755,
            _ => mode,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_modes_of_a_umask_change() {
        for (mode, expected) in [(0o664, 0o644), (0o775, 0o755)] {
            assert_eq!(ModePolicy::ClearUmask.apply(mode), expected, "{mode:o}");
        }
        for mode in [0o644, 0o755, 0o666, 0o777, 0o660, 0o620, 0o602, 0o600, 0o4775, 0o1664] {
            assert_eq!(ModePolicy::ClearUmask.apply(mode), mode, "{mode:o}");
        }
        assert_eq!(ModePolicy::KeepAll.apply(0o664), 0o664);
    }

    #[test]
    fn only_the_mode_of_a_directory_without_special_bits_changes() {
        assert_eq!(ModePolicy::ClearUmask.apply_to_directory(0o775), 0o755);
        for mode in [0o755, 0o700, 0o777, 0o2775, 0o1775, 0o664] {
            assert_eq!(ModePolicy::ClearUmask.apply_to_directory(mode), mode, "{mode:o}");
        }
        assert_eq!(ModePolicy::KeepAll.apply_to_directory(0o775), 0o775);
    }
}
