"""Chains of calls to the official image builder: some fixed, most random."""

import random

GENERATED = 420

# The files of every case. The working directory is `work`. An entry without content is a directory.
TREE = {
    "outside.txt": "out of reach\n",
    "home/in-home.txt": "at home\n",
    "work/a.txt": "a\n",
    "work/b.txt": "b\n",
    "work/.hidden.txt": "hidden\n",
    "work/sp ace.txt": "blank\n",
    "work/it's.txt": "quote\n",
    "work/[1].txt": "class\n",
    "work/donn\u00e9es.txt": "accent\n",
    "work/src/main.py": "print(1)\n",
    "work/src/lib/util.py": "x = 1\n",
    "work/src/lib/data.json": "{}\n",
    "work/src/.env": "A=1\n",
    "work/dir with blank/x": "x\n",
    "work/empty": None,
    "work/app/app.py": "app\n",
    "work/app/conf/app.toml": "[a]\n",
    "work/app/app/inner.py": "inner\n",
    "work/requirements.txt": "numpy\nflask>=2\n",
    "work/reqs/dev requirements.txt": "pytest\n",
    "work/pyproject.toml": (
        '[project]\nname = "x"\ndependencies = ["requests>=2", "b[extra]", "a"]\n'
        '[project.optional-dependencies]\ndev = ["pytest", "ruff"]\ndocs = ["mkdocs"]\n'
    ),
    "work/py/numbers.toml": "[project]\ndependencies = [1, 2]\n",
    "work/py/text.toml": "[project]\ndependencies = 'a'\n",
    "work/py/none.toml": "[project]\nname = 'x'\n",
    "work/py/no-project.toml": "[tool.x]\na = 1\n",
    "work/py/broken.toml": "[project\n",
    "work/py/empty.toml": "[project]\ndependencies = []\n",
    "work/py/group-text.toml": "[project]\ndependencies = ['a']\n[project.optional-dependencies]\ndev = 'xyz'\n",
    "work/py/groups-text.toml": "[project]\ndependencies = ['a']\noptional-dependencies = 'x'\n",
    "work/py/marker.toml": "[project]\ndependencies = [\"a; python_version < '3.12'\", 'b @ https://x.y/b.whl']\n",
}

