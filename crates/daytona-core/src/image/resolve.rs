//! From steps to the text of a Dockerfile and the files that it needs.

mod compose;

use std::path::Path;

use compose::{Part, Piece};

use super::context::BuildContext;
use super::entrypoint::{self, Entrypoint};
use super::local::{check_dir, check_file, read_text, unreadable};
use super::merge::merge;
use super::options::PyprojectOptions;
use super::reserved::Reserved;
use super::step::Step;
use super::{ContextFile, PipOptions, ResolvedImage, RunOptions, pyproject, render};
use crate::dockerfile::{
    self, Build, DEFAULT_ESCAPE, Instruction, Keyword, SyntaxError, parse_fragment,
};
use crate::{Error, Result};

pub(super) fn resolve(steps: &[Step]) -> Result<ResolvedImage> {
    if steps.is_empty() {
        return Err(Error::invalid_input("the image has no steps").while_doing("resolve the image"));
    }
    let parts = compose::parts(steps)?;
    let mut resolver = Resolver::new();
    resolver.compose(&parts)?;
    resolver.finish(&parts)
}

/// The image as far as its steps have been taken.
struct Resolver {
    dockerfile: String,
    build: Build,
    escape: char,
    /// Whether a Dockerfile has set the escape character.
    has_dockerfile: bool,
    added: Reserved,
    /// Each with the number of the stage that it is for.
    files: Vec<(usize, ContextFile)>,
    places: Vec<Place>,
}

/// A step, and where the sources that its text names are to be found.
struct Place {
    part: usize,
    step: usize,
    origin: Option<Origin>,
}

/// A text that was written by hand, and the directory that its sources count from.
struct Origin {
    context: BuildContext,
    /// The path of the Dockerfile; absent for lines given in code.
    file: Option<String>,
}

impl Origin {
    fn locate(&self, line: usize) -> String {
        match &self.file {
            Some(file) => format!("{file}:{line}"),
            None => format!("line {line} of the commands"),
        }
    }
}

/// What a step adds to the Dockerfile.
struct Lines {
    text: String,
    instructions: Vec<Instruction>,
    origin: Option<Origin>,
}

impl Resolver {
    fn new() -> Self {
        Self {
            dockerfile: String::new(),
            build: Build::new(DEFAULT_ESCAPE),
            escape: DEFAULT_ESCAPE,
            has_dockerfile: false,
            added: Reserved::default(),
            files: Vec::new(),
            places: Vec::new(),
        }
    }

    fn place(&mut self, part: usize, step: usize, origin: Option<Origin>) -> usize {
        self.places.push(Place { part, step, origin });
        self.places.len() - 1
    }

