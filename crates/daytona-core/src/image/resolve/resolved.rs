//! The result of resolving an image.

use daytona_dockerfile::Keyword;

use crate::image::context::file::ContextFile;
use crate::image::packing::form::PackedForm;
use crate::image::render::entrypoint;
use crate::image::warning::{Warning, WarningCode};
use crate::model::ImageUpload;

/// The result of [`Image::resolve`](crate::Image::resolve): everything that a build receives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResolvedImage {
    /// The text of the Dockerfile.
    pub dockerfile: String,
    /// The files and directories of the build context, sorted by archive path.
    pub context: Vec<ContextFile>,
    /// Warnings about the text of the Dockerfile. [`Image::lint`](crate::Image::lint) also checks the
    /// directories of the context.
    pub warnings: Vec<Warning>,
    pub(in crate::image) misread_entrypoint: Option<String>,
    pub(crate) packed: PackedForm,
}

impl ResolvedImage {
    /// Replaces the entrypoint. Appends an instruction in JSON form to the Dockerfile.
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
        let line = entrypoint::instruction(Keyword::Entrypoint, command);
        entrypoint::append(&mut self.dockerfile, &line);
        self.misread_entrypoint = None;
        let is_settled = |code| {
            matches!(code, WarningCode::MisreadEntrypoint | WarningCode::CmdWithoutEntrypoint)
        };
        self.warnings.retain(|warning| !is_settled(warning.code));
        self
    }

    /// Returns `true` if the build reads the context.
    pub(crate) fn has_context(&self) -> bool {
        !self.context.is_empty() || self.packed.packs().next().is_some()
    }

    /// Returns `true` if the upload of one image serves for the other as well.
    pub(crate) fn has_context_of(&self, other: &Self) -> bool {
        self.context == other.context
            && self.packed.plain == other.packed.plain
            && self.packed.packs().eq(other.packed.packs())
    }

    /// Returns the text of the Dockerfile for the form of an upload.
    pub(crate) fn text_with(&self, upload: &ImageUpload) -> String {
        match &upload.packs {
            Some(packs) => self.packed.dockerfile(&self.dockerfile, packs),
            None => self.dockerfile.clone(),
        }
    }

    /// Returns the text that the server reads as the entrypoint, if the Dockerfile does not set one.
    ///
    /// The server searches the text of the Dockerfile for an entrypoint, including comments and all
    /// stages. If the Dockerfile sets an entrypoint, it is repeated at the end of the text when
    /// needed. If the Dockerfile inherits the entrypoint of its base image, no text in it should look
    /// like an entrypoint.
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
        self.misread_entrypoint.as_deref()
    }
}
