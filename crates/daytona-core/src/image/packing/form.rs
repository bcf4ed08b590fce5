//! The packed form of an image: what travels in archives, and the text that unpacks them.

use std::ops::Range;

use daytona_dockerfile::Keyword;

use super::rule::PackableCopy;
use crate::image::context::file::ContextFile;
use crate::image::render::quote::json_array;

/// The directory of the archives in the context.
const PREFIX: &str = ".daytona-files";

/// The archives and files that are sent in the place of plain files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackedForm {
    /// The packed instructions, in their order.
    pub(in crate::image) copies: Vec<PackedCopy>,
    /// The files that other instructions need.
    pub(crate) plain: Vec<ContextFile>,
}

/// An instruction whose files travel in archives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::image) struct PackedCopy {
    /// The bytes of the instruction in the Dockerfile, without its last line break.
    pub(in crate::image) range: Range<usize>,
    pub(in crate::image) copy: PackableCopy,
    pub(in crate::image) sources: Vec<PackedSource>,
}

/// A source of a packed instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::image) enum PackedSource {
    Pack(ContextPack),
    /// A source that stays as it is written: a file that ADD may unpack.
    Verbatim(String),
}

/// Files that travel in archives of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ContextPack {
    /// The directory of the archives in the context. It names the source for readers of the log.
    pub(crate) prefix: String,
    /// The files and directories. Archive paths are relative to the destination.
    pub(crate) entries: Vec<PackEntry>,
    pub(crate) keeps_times: bool,
}

/// An entry of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PackEntry {
    pub(crate) file: ContextFile,
    /// `true` for a directory without its content.
    pub(crate) is_bare_directory: bool,
}

impl ContextPack {
    pub(in crate::image) fn new(source: &str, entries: Vec<PackEntry>, keeps_times: bool) -> Self {
        let source = safe_path(source);
        let prefix = match source.as_str() {
            "" => PREFIX.to_owned(),
            source => format!("{PREFIX}/{source}"),
        };
        Self { prefix, entries, keeps_times }
    }
}

impl PackEntry {
    pub(in crate::image) fn new(file: ContextFile) -> Self {
        Self { file, is_bare_directory: false }
    }

    pub(in crate::image) fn bare_directory(file: ContextFile) -> Self {
        Self { file, is_bare_directory: true }
    }
}

/// The attributes that an instruction gives to the files of its packs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PackAttributes {
    /// The owner: user and group.
    pub(crate) owner: Option<(u32, u32)>,
    pub(crate) mode: Option<u32>,
}

impl PackedForm {
    /// Returns the packs in their order.
    pub(crate) fn packs(&self) -> impl Iterator<Item = (&ContextPack, PackAttributes)> {
        self.copies.iter().flat_map(|copied| {
            let PackableCopy { owner, mode, .. } = copied.copy;
            copied.packs().map(move |pack| (pack, PackAttributes { owner, mode }))
        })
    }

    /// Returns the text with an ADD in the place of each packed instruction. `sources` has the paths
    /// that represent each pack. The numbers of the other lines do not change.
    pub(crate) fn dockerfile(&self, text: &str, sources: &[Vec<String>]) -> String {
        let mut sources = sources.iter();
        let mut packed = String::with_capacity(text.len());
        let mut done = 0;
        for copied in &self.copies {
            let Range { start, end } = copied.range.clone();
            let names: Vec<&[String]> =
                sources.by_ref().take(copied.packs().count()).map(Vec::as_slice).collect();
            packed.push_str(text.get(done..start).unwrap_or_default());
            packed.push_str(&copied.line(&names));
            let replaced = text.get(start..end).unwrap_or_default();
            packed.extend(replaced.matches('\n'));
            done = end;
        }
        packed.push_str(text.get(done..).unwrap_or_default());
        packed
    }
}

impl PackedCopy {
    fn packs(&self) -> impl Iterator<Item = &ContextPack> {
        self.sources.iter().filter_map(|source| match source {
            PackedSource::Pack(pack) => Some(pack),
            PackedSource::Verbatim(_) => None,
        })
    }

