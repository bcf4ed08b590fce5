//! The classes of differences, and the expected result of each.

use daytona_dockerfile::parse_fragment;

use super::chain::Call;
use super::tree::{Node, nodes, nodes_of_part};

/// The reason why a result differs from the official one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    SourcePaths,
    OddSources,
    UnicodeEscapes,
    LineSeparators,
    DestinationQuotes,
    DestinationDot,
    ExecStrings,
    ExecRun,
    FlagLike,
    OpenEnd,
    ByteOrderMark,
    HeredocLineBreaks,
    Blanks,
    Restated,
    DefaultPython,
    OtherPythons,
    LineBreaks,
    CarriageReturns,
    Unfinished,
    Empty,
    OddNames,
    NotADockerfile,
    UnknownGroup,
    NotStrings,
    NoFiles,
    Home,
    MissingSource,
    Outside,
    FromTheRoot,
    AddAndMounts,
    Stages,
    HeredocBodies,
    Escape,
    Variables,
    ShellQuotes,
    Patterns,
    OwnDockerfile,
    RepeatedDirectory,
    IgnoreFiles,
}

/// The expected result of a part of a call.
#[derive(Debug)]
pub(super) enum Expected {
    /// These instructions instead of the official ones.
    Instructions(Vec<Node>),
    /// An error that contains this text.
    Refused(&'static str),
}

/// A part of the text that a call adds: of a variable, of a command, or of the whole call.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) official: String,
    pub(super) difference: Option<(Class, Expected)>,
}

impl Part {
    fn same(official: impl Into<String>) -> Self {
        Self { official: official.into(), difference: None }
    }

    fn refused(official: &str, class: Class, message: &'static str) -> Self {
        let difference = Some((class, Expected::Refused(message)));
        Self { official: official.to_owned(), difference }
    }

    fn instead(official: &str, class: Class, instructions: Vec<Node>) -> Self {
        let difference = Some((class, Expected::Instructions(instructions)));
        Self { official: official.to_owned(), difference }
    }
}

const LINE_BREAK: &str = "which no Dockerfile can hold there";