PLAIN = ["a", "batch", "1", "x-y_z.w", "/opt/app", "a=b", "https://x.y/z?q=1&r=2", "50%", "@scope/pkg", "a,b:c"]
ODD = [
    "",
    " ",
    "two words",
    " lead",
    "trail ",
    "it's",
    'say "x"',
    "\"'\"",
    "$HOME",
    "${HOME:-x}",
    "$(date)",
    "`id`",
    "a\\b",
    "end\\",
    "C:\\Program Files\\x",
    "\\n",
    "a;b && c | d > e",
    "#hash",
    "a #b",
    "*",
    "[x]",
    "{y}",
    "~",
    "!",
    "\u017elut\u00fd k\u016f\u0148",
    "\u65e5\u672c",
    "\U0001f680",
    "\u00a0",
    "tab\there",
    "<<EOF",
    "'<<EOF'",
    "--flag",
    "-x",
    "FROM y",
    "\u2028",
    "\u00fc\u0308",
]
BREAKS = ["a\nb", "a\r\nb", "\n", "a\n", "x\nRUN y", "x\rz"]
NAMES = ["A", "MODE", "PATH", "with_under", "dotted.name", "dash-ed", "x1", "\u00e9t\u00e9"]
ODD_NAMES = ["", "a b", "a=b", "$A", "'a'", '"a"', "a\\b", "--a", "a\nb", " a", "a "]
PACKAGES = ["numpy", "flask>=2", "b[x,y]", "pkg==1.0", "x @ https://y.z/w.whl", "a; python_version<'3.9'", "~=1", "numpy"]
COMMANDS = [
    "echo hello",
    "mkdir -p /data && chmod 700 /data",
    "echo 'single' \"double\"",
    "apt-get update \\\n  && apt-get install -y git",
    "cat <<EOF > /x\nline 1\nCOPY not a source\nEOF",
    "python - <<'PY'\nprint('$HOME')\nPY",
    '["sh", "-c", "echo json"]',
    "[ -d /x ] || exit 0",
    "--mount=type=cache,target=/c pip download x",
    "echo $HOME ${X:-y}",
    "echo a # b",
    "  echo indented  ",
    "echo back\\\\slash",
    "echo \u017elut\u00fd",
    "set -e; for i in 1 2; do echo $i; done",
    "echo \"<<NOT\"",
]
BAD_COMMANDS = ["echo a\necho b", "echo a \\", "cat <<EOF", "", "  ", "# comment", "a\n\nb", "--network", "a \\\n"]
WORDS = [
    ["bash", "-c", "echo hi"],
    ["echo", "it's"],
    ["echo", 'say "x"'],
    ["python", "-c", "print(1)"],
    ["true"],
    ["echo", "a\\b", "$HOME"],
    ["printf", "a\nb"],
    ["echo", ""],
]
DESTINATIONS = ["/etc/app.txt", "/opt/", "/opt/app/", "rel", "rel/", "/with blank/x", "/donn\u00e9es", "$HOME/x", "${DIR}/y", "/a//b", "/", "./x"]
ODD_DESTINATIONS = ["/it's", '/say "x"', "/a\\b", ".", "..", "/x/.", "/y/..", "", " ", "/[x]*", "/a\nb", "/tab\there", "C:\\x\\"]
FILES = ["a.txt", "./b.txt", "src/main.py", "src/../a.txt", "sp ace.txt", "donn\u00e9es.txt", ".hidden.txt"]
ODD_FILES = ["it's.txt", "[1].txt", "../outside.txt", "~/in-home.txt", "none.txt", "src"]
DIRECTORIES = ["src", "./src/lib", "app/", "dir with blank", "src/lib/.."]
ODD_DIRECTORIES = ["empty", "none", "a.txt", "~", "..", "."]
VERSIONS = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.12.4", "3.13.0rc1", "3.9.0"]
ODD_VERSIONS = ["3.14", "3.8", "3.14.0", "2.7", "3", "3.12.x", "3.12-slim", "", "3.12.1\n", None]
BASES = ["alpine:3.20", "python:3.12-slim", "reg.example:5000/a/b@sha256:" + "0" * 64, "ubuntu", "a AS b", "--platform=linux/amd64 a:1"]
LINES = [
    "USER 1000:1000",
    "EXPOSE 80 443/udp",
    "LABEL a=b \"c d\"='e f'",
    "LABEL old form of it",
    "ENV A=1 B=\"two words\" C=$A",
    "ENV OLD some value",
    "VOLUME [\"/data\"]",
    "VOLUME /a /b",
    "STOPSIGNAL SIGINT",
    "HEALTHCHECK --interval=5s CMD true",
    "HEALTHCHECK NONE",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "ONBUILD RUN echo built",
    "MAINTAINER Jane Doe",
    "CMD [\"a\", \"b\"]",
    "CMD echo shell",
    "WORKDIR /srv/${X:-y}",
    "run echo lower",
    "ARG X=1 Y",
    "# a comment",
    "",
    "RUN a \\\n  # inside\n\n  && b",
    "RUN <<A <<-B\na\nA\n\tb\n\tB",
    "COPY --from=other:1 /x /y",
    "COPY <<EOF /etc/x\nCOPY b.txt /y\nEOF",
    "COPY a.txt /x",
    "COPY a.txt b.txt /x/",
    "COPY src /src",
    "COPY ./src/ /src/",
    "COPY src/*.py /x/",
    "COPY --chown=1:1 --chmod=755 src/lib /x",
    "COPY [\"a.txt\", \"sp ace.txt\", \"/x/\"]",
    "copy src/lib/data.json /x",
    "COPY \\\n  a.txt \\\n  # why\n  /x/",
]
# Lines that cause differences. They come last, so that no other line fails first.
ODD_LINES = [
    "ADD a.txt /x",
    "ADD https://example.com/x.tar /x",
    "RUN --mount=type=bind,source=src,target=/s make",
    "COPY *.txt /x/",
    "COPY src/* /x/",
    "COPY ?.txt /x/",
    "COPY none.txt /x",
    "COPY none*.txt a.txt /x/",
    "COPY ../outside.txt /x",
    "COPY src/**/*.py /x/",
    "ENV D=src\nCOPY $D /x",
    "COPY \"sp ace.txt\" /x",
    "COPY sp\\ ace.txt /x",
    "COPY /a.txt /x",
    "ENTRYPOINT top -b",
    "ENTRYPOINT [\"top\", \\\n  \"-b\"]",
    "# ENTRYPOINT is the base's",
    "RUN cat <<EOF",
    "RUN x \\",
    "RUNN x",
    "COPY a.txt",
    "ENV A",
    "EXPOSE",
    "COPY empty /x",
    "RUN <<EOF\nCOPY b.txt /x\nEOF",
    "ONBUILD COPY a.txt /x",
]


