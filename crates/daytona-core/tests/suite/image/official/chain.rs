//! The recorded chains of calls, and the images of the same calls.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use daytona_core::{Image, PipOptions, PyprojectOptions, PythonVersion};
use serde::Deserialize;
use serde_json::{Map, Value};
use tempfile::TempDir;

use super::tree::Node;

/// The recording of `tests/oracle/official.py`.
#[derive(Deserialize)]
pub(super) struct Recorded {
    /// The files of every case. An entry without content is a directory.
    tree: BTreeMap<String, Option<String>>,
    pub(super) cases: Vec<Case>,
}

/// A chain of calls, and the result of the official SDK.
#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    /// Additional files, relative to the working directory.
    #[serde(default)]
    files: BTreeMap<String, String>,
    pub(super) calls: Vec<Call>,
    /// The text that each call adds to the Dockerfile.
    #[serde(default)]
    pub(super) texts: Vec<String>,
    /// The index of the call, the local path and the archive path of each file that is sent.
    #[serde(default)]
    pub(super) contexts: Vec<(usize, String, String)>,
    /// The whole text, parsed by BuildKit.
    nodes: Option<Vec<RecordedNode>>,
    /// The error of BuildKit's parser.
    pub(super) refused: Option<String>,
    /// The index of the call that raises, and the class and message of the exception.
    pub(super) error: Option<(usize, String, String)>,
}

#[derive(Clone, Deserialize)]
struct RecordedNode(Option<String>, usize, Vec<String>, RecordedMore);

#[derive(Clone, Deserialize)]
#[serde(default)]
#[derive(Default)]
struct RecordedMore {
    trigger: Option<String>,
    json: bool,
    flags: Vec<String>,
    heredocs: Vec<(String, String)>,
}

/// The name of a method, and its arguments by position and by name.
#[derive(Deserialize)]
pub(super) struct Call(pub(super) String, Vec<Value>, Map<String, Value>);

impl Recorded {
    pub(super) fn read() -> Self {
        serde_json::from_str(include_str!("../../../data/official.json")).unwrap()
    }

    /// Writes the files of every case.
    pub(super) fn write_files(&self) -> Files {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in &self.tree {
            write(&dir.path().join(name), content.as_deref());
        }
        Files { dir }
    }
}

