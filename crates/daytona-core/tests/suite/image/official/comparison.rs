//! Compares the image of a chain of calls with the recorded result.

use std::collections::BTreeSet;
use std::path::Path;

use daytona_core::{ContextFile, ResolvedImage};
use daytona_dockerfile::parse_fragment;

use super::chain::{Case, Files};
use super::classes::{Class, Expected, Part, is_continued, parts};
use super::lines::{self, Effect};
use super::tree::{Node, REFUSED_BY_THE_SECOND_STEP, expand_literally, nodes, nodes_of_part};

/// The outcome of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Outcome {
    SameText,
    /// The text differs, the instructions do not.
    SameMeaning,
    OtherMeaning,
    RefusedByBoth,
    RefusedHere,
    TakenHere,
}

/// The classes of the differences, or an unexpected difference.
type Found = Result<BTreeSet<Class>, String>;

/// A case, with both results.
pub(super) struct Comparison<'c> {
    case: &'c Case,
    files: &'c Files,
    /// The first step of each call, counted from 1.
    first_steps: Vec<usize>,
    /// The parts of each call, up to the first error of the official SDK.
    parts: Vec<Vec<Part>>,
}

impl<'c> Comparison<'c> {
    /// Returns the outcome, and the classes of the differences.
    pub(super) fn of(
        case: &'c Case,
        files: &'c Files,
    ) -> Result<(Outcome, BTreeSet<Class>), String> {
        let (image, first_steps) = case.image(files);
        let parts: Vec<Vec<Part>> =
            case.calls.iter().zip(&case.texts).map(|(call, text)| parts(call, text)).collect();
        let comparison = Self { case, files, first_steps, parts };
        comparison.check_parts()?;
        comparison.check_parser()?;
        match (image.resolve(), &case.error) {
            (Err(error), _) => comparison.refusal(&error.to_string()),
            (Ok(resolved), Some((_, class, message))) => match case.calls.as_slice() {
                [only] if only.0 == "debian_slim" => {
                    let version = only.text(0);
                    let from = format!("FROM python:{version}-slim-bookworm\n");
                    match resolved.dockerfile.starts_with(&from) {
                        true => Ok((Outcome::TakenHere, [Class::OtherPythons].into())),
                        false => Err(resolved.dockerfile),
                    }
                }
                _ => Err(format!("taken here, and there {class}: {message}")),
            },
            (Ok(resolved), None) => comparison.images(&resolved),
        }
    }

    /// Checks that the parts add up to the recorded text.
    fn check_parts(&self) -> Result<(), String> {
        for (parts, text) in self.parts.iter().zip(&self.case.texts) {
            let whole: String = parts.iter().map(|part| part.official.as_str()).collect();
            if whole != *text {
                return Err(format!("the parts {parts:?} are not those of {text:?}"));
            }
        }
        Ok(())
    }

    fn official(&self) -> String {
        self.case.texts.concat()
    }

    /// Checks that the parser reads the official text as BuildKit does.
    fn check_parser(&self) -> Result<(), String> {
        if self.case.error.is_some() {
            return Ok(());
        }
        // The parsers differ for a JSON form that an unfinished last line joins to the next line.
        let joined = match self.case.texts.as_slice() {
            [first, _, ..] if !first.ends_with('\n') => first.matches('\n').count() + 1,
            _ => 0,
        };
        let alike = |ours: &[Node], theirs: &[Node]| {
            let mut pairs = ours.iter().zip(theirs);
            let same = |(one, other): (&Node, &Node)| one == other || one.line == joined;
            ours.len() == theirs.len() && pairs.all(same)
        };
        match (nodes(&self.official()), self.case.nodes(), &self.case.refused) {
            (Ok(ours), Some(theirs), None) if alike(&ours, &theirs) => Ok(()),
            (Err(_), None, Some(_)) => Ok(()),
            (Err(error), Some(_), None)
                if REFUSED_BY_THE_SECOND_STEP.iter().any(|part| error.contains(part)) =>
            {
                Ok(())
            }
            (ours, theirs, refused) => {
                Err(format!("read as {ours:?}, and by BuildKit as {theirs:?} {refused:?}"))
            }
        }
    }

    /// Checks that an error is an expected one.
    fn refusal(&self, message: &str) -> Result<(Outcome, BTreeSet<Class>), String> {
        let at = |call: usize| {
            let end = self.first_steps.get(call + 1).copied().unwrap_or(usize::MAX);
            let named = |step| message.contains(&format!("step {step} of the image, "));
            (self.first_steps[call]..end.min(self.first_steps[call] + 9)).any(named)
        };
        if let Some((call, ..)) = self.case.error
            && at(call)
        {
            return Ok((Outcome::RefusedByBoth, BTreeSet::new()));
        }
        self.check_broken()?;
        let found = self
            .expected_refusals()
            .into_iter()
            .find(|&(call, _, text)| at(call) && message.contains(text));
        match found {
            Some((_, class, _)) => Ok((Outcome::RefusedHere, [class].into())),
            None => Err(format!("refused: {message}\n  {:?}", self.official())),
        }
    }