    /// Follows what a step adds, and writes it down.
    fn append(&mut self, parts: &[Part<'_>], place: usize, piece: &Piece) -> Result<()> {
        let Some(at) = self.places.get(place) else { return Ok(()) };
        self.build.enter(at.part);
        for instruction in &piece.instructions {
            self.build.follow(instruction, place).map_err(|error| {
                parts[at.part].blame(at.step, located(at.origin.as_ref(), error))
            })?;
        }
        render::append(&mut self.dockerfile, &piece.text);
        Ok(())
    }

    fn finish(mut self, parts: &[Part<'_>]) -> Result<ResolvedImage> {
        let misread_entrypoint = self.restate_entrypoint();
        let needed = self.build.needed_stages();
        let files = self.files.into_iter().filter(|(stage, _)| needed.contains(stage));
        let mut files: Vec<ContextFile> = files.map(|(_, file)| file).collect();
        for taken in self.build.context_uses() {
            // Without an origin, the step has added its files already.
            let Some(at) = self.places.get(taken.origin) else { continue };
            let Some(origin) = &at.origin else { continue };
            let place = origin.locate(taken.line);
            let found = origin
                .context
                .select(&taken, &place, &self.dockerfile)
                .map_err(|error| parts[at.part].blame(at.step, error))?;
            files.extend(found);
        }
        let context = merge(files).map_err(|error| error.while_doing("resolve the image"))?;
        Ok(ResolvedImage { dockerfile: self.dockerfile, context, misread_entrypoint })
    }

    /// Returns what the server takes for the entrypoint where nothing can be done about it.
    fn restate_entrypoint(&mut self) -> Option<String> {
        match entrypoint::compare(&self.dockerfile, &self.build.settings()) {
            Entrypoint::Agreed => None,
            Entrypoint::Restated(lines) => {
                render::append(&mut self.dockerfile, &lines);
                None
            }
            Entrypoint::Misread(text) => Some(text),
        }
    }

    fn lines(&mut self, step: &Step) -> Result<Lines> {
        let text = match step {
            Step::FromDockerfile { path } => return self.read_dockerfile(path),
            Step::DockerfileCommands { commands, context_dir } => {
                return self.dockerfile_commands(commands, context_dir.as_deref());
            }
            Step::RunCommands { commands, options } => self.run_commands(commands, options)?,
            Step::AddLocalFile { local, destination } => self.add_local_file(local, destination)?,
            Step::AddLocalDir { local, destination } => self.add_local_dir(local, destination)?,
            Step::PipInstallFromRequirements { path, options } => {
                self.pip_install_from_requirements(path, options)?
            }
            Step::PipInstallFromPyproject { path, options } => {
                pip_install_from_pyproject(path, options)?
            }
            Step::CopyFrom { stage, source, destination } => {
                self.copy_from(stage, source, destination)?
            }
            // It is a part of its own.
            Step::Stage { .. } => String::new(),
            Step::Base { image } => render::base(image)?,
            Step::DebianSlim { python } => render::debian_slim(python)?,
            Step::PipInstall { packages, options } => render::pip_install(packages, options)?,
            Step::AptInstall { packages } => render::apt_install(packages)?,
            Step::Shell { arguments } => render::shell(arguments)?,
            Step::RunExec { arguments } => render::run_exec(arguments)?,
            Step::Env { variables } => render::env(variables)?,
            Step::EnvExpanded { variables } => render::env_expanded(variables, self.escape)?,
            Step::Label { key, value } => render::label(key, value)?,
            Step::Workdir { path } => render::workdir(path)?,
            Step::User { user } => render::user(user)?,
            Step::Expose { port, protocol } => render::expose(*port, *protocol)?,
            Step::Entrypoint { arguments } => {
                entrypoint::instruction(Keyword::Entrypoint, arguments)
            }
            Step::Cmd { arguments } => entrypoint::instruction(Keyword::Cmd, arguments),
        };
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(None, error))?;
        Ok(Lines { text, instructions, origin: None })
    }

    fn read_dockerfile(&mut self, path: &Path) -> Result<Lines> {
        check_file("Dockerfile", path)?;
        let text = read_text("Dockerfile", path)?;
        let context = BuildContext::open(path.parent().unwrap_or(Path::new("")), Some(path))?;
        let origin = Some(Origin { context, file: Some(path.display().to_string()) });

        let file = dockerfile::parse(&text).map_err(|error| located(origin.as_ref(), error))?;
        self.set_escape(file.escape)?;
        Ok(Lines { text: file.text, instructions: file.instructions, origin })
    }

    fn set_escape(&mut self, escape: char) -> Result<()> {
        if self.has_dockerfile && self.escape != escape {
            return Err(Error::invalid_input(
                "its escape character is not that of the image's other Dockerfile",
            )
            .with_hint("give both the same directive `# escape=`"));
        }
        self.has_dockerfile = true;
        self.escape = escape;
        Ok(())
    }

    fn copy_from(&self, stage: &str, source: &str, destination: &str) -> Result<String> {
        if !self.build.has_earlier_stage(stage) {
            let message = format!("no stage `{}` comes before this one", stage.escape_debug());
            return Err(Error::invalid_input(message).with_hint("add it with stage"));
        }
        render::copy_from(stage, source, destination, self.escape)
    }

    fn dockerfile_commands(
        &self,
        commands: &[String],
        context_dir: Option<&Path>,
    ) -> Result<Lines> {
        let context = BuildContext::open(context_dir.unwrap_or(Path::new("")), None)?;
        let origin = Some(Origin { context, file: None });
        let text = commands.iter().map(|command| format!("{command}\n")).collect::<String>();
        let instructions =
            parse_fragment(&text, self.escape).map_err(|error| located(origin.as_ref(), error))?;
        Ok(Lines { text, instructions, origin })
    }

    fn run_commands(&self, commands: &[String], options: &RunOptions) -> Result<String> {
        let flags = options.flags()?;
        let mut text = String::new();
        for command in commands {
            let line = format!("RUN {flags}{command}\n");
            self.check_command(command, &line)?;
            text.push_str(&line);
        }
        Ok(text)
    }

    /// Refuses a command that would end before its text does, or go on after it.
    fn check_command(&self, command: &str, line: &str) -> Result<()> {
        if command.trim().is_empty() {
            return Err(Error::invalid_input("a command is empty"));
        }
        match parse_fragment(line, self.escape).as_deref() {
            Ok([Instruction { keyword: Keyword::Run, .. }]) => Ok(()),
            Err(error) if !command.trim_end().contains('\n') => Err(Error::invalid_input(format!(
                "the command `{}` cannot stand behind RUN: {}",
                command.escape_debug(),
                error.message
            ))),
            _ => Err(Error::invalid_input(format!(
                "the command `{}` has line breaks that end it for the Dockerfile",
                command.escape_debug()
            ))
            .with_hint("give each line as a command of its own, join them with `&&`, end them with `\\`, or use a heredoc")),
        }
    }

    fn add_local_file(&mut self, local: &Path, destination: &str) -> Result<String> {
        render::check_json_path("the destination", destination)?;
        check_file("local file", local)?;
        let name = local.file_name().and_then(|name| name.to_str()).ok_or_else(|| {
            Error::invalid_input(format!("the name of `{}` is not UTF-8", local.display()))
        })?;
        let destination = file_destination(destination, name);
        // The name stays last: should the destination be a directory of the image, the builder
        // takes it from there.
        let named = match destination.rsplit('/').next() == Some(name) {
            true => destination.clone(),
            false => format!("{destination}/{name}"),
        };
        let archive_path = self.added.name(&named);
        let text = render::copy(&archive_path, &destination, self.escape);
        self.add(local, archive_path)?;
        Ok(text)
    }

    fn add_local_dir(&mut self, local: &Path, destination: &str) -> Result<String> {
        render::check_json_path("the destination", destination)?;
        check_dir(local)?;
        let archive_path = self.added.name(destination);
        let text = render::copy(&archive_path, destination, self.escape);
        self.add(local, archive_path)?;
        Ok(text)
    }

    fn pip_install_from_requirements(
        &mut self,
        path: &Path,
        options: &PipOptions,
    ) -> Result<String> {
        check_file("requirements file", path)?;
        let archive_path = self.added.name(render::REQUIREMENTS);
        let text = render::pip_install_from_requirements(&archive_path, options)?;
        self.add(path, archive_path)?;
        Ok(text)
    }

    /// Adds what the caller named: it may be a link itself, but links below may not lead out.
    fn add(&mut self, local: &Path, archive_path: String) -> Result<()> {
        let real = local.canonicalize().map_err(|error| unreadable("path", local, error))?;
        let link_root = match real.parent() {
            Some(parent) if !real.is_dir() => parent.to_owned(),
            _ => real,
        };
        let file = ContextFile { local: local.to_owned(), archive_path, link_root, filter: None };
        self.files.push((self.build.last_stage(), file));
        Ok(())
    }
}

fn pip_install_from_pyproject(path: &Path, options: &PyprojectOptions) -> Result<String> {
    check_file("pyproject file", path)?;
    let text = read_text("pyproject file", path)?;
    let packages = pyproject::dependencies(path, &text, &options.optional_dependencies)?;
    render::pip_install(&packages, &options.pip)
}

fn located(origin: Option<&Origin>, error: SyntaxError) -> Error {
    let message = match origin {
        Some(origin) => format!("{}: {}", origin.locate(error.line), error.message),
        None => error.message.clone(),
    };
    Error::invalid_input(message).with_source(error)
}

/// An image that was read from JSON may have its steps in any order.
fn check_place(index: usize, step: &Step) -> Result<()> {
    match (index == 0, step.is_start()) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(Error::invalid_input("an image cannot begin with this step")
            .with_hint("begin with base, debian_slim or from_dockerfile")),
        (false, true) => Err(Error::invalid_input("this step can only be an image's first")),
    }
}

