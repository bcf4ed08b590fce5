//! Lines of the user that have a different effect.

use super::classes::Class;

/// The difference in the effect of a line.
pub(super) enum Effect {
    /// An error that contains this text.
    Refused(&'static str),
    /// Files that are sent only here, and files that the official SDK sends only.
    Sends { here: &'static [&'static str], there: &'static [&'static str] },
    /// The entrypoint is repeated at the end.
    Restates,
}

use Effect::{Refused, Restates, Sends};

const SRC: &[&str] = &["src/.env", "src/lib/data.json", "src/lib/util.py", "src/main.py"];

/// Lines of a text. A missing file that is sent has the mark `?`.
pub(super) const LINES: &[(&str, Class, Effect)] = &[
    ("RUNN x", Class::NotADockerfile, Refused("is not a Dockerfile instruction")),
    ("INCLUDE x", Class::NotADockerfile, Refused("is not a Dockerfile instruction")),
    ("COPY a.txt", Class::NotADockerfile, Refused("at least one source and a destination")),
    ("ENV A", Class::NotADockerfile, Refused("ENV has a name without a value")),
    ("EXPOSE", Class::NotADockerfile, Refused("EXPOSE has no arguments")),
    ("RUN cat <<EOF", Class::Unfinished, Refused("no line `EOF` ends the heredoc")),
    ("COPY none.txt /x", Class::MissingSource, Refused("source `none.txt` does not exist")),
    ("COPY ../outside.txt /x", Class::Outside, Refused("lies outside of the build context")),
    ("COPY \"sp ace.txt\" /x", Class::ShellQuotes, Refused("a double quote is not closed")),
    ("COPY sp\\ ace.txt /x", Class::ShellQuotes, Refused("source `sp` does not exist")),
    (
        "COPY Dockerfile /x",
        Class::OwnDockerfile,
        Refused("has the name of the build's own Dockerfile"),
    ),
    ("ADD a.txt /x", Class::AddAndMounts, Sends { here: &["a.txt"], there: &[] }),
    (
        "RUN --mount=type=bind,source=src,target=/s make",
        Class::AddAndMounts,
        Sends { here: SRC, there: &[] },
    ),
    ("ONBUILD COPY a.txt /\nFROM one", Class::AddAndMounts, Sends { here: &["a.txt"], there: &[] }),
    ("FROM a:1 AS unused\nCOPY a.txt /", Class::Stages, Sends { here: &[], there: &["a.txt"] }),
    ("RUN <<EOF\nCOPY b.txt /x\nEOF", Class::HeredocBodies, Sends { here: &[], there: &["b.txt"] }),
    (
        "COPY <<EOF /etc/x\nCOPY b.txt /y\nEOF",
        Class::HeredocBodies,
        Sends { here: &[], there: &["b.txt"] },
    ),
    (
        "COPY src /kept",
        Class::IgnoreFiles,
        Sends { here: &[], there: &["src/lib/data.json", "src/lib/util.py"] },
    ),
    ("# escape=`", Class::Escape, Sends { here: &["b.txt"], there: &[] }),
    ("ENV D=src\nCOPY $D /x", Class::Variables, Sends { here: SRC, there: &["?$D"] }),
    (
        "COPY ${D}/main.py /x",
        Class::Variables,
        Sends { here: &["src/main.py"], there: &["?${D}/main.py"] },
    ),
    ("COPY *.txt /x/", Class::Patterns, Sends { here: &[".hidden.txt"], there: &[] }),
    ("COPY src/* /x/", Class::Patterns, Sends { here: &["src/.env"], there: &[] }),
    ("COPY none*.txt a.txt /x/", Class::Patterns, Sends { here: &[], there: &["?none*.txt"] }),
    ("COPY /a.txt /x", Class::FromTheRoot, Sends { here: &["a.txt"], there: &["?a.txt"] }),
    ("COPY . /x", Class::OwnDockerfile, Sends { here: &[], there: &["Dockerfile"] }),
    (
        "COPY app/inner.py /x",
        Class::RepeatedDirectory,
        Sends { here: &["app/inner.py"], there: &["app/app/inner.py"] },
    ),
    (
        "COPY app.py /x",
        Class::RepeatedDirectory,
        Sends { here: &["app.py"], there: &["app/app.py"] },
    ),
    (
        "COPY app.py conf /x/",
        Class::RepeatedDirectory,
        Sends { here: &["app.py"], there: &["app/app.py"] },
    ),
    ("ENTRYPOINT top -b", Class::Restated, Restates),
    ("ENTRYPOINT [\"top\", \\\n  \"-b\"]", Class::Restated, Restates),
    ("# ENTRYPOINT is the base's", Class::Restated, Restates),
];

/// Whole texts.
pub(super) const TEXTS: &[(&str, Class, Effect)] = &[
    ("", Class::NotADockerfile, Refused("no FROM instruction is in it")),
    ("RUN x\n", Class::NotADockerfile, Refused("no FROM instruction is in it")),
    ("just some text\n", Class::NotADockerfile, Refused("is not a Dockerfile instruction")),
];

/// Returns the lines that a text contains, each with the text without that line.
pub(super) fn found(text: &str) -> Vec<(Class, &'static Effect, String)> {
    let padded = format!("\n{text}\n");
    let line = |(line, class, effect): &'static (&str, Class, Effect)| {
        let line = format!("\n{line}\n");
        padded.contains(&line).then(|| (*class, effect, padded.replace(&line, "\n")))
    };
    let whole = TEXTS.iter().filter(|(whole, ..)| *whole == text);
    LINES
        .iter()
        .filter_map(line)
        .chain(whole.map(|(_, class, effect)| (*class, effect, String::new())))
        .collect()
}
