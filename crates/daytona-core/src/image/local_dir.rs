//! Local directories of which not everything is added.

use std::path::{Path, PathBuf};

use daytona_dockerfile::{IgnorePatterns, PatternError};

use super::builder::strings;
use super::local::{has_file, read_text};
use super::options::is_default;
use super::step::Step;
use super::{ContextFilter, ContextLinks, Image};
use crate::model::json::json_object;
use crate::{Error, Result};

impl Image {
    /// Adds what is in a local directory to a directory of the image, but for what the options
    /// leave out.
    ///
    /// ```
    /// # use daytona_core::{Image, LocalDirOptions};
    /// let image = Image::base("python:3.12-slim").add_local_dir_with(
    ///     ".",
    ///     "/home/daytona/app",
    ///     LocalDirOptions::new().dockerignore().ignore(["**/__pycache__", ".git", "*.md", "!README.md"]),
    /// );
    /// ```
    #[doc(alias = "add_local_dir")]
    #[must_use]
    pub fn add_local_dir_with(
        self,
        local: impl Into<PathBuf>,
        destination: impl Into<String>,
        options: LocalDirOptions,
    ) -> Self {
        self.then(Step::AddLocalDir {
            local: local.into(),
            destination: destination.into(),
            options,
        })
    }
}

json_object! {
    /// Options of [`Image::add_local_dir_with`]. Without any, all files of the directory are added.
    ///
    /// Patterns have the rules of `.dockerignore`: they count from the directory, `*` stops at `/` and
    /// `**` does not, and of several that match, the last decides. One that begins with `!` brings files
    /// back.
    ///
    /// ```
    /// use daytona_core::LocalDirOptions;
    ///
    /// let options = LocalDirOptions::new().ignore(["**/*.pyc"]).ignore(["node_modules"]);
    /// assert_eq!(options.ignore, ["**/*.pyc", "node_modules"]);
    /// ```
    #[derive(Clone, Debug, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct LocalDirOptions {
        /// What stays out, after what the `.dockerignore` says.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ignore: Vec<String>,
        /// `true` if the `.dockerignore` in the directory counts, which must be there then.
        #[serde(default, skip_serializing_if = "is_default")]
        pub dockerignore: bool,
        /// What happens to symbolic links that lead out of the directory.
        #[serde(default, skip_serializing_if = "is_default")]
        pub links: ContextLinks,
    }
}

impl LocalDirOptions {
    /// Makes options that leave nothing out, and refuse links that lead out of the directory.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds patterns of what stays out.
    #[must_use]
    pub fn ignore<S: Into<String>>(mut self, patterns: impl IntoIterator<Item = S>) -> Self {
        self.ignore.extend(strings(patterns));
        self
    }

    /// Leaves out what the `.dockerignore` in the directory ignores. Otherwise it is a file like
    /// others.
    #[must_use]
    pub fn dockerignore(mut self) -> Self {
        self.dockerignore = true;
        self
    }

    /// Sets what happens to symbolic links that lead out of the directory.
    #[must_use]
    pub fn links(mut self, links: ContextLinks) -> Self {
        self.links = links;
        self
    }

    /// Reads what stays out of the directory, and refuses to add nothing.
    pub(super) fn filter(&self, local: &Path) -> Result<Option<ContextFilter>> {
        let mut patterns = if self.dockerignore { read_dockerignore(local)? } else { Vec::new() };
        IgnorePatterns::new(&self.ignore).map_err(|bad| refused(&bad, bad.to_string()))?;
        patterns.extend(self.ignore.iter().cloned());

        let patterns =
            IgnorePatterns::new(&patterns).map_err(|bad| refused(&bad, bad.to_string()))?;
        let filter = ContextFilter::new(patterns);
        if filter.is_empty() {
            return Ok(None);
        }
        if !has_file(local, &filter.root()) {
            let message = format!("the patterns leave nothing of `{}`", local.display());
            return Err(Error::invalid_input(message).with_hint(
                "take a pattern out, or bring files back with one that begins with `!`",
            ));
        }
        Ok(Some(filter))
    }
}

/// Returns the patterns of the `.dockerignore` in a directory.
fn read_dockerignore(local: &Path) -> Result<Vec<String>> {
    let path = local.join(".dockerignore");
    let text = read_text("ignore file", &path)?;
    IgnorePatterns::parse(&text)
        .map_err(|bad| refused(&bad, format!("{}:{}: {bad}", path.display(), bad.line())))?;
    let patterns = text.lines().filter(|line| !line.starts_with('#'));
    Ok(patterns.map(str::to_owned).collect())
}

