//! Modes, owners, empty directories, and configs.

use daytona_core::ContextModes;

use super::{Case, DEFAULT, Item, case, with};

const EMPTY: &[Item] = &[
    Item::File("tree/file", 0o644, "file\n"),
    Item::Directory("tree/empty", 0o755),
    Item::Directory("tree/nested/deep/empty", 0o755),
    Item::Directory("only/one", 0o755),
    Item::Directory("only/two/three", 0o700),
];
const FILE_MODES: &[Item] = &[
    Item::File("tree/0400", 0o400, "0400\n"),
    Item::File("tree/0444", 0o444, "0444\n"),
    Item::File("tree/0600", 0o600, "0600\n"),
    Item::File("tree/0640", 0o640, "0640\n"),
    Item::File("tree/0660", 0o660, "0660\n"),
    Item::File("tree/0664", 0o664, "0664\n"),
    Item::File("tree/0666", 0o666, "0666\n"),
    Item::File("tree/0700", 0o700, "0700\n"),
    Item::File("tree/0755", 0o755, "0755\n"),
    Item::File("tree/0775", 0o775, "0775\n"),
    Item::File("tree/0777", 0o777, "0777\n"),
    Item::File("tree/0000", 0o000, "0000\n"),
];
const SPECIAL_FILE_MODES: &[Item] = &[
    Item::File("tree/4755", 0o4755, "4755\n"),
    Item::File("tree/2755", 0o2755, "2755\n"),
    Item::File("tree/1644", 0o1644, "1644\n"),
    Item::File("tree/6711", 0o6711, "6711\n"),
];
const DIRECTORY_MODES: &[Item] = &[
    Item::File("tree/0700/file", 0o644, "file\n"),
    Item::File("tree/0775/file", 0o644, "file\n"),
    Item::File("tree/1777/file", 0o644, "file\n"),
    Item::Directory("tree/0700", 0o700),
    Item::Directory("tree/0775", 0o775),
    Item::Directory("tree/0555", 0o555),
    Item::Directory("tree/1777", 0o1777),
    Item::Directory("tree", 0o700),
];
const SETGID: &[Item] = &[
    Item::File("tree/2775/file", 0o644, "file\n"),
    Item::Directory("tree/2775", 0o2775),
    Item::Directory("tree/2775/3777", 0o3777),
];
const USERS: &[Item] = &[
    Item::File("etc/passwd", 0o644, "root:x:0:0::/:\napp:x:12:34::/:\n"),
    Item::File("etc/group", 0o644, "root:x:0:\nstaff:x:50:\n"),
    Item::File("tree/file", 0o644, "file\n"),
    Item::File("tree/dir/tool", 0o755, "tool\n"),
];

