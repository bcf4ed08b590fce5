//! Compares what a chain of calls comes to officially with what it comes to here.

use std::collections::BTreeSet;
use std::path::Path;

use daytona_dockerfile::parse_fragment;

use super::chain::{Case, Place};
use super::classes::{Class, Expected, Part, goes_on, parts};
use super::lines::{self, Effect};
use super::tree::{Node, REFUSED_BY_THE_SECOND_STEP, expand_literally, nodes, nodes_of_part};
use crate::image::reserved::is_reserved;
use crate::image::{ContextFile, ResolvedImage};

/// What came out.
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

/// What a comparison found: nothing, or the classes of the differences.
type Found = Result<BTreeSet<Class>, String>;

/// The official answer to a case, and ours.
pub(super) struct Comparison<'c> {
    case: &'c Case,
    place: &'c Place,
    /// The first step of each call, counted from 1.
    first_steps: Vec<usize>,
    /// What each call adds, as far as the official SDK has taken them.
    parts: Vec<Vec<Part>>,
}

impl<'c> Comparison<'c> {
    /// Returns what came out, and the classes of what is different.
    pub(super) fn of(
        case: &'c Case,
        place: &'c Place,
    ) -> Result<(Outcome, BTreeSet<Class>), String> {
        let (image, first_steps) = case.image(place);
        let parts: Vec<Vec<Part>> =
            case.calls.iter().zip(&case.texts).map(|(call, text)| parts(call, text)).collect();
        let comparison = Self { case, place, first_steps, parts };
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

    /// What was recorded must be what the parts are of.
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

    /// Our parser must read the official text as BuildKit's does.
    fn check_parser(&self) -> Result<(), String> {
        if self.case.error.is_some() {
            return Ok(());
        }
        // What an open end joins to a JSON form is a case of `DIFFERENT_TODAY`.
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

    /// Compares a refusal of ours with those that are expected.
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
            .find(|&(call, _, says)| at(call) && message.contains(says));
        match found {
            Some((_, class, _)) => Ok((Outcome::RefusedHere, [class].into())),
            None => Err(format!("refused: {message}\n  {:?}", self.official())),
        }
    }

    /// What is refused for its line breaks must be no single instruction officially.
    fn check_broken(&self) -> Result<(), String> {
        for (call, part) in self
            .case
            .calls
            .iter()
            .zip(&self.parts)
            .flat_map(|(call, parts)| parts.iter().map(move |part| (call, part)))
        {
            let Some((Class::LineBreaks | Class::Unfinished, Expected::Refused(_))) = part.judged
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
                if let Some((class, Expected::Refused(says))) = part.judged {
                    expected.push((call, class, says));
                }
            }
            if self.is_by_hand(call) {
                for (class, effect, _) in lines::found(&self.case.texts[call]) {
                    if let Effect::Refused(says) = effect {
                        expected.push((call, class, says));
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

    fn is_by_hand(&self, call: usize) -> bool {
        matches!(self.case.calls[call].0.as_str(), "from_dockerfile" | "dockerfile_commands")
    }

    /// Compares two images that can be built, or one that cannot with ours.
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
                match &part.judged {
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
                [first, _, ..] if !first.ends_with('\n') || goes_on(first) => {
                    classes.insert(Class::OpenEnd);
                }
                _ if classes.is_empty() => {
                    return Err("the calls do not stand apart, and no class says why".to_owned());
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
            return Err(format!(
                "instructions\n  ours     {ours:?}\n  expected {expected:?}\n  official {:?}",
                self.official()
            ));
        }
        Ok(classes)
    }

    /// Tells whether the official text has other instructions than its parts.
    fn joins_instructions(&self) -> bool {
        let calls = self.parts.iter().enumerate();
        let parts = calls.flat_map(|(call, parts)| parts.iter().map(move |part| (call, part)));
        let count: usize = parts.map(|(call, part)| self.read(call, &part.official).len()).sum();
        nodes(&self.official()).map_or(true, |whole| whole.len() != count)
    }

    /// Reads what a call adds officially, with the sources that it sends by their local paths.
    fn read(&self, call: usize, text: &str) -> Vec<Node> {
        let found = match call {
            0 if self.case.calls[0].0 == "from_dockerfile" => nodes(text),
            _ => nodes_of_part(text),
        };
        // What is broken must have something instead.
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

    /// Tells whether a call writes a COPY of local files by itself.
    fn is_added(&self, call: usize, keyword: Option<&str>) -> bool {
        keyword == Some("COPY") && !self.is_by_hand(call)
    }

    /// Puts local paths in the place of the names that they get in the context.
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

    /// Tells whether the builder takes the name of an added file for a pattern, for several names
    /// or for something outside, so that the official text copies something else or nothing.
    fn has_odd_sources(&self) -> bool {
        let added = self.case.contexts.iter().filter(|(call, ..)| !self.is_by_hand(*call));
        let mut names = added.map(|(call, _, name)| (&self.case.calls[*call].0, name));
        names.any(|(method, name)| {
            let divided = method == "pip_install_from_requirements" && name.contains(' ');
            let outside = name == "." || name.starts_with("..");
            divided || outside || name.contains(['*', '?', '[', '\'', '"', '\\', '$'])
        })
    }

    /// What a call sends officially.
    fn sources(&self, call: usize) -> impl Iterator<Item = &'c (usize, String, String)> {
        self.case.contexts.iter().filter(move |(sender, ..)| *sender == call)
    }

    /// Reads our text, with the sources that our steps add by their local paths.
    fn ours(&self, resolved: &ResolvedImage) -> Result<Vec<Node>, String> {
        let added: Vec<&(usize, String, String)> =
            self.case.contexts.iter().filter(|(call, ..)| !self.is_by_hand(*call)).collect();
        let mut added = added.into_iter();
        let mut found = nodes(&resolved.dockerfile)?;
        for node in &mut found {
            node.line = 0;
            let is_added = node.value.first().is_some_and(|source| is_reserved(source));
            if node.keyword.as_deref() != Some("COPY") || !is_added {
                continue;
            }
            // In the order of the calls; what lies there is compared, too.
            let (_, source, _) = added.next().ok_or("more files are copied than added")?;
            let sent = resolved.context.iter().find(|file| file.archive_path == node.value[0]);
            let local = sent.ok_or_else(|| format!("{} is not sent", node.value[0]))?;
            same_file(&local.local, &self.place.local(source))?;
            let destination = expand_literally(&node.value[1]);
            node.value = vec![source.clone(), destination];
        }
        Ok(found)
    }

    /// What stands at the end must be the entrypoint that the text sets already.
    fn check_restated(&self, expected: &[Node], extra: &[Node]) -> Result<(), String> {
        let misleads = (0..self.parts.len()).filter(|call| self.is_by_hand(*call)).any(|call| {
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

    /// Compares what lines written by hand send.
    fn sent(&self, resolved: &ResolvedImage) -> Found {
        let mut classes = BTreeSet::new();
        let (mut official, mut expected) = (BTreeSet::new(), BTreeSet::new());
        for call in (0..self.parts.len()).filter(|call| self.is_by_hand(*call)) {
            let mut files = BTreeSet::new();
            for (_, source, archive) in self.sources(call) {
                files.extend(files_of(&self.place.local(source), archive));
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
        let by_hand = |file: &&ContextFile| !is_reserved(&file.archive_path);
        let ours: BTreeSet<String> = resolved
            .context
            .iter()
            .filter(by_hand)
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

    /// Compares the texts of the same meaning.
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

fn same_file(one: &Path, other: &Path) -> Result<(), String> {
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) if one == other => Ok(()),
        _ => Err(format!("{} is sent instead of {}", one.display(), other.display())),
    }
}

/// Returns the names that the files of a path get in the context; for a path that is not there,
/// its own with a mark.
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
