use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;

use serde::Deserialize;

use super::*;

/// What python-dotenv reads from files: see `tests/oracle/dotenv_files.py`.
#[derive(Deserialize)]
struct Recorded {
    process: HashMap<String, OsStringText>,
    files: Vec<RecordedFile>,
}

#[derive(Deserialize)]
#[serde(from = "String")]
struct OsStringText(OsString);

impl From<String> for OsStringText {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

#[derive(Deserialize)]
struct RecordedFile {
    name: String,
    text: Option<String>,
    hex: Option<String>,
    variables: BTreeMap<String, Option<String>>,
    unreadable: Vec<usize>,
}

impl RecordedFile {
    fn bytes(&self) -> Vec<u8> {
        match (&self.text, &self.hex) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(hex)) => (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
                .collect(),
            _ => panic!("{}", self.name),
        }
    }
}

fn read_alone(text: &str) -> Dotenv {
    read(text.as_bytes(), &|_| None)
}

fn values(found: &Dotenv) -> BTreeMap<String, Option<String>> {
    let values = found.variables.iter();
    values.map(|(name, value)| (name.clone(), value.as_ref().map(|v| v.value.clone()))).collect()
}

#[test]
fn files_are_read_as_python_dotenv_reads_them() {
    let recorded: Recorded =
        serde_json::from_str(include_str!("../../../../tests/data/dotenv.json")).unwrap();
    assert!(recorded.files.len() >= 60);
    for file in &recorded.files {
        let found = read(&file.bytes(), &|name| Some(&recorded.process.get(name)?.0));
        assert_eq!(values(&found), file.variables, "{}", file.name);
        let unreadable: Vec<usize> = found.unreadable.iter().map(|line| line.number).collect();
        assert_eq!(unreadable, file.unreadable, "{}", file.name);
    }
}

#[test]
fn unreadable_line_tells_which_variable_it_seems_to_set() {
    for (line, name) in
        [("A='1", "A"), ("  export A = \"1", "A"), ("'A'='1", "A"), ("A B=1", "A B"), ("=1", "")]
    {
        let found = read_alone(&format!("\n{line}\nB=2\n"));
        assert_eq!(found.unreadable, [UnreadableLine { number: 2, name: name.to_owned() }]);
        assert!(found.variables.contains_key("B"), "{line}");
    }
}

#[test]
fn value_tells_whether_it_contains_variables_of_the_process() {
    let home = OsString::from("/home/me");
    let process = |name: &str| (name == "HOME").then_some(&home);
    let found = read(b"A=1\nB=${A}\nC=x${HOME}\nD=${C}\nE=${NONE:-1}\n", &process);
    for (name, from_process) in [("A", false), ("B", false), ("C", true), ("D", true), ("E", false)]
    {
        let value = found.variables[name].as_ref().unwrap();
        assert_eq!(value.from_process, from_process, "{name}");
    }
}

#[test]
fn values_that_grow_without_end_are_unreadable() {
    let mut text = "A0=0123456789\n".to_owned();
    for number in 1..64 {
        let previous = number - 1;
        text.push_str(&format!("A{number}=${{A{previous}}}${{A{previous}}}\n"));
    }
    text.push_str("B=2\n");
    let found = read_alone(&text);
    assert_eq!(values(&found)["B"].as_deref(), Some("2"));
    assert!(!found.unreadable.is_empty());
    let kept: usize = found.variables.values().flatten().map(|value| value.value.len()).sum();
    assert!(kept as u64 <= LIMIT);
}