fn write(path: &Path, content: Option<&str>) {
    match content {
        None => fs::create_dir_all(path).unwrap(),
        Some(content) => {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }
}

/// The directory with the files of the cases.
pub(super) struct Files {
    dir: TempDir,
}

impl Files {
    /// The placeholder for the directory in the recording.
    const RECORDED_ROOT: &str = "/root-of-the-files";

    /// Calls `action` while the files of a case exist.
    pub(super) fn with_case<T>(&self, case: &Case, action: impl FnOnce() -> T) -> T {
        let path = |name: &str| self.dir.path().join("work").join(name);
        case.files.iter().for_each(|(name, content)| write(&path(name), Some(content)));
        let result = action();
        case.files.keys().for_each(|name| fs::remove_file(path(name)).unwrap());
        result
    }

    /// Returns the local path for a path of a case.
    pub(super) fn local(&self, path: &str) -> PathBuf {
        match path.strip_prefix(Self::RECORDED_ROOT) {
            Some(below) => self.dir.path().join(below.trim_start_matches('/')),
            None if path.starts_with('~') => PathBuf::from(path),
            None => self.dir.path().join("work").join(path),
        }
    }
}

impl Case {
    pub(super) fn nodes(&self) -> Option<Vec<Node>> {
        let node = |RecordedNode(keyword, line, value, more): RecordedNode| Node {
            keyword,
            trigger: more.trigger,
            line,
            json: more.json,
            flags: more.flags,
            value,
            heredocs: more.heredocs,
        };
        self.nodes.clone().map(|nodes| nodes.into_iter().map(node).collect())
    }

    /// Returns the image of the calls, and the number of the first step of each call.
    pub(super) fn image(&self, files: &Files) -> (Image, Vec<usize>) {
        let (start, calls) = self.calls.split_first().unwrap();
        let mut image = start.start(files);
        let mut first_steps = vec![1];
        for call in calls {
            first_steps.push(step_count(&image) + 1);
            image = call.apply(image, files);
        }
        (image, first_steps)
    }
}

fn step_count(image: &Image) -> usize {
    serde_json::to_value(image).unwrap()["steps"].as_array().unwrap().len()
}

impl Call {
    fn start(&self, files: &Files) -> Image {
        match self.0.as_str() {
            "base" => Image::base(self.text(0)),
            "debian_slim" => match &self.1[0] {
                Value::Null => Image::debian_slim(PythonVersion::default()),
                version => Image::debian_slim(version.as_str().unwrap().into()),
            },
            "from_dockerfile" => Image::from_dockerfile(files.local(self.text(0))),
            other => panic!("no image begins with {other}"),
        }
    }

    fn apply(&self, image: Image, files: &Files) -> Image {
        match self.0.as_str() {
            "pip_install" => image.pip_install_with(self.packages(), self.pip()),
            "pip_install_from_requirements" => {
                image.pip_install_from_requirements_with(files.local(self.text(0)), self.pip())
            }
            "pip_install_from_pyproject" => {
                let options =
                    PyprojectOptions::new().optional_dependencies(self.texts(1)).pip(self.pip());
                image.pip_install_from_pyproject_with(files.local(self.text(0)), options)
            }
            "add_local_file" => image.add_local_file(files.local(self.text(0)), self.text(1)),
            "add_local_dir" => image.add_local_dir(files.local(self.text(0)), self.text(1)),
            "run_commands" => self.1.iter().fold(image, |image, command| match command {
                Value::String(command) => image.run_commands([command]),
                words => image.run_exec(strings(words)),
            }),
            "env" => image.env(self.variables()),
            "workdir" => image.workdir(self.text(0)),
            "entrypoint" => image.entrypoint(self.texts(0)),
            "cmd" => image.cmd(self.texts(0)),
            "dockerfile_commands" => {
                let dir = self.option("context_dir").unwrap_or(".");
                image.dockerfile_commands_in(files.local(dir), self.texts(0))
            }
            other => panic!("no method is called {other}"),
        }
    }

    pub(super) fn text(&self, index: usize) -> &str {
        self.1[index].as_str().unwrap()
    }

    pub(super) fn texts(&self, index: usize) -> Vec<&str> {
        strings(&self.1[index])
    }

    pub(super) fn items(&self) -> &[Value] {
        &self.1
    }

    /// Returns the packages. Lists are flattened.
    pub(super) fn packages(&self) -> Vec<&str> {
        self.1.iter().flat_map(strings).collect()
    }

    pub(super) fn variables(&self) -> Vec<(&str, &str)> {
        let pairs = self.1[0].as_array().unwrap().iter().map(strings);
        pairs.map(|pair| (pair[0], pair[1])).collect()
    }

    pub(super) fn option(&self, name: &str) -> Option<&str> {
        self.2.get(name).map(|value| value.as_str().unwrap())
    }

    /// Returns the values of an option that takes a string or a list.
    pub(super) fn options(&self, name: &str) -> Vec<&str> {
        self.2.get(name).map(strings).unwrap_or_default()
    }

    fn pip(&self) -> PipOptions {
        let mut options = PipOptions::new()
            .find_links(self.options("find_links"))
            .extra_index_urls(self.options("extra_index_urls"))
            .extra_index_urls(self.options("extra_index_url"))
            .extra_options(self.option("extra_options").unwrap_or_default());
        options.index_url = self.option("index_url").map(str::to_owned);
        options.pre = self.2.contains_key("pre");
        options
    }
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        list => list.as_array().unwrap().iter().map(|item| item.as_str().unwrap()).collect(),
    }
}
