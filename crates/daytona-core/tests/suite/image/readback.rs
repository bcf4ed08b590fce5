//! Round trips: the builder and the shell read exactly the random strings that steps are given.

use std::fs;

use daytona_core::{Image, PipOptions, UvOptions};
use daytona_dockerfile::{Arguments, Dockerfile, Instruction, Keyword, expand};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use tempfile::TempDir;

/// The value of every variable.
const VALUE: &str = "<value>";

const ODD: [char; 24] = [
    ' ', '\t', '"', '\'', '\\', '`', '$', '{', '}', '#', '<', '=', '-', '[', ']', ',', ';', '&',
    '~', '*', '\u{a0}', '\u{2028}', 'é', 'a',
];

/// Returns text without control characters, which are refused, except tabs and line breaks. Special
/// characters are more frequent than others.
fn text() -> impl Strategy<Value = String> {
    vec(prop_oneof![4 => select(ODD.as_slice()), 1 => any::<char>()], 0..10).prop_map(
        |characters| {
            let is_refused = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            String::from_iter(characters).replace(is_refused, "-")
        },
    )
}

/// Returns text without line breaks.
fn line() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.replace(['\n', '\r'], "-"))
}

fn filled_line() -> impl Strategy<Value = String> {
    line().prop_filter("not empty", |text| !text.trim().is_empty())
}

/// Returns a text with variables, and its expansion.
fn expanded() -> impl Strategy<Value = (String, String)> {
    let literal = line().prop_map(|text| text.replace('$', "S").trim_end_matches('\\').to_owned());
    let piece = prop_oneof![
        literal.prop_map(|text| (text.clone(), text)),
        Just(("${NAME}".to_owned(), VALUE.to_owned())),
        Just(("\\$".to_owned(), "$".to_owned())),
    ];
    vec(piece, 0..5).prop_map(|pieces| pieces.into_iter().unzip())
}

/// Returns an image for each of the two escape characters.
fn starts() -> (TempDir, [(Image, char); 2]) {
    let dir = tempfile::tempdir().unwrap();
    let start = |name: &str, text: &str| {
        fs::write(dir.path().join(name), text).unwrap();
        Image::from_dockerfile(dir.path().join(name))
    };
    let starts =
        [(start("backslash", "FROM a\n"), '\\'), (start("backtick", "# escape=`\nFROM a\n"), '`')];
    (dir, starts)
}

/// Returns the instruction that a step adds after FROM, as the builder parses it.
fn read(start: &Image, build: impl FnOnce(Image) -> Image) -> Instruction {
    let text = build(start.clone()).dockerfile().unwrap();
    let file = Dockerfile::parse(&text).unwrap();
    let [from, only] = file.instructions() else { panic!("{text}") };
    assert_eq!(from.keyword, Keyword::From);
    only.clone()
}

/// Returns the names and values of ENV or LABEL, expanded.
fn pairs(instruction: &Instruction, escape: char) -> Vec<(String, String)> {
    let pairs = instruction.pairs(escape).unwrap();
    pairs.iter().map(|(name, value)| (word(name, escape), word(value, escape))).collect()
}

/// Returns a word without its quotes, with [`VALUE`] for each variable.
fn word(text: &str, escape: char) -> String {
    expand(text, escape, |_| Some(VALUE)).unwrap().text
}

fn text_of(instruction: &Instruction) -> &str {
    match &instruction.arguments {
        Arguments::Text(text) => text,
        Arguments::Json(words) => panic!("JSON: {words:?}"),
    }
}

fn json_of(instruction: &Instruction) -> &[String] {
    match &instruction.arguments {
        Arguments::Json(words) => words,
        Arguments::Text(text) => panic!("text: {text}"),
    }
}

proptest! {
    #[test]
    fn builder_reads_the_values_of_env_and_label(value in line()) {
        let (_dir, starts) = starts();
        for (start, escape) in &starts {
            let env = read(start, |image| image.env([("KEY", &value)]));
            prop_assert_eq!(pairs(&env, *escape), [("KEY".to_owned(), value.clone())]);
            let label = read(start, |image| image.label("a.b/c", &value));
            prop_assert_eq!(pairs(&label, *escape), [("a.b/c".to_owned(), value.clone())]);
        }
    }

    #[test]
    fn builder_expands_variables_only((written, value) in expanded()) {
        let (_dir, starts) = starts();
        for (start, escape) in &starts {
            let env = read(start, |image| image.env_expanded([("KEY", &written)]));
            prop_assert_eq!(pairs(&env, *escape), [("KEY".to_owned(), value.clone())]);
            let destination = format!("/d/{written}/x");
            let copy = read(start, |image| image.add_file_content("", &destination));
            let [source, destination] = json_of(&copy) else { panic!("{copy:?}") };
            prop_assert_eq!(word(destination, *escape), format!("/d/{value}/x"));
            prop_assert_eq!(&word(source, *escape), source);
        }
    }

    #[test]
    fn builder_reads_the_directory_and_the_user(value in filled_line()) {
        let (_dir, starts) = starts();
        for (start, escape) in &starts {
            for instruction in [
                read(start, |image| image.workdir(&value)),
                read(start, |image| image.user(&value)),
            ] {
                prop_assert_eq!(&instruction.flags, &[""; 0]);
                prop_assert_eq!(&word(text_of(&instruction), *escape), &value);
            }
        }
    }

    #[test]
    fn builder_reads_the_words_of_exec_forms(words in vec(text(), 1..5)) {
        let (_dir, starts) = starts();
        for (start, _) in &starts {
            let written: [fn(Image, &[String]) -> Image; 4] = [
                |image, words| image.run_exec(words),
                |image, words| image.entrypoint(words),
                |image, words| image.cmd(words),
                |image, words| image.shell(words),
            ];
            for write in written {
                let instruction = read(start, |image| write(image, &words));
                prop_assert_eq!(json_of(&instruction), &words);
            }
        }
    }

    #[test]
    fn shell_reads_the_packages_and_options(
        mut packages in vec(filled_line(), 1..4),
        option in filled_line(),
    ) {
        let (_dir, starts) = starts();
        for (start, _) in &starts {
            let pip = PipOptions::new().index_url(&option);
            let uv = UvOptions::from(pip.clone());
            for run in [
                read(start, |image| image.pip_install_with(&packages, pip)),
                read(start, |image| image.uv_pip_install_with(&packages, uv)),
            ] {
                let words = shlex::split(text_of(&run)).unwrap();
                packages.sort();
                let expected: Vec<&String> = packages.iter().chain([&option]).collect();
                let given: Vec<&String> =
                    words.iter().filter(|word| !word.ends_with("-index") && *word != "--index-url").collect();
                prop_assert_eq!(&given[given.len() - expected.len()..], expected);
            }
        }
    }
}
