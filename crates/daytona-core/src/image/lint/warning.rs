//! What a warning says.

use std::fmt;

use serde::Serialize;

/// Something about an image that will build, but probably not as meant.
///
/// In JSON, the fields that say where are left out when there is nothing to say:
///
/// ```
/// use daytona_core::Image;
///
/// let warnings = Image::base("alpine:latest").lint()?;
/// let json = serde_json::to_value(&warnings)?;
/// assert_eq!(json[0]["code"], "unpinned-base");
/// assert_eq!(json[0]["step"], 1);
/// assert_eq!(json[0].get("line"), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Warning {
    /// What is wrong, for programs.
    pub code: WarningCode,
    /// What is wrong, on what, and what to do, for people. Never holds a secret.
    pub message: String,
    /// The name of the stage that the step belongs to, where that is not the image itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The step of the image or of the stage, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The Dockerfile, where the step reads one, as the step names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of the Dockerfile, or of the commands where the step has Dockerfile commands,
    /// counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Warning {
    /// The size in bytes, 50 MiB, over which a build context should have a `.dockerignore`
    /// ([`WarningCode::NoDockerignore`]).
    pub const LARGE_CONTEXT_BYTES: u64 = 50 * 1024 * 1024;
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(step) = self.step {
            write!(f, "step {step}")?;
        }
        if let Some(stage) = &self.stage {
            write!(f, " of the stage `{stage}`")?;
        }
        match (&self.file, self.line) {
            (Some(file), Some(line)) => write!(f, ", {file}:{line}")?,
            (Some(file), None) => write!(f, ", {file}")?,
            (None, Some(line)) => write!(f, ", line {line}")?,
            (None, None) => {}
        }
        let separator = if self.step.is_some() { ": " } else { "" };
        write!(f, "{separator}{} [{}]", self.message, self.code)
    }
}

/// What a [`Warning`] is about. The names in JSON are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WarningCode {
    /// `unpinned-base`: an image that a stage starts from has no tag or the tag `latest`, and
    /// no digest, so that the next build may start from another one.
    UnpinnedBase,
    /// `secret-in-image`: ENV or ARG gives a literal value to a name like `PASSWORD`, `TOKEN`,
    /// `SECRET` or `API_KEY`. Both stay readable in the image.
    SecretInImage,
    /// `no-dockerignore`: COPY or ADD takes a whole directory of more than
    /// [`Warning::LARGE_CONTEXT_BYTES`], and there is no `.dockerignore`.
    NoDockerignore,
    /// `empty-directory`: directories without files are within what is copied. Only files reach
    /// the build, so that the image will not have them.
    EmptyDirectory,
    /// `other-dockerfile`: COPY or ADD takes a whole directory in which there is a `Dockerfile`.
    /// The builder puts its own, the text of this image, in its place.
    OtherDockerfile,
    /// `misread-entrypoint`: the Dockerfile sets no entrypoint, but has a text that the server
    /// takes for one ([`ResolvedImage::misread_entrypoint`](crate::ResolvedImage::misread_entrypoint)).
    MisreadEntrypoint,
    /// `other-platform`: a stage starts from an image for a platform other than `linux/amd64`,
    /// the one that Daytona runs.
    OtherPlatform,
}

impl WarningCode {
    /// Returns the name that it has in JSON.
    ///
    /// ```
    /// assert_eq!(daytona_core::WarningCode::UnpinnedBase.as_str(), "unpinned-base");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnpinnedBase => "unpinned-base",
            Self::SecretInImage => "secret-in-image",
            Self::NoDockerignore => "no-dockerignore",
            Self::EmptyDirectory => "empty-directory",
            Self::OtherDockerfile => "other-dockerfile",
            Self::MisreadEntrypoint => "misread-entrypoint",
            Self::OtherPlatform => "other-platform",
        }
    }
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_json_and_in_text_are_the_same() {
        use WarningCode::*;
        let all = [
            UnpinnedBase,
            SecretInImage,
            NoDockerignore,
            EmptyDirectory,
            OtherDockerfile,
            MisreadEntrypoint,
            OtherPlatform,
        ];
        for code in all {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
