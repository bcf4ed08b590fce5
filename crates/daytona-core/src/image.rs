//! Images described in code: a list of steps that becomes a Dockerfile and the files it needs.

mod builder;
mod content;
mod context;
mod context_options;
mod entrypoint;
mod filter;
mod json;
mod lint;
mod local;
mod local_dir;
mod merge;
#[cfg(test)]
mod official;
mod options;
#[cfg(test)]
mod properties;
mod pyproject;
mod python;
mod quote;
#[cfg(test)]
mod readback;
#[cfg(test)]
mod refusals;
mod render;
mod requirement;
mod requirements;
mod reserved;
mod resolve;
mod resolved;
mod run;
#[cfg(test)]
mod sample;
mod stage;
mod step;
#[cfg(all(test, unix))]
mod unreadable;
mod uv;

use serde::{Deserialize, Serialize};

pub use content::{FileContent, FileOptions};
pub use context_options::{ContextLinks, ContextOptions};
pub use filter::ContextFilter;
#[cfg(feature = "upload")]
pub(crate) use filter::FilteredDir;
pub use lint::{Warning, WarningCode};
pub use local_dir::LocalDirOptions;
pub use options::{PipOptions, PyprojectOptions};
pub use python::PythonVersion;
pub use resolved::{ContextFile, ResolvedImage};
pub use run::{CacheMount, CacheSharing, RunOptions};
pub use uv::UvOptions;

use crate::Result;
use step::Step;

/// Describes an image to build: a base and what is done to it, step by step.
///
/// An image is plain data. Building one never touches the disk and never fails; files are read,
/// and mistakes reported, by [`resolve`](Image::resolve). Two images are equal when their steps
/// are.
///
/// ```
/// use daytona_core::{Image, PythonVersion};
///
/// let image = Image::debian_slim(PythonVersion::V3_12)
///     .pip_install(["numpy", "requests>=2.31"])
///     .env([("MODE", "batch")])
///     .workdir("/home/daytona")
///     .run_commands(["mkdir -p data"])
///     .entrypoint(["python", "-m", "http.server"]);
///
/// let text = image.dockerfile()?;
/// assert!(text.starts_with("FROM python:3.12.10-slim-bookworm\n"));
/// assert!(text.ends_with("ENTRYPOINT [\"python\", \"-m\", \"http.server\"]\n"));
/// # Ok::<(), daytona_core::Error>(())
/// ```
///
/// # JSON form
///
/// An object with the list `steps`; each step is an object with one key, the name of the method,
/// whose value holds the arguments by name. Unknown steps and arguments are refused, as is a path
/// that is not UTF-8. The first step is `base`, `debian_slim` or `from_dockerfile`, and only the
/// first.
///
/// | step | arguments |
/// |---|---|
/// | `base` | `image` |
/// | `debian_slim` | `python`: `"3.12"`, or an exact version such as `"3.12.4"` |
/// | `from_dockerfile` | `path`, `context_dir` (optional), `links` (optional: `"follow_anywhere"`) |
/// | `pip_install` | `packages`, `options` |
/// | `pip_install_from_requirements` | `path`, `options` |
/// | `pip_install_from_pyproject` | `path`, `options` (`optional_dependencies`, `dependency_groups`, `pip`) |
/// | `uv_pip_install` | `packages`, `options` (those of pip, and `image`) |
/// | `add_local_file` | `local`, `destination` |
/// | `add_local_dir` | `local`, `destination`, `options` (`ignore`: a list of patterns; `dockerignore`: a boolean; `links`) |
/// | `add_file_content` | `content`: a string, or `{"base64": "..."}`; `destination`, `options` (`mode`: octal digits, such as `"755"`) |
/// | `stage` | `name`, `image`: an object with `steps`, as here |
/// | `copy_from` | `stage`, `source`, `destination` |
/// | `run_commands` | `commands`, `options` (`caches`) |
/// | `run_exec`, `shell`, `entrypoint`, `cmd` | `arguments` |
/// | `env`, `env_expanded` | `variables`: a list of pairs of name and value |
/// | `label` | `key`, `value` |
/// | `workdir` | `path` |
/// | `user` | `user` |
/// | `expose` | `port`, `protocol`: `"tcp"` (default) or `"udp"` |
/// | `apt_install` | `packages` |
/// | `dockerfile_commands` | `commands`, `context_dir` (optional), `links` (optional: `"follow_anywhere"`) |
///
/// All `options` may be left out, and so may each of them. Those of pip are `find_links`,
/// `index_url`, `extra_index_urls`, `pre`, `extra_options` and `caches`. A cache is an object with a
/// `target` and, where they are not the default, `id` and `sharing`: `"shared"` (default),
/// `"private"` or `"locked"`.
///
/// ```
/// use daytona_core::Image;
///
/// let json = r#"{"steps":[{"base":{"image":"alpine:3.20"}},{"env":{"variables":[["MODE","batch"]]}}]}"#;
/// let image: Image = serde_json::from_str(json)?;
/// assert_eq!(image, Image::base("alpine:3.20").env([("MODE", "batch")]));
/// assert_eq!(serde_json::to_string(&image)?, json);
///
/// let refused = serde_json::from_str::<Image>(r#"{"steps":[{"teleport":{}}]}"#).unwrap_err();
/// assert!(refused.to_string().starts_with("step 1 of the image: unknown step `teleport`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Image {
    #[serde(deserialize_with = "json::steps")]
    steps: Vec<Step>,
}