    /// Checks that text that is refused for its line breaks is more than one instruction.
    fn check_broken(&self) -> Result<(), String> {
        for (call, part) in self
            .case
            .calls
            .iter()
            .zip(&self.parts)
            .flat_map(|(call, parts)| parts.iter().map(move |part| (call, part)))
        {
            let Some((Class::LineBreaks | Class::Unfinished, Expected::Refused(_))) =
                part.difference
            else {
                continue;
            };
            let count = if call.0 == "env" { call.variables().len() } else { 1 };
            let text = &part.official;
            if parse_fragment(text, '\\').is_ok_and(|found| found.len() == count) {
                return Err(format!("{text:?} is not broken"));
            }
        }
        Ok(())
    }

    fn expected_refusals(&self) -> Vec<(usize, Class, &'static str)> {
        let mut expected = Vec::new();
        for (call, parts) in self.parts.iter().enumerate() {
            for part in parts {
                if let Some((class, Expected::Refused(text))) = part.difference {
                    expected.push((call, class, text));
                }
            }
            if self.is_user_text(call) {
                for (class, effect, _) in lines::found(&self.case.texts[call]) {
                    if let Effect::Refused(text) = effect {
                        expected.push((call, class, text));
                    }
                }
                let text = &self.case.texts[call];
                if self.case.calls[call].0 == "dockerfile_commands"
                    && text.trim_end().ends_with('\\')
                {
                    expected.push((call, Class::Unfinished, "continues"));
                }
            }
        }
        expected
    }

    fn is_user_text(&self, call: usize) -> bool {
        matches!(self.case.calls[call].0.as_str(), "from_dockerfile" | "dockerfile_commands")
    }

    /// Compares two results without errors.
    fn images(&self, resolved: &ResolvedImage) -> Result<(Outcome, BTreeSet<Class>), String> {
        if let Some((call, class, _)) = self.expected_refusals().first() {
            return Err(format!("call {call} should have been refused: {class:?}"));
        }
        let mut classes = self.instructions(resolved)?;
        let same_meaning = classes.is_empty();
        classes.extend(self.sent(resolved)?);
        if same_meaning {
            classes.extend(self.texts(resolved)?);
        }
        let outcome = match (same_meaning, resolved.dockerfile == self.official()) {
            (true, true) => Outcome::SameText,
            (true, false) => Outcome::SameMeaning,
            (false, _) => Outcome::OtherMeaning,
        };
        Ok((outcome, classes))
    }

    /// Compares the instructions.
    fn instructions(&self, resolved: &ResolvedImage) -> Found {
        let mut classes = BTreeSet::new();
        let mut expected = Vec::new();
        for (call, parts) in self.parts.iter().enumerate() {
            for part in parts {
                let official = self.read(call, &part.official);
                match &part.difference {
                    Some((class, Expected::Instructions(instead))) => {
                        let instead = self.by_local_paths(call, instead.clone());
                        if instead == official {
                            return Err(format!("call {call} is no case of {class:?}"));
                        }
                        classes.insert(*class);
                        expected.extend(instead);
                    }
                    _ => expected.extend(official),
                }
            }
        }
        if self.joins_instructions() {
            match self.case.texts.as_slice() {
                [first, _, ..] if !first.ends_with('\n') || is_continued(first) => {
                    classes.insert(Class::OpenEnd);
                }
                _ if classes.is_empty() => {
                    return Err(
                        "instructions of several calls are joined, and no class explains it"
                            .to_owned(),
                    );
                }
                _ => {}
            }
        }
        if self.has_odd_sources() {
            classes.insert(Class::OddSources);
        }

        let mut ours = self.ours(resolved)?;
        let extra = ours.split_off(expected.len().min(ours.len()));
        if !extra.is_empty() {
            self.check_restated(&expected, &extra)?;
            classes.insert(Class::Restated);
        }
        if ours != expected {
            // The official SDK converts the line breaks of a whole Dockerfile.
            let mut bodies = ours.iter_mut().flat_map(|node| &mut node.heredocs);
            bodies.by_ref().for_each(|(_, body)| *body = body.replace("\r\n", "\n"));
            classes.insert(Class::HeredocLineBreaks);
        }
        if ours != expected {
            return Err(format!(
                "instructions\n  ours     {ours:?}\n  expected {expected:?}\n  official {:?}",
                self.official()
            ));
        }
        Ok(classes)
    }

