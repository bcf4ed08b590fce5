//! Which files are copied: several sources, patterns, exclusions, ignore files, names and sizes.

use super::{Case, DEFAULT, Item, SOURCES, case, with};

const fn ignoring(patterns: &'static str) -> Item {
    Item::File(".dockerignore", 0o644, patterns)
}

const ODD_NAMES: &[Item] = &[
    Item::File("tree/with blank", 0o644, "1\n"),
    Item::File("tree/ two  blanks ", 0o644, "2\n"),
    Item::File("tree/grüße/日本語.txt", 0o644, "3\n"),
    Item::File("tree/emoji-🦀/ferris", 0o644, "4\n"),
    Item::File("tree/quote'\"", 0o644, "5\n"),
    Item::File("tree/back\\slash", 0o644, "6\n"),
    Item::File("tree/$V", 0o644, "7\n"),
    Item::File("tree/#hash", 0o644, "8\n"),
    Item::File("tree/-dash", 0o644, "9\n"),
    Item::File("tree/..dots", 0o644, "10\n"),
    Item::File("tree/a:b,c;d=e&f", 0o644, "11\n"),
    Item::File("tree/tab\there", 0o644, "12\n"),
    Item::File("tree/line\nbreak", 0o644, "13\n"),
    Item::File("tree/.wh-like", 0o644, "14\n"),
];
const LONG_NAMES: &[Item] = &[
    Item::File(
        "tree/a-name-of-a-file-that-is-longer-than-the-one-hundred-bytes-that-the-header-of-an-old-tar-archive-has-for-it.txt",
        0o644,
        "long\n",
    ),
    Item::File(
        "tree/0123456789012345678901234567890123456789/0123456789012345678901234567890123456789/\
         0123456789012345678901234567890123456789/0123456789012345678901234567890123456789/\
         0123456789012345678901234567890123456789/0123456789012345678901234567890123456789/file",
        0o600,
        "deep\n",
    ),
    Item::Directory(
        "tree/a-directory-without-files-whose-name-is-longer-than-the-one-hundred-bytes-of-an-old-tar-header-and-so-on",
        0o755,
    ),
];
const SIZES: &[Item] = &[
    Item::File("tree/zero", 0o644, ""),
    Item::File("tree/one", 0o644, "1"),
    Item::Large("tree/block", 512),
    Item::Large("tree/over", 513),
];
const DOCKERFILES: &[Item] = &[Item::File("Dockerfile", 0o644, "FROM scratch\nCOPY . /other/\n")];