def _pip(pick):
    options = {}
    if pick.random() < 0.3:
        options["find_links"] = pick.sample(PLAIN + ODD[2:12], pick.randint(1, 2))
    if pick.random() < 0.3:
        options["index_url"] = pick.choice(["https://pypi.example/simple", "https://u:p@x.y/ z", "$INDEX"])
    if pick.random() < 0.3:
        options["extra_index_urls"] = ["https://e.example/" + str(n) for n in range(pick.randint(1, 2))]
    if pick.random() < 0.2:
        options["pre"] = True
    if pick.random() < 0.3:
        options["extra_options"] = pick.choice(["--no-cache-dir", " --no-deps ", "-v --user", "--x 'a b'", "  "])
    return options


def _string(pick, odd=0.5):
    return pick.choice(ODD) if pick.random() < odd else pick.choice(PLAIN)


def _env(variables):
    """Returns pairs, because not every JSON parser keeps the order of an object."""
    return ["env", [list(variables.items())], {}]


def _call(pick):
    kind = pick.randrange(14)
    if kind == 0:
        packages = pick.choices(PACKAGES + PLAIN, k=pick.randint(0, 4))
        # The SDK flattens lists.
        return ["pip_install", [packages] if pick.random() < 0.2 else packages, _pip(pick)]
    if kind == 1:
        return ["pip_install_from_requirements", [pick.choice(["requirements.txt", "./requirements.txt", "reqs/dev requirements.txt"])], _pip(pick)]
    if kind == 2:
        options = {}
        if pick.random() < 0.3:
            options = {"find_links": "https://l.example", "index_url": "https://i.example", "extra_index_url": "https://e.example", "pre": True, "extra_options": "-v"}
        path = pick.choice(["pyproject.toml", "pyproject.toml", "py/empty.toml", "py/marker.toml"])
        groups = pick.choice([[], ["dev"], ["dev", "docs"]]) if path == "pyproject.toml" else []
        return ["pip_install_from_pyproject", [path, groups], options]
    if kind == 3:
        return ["add_local_file", [pick.choice(FILES), pick.choice(DESTINATIONS)], {}]
    if kind == 4:
        return ["add_local_dir", [pick.choice(DIRECTORIES), pick.choice(DESTINATIONS)], {}]
    if kind in (5, 6):
        commands = pick.choices(COMMANDS, k=pick.randint(1, 3))
        if pick.random() < 0.15:
            commands.insert(pick.randint(0, len(commands)), pick.choice(WORDS))
        return ["run_commands", commands, {}]
    if kind in (7, 8):
        return _env({pick.choice(NAMES): _string(pick, 0.7) for _ in range(pick.randint(0, 3))})
    if kind == 9:
        return ["workdir", [pick.choice(["/srv", "rel/dir", "/with blank", "/$X", "/it's", "/\u017elut\u00fd", "~", "/a\\b"])], {}]
    if kind == 10:
        return ["entrypoint", [[_string(pick, 0.25) for _ in range(pick.randint(0, 3))]], {}]
    if kind == 11:
        return ["cmd", [[_string(pick, 0.25) for _ in range(pick.randint(0, 3))]], {}]
    options = {} if pick.random() < 0.7 else {"context_dir": pick.choice([".", "./"])}
    return ["dockerfile_commands", [pick.choices(LINES, k=pick.randint(0, 4))], options]


def _odd_call(pick):
    """Returns a call with an argument that is ambiguous or likely to be refused."""
    kind = pick.randrange(13)
    text = pick.choice(BREAKS) if pick.random() < 0.5 else pick.choice(ODD)
    if kind == 0:
        return ["pip_install", [text, "numpy"], _pip(pick)]
    if kind == 1:
        return ["pip_install", ["numpy"], {pick.choice(["index_url", "extra_options"]): text}]
    if kind == 2:
        return ["pip_install_from_requirements", [pick.choice(["none.txt", "src", "~/in-home.txt"])], {}]
    if kind == 3:
        path = pick.choice([name.removeprefix("work/") for name in TREE if name.endswith(".toml")] + ["none.toml"])
        return ["pip_install_from_pyproject", [path, pick.choice([[], ["dev"], ["nope"]])], {}]
    if kind == 4:
        return ["add_local_file", [pick.choice(FILES + ODD_FILES), pick.choice(DESTINATIONS + ODD_DESTINATIONS)], {}]
    if kind == 5:
        return ["add_local_dir", [pick.choice(DIRECTORIES + ODD_DIRECTORIES), pick.choice(DESTINATIONS + ODD_DESTINATIONS)], {}]
    if kind == 6:
        return ["run_commands", [pick.choice(BAD_COMMANDS)], {}]
    if kind == 7:
        return ["run_commands", [pick.choice([*WORDS, []])], {}]
    if kind == 8:
        return _env({pick.choice(ODD_NAMES + NAMES): text})
    if kind == 9:
        return ["workdir", [text], {}]
    if kind == 10:
        return [pick.choice(["entrypoint", "cmd"]), [[text, pick.choice(ODD)]], {}]
    return ["dockerfile_commands", [[pick.choice(LINES), pick.choice(ODD_LINES)]], {}]


