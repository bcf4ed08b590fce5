//! The methods that build an image. Each only notes a step.

use std::path::PathBuf;

use super::step::{Protocol, Step};
use super::{Image, PipOptions, PyprojectOptions, PythonVersion, RunOptions};

/// # Where an image begins
impl Image {
    /// Starts from an image in a registry.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// assert_eq!(Image::base("alpine:3.20").dockerfile()?, "FROM alpine:3.20\n");
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn base(image: impl Into<String>) -> Self {
        Self::start(Step::Base { image: image.into() })
    }

    /// Starts from Debian with a Python, a C and Fortran compiler, and a fresh pip.
    ///
    /// [`PythonVersion::default()`] is 3.13, as in Daytona's TypeScript SDK; the Python SDK takes
    /// the version of the interpreter that it runs in.
    ///
    /// ```
    /// # use daytona_core::{Image, PythonVersion};
    /// let image = Image::debian_slim(PythonVersion::V3_11);
    /// assert!(image.dockerfile()?.starts_with("FROM python:3.11.12-slim-bookworm\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn debian_slim(python: PythonVersion) -> Self {
        Self::start(Step::DebianSlim { python })
    }

    /// Starts from a Dockerfile, whose directory is the build context.
    ///
    /// The text is taken as it is, and the files that its `COPY`, `ADD` and `RUN --mount=type=bind`
    /// name are sent under the paths by which it names them. As in `docker build`, an absolute
    /// source counts from the context, and nothing outside of the context can be had, neither by
    /// `..` nor through a link.
    ///
    /// A file `Dockerfile` at the root of the context is never sent: the build has a `Dockerfile`
    /// of its own there, which would be replaced. A `COPY . .` therefore copies the text of this
    /// image under that name, and with it what later steps add under `.daytona-files`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::from_dockerfile("app/Dockerfile").env([("MODE", "batch")]);
    /// ```
    #[doc(alias = "strict_context")]
    #[must_use]
    pub fn from_dockerfile(path: impl Into<PathBuf>) -> Self {
        Self::start(Step::FromDockerfile { path: path.into() })
    }

    fn start(step: Step) -> Self {
        Self { steps: vec![step] }
    }

    pub(super) fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

/// # Packages
impl Image {
    /// Installs Python packages with pip, sorted by name. Without any package it does nothing.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install(["numpy", "flask>=2"]);
    /// assert!(image.dockerfile()?.ends_with("RUN python -m pip install 'flask>=2' numpy\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn pip_install<S: Into<String>>(self, packages: impl IntoIterator<Item = S>) -> Self {
        self.pip_install_with(packages, PipOptions::new())
    }

    /// Installs Python packages with pip and the given options.
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim")
    ///     .pip_install_with(["torch"], PipOptions::new().index_url("https://download.pytorch.org/whl/cpu"));
    /// ```
    #[doc(alias = "pip_install")]
    #[must_use]
    pub fn pip_install_with<S: Into<String>>(
        self,
        packages: impl IntoIterator<Item = S>,
        options: PipOptions,
    ) -> Self {
        self.then(Step::PipInstall { packages: strings(packages), options })
    }

    /// Installs what a local `requirements.txt` lists.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_requirements("requirements.txt");
    /// ```
    #[must_use]
    pub fn pip_install_from_requirements(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_requirements_with(path, PipOptions::new())
    }

    /// Installs what a local `requirements.txt` lists, with the given options.
    ///
    /// ```
    /// # use daytona_core::{Image, PipOptions};
    /// let image = Image::base("python:3.12-slim")
    ///     .pip_install_from_requirements_with("requirements.txt", PipOptions::new().pre());
    /// ```
    #[doc(alias = "pip_install_from_requirements")]
    #[must_use]
    pub fn pip_install_from_requirements_with(
        self,
        path: impl Into<PathBuf>,
        options: PipOptions,
    ) -> Self {
        self.then(Step::PipInstallFromRequirements { path: path.into(), options })
    }

    /// Installs the `project.dependencies` of a local `pyproject.toml`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("python:3.12-slim").pip_install_from_pyproject("pyproject.toml");
    /// ```
    #[must_use]
    pub fn pip_install_from_pyproject(self, path: impl Into<PathBuf>) -> Self {
        self.pip_install_from_pyproject_with(path, PyprojectOptions::new())
    }

    /// Installs the dependencies of a local `pyproject.toml`, with optional groups and options.
    ///
    /// ```
    /// # use daytona_core::{Image, PyprojectOptions};
    /// let image = Image::base("python:3.12-slim").pip_install_from_pyproject_with(
    ///     "pyproject.toml",
    ///     PyprojectOptions::new().optional_dependencies(["dev"]),
    /// );
    /// ```
    #[doc(alias = "pip_install_from_pyproject")]
    #[must_use]
    pub fn pip_install_from_pyproject_with(
        self,
        path: impl Into<PathBuf>,
        options: PyprojectOptions,
    ) -> Self {
        self.then(Step::PipInstallFromPyproject { path: path.into(), options })
    }

    /// Installs Debian packages, sorted and each once, and leaves no package lists behind.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("debian:12").apt_install(["git", "curl"]);
    /// assert!(image.dockerfile()?.contains("apt-get install -y --no-install-recommends curl git "));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn apt_install<S: Into<String>>(self, packages: impl IntoIterator<Item = S>) -> Self {
        self.then(Step::AptInstall { packages: strings(packages) })
    }
}