/// Splits the text that a call adds, so that each part has one class.
pub(super) fn parts(call: &Call, text: &str) -> Vec<Part> {
    match call.0.as_str() {
        "base" => vec![base(call.text(0), text)],
        "debian_slim" => vec![debian_slim(call, text)],
        "env" => env(call, text),
        "run_commands" => run_commands(call),
        "pip_install" => vec![pip_install(call, text)],
        "pip_install_from_requirements" => vec![requirements(call, text)],
        "pip_install_from_pyproject" => vec![pyproject(call, text)],
        "add_local_file" | "add_local_dir" => vec![added(call, text)],
        "workdir" => vec![workdir(call.text(0), text)],
        "entrypoint" | "cmd" => vec![exec_form(call, text)],
        "from_dockerfile" if call.text(0).starts_with('~') => {
            vec![Part::refused(text, Class::Home, "does not exist; `~` is not expanded")]
        }
        // The module `lines` has the classes of their lines.
        _ => vec![Part::same(text)],
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Returns a refused part if a value has line breaks.
fn line_breaks(values: &[&str], text: &str) -> Option<Part> {
    if values.iter().any(|value| value.contains(['\n', '\0'])) {
        return Some(Part::refused(text, Class::LineBreaks, LINE_BREAK));
    }
    let returns = values.iter().any(|value| value.contains('\r'));
    returns.then(|| Part::refused(text, Class::CarriageReturns, LINE_BREAK))
}

fn base(image: &str, text: &str) -> Part {
    if is_blank(image) {
        return Part::refused(text, Class::Empty, "the name of the image is empty");
    }
    if let Some(part) = line_breaks(&[image], text) {
        return part;
    }
    let words: Vec<&str> = image.split(' ').filter(|word| !word.starts_with("--")).collect();
    match words.as_slice() {
        [_] | [_, "AS", _] if image == "$X" => {
            Part::refused(text, Class::NotADockerfile, "FROM names no image")
        }
        [_] if image.ends_with('\\') => Part::refused(text, Class::Unfinished, "continues"),
        [_] | [_, "AS", _] => Part::same(text),
        _ => Part::refused(text, Class::NotADockerfile, "FROM takes an image"),
    }
}

fn debian_slim(call: &Call, text: &str) -> Part {
    let Some(version) = call.items()[0].as_str() else {
        let mut instructions = nodes(text).unwrap();
        instructions[0].value = vec!["python:3.13.3-slim-bookworm".to_owned()];
        return Part::instead(text, Class::DefaultPython, instructions);
    };
    match version.contains('\n') {
        true => Part::refused(text, Class::LineBreaks, "is not a release of Python 3"),
        false => Part::same(text),
    }
}

fn env(call: &Call, text: &str) -> Vec<Part> {
    let is_special = |name: &str| {
        name.is_empty()
            || name.starts_with("--")
            || name.contains(|c: char| c.is_whitespace() || "='\"$\\".contains(c))
    };
    for (name, value) in call.variables() {
        if is_special(name) {
            return vec![Part::refused(text, Class::OddNames, "cannot be a name")];
        }
        if let Some(part) = line_breaks(&[value], text) {
            return vec![part];
        }
    }
    text.split_inclusive('\n').map(Part::same).collect()
}

fn run_commands(call: &Call) -> Vec<Part> {
    let part = |item: &serde_json::Value| match item.as_str() {
        Some(command) => command_in_shell(command),
        None => {
            let words = item.as_array().unwrap().iter().map(|word| word.as_str().unwrap());
            command_without_shell(&words.collect::<Vec<_>>())
        }
    };
    call.items().iter().map(part).collect()
}

fn command_in_shell(command: &str) -> Part {
    let text = format!("RUN {command}\n");
    if is_blank(command) {
        return Part::refused(&text, Class::Empty, "a command is empty");
    }
    let text = text.as_str();
    match nodes_of_part(text).as_deref() {
        // A flag without its value is refused by the second step.
        Ok([_])
            if parse_fragment(text, '\\').is_err_and(|error| error.message().contains("flag")) =>
        {
            Part::refused(text, Class::NotADockerfile, "cannot follow RUN")
        }
        Err(_) => Part::refused(text, Class::Unfinished, "cannot follow RUN"),
        Ok([_]) if is_continued(text) => Part::refused(text, Class::Unfinished, ""),
        Ok([_]) => Part::same(text),
        Ok(_) => Part::refused(text, Class::LineBreaks, "has line breaks that end it"),
    }
}

/// Returns `true` if the last line of a text continues on the next line.
pub(super) fn is_continued(text: &str) -> bool {
    let followed = format!("{text}USER after\n");
    let both = nodes_of_part(&followed);
    both.is_ok_and(|both| both.len() == nodes_of_part(text).map_or(0, |alone| alone.len()))
}

fn command_without_shell(words: &[&str]) -> Part {
    let quoted = words.iter().map(|word| {
        let escaped = word.replace('"', r#"\\\""#).replace('\'', r"\'");
        format!("\"{escaped}\"")
    });
    let text = format!("RUN {}\n", quoted.collect::<Vec<_>>().join(" "));
    if words.is_empty() {
        return Part::refused(&text, Class::Empty, "no program to run is named");
    }
    Part::instead(&text, Class::ExecRun, vec![exec("RUN", words)])
}

fn exec(keyword: &str, words: &[&str]) -> Node {
    Node {
        keyword: Some(keyword.to_owned()),
        trigger: None,
        line: 0,
        json: true,
        flags: Vec::new(),
        value: words.iter().map(ToString::to_string).collect(),
        heredocs: Vec::new(),
    }
}

fn pip_install(call: &Call, text: &str) -> Part {
    let packages = call.packages();
    if packages.iter().any(|package| is_blank(package)) {
        return Part::refused(text, Class::Empty, "a package is empty");
    }
    line_breaks(&packages, text).unwrap_or_else(|| pip_options(call, text))
}

fn pip_options(call: &Call, text: &str) -> Part {
    let values = ["find_links", "index_url", "extra_index_urls"]
        .into_iter()
        .flat_map(|name| call.options(name))
        .collect::<Vec<_>>();
    if values.iter().any(|value| is_blank(value)) {
        return Part::refused(text, Class::Empty, "is empty");
    }
    let more = call.option("extra_options").unwrap_or_default().trim();
    if let Some(part) = line_breaks(&[values.as_slice(), &[more]].concat(), text) {
        return part;
    }
    if nodes_of_part(text).is_err() || is_continued(text) {
        return Part::refused(text, Class::Unfinished, "");
    }
    Part::same(text)
}

fn requirements(call: &Call, text: &str) -> Part {
    if call.text(0).starts_with('~') {
        return Part::refused(text, Class::Home, "does not exist; `~` is not expanded");
    }
    pip_options(call, text)
}

fn pyproject(call: &Call, text: &str) -> Part {
    match (call.text(0), call.texts(1).as_slice()) {
        ("py/numbers.toml", _) => {
            Part::refused(text, Class::NotStrings, "is of the type integer, and not a string")
        }
        ("py/group-text.toml", ["dev"]) => {
            Part::refused(text, Class::NotStrings, "is not a list of strings")
        }
        ("pyproject.toml", ["dev" | "docs", ..] | []) | (_, []) => Part::same(text),
        _ => Part::refused(text, Class::UnknownGroup, "has no group"),
    }
}

fn added(call: &Call, text: &str) -> Part {
    let (local, destination) = (call.text(0), call.text(1));
    if local.starts_with('~') {
        return Part::refused(text, Class::Home, "does not exist; `~` is not expanded");
    }
    if is_blank(destination) {
        return Part::refused(text, Class::Empty, "the destination is empty");
    }
    if local == "empty" {
        return Part::refused(text, Class::NoFiles, "has no files in it");
    }
    let to = |destination: &str| vec![exec("COPY", &[local, destination])];
    let is_file = call.0 == "add_local_file";
    if destination.contains(['\'', '"', '\\']) {
        return Part::instead(text, Class::DestinationQuotes, to(destination));
    }
    if is_file && matches!(destination.rsplit('/').next(), Some("." | "..")) {
        let name = local.rsplit('/').next().unwrap();
        return Part::instead(text, Class::DestinationDot, to(&format!("{destination}/{name}")));
    }
    Part::same(text)
}

fn workdir(path: &str, text: &str) -> Part {
    if is_blank(path) {
        return Part::refused(text, Class::Empty, "the path is empty");
    }
    if path.starts_with("--") {
        let node = Node { json: false, ..exec("WORKDIR", &[&format!("'{path}'")]) };
        return Part::instead(text, Class::FlagLike, vec![node]);
    }
    line_breaks(&[path], text).unwrap_or_else(|| Part::same(text))
}

fn exec_form(call: &Call, text: &str) -> Part {
    let words = call.texts(0);
    let special = |word: &&str| word.contains(|c: char| c == '"' || c == '\\' || c < ' ');
    match words.iter().any(special) {
        true => {
            let keyword = call.0.to_ascii_uppercase();
            Part::instead(text, Class::ExecStrings, vec![exec(&keyword, &words)])
        }
        false => Part::same(text),
    }
}
