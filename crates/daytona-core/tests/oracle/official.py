"""Records the results of Daytona's official Python SDK for chains of calls to its image builder.

    python3 -m venv VENV && VENV/bin/pip install daytona==0.226.1 dockerfile==3.4.0
    VENV/bin/python official.py > ../data/official.json

The cases are those of `chains.py`, the same in every run. The result of a case has the text that
every call adds, the local paths that it sends, and the parse tree of BuildKit; or the call that the
SDK refuses. `tests/suite/image/official.rs` compares the results with those of this crate.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import dockerfile
from daytona import Image

import chains

# The placeholder for the directory of the files.
ROOT = "/root-of-the-files"


def write(root, files):
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            path.mkdir(exist_ok=True)
        else:
            path.write_bytes(content.encode())


def parsed(text):
    try:
        commands = dockerfile.parse_string(text)
    except dockerfile.GoParseError as error:
        return {"refused": str(error)}
    return {"nodes": [node(command) for command in commands]}


def node(command):
    more = {
        "trigger": command.sub_cmd and command.sub_cmd.upper(),
        "json": command.json,
        "flags": list(command.flags),
        "heredocs": [[heredoc.name, heredoc.content] for heredoc in command.heredocs],
    }
    return [command.cmd and command.cmd.upper(), command.start_line, list(command.value), present(more)]


def present(found):
    """Omits false and empty values to save space."""
    return {key: value for key, value in found.items() if value}


def answer(calls):
    texts, contexts = [], []
    image, before, sent = Image, "", 0
    for index, (name, arguments, options) in enumerate(calls):
        if name == "env":
            arguments = [dict(arguments[0])]
        try:
            image = getattr(image, name)(*arguments, **options)
        except Exception as error:
            return {"texts": texts, "contexts": contexts, "error": [index, type(error).__name__, str(error)]}
        whole, context = image.dockerfile(), image._context_list
        assert whole.startswith(before), "a call changed the text of an earlier call"
        texts.append(whole[len(before) :])
        contexts += [[index, one.source_path, one.archive_path] for one in context[sent:]]
        before, sent = whole, len(context)
    return {"texts": texts, "contexts": contexts, **parsed(before)}


def main():
    # One case per line, so that a diff shows the changed cases.
    lines = []
    for name, files, calls in chains.cases():
        with tempfile.TemporaryDirectory() as root:
            write(Path(root), chains.TREE)
            os.environ["HOME"] = str(Path(root, "home"))
            os.chdir(Path(root, "work"))
            write(Path("."), files)
            case = {"name": name, "files": files, "calls": calls, **answer(calls)}
            line = json.dumps(present(case), ensure_ascii=False, separators=(",", ":"))
            # The SDK expands the home directory.
            lines.append(line.replace(root, ROOT).replace(root[1:], ROOT[1:]))
        os.chdir("/")
    names = [json.loads(line)["name"] for line in lines]
    assert len(set(names)) == len(names), "a name occurs twice"
    tree = json.dumps(chains.TREE, ensure_ascii=False)
    sys.stdout.write('{"tree": ' + tree + ',\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
