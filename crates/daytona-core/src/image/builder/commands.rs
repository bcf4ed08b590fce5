//! Builder methods for commands of the build and of the sandbox.

use std::path::PathBuf;

use super::strings;
use crate::image::options::context::DockerfileCommandsStep;
use crate::image::step::Step;
use crate::{ContextOptions, Image, RunOptions};

/// # Commands
impl Image {
    /// Runs commands in the shell of the image, each in a separate layer.
    ///
    /// A command can have several lines if they end with `\` or form a heredoc.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").run_commands(["mkdir /data", "apk add \\\n  git"]);
    /// assert!(image.dockerfile()?.ends_with("RUN mkdir /data\nRUN apk add \\\n  git\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn run_commands<S: Into<String>>(self, commands: impl IntoIterator<Item = S>) -> Self {
        self.run_commands_with(commands, RunOptions::new())
    }

    /// Runs commands in the shell of the image with options, each in a separate layer.
    ///
    /// ```
    /// # use daytona_core::{Image, RunOptions};
    /// let image = Image::base("rust:1.95")
    ///     .run_commands_with(["cargo install just"], RunOptions::new().cache("/usr/local/cargo/registry"));
    /// assert!(image.dockerfile()?.ends_with(
    ///     "RUN --mount=type=cache,target=/usr/local/cargo/registry cargo install just\n"
    /// ));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[doc(alias = "run_commands")]
    #[must_use]
    pub fn run_commands_with<S: Into<String>>(
        self,
        commands: impl IntoIterator<Item = S>,
        options: RunOptions,
    ) -> Self {
        self.then(Step::RunCommands { commands: strings(commands), options })
    }

    /// Sets the shell for later commands, and for an entrypoint or command in shell form.
    ///
    /// Default: the shell of the base image, normally `/bin/sh -c`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("debian:12")
    ///     .shell(["/bin/bash", "-o", "pipefail", "-c"])
    ///     .run_commands(["curl -fsS https://example.com | sha256sum"]);
    /// assert!(image.dockerfile()?.contains("\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn shell<S: Into<String>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::Shell { arguments: strings(arguments) })
    }

    /// Runs a program with arguments, without a shell.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").run_exec(["sh", "-c", "echo \"$HOME\""]);
    /// assert!(image.dockerfile()?.contains(r#"RUN ["sh", "-c", "echo \"$HOME\""]"#));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[doc(alias = "run_commands")]
    #[must_use]
    pub fn run_exec<S: Into<String>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::RunExec { arguments: strings(arguments) })
    }

    /// Sets the command that a sandbox starts with.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").entrypoint(["sleep", "infinity"]);
    /// assert!(image.dockerfile()?.ends_with("ENTRYPOINT [\"sleep\", \"infinity\"]\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn entrypoint<S: Into<String>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::Entrypoint { arguments: strings(arguments) })
    }

    /// Sets the default arguments of the entrypoint. Daytona ignores them.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").cmd(["--verbose"]);
    /// assert!(image.dockerfile()?.ends_with("CMD [\"--verbose\"]\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn cmd<S: Into<String>>(self, arguments: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::Cmd { arguments: strings(arguments) })
    }

    /// Adds lines of a Dockerfile. The build context is the current directory.
    ///
    /// Files that its `.dockerignore` ignores are not part of the context.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").dockerfile_commands(["STOPSIGNAL SIGINT", "VOLUME /data"]);
    /// assert!(image.dockerfile()?.ends_with("\nSTOPSIGNAL SIGINT\nVOLUME /data\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn dockerfile_commands<S: Into<String>>(
        self,
        commands: impl IntoIterator<Item = S>,
    ) -> Self {
        self.dockerfile_commands_with(commands, ContextOptions::new())
    }

    /// Adds lines of a Dockerfile. The build context is `context_dir`.
    ///
    /// Files that its `.dockerignore` ignores are not part of the context.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").dockerfile_commands_in("web", ["COPY dist /srv"]);
    /// ```
    #[doc(alias = "dockerfile_commands")]
    #[doc(alias = "context_dir")]
    #[must_use]
    pub fn dockerfile_commands_in<S: Into<String>>(
        self,
        context_dir: impl Into<PathBuf>,
        commands: impl IntoIterator<Item = S>,
    ) -> Self {
        self.dockerfile_commands_with(commands, ContextOptions::new().context_dir(context_dir))
    }

    /// Adds lines of a Dockerfile, with options for their build context.
    ///
    /// ```
    /// # use daytona_core::{ContextLinks, ContextOptions, Image};
    /// let options = ContextOptions::new().links(ContextLinks::FollowAnywhere);
    /// let image = Image::base("alpine:3.20").dockerfile_commands_with(["COPY vendor /srv"], options);
    /// ```
    #[doc(alias = "dockerfile_commands")]
    #[must_use]
    pub fn dockerfile_commands_with<S: Into<String>>(
        self,
        commands: impl IntoIterator<Item = S>,
        options: ContextOptions,
    ) -> Self {
        let commands = strings(commands);
        self.then(Step::DockerfileCommands(DockerfileCommandsStep { commands, options }))
    }
}