fn refused(bad: &PatternError, message: String) -> Error {
    Error::invalid_input(message)
        .with_source(bad.clone())
        .with_hint("the rules are those of `.dockerignore`")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::image::sample::tree;

    fn image(dir: &TempDir, options: LocalDirOptions) -> Image {
        Image::base("a").add_local_dir_with(dir.path(), "/app", options)
    }

    fn filter(dir: &TempDir, options: LocalDirOptions) -> Option<ContextFilter> {
        let mut resolved = image(dir, options).resolve().unwrap();
        assert_eq!(resolved.context[0].archive_path, ".daytona-files/app");
        assert_eq!(resolved.context[0].link_root, dir.path().canonicalize().unwrap());
        resolved.context.remove(0).filter
    }

    fn refusal(dir: &TempDir, options: LocalDirOptions) -> String {
        let error = image(dir, options).resolve().unwrap_err();
        assert!(error.is_invalid_input());
        let message = error.to_string().replace(dir.path().to_str().unwrap(), "DIR");
        let call = "failed to resolve step 2 of the image, add_local_dir(\"DIR\", \"/app\"): ";
        message.strip_prefix(call).unwrap().to_owned()
    }

    #[test]
    fn patterns_count_from_the_directory() {
        let dir = tree(&[("main.py", ""), ("lib/x.pyc", ""), ("keep.md", ""), ("a.md", "")]);
        let options = LocalDirOptions::new().ignore(["**/*.pyc", "*.md", "!keep.md"]);
        let filter = filter(&dir, options).unwrap();
        let stay_out = ["lib/x.pyc", "a.md"];
        for path in ["main.py", "lib/x.pyc", "lib/x.py", "keep.md", "a.md", "lib/b.md"] {
            assert_eq!(filter.ignores(path), stay_out.contains(&path), "{path}");
        }
    }

    #[test]
    fn patterns_of_the_options_come_after_those_of_the_file() {
        let dir =
            tree(&[(".dockerignore", "# no logs\n*.log\r\n\n"), ("a.log", ""), ("b.log", "")]);
        assert_eq!(filter(&dir, LocalDirOptions::new()), None);
        let options = LocalDirOptions::new().dockerignore().ignore(["!b.log"]);
        let filter = filter(&dir, options).unwrap();
        assert_eq!(filter.patterns(), ["*.log", "!b.log"]);
        assert!(filter.ignores("a.log") && !filter.ignores("b.log"));
    }

    #[test]
    fn links_may_leave_where_that_is_asked_for() {
        let dir = tree(&[("a", "")]);
        let links = |options| image(&dir, options).resolve().unwrap().context[0].links;
        assert_eq!(links(LocalDirOptions::new()), ContextLinks::RefuseLeaving);
        let options = LocalDirOptions::new().links(ContextLinks::FollowAnywhere);
        assert_eq!(links(options), ContextLinks::FollowAnywhere);
    }

    #[test]
    fn directory_of_which_nothing_is_left_is_refused() {
        let dir = tree(&[("a/b", ""), ("c", "")]);
        let nothing = "the patterns leave nothing of `DIR`; take a pattern out, or bring files back \
            with one that begins with `!`";
        for patterns in [&["*"][..], &["a", "c"], &["**"]] {
            let options = LocalDirOptions::new().ignore(patterns.iter().copied());
            assert_eq!(refusal(&dir, options), nothing);
        }
        assert!(filter(&dir, LocalDirOptions::new().ignore(["*", "!a/b"])).is_some());
    }

    #[test]
    fn patterns_that_cannot_be_read_are_refused_with_their_place() {
        let dir = tree(&[(".dockerignore", "*.log\n\n[\n"), ("a", "")]);
        let message = refusal(&dir, LocalDirOptions::new().ignore(["*.md", "["]));
        assert!(message.starts_with("the pattern `[` "), "{message}");
        assert!(message.ends_with("; the rules are those of `.dockerignore`"), "{message}");
        let message = refusal(&dir, LocalDirOptions::new().dockerignore());
        assert!(message.starts_with("DIR/.dockerignore:3: the pattern `[` "), "{message}");

        fs::remove_file(dir.path().join(".dockerignore")).unwrap();
        assert_eq!(
            refusal(&dir, LocalDirOptions::new().dockerignore()),
            "ignore file `DIR/.dockerignore` does not exist"
        );
    }
}
