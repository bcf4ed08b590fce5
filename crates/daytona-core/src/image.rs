//! Images described in code: a list of steps that becomes a Dockerfile and its build context.

mod builder;
mod context;
mod lint;
mod options;
pub(crate) mod packing;
mod python;
mod render;
mod resolve;
mod step;
mod warning;

use serde::{Deserialize, Serialize};

pub use context::file::{ContextFile, FileContent};
pub use context::filter::ContextFilter;
#[cfg(feature = "upload")]
pub(crate) use context::source::{into_pack, of_scan};
pub use options::cache::{CacheMount, CacheSharing};
pub use options::context::{ContextLinks, ContextModes, ContextOptions};
pub use options::file::FileOptions;
pub use options::local_dir::LocalDirOptions;
pub use options::packing::Packing;
pub use options::pip::PipOptions;
pub use options::pyproject::PyprojectOptions;
pub use options::run::RunOptions;
pub use options::uv::UvOptions;
pub use python::version::PythonVersion;
pub use resolve::resolved::ResolvedImage;
pub use warning::{Warning, WarningCode};

use crate::Result;
use lint::{Scope, lint};
use step::StepList;

/// An image to build: a base and a list of steps.
///
/// An image is plain data. The builder methods read no files and never fail.
/// [`resolve`](Image::resolve) reads the files and reports mistakes. Two images are equal if their
/// steps are equal.
///
/// Arguments of the methods must not contain control characters, except tabs, and line breaks where
/// the Dockerfile allows them. A Dockerfile can contain every character except NUL.
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
/// The JSON form is an object with the list `steps`. Each step is an object with one key, the name of
/// the method. Its value is an object with the named arguments. Unknown steps and arguments are
/// refused, and paths that are not UTF-8. The first step must be `base`, `debian_slim`,
/// `from_dockerfile` or `from_dockerfile_text`, and no later step can be one of them.
///
/// | step | arguments |
/// |---|---|
/// | `base` | `image` |
/// | `debian_slim` | `python`: `"3.12"`, or an exact version such as `"3.12.4"` |
/// | `from_dockerfile` | `path`, and all optional: `context_dir`, `ignore_file`, `links` (`"follow_anywhere"`), `modes` (`"keep_all"`), `packing` (`"keep_times"` or `"off"`), `build_args` (a list of pairs of name and value), `target` |
/// | `from_dockerfile_text` | `text`, and as above, all optional: `context_dir`, `ignore_file`, `links`, `modes`, `packing`, `build_args`, `target` |
/// | `pip_install` | `packages`, `options` |
/// | `pip_install_from_requirements` | `path`, `options` |
/// | `pip_install_from_pyproject` | `path`, `options` (`optional_dependencies`, `dependency_groups`, `pip`) |
/// | `uv_pip_install` | `packages`, `options` (`image`, `pip`) |
/// | `add_local_file` | `local`, `destination` |
/// | `add_local_dir` | `local`, `destination`, `options` (`ignore`: a list of patterns; `dockerignore`: a boolean; `links`; `modes`; `packing`) |
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
/// | `dockerfile_commands` | `commands`, and as above, all optional: `context_dir`, `ignore_file`, `links`, `modes`, `packing`, `build_args`, `target` |
///
/// `options` can be omitted, and so can each option. The options of pip are `find_links`,
/// `index_url`, `extra_index_urls`, `pre`, `extra_options` and `caches`. A cache is an object with a
/// `target`, an optional `id` and an optional `sharing`: `"shared"` (default), `"private"` or
/// `"locked"`.
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
#[serde(transparent)]
pub struct Image {
    list: StepList,
}

impl Image {
    /// Renders the Dockerfile.
    ///
    /// Reads the same files as [`resolve`](Image::resolve), and blocks in the same way.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`resolve`](Image::resolve).
    pub fn dockerfile(&self) -> Result<String> {
        self.resolve().map(|resolved| resolved.dockerfile)
    }

    /// Returns the text of the Dockerfile, the files and directories of the build context, and
    /// warnings.
    ///
    /// Blocks while it reads Dockerfiles, `pyproject.toml` and directory listings. In asynchronous
    /// code, call it where blocking is allowed. The content of context files is not read. Relative
    /// paths of the steps are relative to the current directory. Paths in a Dockerfile are relative to
    /// its build context.
    ///
    /// Dockerfiles, ignore files, requirements files and `pyproject.toml` must be regular files, or
    /// links to regular files, of at most 16 MiB each.
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
    /// Returns an error with [`is_invalid_input`](crate::Error::is_invalid_input) for the first step
    /// that cannot work. Examples are a missing file, a malformed Dockerfile, a `COPY` source outside
    /// of the context, and a control character. The message has the number of the step, the method,
    /// its arguments, and the line if there is one.
    pub fn resolve(&self) -> Result<ResolvedImage> {
        let resolution = resolve::resolve(&self.list.steps)?;
        let warnings = lint(&resolution, Scope::Text);
        Ok(ResolvedImage { warnings, ..resolution.image })
    }

    /// Returns warnings about an image that builds, but probably not as intended.
    ///
    /// [`WarningCode`] lists the checks. Blocks while it reads the same files as
    /// [`resolve`](Image::resolve), and lists the directories of the build context. Of context files
    /// it reads only the beginning of those that can hold a secret.
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
    /// Returns the errors of [`resolve`](Image::resolve): an image that cannot be resolved has no
    /// warnings. With the feature `upload`, it also returns the errors of an upload that do not depend
    /// on content, such as a name that is not UTF-8, and an unreadable file.
    pub fn lint(&self) -> Result<Vec<Warning>> {
        let resolution = resolve::resolve(&self.list.steps)?;
        #[cfg(feature = "upload")]
        context::source::check(&resolution.image)?;
        Ok(lint(&resolution, Scope::TextAndDirectories))
    }
}