pub(super) const CASES: &[Case] = &[
    case("directory", "FROM scratch\nCOPY src /x\n"),
    case("directory-with-slashes", "FROM scratch\nCOPY ./src/ /x/\n"),
    case("directory-added", "FROM scratch\nADD src /x\n"),
    case("several-files", "FROM scratch\nCOPY a.txt b.txt .hidden /x/\n"),
    case("several-directories", "FROM scratch\nCOPY src docs /x/\n"),
    case("files-and-directories", "FROM scratch\nCOPY a.txt src docs/x.md docs /x/\n"),
    case("same-source-twice", "FROM scratch\nCOPY src src /x/\nCOPY src /x/\nCOPY src /y\n"),
    with(
        "later-source-replaces",
        &[&[
            Item::File("one/f", 0o644, "1\n"),
            Item::File("one/g", 0o600, "1\n"),
            Item::File("two/f", 0o755, "2\n"),
            Item::File("two/d/h", 0o644, "2\n"),
            Item::Directory("one/d", 0o700),
        ]],
        "FROM scratch\nCOPY one two /x/\n",
    ),
    case("patterns-of-files", "FROM scratch\nCOPY *.txt /x/\nCOPY docs/*.* /y/\n"),
    case(
        "patterns-of-directories",
        "FROM scratch\nCOPY s*c /x/\nCOPY src/l*b /y/\nCOPY d?c[s] /z/\n",
    ),
    case("pattern-of-everything", "FROM scratch\nCOPY * /x/\n"),
    Case {
        name: "exclude",
        dockerfile: "FROM scratch\nCOPY --exclude=*.py --exclude=lib/deep src /x\n",
        without_flags: "FROM scratch\nCOPY src/tool.sh /x/\nCOPY src/empty /x/empty\nCOPY src/lib/util.py src/lib/data.json /x/lib/\n",
        ..DEFAULT
    },
    Case {
        name: "parents",
        dockerfile: "FROM scratch\nCOPY --parents a.txt src/lib /x/\n",
        without_flags: "FROM scratch\nCOPY a.txt /x/\nCOPY src/lib /x/src/lib\n",
        ..DEFAULT
    },
    Case {
        name: "parents-with-a-pivot",
        dockerfile: "FROM scratch\nCOPY --parents src/./lib/deep docs/./*.md /x/\n",
        without_flags: "FROM scratch\nCOPY src/lib/deep /x/lib/deep\nCOPY docs/x.md /x/\n",
        ..DEFAULT
    },
    with(
        "ignore-file",
        &[SOURCES, &[ignoring("# comment\n**/*.sh\nsrc/lib/deep\ndocs/*\n")]],
        "FROM scratch\nCOPY . /x/\nCOPY src /y\n",
    ),
    with(
        "ignore-file-with-negations",
        &[SOURCES, &[ignoring("*\n!src\nsrc/lib\n!src/lib/deep/er/file.txt\n!a.txt\n")]],
        "FROM scratch\nCOPY . /x/\n",
    ),
    Case {
        // buildah creates the parents of a file that is brought back. BuildKit sends them as they are.
        buildah_attributes: &[("/x/lib", "0750 0:0")],
        ..with(
            "ignored-directory-with-a-member-brought-back",
            &[
                SOURCES,
                &[Item::Directory("src/lib", 0o750), ignoring("src/lib\n!src/lib/util.py\n")],
            ],
            "FROM scratch\nCOPY src /x\n",
        )
    },
    with(
        "ignored-links",
        &[SOURCES, &[ignoring("**/again.py\nsrc/empty\n")]],
        "FROM scratch\nCOPY src /x\n",
    ),
    with("names", &[ODD_NAMES], "FROM scratch\nCOPY tree /x\n"),
    with("names-of-the-whole-context", &[ODD_NAMES], "FROM scratch\nCOPY . /x/\n"),
    with(
        "names-in-json",
        &[ODD_NAMES],
        "FROM scratch\nCOPY [\"tree/with blank\", \"tree/grüße\", \"/x/\"]\n",
    ),
    with(
        "directory-with-a-blank",
        &[&[Item::File("my dir/f", 0o644, "f\n"), Item::Link("my dir/l", "f")]],
        "FROM scratch\nCOPY [\"my dir\", \"/my app\"]\n",
    ),
    with("long-names", &[LONG_NAMES], "FROM scratch\nCOPY tree /x\n"),
    with("sizes", &[SIZES], "FROM scratch\nCOPY tree /x\n"),
    with(
        "large-file",
        &[&[Item::Large("tree/large", 20 << 20), Item::File("tree/small", 0o644, "s\n")]],
        "FROM scratch\nCOPY tree /x\n",
    ),
    with(
        "several-archives",
        &[&[
            Item::Large("tree/a/1", 5 << 20),
            Item::Large("tree/b/2", 9 << 20),
            Item::Link("tree/z", "a"),
        ]],
        "FROM scratch\nCOPY --chown=3:4 tree /x\n",
    ),
    with("many-files", &[&[Item::Many("tree", 3000)]], "FROM scratch\nCOPY tree /x\n"),
    Case {
        dockerfile_name: "Dockerfile",
        ..case("own-dockerfile-is-copied", "FROM scratch\nCOPY . /x/\n")
    },
    Case {
        dockerfile_name: "Dockerfile",
        ..with(
            "own-dockerfile-is-ignored",
            &[SOURCES, &[ignoring("Dockerfile\n.dockerignore\n")]],
            "FROM scratch\nCOPY . /x/\n",
        )
    },
    Case {
        dockerfile_name: "Dockerfile.dev",
        ..with(
            "own-dockerfile-has-another-name",
            &[SOURCES, DOCKERFILES],
            "FROM scratch\nCOPY . /x/\n",
        )
    },
    case("no-dockerfile-in-the-context", "FROM scratch\nCOPY . .\n"),
    with(
        "nested-dockerfiles",
        &[&[
            Item::File("sub/Dockerfile", 0o600, "FROM none\n"),
            Item::File("sub/.dockerignore", 0o644, "*\n"),
        ]],
        "FROM scratch\nCOPY sub /x\n",
    ),
    with(
        "file-that-begins-like-an-archive",
        &[SOURCES, &[Item::Archive("docs", "src/inner.tar"), Item::Archive("docs", "c.tar")]],
        "FROM scratch\nCOPY src /x\nCOPY a.txt c.tar /y/\nADD src /z\n",
    ),
    with(
        "archive-with-an-added-directory",
        &[SOURCES, &[Item::Archive("docs", "docs.tar")]],
        "FROM scratch\nADD src docs.tar /x/\n",
    ),
];