def _start(pick):
    kind = pick.randrange(10)
    if kind < 4:
        return {}, ["base", [pick.choice(BASES)], {}]
    if kind < 5:
        return {}, ["debian_slim", [pick.choice(VERSIONS)], {}]
    head = pick.choice(["", "", "", "# syntax=docker/dockerfile:1\n", "# a comment\n", "ARG V=1\n", "\ufeff"])
    lines = ["FROM " + pick.choice(["a:1", "b", "a:1 AS one"]), *pick.choices(LINES, k=pick.randint(0, 5))]
    text = head + "\n".join(lines) + "\n"
    if pick.random() < 0.1:
        text = text.replace("\n", "\r\n")
    if pick.random() < 0.1:
        text = text.rstrip("\r\n")
    name = pick.choice(["Dockerfile", "Dockerfile", "./Dockerfile", "build.dockerfile"])
    return {name.removeprefix("./"): text}, ["from_dockerfile", [name], {}]


def _generated():
    for number in range(GENERATED):
        pick = random.Random(number)
        files, start = _start(pick)
        calls = [start, *(_call(pick) for _ in range(pick.randint(0, 4)))]
        if pick.random() < 0.35:
            calls.append(_odd_call(pick))
        yield f"generated-{number:03}", files, calls


def _dockerfile(text, *calls, name="Dockerfile", **files):
    return {name: text, **files}, [["from_dockerfile", [name], {}], *calls]


def _base(*calls):
    return {}, [["base", ["alpine:3.20"], {}], *calls]


def _commands(*lines, **options):
    return _base(["dockerfile_commands", [list(lines)], options])