/// Completes a destination that is a directory with the name of the file.
fn file_destination(destination: &str, name: &str) -> String {
    match destination.rsplit('/').next() {
        Some("") => format!("{destination}{name}"),
        Some("." | "..") => format!("{destination}/{name}"),
        _ => destination.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use tempfile::TempDir;

    use crate::{Image, PipOptions, PyprojectOptions};

    /// A directory with files of the given names and contents.
    fn tree(files: &[(&str, &str)]) -> TempDir {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in files {
            let path = dir.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        dir
    }

    fn alpine() -> Image {
        Image::base("alpine:3")
    }

    /// The message of a refusal, with the directory of the test cut out.
    fn refusal(image: &Image, dir: &Path) -> String {
        let error = image.resolve().unwrap_err();
        assert!(error.is_invalid_input());
        error.to_string().replace(dir.to_str().unwrap(), "DIR")
    }

    #[test]
    fn added_files_get_a_name_from_their_destination() {
        let dir = tree(&[("a.txt", ""), ("src/b", "")]);
        let (file, src) = (dir.path().join("a.txt"), dir.path().join("src"));
        let resolved = alpine()
            .add_local_file(&file, "/etc/app/")
            .add_local_file(&file, "/etc/b.txt")
            .add_local_file(&file, ".")
            .add_local_dir(&src, "/srv/$NAME's")
            .resolve()
            .unwrap();

        assert_eq!(
            resolved.dockerfile,
            "FROM alpine:3\n\
            COPY [\".daytona-files/etc/app/a.txt\", \"/etc/app/a.txt\"]\n\
            COPY [\".daytona-files/etc/b.txt/a.txt\", \"/etc/b.txt\"]\n\
            COPY [\".daytona-files/a.txt\", \"./a.txt\"]\n\
            COPY [\".daytona-files/srv/_NAME_s\", \"/srv/$NAME\\\\'s\"]\n"
        );
        let context: Vec<(PathBuf, &str)> = resolved
            .context
            .iter()
            .map(|found| (found.local.clone(), found.archive_path.as_str()))
            .collect();
        assert_eq!(
            context,
            [
                (file.clone(), ".daytona-files/a.txt"),
                (file.clone(), ".daytona-files/etc/app/a.txt"),
                (file, ".daytona-files/etc/b.txt/a.txt"),
                (src.clone(), ".daytona-files/srv/_NAME_s"),
            ]
        );
        let root = dir.path().canonicalize().unwrap();
        assert_eq!(resolved.context[0].link_root, root);
        assert_eq!(resolved.context[3].link_root, root.join("src"));
    }

    #[test]
    fn second_file_for_a_destination_does_not_change_the_first() {
        let dir = tree(&[("a", "1"), ("b", "2")]);
        let resolved = alpine()
            .pip_install_from_requirements(dir.path().join("a"))
            .pip_install_from_requirements_with(dir.path().join("b"), PipOptions::new().pre())
            .resolve()
            .unwrap();
        assert_eq!(
            resolved.dockerfile,
            "FROM alpine:3\n\
            COPY .daytona-files/.requirements.txt /.requirements.txt\n\
            RUN python -m pip install -r /.requirements.txt\n\
            COPY .daytona-files-2/.requirements.txt /.requirements.txt\n\
            RUN python -m pip install -r /.requirements.txt --pre\n"
        );
        assert_eq!(resolved.context.len(), 2);
    }

    #[test]
    fn pyproject_dependencies_are_installed_by_name() {
        let dir = tree(&[(
            "pyproject.toml",
            "[project]\ndependencies = [\"b\", \"a>=1\"]\n\
            [project.optional-dependencies]\ndev = [\"pytest\"]\n",
        )]);
        let path = dir.path().join("pyproject.toml");
        let options = PyprojectOptions::new().optional_dependencies(["dev"]);
        assert_eq!(
            alpine().pip_install_from_pyproject_with(&path, options).dockerfile().unwrap(),
            "FROM alpine:3\nRUN python -m pip install 'a>=1' b pytest\n"
        );
    }

    #[test]
    fn steps_after_a_dockerfile_do_not_continue_its_last_line() {
        let dir = tree(&[("Dockerfile", "FROM alpine\nRUN a && \\\n  b \\\n# c\n\\\n")]);
        let image = Image::from_dockerfile(dir.path().join("Dockerfile")).user("d");
        assert_eq!(image.dockerfile().unwrap(), "FROM alpine\nRUN a && \\\n  b \n# c\n\nUSER d\n");
    }

    #[test]
    fn steps_after_a_dockerfile_begin_on_a_line_of_their_own() {
        let dir = tree(&[("Dockerfile", "\u{feff}# escape=`\r\nFROM alpine\r\nCMD `\r\n x")]);
        let image = Image::from_dockerfile(dir.path().join("Dockerfile"));
        assert_eq!(image.dockerfile().unwrap(), "# escape=`\nFROM alpine\nCMD `\n x");
        assert_eq!(
            image.env_expanded([("A", "`\"$B\\")]).dockerfile().unwrap(),
            "# escape=`\nFROM alpine\nCMD `\n x\nENV A=\"```\"$B\\\"\n"
        );
    }

    #[test]
    fn paths_of_the_wrong_kind_are_refused_with_the_step() {
        let dir = tree(&[("file", ""), ("full/file", ""), ("bad.toml", "x = ")]);
        fs::create_dir_all(dir.path().join("empty/empty")).unwrap();
        fs::write(dir.path().join("latin1"), [0xff]).unwrap();
        let at = |name: &str| dir.path().join(name);
        let cases: [(Image, &str); 11] = [
            (
                alpine().add_local_file(at("none"), "/x"),
                "failed to resolve step 2 of the image, add_local_file(\"DIR/none\", \"/x\"): \
                local file `DIR/none` does not exist",
            ),
            (
                alpine().user("a").add_local_file(at("full"), "/x"),
                "failed to resolve step 3 of the image, add_local_file(\"DIR/full\", \"/x\"): \
                local file `DIR/full` is a directory; use add_local_dir for a directory",
            ),
            (
                alpine().add_local_dir(at("file"), "/x"),
                "failed to resolve step 2 of the image, add_local_dir(\"DIR/file\", \"/x\"): \
                `DIR/file` is not a directory; use add_local_file for a file",
            ),
            (
                alpine().add_local_dir(at("empty"), "/x"),
                "failed to resolve step 2 of the image, add_local_dir(\"DIR/empty\", \"/x\"): \
                directory `DIR/empty` has no files in it, and only files reach the build; \
                put a file into it, or make the directory with run_commands",
            ),
            (
                alpine().add_local_file(at("file"), ""),
                "failed to resolve step 2 of the image, add_local_file(\"DIR/file\", \"\"): \
                the destination is empty",
            ),
            (
                alpine().pip_install_from_requirements(at("full")),
                "failed to resolve step 2 of the image, pip_install_from_requirements(\"DIR/full\"): \
                requirements file `DIR/full` is a directory; name the file in it",
            ),
            (
                alpine().pip_install_from_pyproject(at("bad.toml")),
                "failed to resolve step 2 of the image, pip_install_from_pyproject(\"DIR/bad.toml\"): \
                DIR/bad.toml:1: not valid TOML: ",
            ),
            (
                Image::from_dockerfile(at("none")),
                "failed to resolve step 1 of the image, from_dockerfile(\"DIR/none\"): \
                Dockerfile `DIR/none` does not exist",
            ),
            (
                Image::from_dockerfile(at("full")),
                "failed to resolve step 1 of the image, from_dockerfile(\"DIR/full\"): \
                Dockerfile `DIR/full` is a directory; name the file in it",
            ),
            (
                Image::from_dockerfile(at("latin1")),
                "failed to resolve step 1 of the image, from_dockerfile(\"DIR/latin1\"): \
                Dockerfile `DIR/latin1` is not UTF-8",
            ),
            (
                alpine().dockerfile_commands_in(at("file"), ["USER a"]),
                "failed to resolve step 2 of the image, dockerfile_commands([\"USER a\"]): \
                context directory `DIR/file` is not a directory",
            ),
        ];
        for (image, expected) in cases {
            let message = refusal(&image, dir.path());
            assert!(message.starts_with(expected), "{message}");
        }
    }

    #[test]
    fn dockerfile_that_is_none_is_refused_with_its_line() {
        let cases = [
            ("", "no FROM instruction is in it"),
            ("# nothing\nARG A=1\n", "no FROM instruction is in it"),
            ("RUN a\nFROM b\n", "DIR/Dockerfile:1: RUN stands before the first FROM"),
            ("FROM a\n\nRUNN b\n", "DIR/Dockerfile:3: `RUNN` is not a Dockerfile instruction"),
            ("FROM a\nRUN <<E\n", "DIR/Dockerfile:2: no line `E` ends the heredoc"),
        ];
        for (text, expected) in cases {
            let dir = tree(&[("Dockerfile", text)]);
            let message =
                refusal(&Image::from_dockerfile(dir.path().join("Dockerfile")), dir.path());
            let call =
                "failed to resolve step 1 of the image, from_dockerfile(\"DIR/Dockerfile\"): ";
            assert!(message.starts_with(&format!("{call}{expected}")), "{message}");
        }
    }

    #[test]
    fn commands_end_where_their_text_ends() {
        let good =
            ["a && b", "a \\\n  b", "cat <<EOF\nCOPY a b\nEOF", "[\"a\"]", "[ -d /x ] || y\n"];
        for command in good {
            let text = alpine().run_commands([command]).dockerfile().unwrap();
            assert_eq!(text, format!("FROM alpine:3\nRUN {command}\n"));
        }
        for (command, expected) in [
            ("a\nb", "has line breaks that end it for the Dockerfile; give each line as a command"),
            ("a\nUSER b", "has line breaks that end it for the Dockerfile"),
            ("a \\", "cannot stand behind RUN: the text ends in a line that `\\` continues"),
            ("cat <<EOF", "cannot stand behind RUN: no line `EOF` ends the heredoc"),
        ] {
            let message = refusal(&alpine().run_commands(["ok", command]), Path::new("/nowhere"));
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn only_the_first_step_starts_an_image() {
        let read = |json: &str| serde_json::from_str::<Image>(json).unwrap();
        let nowhere = Path::new("/nowhere");
        let message = refusal(&read(r#"{"steps":[{"user":{"user":"a"}}]}"#), nowhere);
        assert!(message.contains("step 1 of the image, user(\"a\"): an image cannot begin with"));
        let base = r#"{"base":{"image":"a"}}"#;
        let message = refusal(&read(&format!(r#"{{"steps":[{base},{base}]}}"#)), nowhere);
        assert!(message.contains("this step can only be an image's first"), "{message}");
        assert!(refusal(&read(r#"{"steps":[]}"#), nowhere).contains("the image has no steps"));
    }
}
