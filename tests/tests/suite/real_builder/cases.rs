//! The Dockerfiles, and the files in their folder.

/// A Dockerfile to build.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) dockerfile: &'static str,
    /// Files in addition to [`FILES`].
    pub(crate) files: &'static [(&'static str, &'static str)],
    /// Some of the files that the image must have, so that two empty images are not equal.
    pub(crate) copied: &'static [&'static str],
    /// Files that the image must not have.
    pub(crate) absent: &'static [&'static str],
    /// The oldest version of buildah that can build it.
    pub(crate) since: (u32, u32),
}

/// The oldest version of buildah that works.
const OLDEST: (u32, u32) = (1, 28);
/// The first version with heredocs.
const HEREDOCS: (u32, u32) = (1, 33);
/// The first version with `--exclude` and `--parents`.
const EXCLUDES: (u32, u32) = (1, 38);

/// The files of every case, in addition to those of `tree::write_odd`.
///
/// No name has a bracket: buildah reads the match of a pattern as another pattern, so that `*.txt`
/// does not find `[1].txt`. BuildKit finds it.
pub(crate) const FILES: &[(&str, &str)] = &[
    ("a.txt", "a\n"),
    ("b.txt", "b\n"),
    (".hidden.txt", "hidden\n"),
    ("run.sh", "#!/bin/sh\n"),
    ("sp ace.txt", "blank\n"),
    ("src/main.py", "print(1)\n"),
    ("src/tool.sh", "#!/bin/sh\necho tool\n"),
    ("src/.env", "A=1\n"),
    ("src/lib/util.py", "x = 1\n"),
    ("src/lib/data.json", "{}\n"),
    ("src/lib/deep/er/file.txt", "deep\n"),
    ("other/util.py", "y = 2\n"),
];

const PLAIN: Case =
    Case { name: "", dockerfile: "", files: &[], copied: &[], absent: &[], since: OLDEST };