def _written():
    user = ["dockerfile_commands", [["USER after"]], {}]
    yield "two-stages", _dockerfile("FROM a:1 AS unused\nCOPY a.txt /\nFROM b:1 AS used\nCOPY b.txt /\nFROM c:1\nCOPY --from=used /b.txt /\n")
    yield "escape-directive", _dockerfile("# escape=`\nFROM a:1\nCOPY a.txt `\n  b.txt /x/\n")
    yield "no-last-line-end", _dockerfile("FROM a:1\nRUN x", user)
    yield "dangling-escape", _dockerfile("FROM a:1\nRUN x \\\n", user)
    yield "heredoc-to-the-end", _dockerfile("FROM a:1\nRUN <<E\nx\nE", user)
    yield "own-dockerfile", _dockerfile("FROM a:1\nCOPY . /x\n")
    yield "own-dockerfile-by-name", _dockerfile("FROM a:1\nCOPY Dockerfile /x\n", user)
    yield "ignore-file", _dockerfile("FROM a:1\nCOPY src /kept\n", **{".dockerignore": "src/lib\n"})
    yield "repeated-directory", _dockerfile("FROM a:1\nCOPY app/inner.py /x\n", name="app/Dockerfile")
    yield "sub-directory", _dockerfile("FROM a:1\nCOPY app.py conf /x/\n", name="app/Dockerfile")
    yield "onbuild-within", _dockerfile("FROM a:1 AS one\nONBUILD COPY a.txt /\nFROM one\n")
    yield "arg-in-source", _dockerfile("ARG D=src\nFROM a:1\nARG D\nCOPY ${D}/main.py /x\n")
    yield "parents", _dockerfile("FROM a:1\nCOPY --parents src/*.py /x/\n")
    yield "from-flag-late", _dockerfile("FROM a:1\nCOPY --chown=1 --from=b /a.txt /x\n")
    yield "source-through-parent", _dockerfile("FROM a:1\nCOPY ../outside.txt /x\n")
    yield "not-a-dockerfile", _dockerfile("just some text\n")
    yield "empty-dockerfile", _dockerfile("")
    yield "no-from", _dockerfile("RUN x\n")
    yield "unknown-instruction", _dockerfile("FROM a:1\nINCLUDE x\n")
    yield "another-frontend", _dockerfile("# syntax=example/frontend\nFROM a:1\nRUN x\n")
    yield "missing-dockerfile", ({}, [["from_dockerfile", ["none"], {}]])
    yield "directory-as-dockerfile", ({}, [["from_dockerfile", ["src"], {}]])
    yield "dockerfile-at-home", ({}, [["from_dockerfile", ["~/in-home.txt"], {}]])
    yield "strict-dockerfile", ({"Dockerfile": "FROM a:1\nCOPY ../outside.txt /x\n"}, [["from_dockerfile", ["Dockerfile"], {"strict_context": True}]])
    yield "strict-commands", _commands("COPY app.py /x", context_dir="app", strict_context=True)
    yield "context-directory", _commands("COPY app.py conf /x/", context_dir="app")
    yield "context-directory-with-slash", _commands("COPY app.py conf /x/", context_dir="app/")
    yield "context-directory-named-again", _commands("COPY app/inner.py /x", context_dir="app")
    yield "missing-context-directory", _commands("COPY x /x", context_dir="none")
    yield "file-as-context-directory", _commands("COPY x /x", context_dir="a.txt")
    yield "no-commands", _commands()
    yield "command-of-several-lines", _commands("RUN a \\\n  b\nUSER c")
    yield "command-over-two-elements", _commands("RUN a \\", "  b")
    yield "second-from", _commands("FROM b:1", "USER x")
    yield "nested-list-of-packages", _base(["pip_install", [["b", "a"], "c"], {}])
    yield "no-packages", _base(["pip_install", [], {"pre": True}])
    yield "no-commands-to-run", _base(["run_commands", [], {}])
    yield "no-variables", _base(_env({}))
    yield "trailing-slash-of-a-file", _base(["add_local_file", ["src/main.py", "/opt/"], {}])
    yield "two-files-for-one-place", _base(["add_local_file", ["a.txt", "/x"], {}], ["add_local_file", ["b.txt", "/x"], {}])
    yield "requirements-at-home", _base(["pip_install_from_requirements", ["~/in-home.txt"], {}])
    yield "requirements-outside", _base(["pip_install_from_requirements", ["../outside.txt"], {}])
    for index, name in enumerate(BASES + ["", " ", "a\nRUN b", "a b c", "$X", "${X:-a}", "a # b", "a\\", "'a'"]):
        yield f"base-{index:02}", ({}, [["base", [name], {}], user])
    for index, version in enumerate(VERSIONS + ODD_VERSIONS):
        yield f"python-{index:02}", ({}, [["debian_slim", [version], {}]])
    for index, text in enumerate(ODD + BREAKS):
        yield f"env-{index:02}", _base(_env({"A": text, "B": "x" + text + "y"}), user)
        yield f"exec-{index:02}", _base(["entrypoint", [[text]], {}], ["cmd", [["x" + text, text]], {}], user)
    for index, text in enumerate(ODD_NAMES):
        yield f"name-{index:02}", _base(_env({text: "x"}))
    for index, text in enumerate(ODD + BREAKS + ["--b"]):
        yield f"workdir-{index:02}", _base(["workdir", [text], {}], user)
        yield f"package-{index:02}", _base(["pip_install", [text], {}], user)
    for index, text in enumerate(BAD_COMMANDS):
        yield f"command-{index:02}", _base(["run_commands", [text], {}], user)
    for index, words in enumerate(WORDS):
        yield f"words-{index:02}", _base(["run_commands", [words], {}], user)
    for index, text in enumerate(ODD_DESTINATIONS):
        yield f"file-to-{index:02}", _base(["add_local_file", ["a.txt", text], {}])
        yield f"directory-to-{index:02}", _base(["add_local_dir", ["src", text], {}])
    for index, path in enumerate(FILES + ODD_FILES):
        yield f"file-{index:02}", _base(["add_local_file", [path, "/x"], {}])
    for index, path in enumerate(DIRECTORIES + ODD_DIRECTORIES):
        yield f"directory-{index:02}", _base(["add_local_dir", [path, "/x"], {}])
    for index, line in enumerate(ODD_LINES):
        yield f"line-{index:02}", _commands(line)
        yield f"file-line-{index:02}", _dockerfile(f"FROM a:1\n{line}\n")
    for index, text in enumerate(["<<EOF", "\\", "-v\nRUN x", "# x", "  "]):
        yield f"options-{index:02}", _base(["pip_install", ["a"], {"extra_options": text}], user)
    for name in sorted(name for name in TREE if name.endswith(".toml")):
        for groups in [[], ["dev"], ["nope"]]:
            path = name.removeprefix("work/")
            yield f"{path}-{'-'.join(groups)}", _base(["pip_install_from_pyproject", [path, groups], {}])


def cases():
    for name, (files, calls) in _written():
        yield name, files, calls
    yield from _generated()
