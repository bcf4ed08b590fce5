//! The parameters of a create, and the request that they become.

use serde::{Deserialize, Serialize};

use crate::json::json_object;
use crate::{Error, Image, Resources, Result, SandboxClass};

json_object! {
    /// Holds the parameters of [`SnapshotService::create`](crate::SnapshotService::create).
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
    /// // As JSON, where unknown members are refused and `region` is another name of `region_id`:
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
        /// What the snapshot is made from.
        #[doc(alias = "image")]
        pub source: SnapshotSource,
        /// What each sandbox gets.
        #[serde(default)]
        pub resources: Resources,
        /// The command that sandboxes start with, instead of the image's own.
        #[serde(default)]
        pub entrypoint: Option<Vec<String>>,
        /// The id of the region to make it available in; absent means the organization's default.
        #[serde(default, alias = "region")]
        pub region_id: Option<String>,
        /// The kind of sandbox; absent means the server's default.
        #[serde(default)]
        pub sandbox_class: Option<SandboxClass>,
    }
}

/// What a snapshot is made from.
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
    /// Makes parameters with a name and what the snapshot is made from: an [`Image`] to build, or
    /// the name of a registry image.
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

    /// Sets what each sandbox gets.
    #[must_use]
    pub fn resources(mut self, resources: Resources) -> Self {
        self.resources = resources;
        self
    }

    /// Sets the command that sandboxes start with. The [`Image`] itself stays as it is.
    #[must_use]
    pub fn entrypoint<S: Into<String>>(mut self, command: impl IntoIterator<Item = S>) -> Self {
        self.entrypoint = Some(command.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the id of the region to make the snapshot available in.
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

    /// Refuses what the server would refuse, before anything is read or sent.
    pub(crate) fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        self.resources.check()?;
        match &self.source {
            SnapshotSource::ImageName(image_name) => check_image_name(image_name),
            SnapshotSource::Image(_) => Ok(()),
        }
    }
}

/// The request that the parameters become once the image is resolved and its context uploaded.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct CreateSnapshotRequest {
    /// The name of the snapshot.
    pub name: String,
    /// What the server makes it from.
    pub source: RequestSource,
    /// What each sandbox gets.
    pub resources: Resources,
    /// The id of the region.
    pub region_id: Option<String>,
    /// The kind of sandbox.
    pub sandbox_class: Option<SandboxClass>,
}

/// What the server makes a snapshot from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestSource {
    /// A registry image, pulled as it is.
    ImageName {
        /// The name with tag or digest.
        image_name: String,
        /// The command that sandboxes start with.
        entrypoint: Option<Vec<String>>,
    },
    /// A build. The entrypoint stands in the Dockerfile.
    Build {
        /// The text of the Dockerfile.
        dockerfile_content: String,
        /// The hashes of the uploaded contexts.
        context_hashes: Vec<String>,
    },
}

/// Refuses a snapshot name that the server would refuse.
fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::invalid_input("the snapshot's name is empty")
            .with_hint("give it a name such as `my-snapshot`"));
    }
    let (path, digest) = match name.split_once("@sha256:") {
        Some((path, digest)) => (path, Some(digest)),
        None => (name, None),
    };
    let segment_fits = |segment: &str| {
        !segment.is_empty()
            && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.-:".contains(&b))
    };
    let digest_fits = |digest: &str| {
        digest.len() == 64
            && digest.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
    };
    if !path.split('/').all(segment_fits) || !digest.is_none_or(digest_fits) {
        return Err(Error::invalid_input(format!(
            "`{}` cannot be the name of a snapshot",
            name.escape_debug()
        ))
        .with_hint("use letters, digits and `_ . - :`, in segments parted by `/`"));
    }
    check_addressable(name)
}

/// Refuses an id or name that would not survive as one segment of a URL path.
///
/// HTTP clients resolve `.` and `..` before they send, so that another endpoint would answer.
pub(crate) fn check_addressable(id_or_name: &str) -> Result<()> {
    match id_or_name {
        "" => Err(Error::invalid_input("the snapshot's id or name is empty")),
        "." | ".." => Err(Error::invalid_input(format!(
            "`{id_or_name}` cannot be the id or name of a snapshot"
        ))),
        _ => Ok(()),
    }
}

/// Refuses an image name without a fixed tag or digest, as the server does.
fn check_image_name(image_name: &str) -> Result<()> {
    let refuse = |why: &str| {
        Err(Error::invalid_input(format!("image name `{}` {why}", image_name.escape_debug()))
            .with_hint("name a fixed version, such as `ubuntu:24.04` or `ubuntu@sha256:...`"))
    };
    if image_name.trim().is_empty() {
        return refuse("is empty");
    }
    if image_name.chars().any(char::is_whitespace) {
        return refuse("has white space in it");
    }
    if let Some((_, digest)) = image_name.split_once('@') {
        let hex = digest.strip_prefix("sha256:").unwrap_or_default();
        let fits = hex.len() == 64 && hex.bytes().all(|b| b.is_ascii_hexdigit());
        return if fits {
            Ok(())
        } else {
            refuse("has a digest that is not `sha256:` and 64 hex digits")
        };
    }
    let last_segment = image_name.rsplit('/').next().unwrap_or_default();
    match last_segment.split_once(':') {
        None | Some((_, "")) => refuse("has neither a tag nor a digest"),
        Some((_, "latest")) => refuse("has the tag `latest`, which Daytona refuses"),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_servers_rule() {
        let digest = "a".repeat(64);
        let good = ["a", "my-snapshot_1.0:x", "team/app:v1", &format!("app@sha256:{digest}")];
        let bad = [
            "",
            "a b",
            "/a",
            "a/",
            "a//b",
            "ü",
            "a@sha256:1",
            ".",
            "..",
            &format!("a@sha256:{digest}/b"),
        ];
        for name in good {
            assert!(check_name(name).is_ok(), "{name} is good");
        }
        for name in bad {
            assert!(check_name(name).is_err(), "{name} is bad");
        }
    }

    #[test]
    fn image_names_need_a_fixed_version() {
        let digest = "0".repeat(64);
        let good = ["alpine:3.20", "localhost:5000/a/b:1", &format!("alpine@sha256:{digest}")];
        let bad = [
            "",
            " ",
            "alpine",
            "alpine:latest",
            "localhost:5000/alpine",
            "alpine:",
            "a@sha256:12",
            "a b:1",
        ];
        for name in good {
            assert!(check_image_name(name).is_ok(), "{name} is good");
        }
        for name in bad {
            let error = check_image_name(name).unwrap_err();
            assert!(error.is_invalid_input() && error.hint().is_some(), "{name} is bad");
        }
    }

    #[test]
    fn two_gpus_are_refused() {
        let params = CreateSnapshotParams::new("a", "alpine:3").resources(Resources::new().gpu(2));
        assert!(params.check().unwrap_err().to_string().contains("2 GPUs"));
    }
}