    /// Returns `true` if the official text has other instructions than its parts.
    fn joins_instructions(&self) -> bool {
        let calls = self.parts.iter().enumerate();
        let parts = calls.flat_map(|(call, parts)| parts.iter().map(move |part| (call, part)));
        let count: usize = parts.map(|(call, part)| self.read(call, &part.official).len()).sum();
        nodes(&self.official()).map_or(true, |whole| whole.len() != count)
    }

    /// Parses the official text of a call, with local paths as the sources of COPY.
    fn read(&self, call: usize, text: &str) -> Vec<Node> {
        let found = match call {
            0 if self.case.calls[0].0 == "from_dockerfile" => nodes(text),
            _ => nodes_of_part(text),
        };
        // A part that does not parse has instructions that replace it.
        let mut found = self.by_local_paths(call, found.unwrap_or_default());
        for node in &mut found {
            if let [_, destination] = node.value.as_mut_slice()
                && self.is_added(call, node.keyword.as_deref())
            {
                *destination = expand_literally(destination);
            }
        }
        found
    }

    /// Returns `true` for a COPY of local files that a call generates.
    fn is_added(&self, call: usize, keyword: Option<&str>) -> bool {
        keyword == Some("COPY") && !self.is_user_text(call)
    }

    /// Replaces archive paths by local paths.
    fn by_local_paths(&self, call: usize, mut nodes: Vec<Node>) -> Vec<Node> {
        for node in &mut nodes {
            node.line = 0;
            if self.is_added(call, node.keyword.as_deref()) {
                let (_, source, _) = self.sources(call).next().unwrap();
                let destination = node.value.pop().unwrap();
                node.value = vec![source.clone(), destination];
            }
        }
        nodes
    }

    /// Returns `true` if the builder reads the official name of an added file as a pattern, as several
    /// names, or as a path outside of the context.
    fn has_odd_sources(&self) -> bool {
        let added = self.case.contexts.iter().filter(|(call, ..)| !self.is_user_text(*call));
        let mut names = added.map(|(call, _, name)| (&self.case.calls[*call].0, name));
        names.any(|(method, name)| {
            let divided = method == "pip_install_from_requirements" && name.contains(' ');
            let outside = name == "." || name.starts_with("..");
            divided || outside || name.contains(['*', '?', '[', '\'', '"', '\\', '$'])
        })
    }

