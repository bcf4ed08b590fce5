"""Writes down what Daytona's official Python SDK makes of chains of calls to its image builder.

    python3 -m venv VENV && VENV/bin/pip install daytona==0.226.1 dockerfile==3.4.0
    VENV/bin/python official.py > ../data/official.json

The cases are those of `chains.py`, the same ones in every run. Each is answered with the text that
every call adds, the local paths that it sends, and what BuildKit's parser makes of the whole; or
with the call that the SDK refuses. `src/image/official.rs` compares the answers with ours.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

import dockerfile
from daytona import Image

import chains

# Stands for the directory that the files lie in.
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
    """Leaves out what is false or empty, for the sake of size."""
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
        assert whole.startswith(before), "a call changed what another one had written"
        texts.append(whole[len(before) :])
        contexts += [[index, one.source_path, one.archive_path] for one in context[sent:]]
        before, sent = whole, len(context)
    return {"texts": texts, "contexts": contexts, **parsed(before)}


def main():
    # One case a line, so that a change shows as such.
    lines = []
    for name, files, calls in chains.cases():
        with tempfile.TemporaryDirectory() as root:
            write(Path(root), chains.TREE)
            os.environ["HOME"] = str(Path(root, "home"))
            os.chdir(Path(root, "work"))
            write(Path("."), files)
            case = {"name": name, "files": files, "calls": calls, **answer(calls)}
            line = json.dumps(present(case), ensure_ascii=False, separators=(",", ":"))
            # A home directory is written out.
            lines.append(line.replace(root, ROOT).replace(root[1:], ROOT[1:]))
        os.chdir("/")
    names = [json.loads(line)["name"] for line in lines]
    assert len(set(names)) == len(names), "a name stands twice"
    tree = json.dumps(chains.TREE, ensure_ascii=False)
    sys.stdout.write('{"tree": ' + tree + ',\n"cases": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
