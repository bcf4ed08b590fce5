//! `.env` files by the rules of python-dotenv, which the official SDK uses.
//!
//! There are two differences. An unreadable line never affects another line, even if a later line
//! closes its quote. Bytes that are not UTF-8 make a line unreadable, and only in its name or value.
//! python-dotenv refuses the whole file.

mod expansion;
mod scanner;

use std::borrow::Cow;
use std::collections::HashMap;

use expansion::expand;
use scanner::Scanner;

pub(super) use expansion::{Expanded, Process};

/// The maximum size of a file, and of all its values after expansion, in bytes.
pub(super) const LIMIT: u64 = 1 << 20;

/// The content of a file.
#[derive(Debug, Default)]
pub(super) struct Dotenv {
    /// The last value of each name; `None` for a name without `=`.
    pub(super) variables: HashMap<String, Option<Expanded>>,
    pub(super) unreadable: Vec<UnreadableLine>,
}

/// An unreadable line. Its content is not kept, since it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct UnreadableLine {
    /// The number of the line, from 1.
    pub(super) number: usize,
    /// The text before the first `=`.
    pub(super) name: String,
}

/// Parses the content of a file. Variables in values come from previous lines, then from the
/// process.
pub(super) fn read(bytes: &[u8], process: &Process<'_>) -> Dotenv {
    let text = String::from_utf8_lossy(bytes);
    // Bytes that are not UTF-8 have become replacement characters.
    let is_damaged = matches!(text, Cow::Owned(_));
    let is_whole = |text: &str| !is_damaged || !text.contains(char::REPLACEMENT_CHARACTER);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");

    let mut found = Dotenv::default();
    let mut budget = usize::try_from(LIMIT).unwrap_or(usize::MAX);
    let mut scanner = Scanner::new(&text);
    while scanner.skip_to_binding() {
        let start = scanner;
        let binding = scanner.binding().and_then(|(name, value)| {
            if !is_whole(name) || !value.as_deref().is_none_or(is_whole) {
                return None;
            }
            let value = match value {
                Some(value) => Some(expand(&value, &found.variables, process, &mut budget)?),
                None => None,
            };
            Some((name.to_owned(), value))
        });
        if let Some((name, value)) = binding {
            found.variables.insert(name, value);
        } else {
            scanner = start;
            let name = scanner.skip_line().to_owned();
            found.unreadable.push(UnreadableLine { number: start.line, name });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::ffi::OsString;

    use serde::Deserialize;

    use super::*;

    /// The output of python-dotenv, recorded by `tests/oracle/dotenv_files.py`.
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
        values
            .map(|(name, value)| (name.clone(), value.as_ref().map(|v| v.value.clone())))
            .collect()
    }

    #[test]
    fn files_have_the_same_variables_as_in_python_dotenv() {
        let recorded: Recorded =
            serde_json::from_str(include_str!("../../../tests/data/dotenv.json")).unwrap();
        assert!(recorded.files.len() >= 60);
        for file in &recorded.files {
            let found = read(&file.bytes(), &|name| Some(&recorded.process.get(name)?.0));
            assert_eq!(values(&found), file.variables, "{}", file.name);
            let unreadable: Vec<usize> = found.unreadable.iter().map(|line| line.number).collect();
            assert_eq!(unreadable, file.unreadable, "{}", file.name);
        }
    }

    #[test]
    fn unreadable_line_has_the_name_of_its_variable() {
        for (line, name) in [
            ("A='1", "A"),
            ("  export A = \"1", "A"),
            ("'A'='1", "A"),
            ("A B=1", "A B"),
            ("=1", ""),
        ] {
            let found = read_alone(&format!("\n{line}\nB=2\n"));
            assert_eq!(found.unreadable, [UnreadableLine { number: 2, name: name.to_owned() }]);
            assert!(found.variables.contains_key("B"), "{line}");
        }
    }

    #[test]
    fn value_knows_if_it_contains_variables_of_the_process() {
        let home = OsString::from("/home/me");
        let process = |name: &str| (name == "HOME").then_some(&home);
        let found = read(b"A=1\nB=${A}\nC=x${HOME}\nD=${C}\nE=${NONE:-1}\n", &process);
        for (name, from_process) in
            [("A", false), ("B", false), ("C", true), ("D", true), ("E", false)]
        {
            let value = found.variables[name].as_ref().unwrap();
            assert_eq!(value.from_process, from_process, "{name}");
        }
    }

    #[test]
    fn values_over_the_limit_are_unreadable() {
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
}
