#![doc = include_str!("../README.md")]
//!
//! ## Where to start
//!
//! - [`decode`] returns the text of a file.
//! - [`Dockerfile::parse`] parses a text into [`Instruction`]s; [`parse_fragment`] parses lines that are not a
//!   whole Dockerfile.
//! - [`Dockerfile::stages`] follows them through the build: [`Stages`], [`Stage`], [`ContextUse`].
//! - [`expand`] expands one word. [`check_reference`] checks the name of an image.
//! - [`IgnorePatterns`], [`IncludePattern`] and [`Glob`] match paths. [`path_segments`] resolves one.

mod automaton;
mod check;
mod client_mount;
mod decode;
mod directives;
mod dockerfile;
mod duration;
mod error;
mod expand;
mod glob;
mod heredoc;
mod ignore;
mod instruction;
mod keyword;
mod lines;
mod mode;
mod mounts;
mod parser;
mod path;
mod platform;
mod ports;
mod reference;
mod signal;
mod size;
mod sources;
mod stages;
mod unset_arg;
mod values;
mod words;

pub use client_mount::{ClientMount, ClientMountKind};
pub use decode::decode;
pub use directives::{DEFAULT_ESCAPE, Directives};
pub use dockerfile::{Dockerfile, parse_fragment};
pub use error::{ExpandError, PatternError, ReferenceError, SyntaxError};
pub use expand::{ExpandedWord, expand};
pub use glob::{Glob, has_wildcard};
pub use ignore::{DirectoryMatch, IgnorePatterns, IncludePattern};
pub use instruction::{Arguments, Heredoc, Instruction};
pub use keyword::Keyword;
pub use path::path_segments;
pub use reference::check_reference;
pub use sources::{ContextUse, Source, SourceKind};
pub use stages::{Base, Stage, Stages};
pub use unset_arg::UnsetArg;