    fn line(&self, sources: &[&[String]]) -> String {
        let mut sources = sources.iter().copied();
        let mut words: Vec<&str> = Vec::new();
        for source in &self.sources {
            match source {
                PackedSource::Pack(_) => {
                    words.extend(sources.next().unwrap_or_default().iter().map(String::as_str));
                }
                PackedSource::Verbatim(source) => words.push(source),
            }
        }
        let mut destination = self.copy.destination.clone();
        if !destination.ends_with('/') {
            destination.push('/');
        }
        words.push(&destination);
        let mut line = Keyword::Add.to_string();
        for flag in &self.copy.flags {
            line.push(' ');
            line.push_str(flag);
        }
        line.push(' ');
        match self.copy.is_json {
            true => line.push_str(&json_array(&words)),
            false => line.push_str(&words.join(" ")),
        }
        line
    }
}

/// Returns a path in which no character is special in a Dockerfile or for a shell.
fn safe_path(path: &str) -> String {
    path.replace(|c: char| !c.is_alphanumeric() && !"/._-+@%,".contains(c), "_")
}

/// Returns the bytes of the instruction that begins at `start`: up to its last line, without the line
/// break. Comments and empty lines can stand between continued lines.
pub(in crate::image) fn instruction_range(text: &str, start: usize, escape: char) -> Range<usize> {
    let mut end = start;
    let mut is_first = true;
    for line in text.get(start..).unwrap_or_default().split_inclusive('\n') {
        end += line.len();
        let content = line.trim();
        let is_skipped = !is_first && (content.is_empty() || content.starts_with('#'));
        is_first = false;
        if !is_skipped && !content.ends_with(escape) {
            break;
        }
    }
    let instruction = text.get(start..end).unwrap_or_default();
    start..start + instruction.trim_end_matches(['\r', '\n']).len()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use daytona_dockerfile::{Dockerfile, parse_fragment};

    use super::*;

    fn pack(source: &str) -> PackedSource {
        let file = ContextFile::new(PathBuf::from(source), String::new(), PathBuf::new());
        PackedSource::Pack(ContextPack::new(source, vec![PackEntry::new(file)], false))
    }

    fn packed(text: &str, line: usize, sources: Vec<PackedSource>) -> PackedForm {
        let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let range = instruction_range(text, start, '\\');
        let instruction = &parse_fragment(&text[range.clone()], '\\').unwrap()[0];
        let copy = PackableCopy::of(instruction, '\\').unwrap();
        PackedForm { copies: vec![PackedCopy { range, copy, sources }], plain: Vec::new() }
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn instruction_is_replaced_and_other_lines_keep_their_numbers() {
        let text =
            "FROM alpine\nCOPY --link \\\n  # the sources\n\n  src \\\n  /app\n# end\nRUN true\n";
        let form = packed(text, 2, vec![pack("src")]);
        let sent = form.dockerfile(text, &[names(&["x/1", "x/2"])]);
        assert_eq!(sent, "FROM alpine\nADD --link x/1 x/2 /app/\n\n\n\n\n# end\nRUN true\n");
        let lines = |text: &str| Dockerfile::parse(text).unwrap().instructions()[2].line;
        assert_eq!(lines(text), lines(&sent));
    }

    #[test]
    fn json_form_and_verbatim_sources_are_kept() {
        let text = "FROM alpine\nADD [\"dir\", \"a.tgz\", \"/my app/\"]";
        let form = packed(text, 2, vec![pack("dir"), PackedSource::Verbatim("a.tgz".into())]);
        let sent = form.dockerfile(text, &[names(&["x/1"])]);
        assert_eq!(sent, "FROM alpine\nADD [\"x/1\", \"a.tgz\", \"/my app/\"]");
    }

    #[test]
    fn prefix_has_no_special_characters() {
        let prefix = |source| match pack(source) {
            PackedSource::Pack(pack) => pack.prefix,
            PackedSource::Verbatim(_) => String::new(),
        };
        assert_eq!(prefix(""), ".daytona-files");
        assert_eq!(prefix("a b/$c[1]/ü"), ".daytona-files/a_b/_c_1_/ü");
    }
}
