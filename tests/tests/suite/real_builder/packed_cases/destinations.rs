//! Where files are copied to: destinations that exist, relative ones, variables, and stages.

use super::{Case, Item, SOURCES, case, with};

const TREES: &[Item] = &[
    Item::File("old/f", 0o600, "old\n"),
    Item::File("old/kept", 0o640, "kept\n"),
    Item::File("old/d/g", 0o600, "old\n"),
    Item::Directory("old/d", 0o700),
    Item::Link("old/l", "kept"),
    Item::Link("old/m", "f"),
    Item::File("new/f", 0o644, "new\n"),
    Item::File("new/d/g", 0o755, "new\n"),
    Item::Directory("new/d", 0o750),
    Item::File("new/l", 0o644, "no link\n"),
    Item::Link("new/m", "d"),
];
const LINKED: &[Item] = &[
    Item::File("base/real/kept", 0o644, "kept\n"),
    Item::Link("base/link", "real"),
    Item::Link("base/absolute", "/real"),
];

const EMPTY: &[Item] = &[
    Item::Directory("empty", 0o700),
    Item::Directory("nested/empty", 0o750),
    Item::File("ignored/file", 0o644, "ignored\n"),
    Item::File(".dockerignore", 0o644, "ignored/*\n"),
];

pub(super) const CASES: &[Case] = &[
    with(
        "empty-directories",
        &[SOURCES, EMPTY],
        "FROM scratch\nCOPY empty /new\nCOPY ignored /ignored/\nCOPY nested /nested\n",
    ),
    with(
        "empty-directory-into-one-that-exists",
        &[SOURCES, EMPTY],
        "FROM scratch\nCOPY src /x\nCOPY empty /x\nADD empty /x/lib/\nCOPY empty docs /x/\n",
    ),
    with(
        "empty-directory-with-owner",
        &[SOURCES, EMPTY],
        "FROM scratch\nCOPY --chown=12:34 empty /owned\n",
    ),
    Case {
        // No archive gives a mode to the directory that it is unpacked into.
        attributes: &[("/private", "0755 0:0")],
        ..with(
            "empty-directory-with-mode",
            &[SOURCES, EMPTY],
            "FROM scratch\nCOPY --chmod=0700 empty /private\n",
        )
    },
    with("into-a-directory-that-exists", &[TREES], "FROM scratch\nCOPY old /x\nCOPY new /x\n"),
    with(
        "into-a-directory-of-a-stage",
        &[TREES],
        "FROM scratch AS one\nCOPY old /x\nFROM one\nCOPY new /x/\n",
    ),
    with("into-the-root", &[TREES], "FROM scratch\nCOPY old /\nCOPY new /\n"),
    with(
        "through-a-linked-directory",
        &[SOURCES, LINKED],
        "FROM scratch\nCOPY base /\nCOPY src /link\n",
    ),
    with(
        "through-a-linked-directory-with-slash",
        &[SOURCES, LINKED],
        "FROM scratch\nCOPY base /\nCOPY src /link/\n",
    ),
    with(
        "below-a-linked-directory",
        &[SOURCES, LINKED],
        "FROM scratch\nCOPY base /\nCOPY src /link/below\nCOPY docs /absolute/docs\n",
    ),
    with(
        "through-an-absolute-link",
        &[SOURCES, LINKED],
        "FROM scratch\nCOPY base /\nCOPY src docs /absolute/\n",
    ),
    case(
        "relative-destination",
        "FROM scratch\nWORKDIR /w\nCOPY src x\nCOPY docs ./y/z\nCOPY a.txt b.txt ./\n",
    ),
    case(
        "relative-working-directory",
        "FROM scratch\nWORKDIR w\nWORKDIR v\nCOPY src .\nCOPY docs ..\n",
    ),
    case(
        "destination-that-leads-back",
        "FROM scratch\nWORKDIR /w/v\nCOPY src ../x\nCOPY docs /a/../y\n",
    ),
    case("destination-without-working-directory", "FROM scratch\nCOPY src x\n"),
    case("deep-destination", "FROM scratch\nCOPY src /a/b/c/d\nCOPY --chown=7:8 docs /e/f/g\n"),
    case(
        "destination-with-variables",
        "FROM scratch\nARG V=x\nENV D=/d\nCOPY src $D/${V}\nCOPY docs /${NONE:-y}/\nCOPY src/lib ${D}\n",
    ),
    case(
        "destination-with-blanks",
        "FROM scratch\nCOPY [\"src\", \"/my app/x y\"]\nCOPY [\"docs\", \"a.txt\", \"/my app/\"]\n",
    ),
    case("destination-in-quotes", "FROM scratch\nCOPY src \"/x\"\nCOPY docs '/z'\n"),
    case("source-with-variables", "FROM scratch\nARG S=src\nCOPY ${S}/lib /x\nCOPY $S docs /y/\n"),
    case("link-flag", "FROM scratch\nCOPY --link src /x\nCOPY --link --chown=1:2 docs /y\n"),
    case(
        "stages",
        "FROM scratch AS one\nCOPY src /src\nFROM scratch AS two\nCOPY docs /docs\nCOPY --from=one /src/lib /lib\nFROM scratch\nCOPY --from=two / /\nCOPY --from=0 /src /s\nCOPY docs /d\n",
    ),
    case(
        "stages-by-inheritance",
        "FROM scratch AS one\nCOPY src /x\nFROM one AS two\nCOPY docs /x/docs\nFROM two\nCOPY . /x/all/\n",
    ),
    case(
        "continued-lines-and-comments",
        "# escape=`\nFROM scratch\nCOPY `\n  # why\n\n  --chown=1:2 `\n  src `\n  /x\nCOPY docs /y\n",
    ),
    case("lower-case-and-crlf", "from scratch\r\ncopy src /x\r\nadd docs /y\r\n"),
    case(
        "text-that-looks-like-a-copy",
        "FROM scratch\nLABEL a=\"\\\nCOPY src /x\"\nCOPY src /y\n# COPY docs /z\n",
    ),
];