    /// Returns the files that a call sends officially.
    fn sources(&self, call: usize) -> impl Iterator<Item = &'c (usize, String, String)> {
        self.case.contexts.iter().filter(move |(sender, ..)| *sender == call)
    }

    /// Parses the resolved Dockerfile, with local paths as the sources of COPY.
    fn ours(&self, resolved: &ResolvedImage) -> Result<Vec<Node>, String> {
        let added: Vec<&(usize, String, String)> =
            self.case.contexts.iter().filter(|(call, ..)| !self.is_user_text(*call)).collect();
        let mut added = added.into_iter();
        let mut found = nodes(&resolved.dockerfile)?;
        for node in &mut found {
            node.line = 0;
            let is_added = node.value.first().is_some_and(|source| is_reserved(source));
            if node.keyword.as_deref() != Some("COPY") || !is_added {
                continue;
            }
            // COPY instructions are in the order of the calls.
            let (_, source, _) = added.next().ok_or("more files are copied than added")?;
            let sent = resolved.context.iter().find(|file| file.archive_path == node.value[0]);
            let local = sent.ok_or_else(|| format!("{} is not sent", node.value[0]))?;
            same_file(&local.local, &self.files.local(source))?;
            let destination = expand_literally(&node.value[1]);
            node.value = vec![source.clone(), destination];
        }
        Ok(found)
    }

    /// Checks that the additional instruction repeats the entrypoint.
    fn check_restated(&self, expected: &[Node], extra: &[Node]) -> Result<(), String> {
        let misleads = (0..self.parts.len()).filter(|call| self.is_user_text(*call)).any(|call| {
            let found = lines::found(&self.case.texts[call]);
            found.iter().any(|(_, effect, _)| matches!(effect, Effect::Restates))
        });
        let mut shell = vec!["/bin/sh".to_owned(), "-c".to_owned()];
        let mut entrypoint = None;
        for node in expected {
            match node.keyword.as_deref() {
                Some("SHELL") => shell.clone_from(&node.value),
                Some("FROM") => entrypoint = None,
                Some("ENTRYPOINT") if node.json => entrypoint = Some(node.value.clone()),
                Some("ENTRYPOINT") => {
                    entrypoint = Some([shell.as_slice(), &node.value].concat());
                }
                _ => {}
            }
        }
        match extra {
            [only] if misleads && only.json && Some(&only.value) == entrypoint.as_ref() => Ok(()),
            _ => Err(format!("more instructions than officially: {extra:?}")),
        }
    }

    /// Compares the files that lines of the user send.
    fn sent(&self, resolved: &ResolvedImage) -> Found {
        let mut classes = BTreeSet::new();
        let (mut official, mut expected) = (BTreeSet::new(), BTreeSet::new());
        for call in (0..self.parts.len()).filter(|call| self.is_user_text(*call)) {
            let mut files = BTreeSet::new();
            for (_, source, archive) in self.sources(call) {
                files.extend(files_of(&self.files.local(source), archive));
            }
            let text = &self.case.texts[call];
            official.extend(files.clone());
            for (class, effect, rest) in lines::found(text) {
                let Effect::Sends { here, there } = effect else { continue };
                let before = files.clone();
                files.retain(|file| !there.contains(&file.as_str()) || rest.contains(file));
                files.extend(here.iter().map(ToString::to_string));
                if files != before {
                    classes.insert(class);
                }
            }
            expected.extend(files);
        }
        let is_from_user_text = |file: &&ContextFile| !is_reserved(&file.archive_path);
        let ours: BTreeSet<String> = resolved
            .context
            .iter()
            .filter(is_from_user_text)
            .flat_map(|file| {
                let mut files = files_of(&file.local, &file.archive_path);
                files.retain(|path| {
                    !file.filter.as_ref().is_some_and(|filter| filter.ignores(path))
                });
                files
            })
            .collect();
        match ours == expected {
            true => Ok(classes),
            false => Err(format!(
                "files\n  ours     {ours:?}\n  expected {expected:?}\n  official {official:?}\n  {:?}",
                self.official()
            )),
        }
    }

    /// Compares the texts of images with the same meaning.
    fn texts(&self, resolved: &ResolvedImage) -> Found {
        let mut classes = BTreeSet::new();
        let mut official = String::new();
        for (call, text) in self.case.calls.iter().zip(&self.case.texts) {
            let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
            if plain != text {
                classes.insert(Class::ByteOrderMark);
            }
            let blank_options =
                call.option("extra_options").is_some_and(|options| options.trim().is_empty());
            match (call.0.as_str(), blank_options && text.ends_with(" \n")) {
                ("dockerfile_commands", _) if call.texts(0).is_empty() => {
                    classes.insert(Class::Blanks);
                }
                (_, true) => {
                    classes.insert(Class::Blanks);
                    official.push_str(text.trim_end());
                    official.push('\n');
                }
                _ => official.push_str(plain),
            }
        }
        let (official, ours): (Vec<&str>, Vec<&str>) =
            (official.lines().collect(), resolved.dockerfile.lines().collect());
        if official.len() != ours.len() {
            return Err(format!("lines\n  ours     {ours:?}\n  official {official:?}"));
        }
        for (ours, official) in ours.iter().zip(&official) {
            if ours == official {
                continue;
            }
            if ours.starts_with("COPY") && ours.contains(".daytona-files") {
                classes.insert(Class::SourcePaths);
                if official.contains("\\u") {
                    classes.insert(Class::UnicodeEscapes);
                }
            } else if official.contains(['\u{2028}', '\u{2029}']) && ours.contains("\\u202") {
                classes.insert(Class::LineSeparators);
            } else if official.strip_suffix('\\') == Some(ours) {
                classes.insert(Class::OpenEnd);
            } else {
                return Err(format!("text\n  ours     {ours:?}\n  official {official:?}"));
            }
        }
        Ok(classes)
    }
}

/// Returns `true` for a path below the directory of added files.
fn is_reserved(path: &str) -> bool {
    path.starts_with(".daytona-files")
}

fn same_file(one: &Path, other: &Path) -> Result<(), String> {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) if one == other => Ok(()),
        _ => Err(format!("{} is sent instead of {}", one.display(), other.display())),
    }
}

/// Returns the archive paths of the files at a local path. For a missing path, returns its own archive
/// path with the mark `?`.
fn files_of(local: &Path, archive_path: &str) -> Vec<String> {
    let segments = archive_path.split('/').filter(|segment| !matches!(*segment, "" | "."));
    let name = segments.collect::<Vec<_>>().join("/");
    if local.is_file() {
        return vec![name];
    }
    let Ok(entries) = std::fs::read_dir(local) else { return vec![format!("?{name}")] };
    entries
        .flat_map(|entry| {
            let file_name = entry.unwrap().file_name();
            let file_name = file_name.to_str().unwrap();
            files_of(&local.join(file_name), &format!("{name}/{file_name}"))
        })
        .collect()
}