pub(super) const CASES: &[Case] = &[
    with("empty-directories", &[EMPTY], "FROM scratch\nCOPY tree /x\n"),
    with("directories-without-files", &[EMPTY], "FROM scratch\nCOPY only /x\n"),
    with("empty-directories-of-the-whole-context", &[EMPTY], "FROM scratch\nCOPY . /x/\n"),
    Case {
        // `ContextModes::ClearUmask`.
        attributes: &[("/x/0664", "0644 0:0"), ("/x/0775", "0755 0:0")],
        ..with("file-modes", &[FILE_MODES], "FROM scratch\nCOPY tree /x\n")
    },
    Case {
        modes: ContextModes::KeepAll,
        ..with("file-modes-added", &[FILE_MODES], "FROM scratch\nADD tree /x\n")
    },
    Case {
        // `ContextModes::ClearUmask`.
        attributes: &[("/x/0664", "0644 0:0"), ("/x/0775", "0755 0:0")],
        ..with("file-modes-of-several-files", &[FILE_MODES], "FROM scratch\nCOPY tree/* /x/\n")
    },
    Case {
        name: "setuid-setgid-and-sticky-files",
        files: &[SPECIAL_FILE_MODES],
        dockerfile: "FROM scratch\nCOPY tree /x\n",
        // buildah clears setuid and setgid of what it copies. BuildKit keeps them.
        buildah_attributes: &[
            ("/x/4755", "4755 0:0"),
            ("/x/2755", "2755 0:0"),
            ("/x/6711", "6711 0:0"),
        ],
        ..DEFAULT
    },
    Case {
        // `ContextModes::ClearUmask`.
        attributes: &[("/x/0775", "0755 0:0")],
        ..with("directory-modes", &[DIRECTORY_MODES], "FROM scratch\nCOPY tree /x\n")
    },
    Case {
        modes: ContextModes::KeepAll,
        ..with(
            "directory-modes-of-the-whole-context",
            &[DIRECTORY_MODES],
            "FROM scratch\nCOPY . /x/\n",
        )
    },
    with(
        "directory-modes-merged",
        &[DIRECTORY_MODES],
        "FROM scratch\nCOPY tree/0700 tree/0775 /x/\n",
    ),
    Case {
        name: "setgid-directories",
        files: &[SETGID],
        dockerfile: "FROM scratch\nCOPY tree /x\n",
        // buildah clears setgid of what it copies. BuildKit keeps it.
        buildah_attributes: &[("/x/2775", "2775 0:0"), ("/x/2775/3777", "3777 0:0")],
        ..DEFAULT
    },
    case("owner-user", "FROM scratch\nCOPY --chown=12 src /x\n"),
    case(
        "owner-user-and-group",
        "FROM scratch\nCOPY --chown=12:34 src /x\nCOPY --chown=0:7 src /x/y/\n",
    ),
    case("owner-added", "FROM scratch\nADD --chown=12:34 src /x\n"),
    case("owner-of-several-sources", "FROM scratch\nCOPY --chown=5:6 a.txt src docs /x/\n"),
    case(
        "owner-in-a-directory-that-exists",
        "FROM scratch\nCOPY docs /x\nCOPY --chown=5:6 src /x\n",
    ),
    case("owner-of-whole-context", "FROM scratch\nWORKDIR /w\nCOPY --chown=1000:1000 . .\n"),
    Case {
        is_plain: true,
        ..with(
            "owner-named",
            &[USERS],
            "FROM scratch\nCOPY etc/passwd /etc/passwd\nCOPY etc/group /etc/group\nCOPY --chown=app:staff tree /x\nCOPY --chown=app tree /y\n",
        )
    },
    Case {
        name: "mode-octal",
        dockerfile: "FROM scratch\nCOPY --chmod=640 a.txt b.txt /x/\nCOPY --chmod=0750 src /y\n",
        ..DEFAULT
    },
    case("mode-octal-setuid", "FROM scratch\nCOPY --chmod=4711 a.txt b.txt /x/\n"),
    Case {
        is_plain: true,
        ..with(
            "mode-symbolic",
            &[&[Item::File("tree/f", 0o755, "f\n"), Item::File("tree/d/g", 0o755, "g\n")]],
            "FROM scratch\nCOPY --chmod=a+rX tree /x\n",
        )
    },
    case(
        "mode-of-new-directories",
        "FROM scratch\nWORKDIR /w\nCOPY --chmod=0700 src /a/b/c\nCOPY --chmod=777 a.txt b.txt d/e/\nADD --chmod=0750 docs ./f/\n",
    ),
    case(
        "mode-of-directories-that-exist",
        "FROM scratch\nCOPY docs /x/lib/\nCOPY --chmod=0700 src /x\nWORKDIR /w\nCOPY --chmod=0700 src .\n",
    ),
    case("mode-with-link-flag", "FROM scratch\nCOPY --link --chmod=0701 src docs /x/\n"),
    case("mode-of-json", "FROM scratch\nCOPY --chmod=0770 [\"src\", \"/my app\"]\n"),
    with(
        "mode-of-directories-only",
        &[EMPTY],
        "FROM scratch\nCOPY --chmod=0700 only /x\nCOPY --chmod=0700 tree/nested /y\n",
    ),
    with(
        "mode-of-links-only",
        &[&[Item::Link("tree/none", "none"), Item::Link("tree/other", "/none")]],
        "FROM scratch\nCOPY --chmod=0700 tree /x\n",
    ),
    with(
        "mode-of-an-added-file",
        &[super::SOURCES],
        "FROM scratch\nADD --chmod=0700 src a.txt /x/\nADD --chmod=755 src b.txt /y/\n",
    ),
    case("mode-and-owner", "FROM scratch\nCOPY --chmod=600 --chown=12:34 docs/* /x/\n"),
    case("user-does-not-own", "FROM scratch\nUSER 12:34\nCOPY src /x\n"),
    case(
        "config",
        "FROM scratch\nENV A=b C=\"d e\"\nLABEL l=m n=\"o p\"\nEXPOSE 80 53/udp\nVOLUME /data\nUSER 12:34\n\
         WORKDIR /w\nCOPY src src\nSTOPSIGNAL SIGINT\nENTRYPOINT [\"/w/src/tool.sh\"]\nCMD [\"--all\"]\n",
    ),
    case(
        "config-between-copies",
        "FROM scratch\nCOPY src /x\nENV D=/y\nCOPY docs $D\nLABEL copied=\"COPY src /x\"\nCMD COPY src /x\n",
    ),
    case(
        "config-of-a-stage",
        "FROM scratch AS one\nENV A=1\nWORKDIR /w\nENTRYPOINT [\"one\"]\nCOPY src .\nFROM one\nCOPY docs docs\nCMD [\"two\"]\n",
    ),
];
