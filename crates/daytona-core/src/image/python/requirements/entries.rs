//! The entries of a requirements file, as pip parses them.

/// An entry that names other files.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The number of its first line. The first line is 1.
    pub(super) line: usize,
    pub(super) kind: EntryKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    Include(Include),
    /// A directory or page of archives that is not a URL.
    FindLinks(String),
    /// A requirement that is a path: `-e .`, `./x`, `x.whl`, `file:x`.
    LocalPath(String),
    /// Options with a quote that is not closed.
    OpenQuote,
}

/// An included file that is not a URL.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Include {
    pub(super) option: &'static str,
    pub(super) path: String,
}

/// The options that can name a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FileOption {
    Requirement,
    Constraint,
    Editable,
    FindLinks,
}

const OPTIONS: [(FileOption, &str, &str); 4] = [
    (FileOption::Requirement, "-r", "--requirement"),
    (FileOption::Constraint, "-c", "--constraint"),
    (FileOption::Editable, "-e", "--editable"),
    (FileOption::FindLinks, "-f", "--find-links"),
];

/// The suffixes of archives. pip reads such a name as a path even without a `/`.
const ARCHIVES: [&str; 11] = [
    ".whl",
    ".zip",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tar.lzma",
    ".tlz",
];

/// Returns the entries that name other files.
pub(super) fn read(bytes: &[u8]) -> Vec<Entry> {
    let text = decoded(bytes);
    let lines = logical_lines(&text).into_iter();
    lines
        .flat_map(|(line, text)| kinds(&text).into_iter().map(move |kind| Entry { line, kind }))
        .collect()
}

/// Decodes UTF-8, or UTF-16 after a byte order mark. Some shells of Windows write UTF-16. Other
/// encodings do not matter here, because only ASCII text is searched.
fn decoded(bytes: &[u8]) -> String {
    let units = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        String::from_utf16_lossy(&units.collect::<Vec<_>>())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// Joins lines that end with `\`, and removes comments. A comment line ends a continued line.
fn logical_lines(text: &str) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    let mut begun: Option<(usize, String)> = None;
    for (index, line) in physical_lines(text).enumerate() {
        let is_comment = line.trim_start().starts_with('#');
        let (number, mut whole) = begun.take().unwrap_or((index + 1, String::new()));
        if is_comment {
            whole.push(' ');
        }
        match line.strip_suffix('\\') {
            Some(_) if !is_comment => begun = Some((number, whole + line.trim_matches('\\'))),
            _ => lines.push((number, whole + line)),
        }
    }
    lines.extend(begun);
    for (_, line) in &mut lines {
        *line = without_comment(line).trim().to_owned();
    }
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

/// Splits at the line boundaries of Python's `str.splitlines`.
fn physical_lines(text: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\x0b' | '\x0c' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    text.split('\n').flat_map(move |line| line.strip_suffix('\r').unwrap_or(line).split(is_end))
}

/// Removes the comment, which begins at a `#` at the start of the line or after white space.
fn without_comment(line: &str) -> &str {
    let begins =
        |(at, _): &(usize, &str)| line[..*at].chars().next_back().is_none_or(char::is_whitespace);
    match line.match_indices('#').find(begins) {
        Some((at, _)) => &line[..at],
        None => line,
    }
}

/// Returns the entries of a line. Options come after the requirement, or the line has only options.
fn kinds(line: &str) -> Vec<EntryKind> {
    let words: Vec<&str> = line.split(' ').collect();
    let options = words.iter().position(|word| word.starts_with('-')).unwrap_or(words.len());
    let requirement = words[..options].join(" ");
    if !requirement.trim().is_empty() {
        return local_path(&requirement, line).into_iter().collect();
    }
    let Some(options) = shlex::split(&words[options..].join(" ")) else {
        return vec![EntryKind::OpenQuote];
    };
    let options = file_options(&options);
    // With `-e`, the line is a requirement, and pip ignores its other options.
    if let Some((_, _, path)) = options.iter().find(|(option, ..)| *option == FileOption::Editable)
    {
        return local_path(path, line).into_iter().collect();
    }
    options.into_iter().filter_map(|(option, name, path)| kind(option, name, path)).collect()
}

fn kind(option: FileOption, name: &'static str, path: String) -> Option<EntryKind> {
    let lower = path.to_lowercase();
    if lower.starts_with("http:") || lower.starts_with("https:") {
        return None;
    }
    match option {
        FileOption::Requirement | FileOption::Constraint => {
            Some(EntryKind::Include(Include { option: name, path }))
        }
        FileOption::FindLinks if has_scheme(&path) => None,
        FileOption::FindLinks => Some(EntryKind::FindLinks(path)),
        FileOption::Editable => None,
    }
}

/// Returns the options that can name a file, with their values.
fn file_options(words: &[String]) -> Vec<(FileOption, &'static str, String)> {
    let mut found = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        for (option, short, long) in OPTIONS {
            let value = match word.split_once('=') {
                Some((name, value)) if name == long => Some(value.to_owned()),
                _ if word == short || word == long => words.next().cloned(),
                // `-rx`. A long option begins with `--`.
                _ => {
                    word.strip_prefix(short).filter(|_| !word.starts_with("--")).map(str::to_owned)
                }
            };
            if let Some(value) = value {
                found.push((option, short, value));
                break;
            }
        }
    }
    found
}

