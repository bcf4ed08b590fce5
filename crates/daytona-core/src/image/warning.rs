//! Warnings about an image.

use std::fmt;

use serde::Serialize;

/// A warning about an image that builds, but probably not as intended.
///
/// The JSON form omits fields of the location that are `None`:
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
    /// The kind of the warning.
    pub code: WarningCode,
    /// The message: the problem and how to fix it. It never contains a secret.
    pub message: String,
    /// The name of the stage that the step belongs to. `None` for the image itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The number of the step in the image or stage. The first step is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The path of the Dockerfile, if the step reads one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line of the Dockerfile, or of the Dockerfile commands in code. The first line is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

impl Warning {
    /// The limit of [`WarningCode::NoDockerignore`] and [`WarningCode::LargeContext`]: 50 MiB.
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

/// The kind of a [`Warning`]. The names in JSON are stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum WarningCode {
    /// `unpinned-base`: a base image has no tag or the tag `latest`, and no digest. The next build can
    /// start from another image.
    UnpinnedBase,
    /// `secret-in-image`: ENV or ARG sets a literal value for a name like `PASSWORD`, `TOKEN`,
    /// `SECRET` or `API_KEY`, or a build argument has a value that looks like a token. Everybody who
    /// has the image can read it.
    SecretInImage,
    /// `unused-build-arg`: a build argument has no effect, because no ARG has its name, or because it
    /// would set up the builder.
    UnusedBuildArg,
    /// `no-dockerignore`: COPY or ADD copies a whole build context of more than
    /// [`Warning::LARGE_CONTEXT_BYTES`], and there is no `.dockerignore`. The message names the
    /// largest paths.
    NoDockerignore,
    /// `large-context`: COPY or ADD copies a whole build context, of which more than
    /// [`Warning::LARGE_CONTEXT_BYTES`] are left after its `.dockerignore`. The message names the
    /// largest paths.
    LargeContext,
    /// `empty-directory`: a directory that is copied without [`Packing`](crate::Packing) contains
    /// directories without files. Only files reach the build, so the image will not have them.
    EmptyDirectory,
    /// `copied-link`: a directory that is copied without [`Packing`](crate::Packing) contains
    /// symbolic links. The image will have copies of their targets, and lack those links that lead
    /// nowhere, in a circle or out of the context.
    CopiedLink,
    /// `lost-mode`: a directory that is copied without [`Packing`](crate::Packing) contains
    /// directories with a mode other than 755. The image will have the mode 755.
    LostMode,
    /// `other-dockerfile`: COPY or ADD copies a whole build context that contains a `Dockerfile`,
    /// without [`Packing`](crate::Packing). The builder replaces it by the Dockerfile of this image.
    OtherDockerfile,
    /// `extra-dockerfile`: COPY or ADD copies the Dockerfile of this image without
    /// [`Packing`](crate::Packing), and `docker build` would copy none, because it is ignored or has
    /// another name.
    ExtraDockerfile,
    /// `misread-entrypoint`: the Dockerfile sets no entrypoint, but has a text that the server reads
    /// as one ([`ResolvedImage::misread_entrypoint`](crate::ResolvedImage::misread_entrypoint)).
    MisreadEntrypoint,
    /// `other-platform`: a base image is not for `linux/amd64`, the platform that Daytona runs.
    OtherPlatform,
    /// `unmatched-pattern`: a pattern of COPY or ADD matches nothing, so that it copies nothing.
    UnmatchedPattern,
    /// `outside-context`: a source leads out of the build context. The builder drops its leading
    /// `../`.
    OutsideContext,
    /// `special-file`: a copied directory contains a FIFO, a socket or a device, which is left out.
    SpecialFile,
    /// `secret-in-context`: the build context contains a file with secrets: `.env`, a private key,
    /// credentials of a cloud or a cluster, or a login. There is one warning for each kind of file,
    /// with the first paths. Examples such as `.env.example` and public certificates give none.
    SecretInContext,
    /// `unset-build-arg`: ARG has no default, no build argument sets it, and the build uses it.
    UnsetBuildArg,
    /// `cmd-without-entrypoint`: there is a CMD and no ENTRYPOINT. Daytona does not run CMD, so the
    /// sandbox runs `sleep infinity`. A CMD that only starts a shell gives no warning.
    CmdWithoutEntrypoint,
    /// `required-mount`: RUN requires a secret or an SSH agent, and a build has none. The build will
    /// fail.
    RequiredMount,
    /// `unavailable-mount`: RUN mounts a secret or an SSH agent, and a build has none. The command
    /// runs without it.
    UnavailableMount,
}

impl WarningCode {
    /// Returns the name in JSON.
    ///
    /// ```
    /// assert_eq!(daytona_core::WarningCode::UnpinnedBase.as_str(), "unpinned-base");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnpinnedBase => "unpinned-base",
            Self::UnusedBuildArg => "unused-build-arg",
            Self::SecretInImage => "secret-in-image",
            Self::NoDockerignore => "no-dockerignore",
            Self::EmptyDirectory => "empty-directory",
            Self::CopiedLink => "copied-link",
            Self::LostMode => "lost-mode",
            Self::OtherDockerfile => "other-dockerfile",
            Self::MisreadEntrypoint => "misread-entrypoint",
            Self::OtherPlatform => "other-platform",
            Self::UnmatchedPattern => "unmatched-pattern",
            Self::OutsideContext => "outside-context",
            Self::SpecialFile => "special-file",
            Self::LargeContext => "large-context",
            Self::ExtraDockerfile => "extra-dockerfile",
            Self::SecretInContext => "secret-in-context",
            Self::UnsetBuildArg => "unset-build-arg",
            Self::CmdWithoutEntrypoint => "cmd-without-entrypoint",
            Self::RequiredMount => "required-mount",
            Self::UnavailableMount => "unavailable-mount",
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
            CopiedLink,
            LostMode,
            OtherDockerfile,
            MisreadEntrypoint,
            OtherPlatform,
            UnmatchedPattern,
            OutsideContext,
            SpecialFile,
            UnusedBuildArg,
            LargeContext,
            ExtraDockerfile,
            SecretInContext,
            UnsetBuildArg,
            CmdWithoutEntrypoint,
            RequiredMount,
            UnavailableMount,
        ];
        for code in all {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
