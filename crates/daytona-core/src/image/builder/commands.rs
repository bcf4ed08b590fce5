//! What runs, in the build and in the sandbox.

use std::path::PathBuf;

use super::strings;
use crate::image::step::Step;
use crate::{ContextOptions, Image, RunOptions};

/// # Commands
impl Image {
    /// Runs commands of the image's shell, each in a layer of its own.
    ///
    /// A command may span lines in the ways that a Dockerfile has for it: lines that end with `\`,
    /// or a heredoc.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").run_commands(["mkdir /data", "apk add \\\n  git"]);
    /// assert!(image.dockerfile()?.ends_with("RUN mkdir /data\nRUN apk add \\\n  git\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn run_commands<S: Into<String>>(self, commands: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::RunCommands { commands: strings(commands), options: RunOptions::new() })
    }

    /// Sets the shell of what follows: of commands, and of an entrypoint or command in shell form.
    ///
    /// Without it, that is `/bin/sh -c`, unless the image that this one starts from says otherwise.
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

    /// Sets the default arguments of the entrypoint. Daytona itself does not look at them.
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

    /// Adds lines of a Dockerfile. Sources of `COPY` and `ADD` count from the current directory, in
    /// which what `.dockerignore` ignores is not there.
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

    /// Adds lines of a Dockerfile whose sources of `COPY` and `ADD` count from `context_dir`, in
    /// which what `.dockerignore` ignores is not there.
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

    /// Adds lines of a Dockerfile, and says where the sources of `COPY` and `ADD` come from.
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
        let ContextOptions { context_dir, links } = options;
        self.then(Step::DockerfileCommands { commands: strings(commands), context_dir, links })
    }
}
