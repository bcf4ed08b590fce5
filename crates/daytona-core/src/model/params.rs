//! The parameters of a create, and its request.

mod names;

use serde::{Deserialize, Serialize};

pub(crate) use names::{check_addressable, check_text};
use names::{check_image_name, check_name};

use crate::model::json::json_object;
use crate::{Error, Image, Resources, Result, SandboxClass};

json_object! {
    /// Parameters of [`SnapshotService::create`](crate::SnapshotService::create).
    ///
    /// ```
    /// use daytona_core::{CreateSnapshotParams, Image, Resources};
    ///
    /// let params = CreateSnapshotParams::new("my-snapshot", Image::base("alpine:3.20"))
    ///     .resources(Resources::new().cpu(2).memory_gib(4))
    ///     .region("us");
    /// assert_eq!(params.name, "my-snapshot");
    ///
    /// // A registry image instead of a build:
    /// let params = CreateSnapshotParams::new("plain", "python:3.12-slim");
    ///
    /// // The JSON form refuses unknown members and accepts `region` for `region_id`:
    /// let json = r#"{"name":"plain","source":{"image_name":"python:3.12-slim"},"region":"us"}"#;
    /// let params: CreateSnapshotParams = serde_json::from_str(json)?;
    /// assert_eq!(params.region_id.as_deref(), Some("us"));
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq)]
    #[non_exhaustive]
    pub struct CreateSnapshotParams {
        /// The name, unique within the organization: letters, digits and `_ . - :`, in segments
        /// separated by `/`.
        pub name: String,
        /// The source of the snapshot.
        #[doc(alias = "image")]
        pub source: SnapshotSource,
        /// The resources of each sandbox.
        #[serde(default)]
        pub resources: Resources,
        /// The command that sandboxes start with. Default: the entrypoint of the image.
        #[serde(default)]
        pub entrypoint: Option<Vec<String>>,
        /// The id of the region. Default: the organization's default region.
        #[serde(default, alias = "region")]
        pub region_id: Option<String>,
        /// The kind of sandbox. Default: the server's default.
        #[serde(default)]
        pub sandbox_class: Option<SandboxClass>,
    }
}

/// The source of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum SnapshotSource {
    /// An image in a registry, with a tag other than `latest` or with a digest.
    ImageName(String),
    /// An image to build.
    Image(Image),
}

impl From<&str> for SnapshotSource {
    fn from(image_name: &str) -> Self {
        Self::ImageName(image_name.to_owned())
    }
}

impl From<String> for SnapshotSource {
    fn from(image_name: String) -> Self {
        Self::ImageName(image_name)
    }
}

impl From<Image> for SnapshotSource {
    fn from(image: Image) -> Self {
        Self::Image(image)
    }
}

impl CreateSnapshotParams {
    /// Creates parameters with a name and a source: an [`Image`] to build, or the name of a registry
    /// image.
    #[must_use]
    pub fn new(name: impl Into<String>, source: impl Into<SnapshotSource>) -> Self {
        Self {
            name: name.into(),
            source: source.into(),
            resources: Resources::new(),
            entrypoint: None,
            region_id: None,
            sandbox_class: None,
        }
    }

    /// Sets the resources of each sandbox.
    #[must_use]
    pub fn resources(mut self, resources: Resources) -> Self {
        self.resources = resources;
        self
    }

    /// Sets the command that sandboxes start with. The [`Image`] itself does not change.
    ///
    /// A word can contain line breaks and tabs. Other control characters are refused.
    #[must_use]
    pub fn entrypoint<S: Into<String>>(mut self, command: impl IntoIterator<Item = S>) -> Self {
        self.entrypoint = Some(command.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the id of the region.
    #[must_use]
    pub fn region(mut self, region_id: impl Into<String>) -> Self {
        self.region_id = Some(region_id.into());
        self
    }

    /// Sets the kind of sandbox.
    #[must_use]
    pub fn sandbox_class(mut self, class: SandboxClass) -> Self {
        self.sandbox_class = Some(class);
        self
    }

    /// Refuses parameters that the server would refuse. Called before anything is read or sent.
    pub(crate) fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        self.resources.check()?;
        check_entrypoint(self.entrypoint.as_deref().unwrap_or_default())?;
        if let Some(region_id) = &self.region_id {
            check_text("the id of the region", region_id)?;
        }
        if let Some(class) = &self.sandbox_class {
            check_text("the sandbox class", class.as_str())?;
        }
        match &self.source {
            SnapshotSource::ImageName(image_name) => check_image_name(image_name),
            SnapshotSource::Image(_) => Ok(()),
        }
    }
}

/// The request to create a snapshot, after the image is resolved and its context uploaded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateSnapshotRequest {
    /// The name of the snapshot.
    pub name: String,
    /// The source of the snapshot.
    pub source: RequestSource,
    /// The resources of each sandbox.
    pub resources: Resources,
    /// The id of the region.
    pub region_id: Option<String>,
    /// The kind of sandbox.
    pub sandbox_class: Option<SandboxClass>,
}

/// The source of a snapshot in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestSource {
    /// A registry image to pull.
    ImageName {
        /// The name with a tag or digest.
        image_name: String,
        /// The command that sandboxes start with.
        entrypoint: Option<Vec<String>>,
    },
    /// An image to build. The Dockerfile contains the entrypoint.
    Build {
        /// The text of the Dockerfile.
        dockerfile_content: String,
        /// The hashes of the uploaded context archives.
        context_hashes: Vec<String>,
    },
}

/// Refuses control characters except line breaks and tabs. The server cannot store a zero byte.
fn check_entrypoint(command: &[String]) -> Result<()> {
    let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    for (number, word) in (1..).zip(command) {
        let what = match word.find(is_refused).map(|at| word[at..].starts_with('\0')) {
            None => continue,
            Some(true) => "a zero byte in it, which no command can have",
            Some(false) => "a control character in it other than line breaks and tabs",
        };
        let message = format!("word {number} of the entrypoint has {what}");
        return Err(Error::invalid_input(message).with_hint("leave it out"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_gpus_are_refused() {
        let params = CreateSnapshotParams::new("a", "alpine:3").resources(Resources::new().gpu(2));
        assert!(params.check().unwrap_err().to_string().contains("2 GPUs"));
    }

    #[test]
    fn text_that_the_server_cannot_store_is_refused() {
        let params = || CreateSnapshotParams::new("a", "alpine:3");
        for (refused, what) in [
            (params().entrypoint(["sh", "a\0b"]), "word 2 of the entrypoint has a zero byte"),
            (
                params().entrypoint(["a\u{1b}[1m"]),
                "word 1 of the entrypoint has a control character",
            ),
            (params().region("us\0"), "the id of the region has a control character"),
            (params().region("u\ns"), "the id of the region has a control character"),
            (params().sandbox_class("\u{7f}".into()), "the sandbox class has a control character"),
            (
                params().resources(Resources::new().gpu(1).gpu_type("H\t".into())),
                "the kind of GPU has a control character",
            ),
        ] {
            let error = refused.check().unwrap_err();
            assert!(error.is_invalid_input() && error.hint().is_some());
            assert!(error.to_string().starts_with(what), "{error}");
        }
        let script = params().entrypoint(["sh", "-c", "a\n\tb"]).region(" us ");
        assert!(script.check().is_ok());
    }
}