/// # Local files
impl Image {
    /// Adds a local file. A destination that ends with `/` is a directory that keeps the file's
    /// name; `$NAME` in a destination is expanded by the build.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_file("config.toml", "/etc/app/");
    /// ```
    #[must_use]
    pub fn add_local_file(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.then(Step::AddLocalFile { local: local.into(), destination: destination.into() })
    }

    /// Adds what is in a local directory to a directory of the image.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").add_local_dir("src", "/home/daytona/src");
    /// ```
    #[must_use]
    pub fn add_local_dir(self, local: impl Into<PathBuf>, destination: impl Into<String>) -> Self {
        self.then(Step::AddLocalDir { local: local.into(), destination: destination.into() })
    }
}

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

    /// Adds lines of a Dockerfile. Sources of `COPY` and `ADD` count from the current directory.
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
        self.then(Step::DockerfileCommands { commands: strings(commands), context_dir: None })
    }

    /// Adds lines of a Dockerfile whose sources of `COPY` and `ADD` count from `context_dir`.
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
        let context_dir = Some(context_dir.into());
        self.then(Step::DockerfileCommands { commands: strings(commands), context_dir })
    }
}

/// # Settings
impl Image {
    /// Sets environment variables to exactly these values: a `$` stays a `$`.
    ///
    /// Values stand in the Dockerfile and in the image for everyone to read: keep secrets out.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").env([("MODE", "batch"), ("PRICE", "5 $")]);
    /// assert!(image.dockerfile()?.ends_with("ENV MODE=batch\nENV PRICE='5 $'\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn env<K: Into<String>, V: Into<String>>(
        self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.then(Step::Env { variables: pairs(variables) })
    }

    /// Sets environment variables to values in which the build expands `$NAME` and `${NAME}`.
    ///
    /// `\$` is a plain `$`.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").env_expanded([("PATH", "/opt/bin:$PATH")]);
    /// assert!(image.dockerfile()?.ends_with("ENV PATH=\"/opt/bin:$PATH\"\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[doc(alias = "env")]
    #[must_use]
    pub fn env_expanded<K: Into<String>, V: Into<String>>(
        self,
        variables: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.then(Step::EnvExpanded { variables: pairs(variables) })
    }

    /// Sets a label of the image to exactly this value.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").label("org.example.team", "data platform");
    /// assert!(image.dockerfile()?.ends_with("LABEL org.example.team='data platform'\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn label(self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.then(Step::Label { key: key.into(), value: value.into() })
    }

    /// Sets the directory for what follows and for the sandbox. It is made where it is missing.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").workdir("/home/daytona");
    /// assert!(image.dockerfile()?.ends_with("WORKDIR /home/daytona\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn workdir(self, path: impl Into<String>) -> Self {
        self.then(Step::Workdir { path: path.into() })
    }

    /// Sets the user, or user and group as `user:group`, for what follows and for the sandbox.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").user("1000:1000");
    /// assert!(image.dockerfile()?.ends_with("USER 1000:1000\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn user(self, user: impl Into<String>) -> Self {
        self.then(Step::User { user: user.into() })
    }

    /// Notes that programs of the image listen on a TCP port.
    ///
    /// ```
    /// # use daytona_core::Image;
    /// let image = Image::base("alpine:3.20").expose(8080).expose_udp(53);
    /// assert!(image.dockerfile()?.ends_with("EXPOSE 8080\nEXPOSE 53/udp\n"));
    /// # Ok::<(), daytona_core::Error>(())
    /// ```
    #[must_use]
    pub fn expose(self, port: u16) -> Self {
        self.then(Step::Expose { port, protocol: Protocol::Tcp })
    }

    /// Notes that programs of the image listen on a UDP port.
    #[must_use]
    pub fn expose_udp(self, port: u16) -> Self {
        self.then(Step::Expose { port, protocol: Protocol::Udp })
    }
}

pub(super) fn strings<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

fn pairs<K: Into<String>, V: Into<String>>(
    items: impl IntoIterator<Item = (K, V)>,
) -> Vec<(String, String)> {
    items.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
}