pub(crate) const CASES: &[Case] = &[
    Case {
        name: "files-and-directories",
        dockerfile: "FROM scratch\nCOPY a.txt run.sh /x/\nCOPY src /src\nCOPY ./other/ /o/\n",
        copied: &["/x/a.txt", "/x/run.sh", "/src/lib/deep/er/file.txt", "/o/util.py"],
        absent: &["/x/b.txt"],
        ..PLAIN
    },
    Case {
        name: "whole-context",
        dockerfile: "FROM scratch\nCOPY . /all/\n",
        copied: &["/all/Dockerfile", "/all/.hidden.txt", "/all/src/main.py"],
        ..PLAIN
    },
    Case {
        name: "globs",
        dockerfile: "FROM scratch\nCOPY *.txt /t/\nCOPY src/*.py src/l*b/*.py /p/\nCOPY ?.txt /q/\n\
            COPY [ab].txt /ab/\nCOPY s*c /s/\nCOPY src/*/deep /d/\n",
        copied: &["/t/.hidden.txt", "/p/util.py", "/q/b.txt", "/ab/a.txt"],
        absent: &["/t/run.sh", "/q/.hidden.txt"],
        ..PLAIN
    },
    Case {
        name: "json-with-blanks",
        dockerfile: "FROM scratch\nCOPY [\"sp ace.txt\", \"a.txt\", \"/with blank/\"]\n",
        copied: &["/with blank/sp ace.txt"],
        ..PLAIN
    },
    Case {
        name: "links",
        dockerfile: "FROM scratch\nCOPY src /src\nCOPY src/linked.py /one.py\nCOPY linked-dir /dir\n\
            COPY linked-dir/util.py /through.py\n",
        copied: &["/src/linked.py", "/one.py", "/dir/data.json", "/through.py"],
        ..PLAIN
    },
    Case {
        name: "ignored-files",
        dockerfile: "FROM scratch\nCOPY . /all/\nCOPY src /src/\nCOPY *.txt /t/\n",
        files: &[(
            ".dockerignore",
            "# no scripts\n**/*.sh\nsrc/lib\n!src/lib/deep/er\n/b.txt\n*.md\narchive.tar\nbusybox\n",
        )],
        copied: &["/all/src/lib/deep/er/file.txt", "/src/main.py", "/t/a.txt"],
        absent: &["/all/run.sh", "/src/tool.sh", "/src/lib/util.py", "/t/b.txt"],
        ..PLAIN
    },
    Case {
        name: "all-ignored-but-some",
        dockerfile: "FROM scratch\nCOPY . /all/\n",
        files: &[(".dockerignore", "*\n!src\nsrc/lib/deep\n!a.txt\n!Dockerfile\n")],
        copied: &["/all/src/lib/util.py", "/all/a.txt"],
        absent: &["/all/b.txt", "/all/src/lib/deep/er/file.txt"],
        ..PLAIN
    },
    Case {
        name: "stages",
        dockerfile: "FROM scratch AS one\nCOPY src /src\nFROM scratch AS two\nCOPY other /other\n\
            COPY --from=one /src/lib /lib\nFROM scratch\nCOPY --from=two /lib /lib\n\
            COPY --from=0 /src/main.py /\n",
        copied: &["/lib/util.py", "/main.py"],
        absent: &["/other/util.py"],
        ..PLAIN
    },
    Case {
        name: "stage-from-a-stage",
        dockerfile: "FROM scratch AS one\nENV DIR=src\nCOPY a.txt /\nFROM one\nCOPY $DIR/main.py /\n",
        copied: &["/a.txt", "/main.py"],
        ..PLAIN
    },
    Case {
        name: "variables-in-sources",
        dockerfile: "ARG TOP=src\nFROM scratch\nARG TOP\nARG SUB=lib EMPTY\nENV EXT=txt\n\
            COPY $TOP/${SUB}/util.py /u/\nCOPY ${NONE:-a}.${EXT} b${EMPTY}.$EXT /t/\n\
            COPY ${SUB:+src/lib}/data.json /d/\n",
        copied: &["/u/util.py", "/t/a.txt", "/t/b.txt", "/d/data.json"],
        ..PLAIN
    },
    Case {
        name: "archive-is-unpacked",
        dockerfile: "FROM scratch\nADD archive.tar /unpacked/\nCOPY archive.tar /kept/\nADD a.txt /\n",
        copied: &["/unpacked/lib/util.py", "/kept/archive.tar", "/a.txt"],
        ..PLAIN
    },
    Case {
        name: "flags",
        dockerfile: "FROM scratch\nCOPY --chmod=600 a.txt /x/\nCOPY --chown=7:7 b.txt src/lib /x/\n",
        copied: &["/x/a.txt", "/x/data.json"],
        ..PLAIN
    },
    Case {
        name: "names-that-lead-back",
        dockerfile: "FROM scratch\nCOPY src/../a.txt /x/\nCOPY /b.txt ./src/./lib/ /x/\n",
        copied: &["/x/a.txt", "/x/b.txt", "/x/util.py"],
        ..PLAIN
    },
    Case {
        name: "escape-directive-and-crlf",
        dockerfile: "# escape=`\r\nFROM scratch\r\nCOPY a.txt `\r\n  # why\r\n\r\n  b.txt /x/\r\n",
        copied: &["/x/a.txt", "/x/b.txt"],
        ..PLAIN
    },
    Case {
        name: "command-with-a-mount",
        dockerfile: "FROM scratch\nCOPY busybox /bin/sh\n\
            RUN --mount=type=bind,source=src/lib,target=/mnt [\"/bin/sh\", \"-c\", \"while read -r line; \
            do echo \\\"$line\\\"; done < /mnt/data.json > /out\"]\n",
        copied: &["/out"],
        ..PLAIN
    },
    Case {
        name: "trigger-of-a-stage",
        dockerfile: "FROM scratch AS one\nONBUILD COPY a.txt /\nCOPY b.txt /\nFROM one\nCOPY run.sh /\n",
        copied: &["/a.txt", "/run.sh"],
        ..PLAIN
    },
    Case {
        name: "heredocs",
        dockerfile: "FROM scratch\nCOPY <<EOF a.txt /x/\nCOPY b.txt /y\nEOF\n",
        copied: &["/x/EOF", "/x/a.txt"],
        since: HEREDOCS,
        ..PLAIN
    },
    Case {
        name: "excluded-files",
        dockerfile: "FROM scratch\nCOPY --exclude=*.py --exclude=**/deep src /src\n",
        copied: &["/src/tool.sh"],
        absent: &["/src/main.py", "/src/lib/deep/er/file.txt"],
        since: EXCLUDES,
        ..PLAIN
    },
    Case {
        name: "parents",
        dockerfile: "FROM scratch\nCOPY --parents src/lib/*.py src/./lib/deep /p/\n",
        copied: &["/p/src/lib/util.py", "/p/lib/deep/er/file.txt"],
        since: EXCLUDES,
        ..PLAIN
    },
];
