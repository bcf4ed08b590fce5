//! Filters: which files of a directory become a part of the context.

use std::fmt;
use std::sync::Arc;

/// Selects the files of a directory that become a part of the context.
///
/// A filter applies to one directory. [`Source::filter`](crate::Source::filter) takes the filter of
/// the root of a source. [`subdirectory`](Self::subdirectory) returns the filters of the directories
/// in it, so that each filter can hold the state of its directory.
///
/// ```
/// use std::sync::Arc;
/// use daytona_objstore::{Filter, Source};
///
/// /// Excludes compiled Python files.
/// #[derive(Debug, Clone)]
/// struct NoBytecode;
///
/// impl Filter for NoBytecode {
///     fn includes(&self, name: &str) -> bool {
///         !name.ends_with(".pyc")
///     }
///
///     fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>> {
///         (name != "__pycache__").then(|| Arc::new(Self) as Arc<dyn Filter>)
///     }
/// }
///
/// let source = Source::new("src", "app/src").filter(NoBytecode);
/// ```
///
/// # Links
///
/// A file behind a link is included if the filter includes two paths: the path of the link, as if
/// the link were a file, and the path of the target. A target outside of the root has the path of
/// the link instead.
///
/// # Directories
///
/// [`scan_pack`](crate::scan_pack) also calls [`includes`](Self::includes) for directories. A
/// directory that it excludes has an entry only if something below it is included.
///
/// # Names that are not UTF-8
///
/// The filter receives such a name with replacement characters.
pub trait Filter: fmt::Debug + Send + Sync {
    /// Returns `true` if the context includes the file `name`, or the entry of the directory `name`.
    fn includes(&self, name: &str) -> bool;

    /// Returns the filter of the directory `name`, or `None` to exclude the directory unread.
    fn subdirectory(&self, name: &str) -> Option<Arc<dyn Filter>>;
}

/// The filter of a source. Two values are equal only if they are the same object.
#[derive(Debug, Clone)]
pub(crate) struct SharedFilter(pub(crate) Arc<dyn Filter>);

impl PartialEq for SharedFilter {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for SharedFilter {}

/// The part of a file or directory that the context includes.
#[derive(Debug, Clone)]
pub(crate) enum Selection {
    All,
    Nothing,
    Filtered(Arc<dyn Filter>),
}

impl Selection {
    /// Returns the selection of a file in this directory: all or nothing.
    pub(crate) fn file(&self, name: &str) -> Self {
        match self {
            Self::Filtered(filter) if filter.includes(name) => Self::All,
            Self::Filtered(_) => Self::Nothing,
            uniform => uniform.clone(),
        }
    }

    /// Returns the selection of a directory in this directory.
    pub(crate) fn subdirectory(&self, name: &str) -> Self {
        match self {
            Self::Filtered(filter) => {
                filter.subdirectory(name).map_or(Self::Nothing, Self::Filtered)
            }
            uniform => uniform.clone(),
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}