/// Returns the line if its requirement is a path.
fn local_path(requirement: &str, line: &str) -> Option<EntryKind> {
    let text = requirement.trim();
    let target = match text.split_once('@') {
        // `name @ url`, not a path that contains `@`.
        Some((name, url)) if !name.contains('/') && !name.starts_with('.') && !has_scheme(name) => {
            url.trim()
        }
        _ => text.split(';').next().unwrap_or(text).trim(),
    };
    let without_extras = target.split('[').next().unwrap_or(target);
    let is_file_url = target.to_lowercase().starts_with("file:");
    let is_path = target.contains('/') || target.starts_with('.') || is_archive(without_extras);
    let is_local = is_file_url || (is_path && !has_scheme(target));
    is_local.then(|| EntryKind::LocalPath(line.to_owned()))
}

fn is_archive(name: &str) -> bool {
    ARCHIVES.iter().any(|ending| name.to_lowercase().ends_with(ending))
}

/// Returns `true` if a text begins with the scheme of a URL, such as `https:` or `git+https:`.
fn has_scheme(text: &str) -> bool {
    let in_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(in_scheme)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds_of(text: &str) -> Vec<EntryKind> {
        read(text.as_bytes()).into_iter().map(|entry| entry.kind).collect()
    }

    fn include(option: &'static str, path: &str) -> EntryKind {
        EntryKind::Include(Include { option, path: path.to_owned() })
    }

    #[test]
    fn every_spelling_of_an_include_is_found() {
        let spellings = [
            "-r a b.txt",
            "-r 'a b.txt'",
            "-r'a b.txt'",
            "--requirement='a b.txt'",
            "--requirement \"a b.txt\"",
            "  -r a\\ b.txt # why",
        ];
        assert_eq!(kinds_of(spellings[0]), [include("-r", "a")]);
        for spelling in &spellings[1..] {
            assert_eq!(kinds_of(spelling), [include("-r", "a b.txt")], "{spelling}");
        }
        let constraints = "-c c.txt\n-cc.txt\n--constraint c.txt\n--constraint=c.txt\n";
        assert_eq!(kinds_of(constraints).len(), 4);
        assert_eq!(kinds_of("-i https://x -c c.txt"), [include("-c", "c.txt")]);
    }

    #[test]
    fn lines_end_and_continue_as_in_pip() {
        let text = "numpy \\\n  # a comment ends it\n-r a.txt\r\n-r \\\n  b.txt\n\n#-r no.txt\n\
            x#-r no.txt\n-c c.txt\\";
        let found = read(text.as_bytes());
        let lines: Vec<usize> = found.iter().map(|entry| entry.line).collect();
        assert_eq!(lines, [3, 4, 9]);
        assert_eq!(found[1].kind, include("-r", "b.txt"));
        assert_eq!(found[2].kind, include("-c", "c.txt"));
        assert_eq!(kinds_of("-r a.txt\u{2028}-r b.txt").len(), 2);
    }

    #[test]
    fn byte_order_mark_sets_the_encoding() {
        let units: Vec<u16> = "\u{feff}-r é.txt\r\n".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for bytes in [little.as_slice(), &big, "\u{feff}-r é.txt".as_bytes()] {
            assert_eq!(read(bytes)[0].kind, include("-r", "é.txt"));
        }
        assert_eq!(read(b"# caf\xe9\n-r a.txt")[0].kind, include("-r", "a.txt"));
    }

    #[test]
    fn entries_that_name_no_local_file_are_ignored() {
        let lines = [
            "numpy",
            "requests[socks]>=2; python_version < '3'",
            "a==1 --hash=sha256:00 --hash=sha256:11",
            "-r https://example.com/r.txt",
            "-c HTTPS://example.com/c.txt",
            "-f https://example.com/links",
            "-e git+https://example.com/x.git#egg=x",
            "git+ssh://git@example.com/x.git",
            "x @ https://example.com/x.whl",
            "https://example.com/x.whl",
            "--index-url https://example.com/simple",
            "--require-hashes",
            "--no-binary :all:",
            "a -r not-read.txt",
        ];
        for line in lines {
            assert_eq!(kinds_of(line), [], "{line}");
        }
    }

    #[test]
    fn paths_are_distinguished_from_names() {
        let lines = [
            ".",
            "-e .",
            "-e ./x[dev]",
            "--editable=../x",
            "./x",
            "x/y",
            "/x/y",
            "x-1.whl",
            "x.tar.gz[dev]",
            "file:x",
            "file:///x",
            "-e file:///x",
            "x @ file:///x",
            "x@file:y",
        ];
        for line in lines {
            assert!(matches!(kinds_of(line)[..], [EntryKind::LocalPath(_)]), "{line}");
        }
        assert_eq!(kinds_of("-f wheels"), [EntryKind::FindLinks("wheels".to_owned())]);
        assert_eq!(kinds_of("-r 'a"), [EntryKind::OpenQuote]);
    }
}
