//! What an image comes to: the text of a Dockerfile and the files that its build needs.

use std::path::PathBuf;

use daytona_dockerfile::Keyword;

use super::{ContextFilter, ContextLinks, FileContent, Warning, WarningCode, entrypoint, render};

/// What [`Image::resolve`](crate::Image::resolve) found: everything that a build receives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedImage {
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The files and directories of the build context, sorted by archive path, none inside
    /// another.
    pub context: Vec<ContextFile>,
    /// What will build, but probably not as meant, as far as the text alone tells.
    /// [`Image::lint`](crate::Image::lint) also looks into the directories of the context.
    pub warnings: Vec<Warning>,
    pub(super) misread_entrypoint: Option<Misread>,
}

/// A text that the server takes for the entrypoint, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) text: String,
    /// The stage of the step, the step, and the line of what the step adds, counted from 1.
    pub(super) stage: Option<String>,
    pub(super) step: usize,
    pub(super) line: usize,
}

/// A file, or a directory with all that is in it, on its way into the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextFile {
    /// Where it lies on this machine; empty where the image itself gives the `content`.
    pub local: PathBuf,
    /// Its name in the context: relative, with `/` between segments, without `.` and `..`.
    pub archive_path: String,
    /// The directory that symbolic links within may not lead out of, unless `links` allows it.
    pub link_root: PathBuf,
    /// What of the directory stays out, where anything does.
    pub filter: Option<ContextFilter>,
    /// What happens to links that lead out of `link_root`.
    pub links: ContextLinks,
    /// What is in the file, where that comes from the image itself and not from this machine's
    /// disk.
    pub content: Option<FileContent>,
}

impl ContextFile {
    /// Names a file or directory of which all is taken.
    pub(super) fn new(local: PathBuf, archive_path: String, link_root: PathBuf) -> Self {
        let links = ContextLinks::default();
        Self { local, archive_path, link_root, filter: None, links, content: None }
    }

    /// Makes a file of content that the image itself gives.
    pub(super) fn of_content(content: FileContent, archive_path: String) -> Self {
        Self { content: Some(content), ..Self::new(PathBuf::new(), archive_path, PathBuf::new()) }
    }
}

impl ResolvedImage {
    /// Replaces the entrypoint, by an instruction in JSON form at the end of the Dockerfile.
    ///
    /// ```
    /// use daytona_core::Image;
    ///
    /// let image = Image::base("alpine:3.20").entrypoint(["top"]);
    /// let resolved = image.resolve()?.with_entrypoint(&["sleep".into(), "infinity".into()]);
    /// assert!(resolved.dockerfile.ends_with("\nENTRYPOINT [\"sleep\", \"infinity\"]\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn with_entrypoint(mut self, command: &[String]) -> Self {
        render::append(
            &mut self.dockerfile,
            &entrypoint::instruction(Keyword::Entrypoint, command),
        );
        self.misread_entrypoint = None;
        self.warnings.retain(|warning| warning.code != WarningCode::MisreadEntrypoint);
        self
    }

    /// Returns the text that the server will take for the entrypoint although the Dockerfile sets
    /// none, and leaves it to the image that it starts from.
    ///
    /// The server reads the entrypoint from the text of the Dockerfile, and looks neither at
    /// comments nor at stages. Where the Dockerfile sets an entrypoint, the text says so at its
    /// end; where it sets none, nothing should look like one.
    ///
    /// ```
    /// use daytona_core::Image;
    ///
    /// let image = Image::base("alpine:3.20").dockerfile_commands(["# the ENTRYPOINT is the base's"]);
    /// assert_eq!(image.resolve()?.misread_entrypoint(), Some("is the base's"));
    /// assert_eq!(image.entrypoint(["top"]).resolve()?.misread_entrypoint(), None);
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn misread_entrypoint(&self) -> Option<&str> {
        self.misread_entrypoint.as_ref().map(|misread| misread.text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use crate::{Image, WarningCode};

    #[test]
    fn entrypoint_of_the_request_comes_last_and_leaves_the_image_alone() {
        let image = Image::base("alpine:3").entrypoint(["a"]);
        let resolved = image.resolve().unwrap().with_entrypoint(&["b \"c\"".to_owned()]);
        assert_eq!(
            resolved.dockerfile,
            "FROM alpine:3\nENTRYPOINT [\"a\"]\nENTRYPOINT [\"b \\\"c\\\"\"]\n"
        );
        assert_eq!(image, Image::base("alpine:3").entrypoint(["a"]));
    }

    #[test]
    fn warnings_tell_what_the_text_alone_shows() {
        let warned = |image: &Image| -> Vec<WarningCode> {
            image.resolve().unwrap().warnings.iter().map(|warning| warning.code).collect()
        };
        let image = Image::base("alpine").dockerfile_commands(["# an ENTRYPOINT of its own"]);
        assert_eq!(warned(&image), [WarningCode::UnpinnedBase, WarningCode::MisreadEntrypoint]);
        assert_eq!(warned(&image.clone().entrypoint(["top"])), [WarningCode::UnpinnedBase]);

        let replaced = image.resolve().unwrap().with_entrypoint(&["top".to_owned()]);
        assert_eq!(replaced.warnings.len(), 1);
    }

    #[test]
    fn value_that_is_misread_is_not_repeated_in_the_warning() {
        let image = Image::base("alpine:3").env([("NOTE", "ENTRYPOINT hunter2")]);
        let warnings = image.lint().unwrap();
        assert_eq!(warnings[0].code, WarningCode::MisreadEntrypoint);
        assert!(!warnings[0].to_string().contains("hunter2"), "{}", warnings[0]);
    }
}
