//! What of a tree stays out of the context.

use std::fmt;
use std::sync::Arc;

/// Leaves files of a tree out of a context.
///
/// A filter speaks for one directory. The one given to [`Source::filter`](crate::Source::filter)
/// speaks for the source's root; those for the directories below come from [`below`](Self::below),
/// so that each can keep what it knows of its own directory.
///
/// ```
/// use std::sync::Arc;
/// use daytona_objstore::{Filter, Source};
///
/// /// Leaves out what compilers write, wherever it lies.
/// #[derive(Debug, Clone)]
/// struct NoBytecode;
///
/// impl Filter for NoBytecode {
///     fn takes(&self, name: &str) -> bool {
///         !name.ends_with(".pyc")
///     }
///
///     fn below(&self, name: &str) -> Option<Arc<dyn Filter>> {
///         (name != "__pycache__").then(|| Arc::new(Self) as Arc<dyn Filter>)
///     }
/// }
///
/// let source = Source::new("src", "app/src").filter(NoBytecode);
/// ```
///
/// Files are judged by where they lie. One that is reached through a link takes part when the
/// filter takes the link under its own name, as if it were a file, and also takes what it leads to
/// in its own place; what lies outside of the root is taken as if it lay in the link's place. Names
/// that are not UTF-8 are asked for with replacement characters.
pub trait Filter: fmt::Debug + Send + Sync {
    /// Tells whether the file of that name takes part.
    fn takes(&self, name: &str) -> bool;

    /// Returns the filter for the directory of that name, or `None` when nothing in it takes part,
    /// so that it is not listed.
    fn below(&self, name: &str) -> Option<Arc<dyn Filter>>;
}

/// The filter of a source.
#[derive(Debug, Clone)]
pub(crate) struct Shared(pub(crate) Arc<dyn Filter>);

/// Nothing but the very same filter is known to do the same.
impl PartialEq for Shared {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Shared {}

/// What of a directory takes part.
#[derive(Debug, Clone)]
pub(crate) enum Taken {
    Everything,
    Nothing,
    Filtered(Arc<dyn Filter>),
}

impl Taken {
    /// Returns what takes part of a file in the directory: all of it, or nothing.
    pub(crate) fn file(&self, name: &str) -> Self {
        match self {
            Self::Filtered(filter) if filter.takes(name) => Self::Everything,
            Self::Filtered(_) => Self::Nothing,
            whole => whole.clone(),
        }
    }

    pub(crate) fn below(&self, name: &str) -> Self {
        match self {
            Self::Filtered(filter) => filter.below(name).map_or(Self::Nothing, Self::Filtered),
            whole => whole.clone(),
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