impl Image {
    /// Renders the Dockerfile.
    ///
    /// Reads what [`resolve`](Image::resolve) reads, and blocks as it does.
    ///
    /// # Errors
    ///
    /// As [`resolve`](Image::resolve).
    pub fn dockerfile(&self) -> Result<String> {
        self.resolve().map(|resolved| resolved.dockerfile)
    }

    /// Reads what the steps name on the disk, and returns the text of the Dockerfile together with
    /// the files and directories that its build needs, and with warnings.
    ///
    /// Blocks while it reads Dockerfiles, `pyproject.toml` and directory listings: in asynchronous
    /// code, call it where blocking is allowed. The content of context files is not read. Relative
    /// paths of the steps are taken from the current directory, and those within a Dockerfile from
    /// the Dockerfile's own directory.
    ///
    /// Dockerfiles, ignore files, requirements files and `pyproject.toml` must be regular files, or
    /// links to such, of at most 16 MiB each.
    ///
    /// ```
    /// use daytona_core::Image;
    ///
    /// let resolved = Image::base("alpine:3.20").run_commands(["apk add git"]).resolve()?;
    /// assert_eq!(resolved.dockerfile, "FROM alpine:3.20\nRUN apk add git\n");
    /// assert!(resolved.context.is_empty());
    /// assert!(resolved.warnings.is_empty());
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Refuses the first step that cannot work, with [`is_invalid_input`](crate::Error::is_invalid_input):
    /// a file that is missing, too large or of the wrong kind, a Dockerfile that is not one, a `COPY` source
    /// that matches nothing or lies outside the context, a value that no Dockerfile can hold. The
    /// message names the step by position, method and argument, and the line where there is one.
    pub fn resolve(&self) -> Result<ResolvedImage> {
        let mut resolved = resolve::resolve(&self.steps)?;
        // Fails only where a Dockerfile has changed since it was resolved.
        resolved.warnings = lint::of_text(&self.steps, &resolved).unwrap_or_default();
        Ok(resolved)
    }

    /// Looks for what will build, but probably not as meant.
    ///
    /// Blocks while it reads what [`resolve`](Image::resolve) reads, and the listings of the
    /// directories that go into the build context. [`WarningCode`] has what it looks for.
    ///
    /// ```
    /// use daytona_core::{Image, WarningCode};
    ///
    /// let image = Image::base("alpine").env([("API_TOKEN", "abc123")]);
    /// let warnings = image.lint()?;
    /// assert_eq!(warnings[0].code, WarningCode::UnpinnedBase);
    /// assert_eq!(
    ///     warnings[1].to_string(),
    ///     "step 2: ENV sets `API_TOKEN` to a text that anybody who has the image can read; \
    ///      give secrets to the sandbox when it starts [secret-in-image]"
    /// );
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`resolve`](Image::resolve): an image that cannot be built has no warnings.
    pub fn lint(&self) -> Result<Vec<Warning>> {
        lint::lint(self)
    }
}
