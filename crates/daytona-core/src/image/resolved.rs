//! What an image comes to: the text of a Dockerfile and the files that its build needs.

use std::path::PathBuf;

use super::render;

/// What [`Image::resolve`](crate::Image::resolve) found: everything that a build receives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedImage {
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The files and directories of the build context, sorted by archive path, none inside
    /// another.
    pub context: Vec<ContextFile>,
}

/// A file, or a directory with all that is in it, on its way into the build context.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ContextFile {
    /// Where it lies on this machine.
    pub local: PathBuf,
    /// Its name in the context: relative, with `/` between segments, without `.` and `..`.
    pub archive_path: String,
    /// The directory that symbolic links within may not lead out of.
    pub link_root: PathBuf,
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
        render::append(&mut self.dockerfile, &render::entrypoint(command));
        self
    }
}

#[cfg(test)]
mod tests {
    use crate::Image;

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
}
