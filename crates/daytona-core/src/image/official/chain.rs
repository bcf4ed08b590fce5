//! The recorded chains of calls, and the same chains as images of ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};
use tempfile::TempDir;

use super::tree::Node;
use crate::{Image, PipOptions, PyprojectOptions};

/// What `tests/oracle/official.py` wrote down.
#[derive(Deserialize)]
pub(super) struct Recorded {
    /// The files that every case finds; what has no content is a directory.
    tree: BTreeMap<String, Option<String>>,
    pub(super) cases: Vec<Case>,
}

/// A chain of calls, and the official answer.
#[derive(Deserialize)]
pub(super) struct Case {
    pub(super) name: String,
    /// More files, from the directory that paths count from.
    #[serde(default)]
    files: BTreeMap<String, String>,
    pub(super) calls: Vec<Call>,
    /// What each call adds to the Dockerfile.
    #[serde(default)]
    pub(super) texts: Vec<String>,
    /// Which call sends which local path under which name.
    #[serde(default)]
    pub(super) contexts: Vec<(usize, String, String)>,
    /// The whole text as BuildKit's parser reads it.
    nodes: Option<Vec<RecordedNode>>,
    /// Why that parser does not.
    pub(super) refused: Option<String>,
    /// The call that raises, with the class and message of the exception.
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
        serde_json::from_str(include_str!("../../../tests/data/official.json")).unwrap()
    }

    /// Writes down the files that every case finds.
    pub(super) fn place(&self) -> Place {
        let dir = tempfile::tempdir().unwrap();
        for (name, content) in &self.tree {
            write(&dir.path().join(name), content.as_deref());
        }
        Place { dir }
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

/// Where the files of the cases lie.
pub(super) struct Place {
    dir: TempDir,
}

impl Place {
    /// Stands in the data for the directory of the files.
    const RECORDED_ROOT: &str = "/root-of-the-files";

    /// Does something while the files of a case are there.
    pub(super) fn with_files<T>(&self, case: &Case, action: impl FnOnce() -> T) -> T {
        let path = |name: &str| self.dir.path().join("work").join(name);
        case.files.iter().for_each(|(name, content)| write(&path(name), Some(content)));
        let done = action();
        case.files.keys().for_each(|name| fs::remove_file(path(name)).unwrap());
        done
    }

    /// Returns where a path of the case leads on this machine.
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

    /// Makes the calls here, and says which step is the first of each.
    pub(super) fn image(&self, place: &Place) -> (Image, Vec<usize>) {
        let (start, calls) = self.calls.split_first().unwrap();
        let mut image = start.start(place);
        let mut first_steps = vec![1];
        for call in calls {
            first_steps.push(image.steps.len() + 1);
            image = call.apply(image, place);
        }
        (image, first_steps)
    }
}

impl Call {
    fn start(&self, place: &Place) -> Image {
        match self.0.as_str() {
            "base" => Image::base(self.text(0)),
            "debian_slim" => match &self.1[0] {
                Value::Null => Image::debian_slim(crate::PythonVersion::default()),
                version => Image::debian_slim(version.as_str().unwrap().into()),
            },
            "from_dockerfile" => Image::from_dockerfile(place.local(self.text(0))),
            other => panic!("no image begins with {other}"),
        }
    }

    fn apply(&self, image: Image, place: &Place) -> Image {
        match self.0.as_str() {
            "pip_install" => image.pip_install_with(self.packages(), self.pip()),
            "pip_install_from_requirements" => {
                image.pip_install_from_requirements_with(place.local(self.text(0)), self.pip())
            }
            "pip_install_from_pyproject" => {
                let options =
                    PyprojectOptions::new().optional_dependencies(self.texts(1)).pip(self.pip());
                image.pip_install_from_pyproject_with(place.local(self.text(0)), options)
            }
            "add_local_file" => image.add_local_file(place.local(self.text(0)), self.text(1)),
            "add_local_dir" => image.add_local_dir(place.local(self.text(0)), self.text(1)),
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
                image.dockerfile_commands_in(place.local(dir), self.texts(0))
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

    /// Lists count as their elements.
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

    /// Returns the texts of an option that takes one or several.
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
