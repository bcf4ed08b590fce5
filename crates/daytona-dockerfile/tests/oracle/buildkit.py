"""Records the parse trees of the cases as BuildKit's parser returns them.

    python3 -m venv VENV && VENV/bin/pip install dockerfile==3.4.0
    VENV/bin/python buildkit.py > ../data/buildkit.json

The package `dockerfile` wraps the parser of BuildKit 0.12.5. The answers are compared with ours in
`tests/suite/buildkit.rs`, which also lists where a newer BuildKit differs.
"""

import json
import sys

import dockerfile

import adversarial
import generated
import realistic


def answer(text):
    try:
        commands = dockerfile.parse_string(text.replace(adversarial.LONG, "x" * 65_530))
    except dockerfile.GoParseError as error:
        return {"error": str(error)}
    return {
        "answer": [
            {
                "keyword": command.cmd and command.cmd.upper(),
                "trigger": command.sub_cmd and command.sub_cmd.upper(),
                "line": command.start_line,
                "json": command.json,
                "flags": list(command.flags),
                "value": list(command.value),
                "heredocs": [[heredoc.name, heredoc.content] for heredoc in command.heredocs],
            }
            for command in commands
        ]
    }


def main():
    cases = [*realistic.CASES.items(), *adversarial.CASES.items(), *generated.cases()]
    names = [name for name, _ in cases]
    assert len(set(names)) == len(names), "a name is used twice"
    # One case on each line, for readable diffs.
    lines = [json.dumps({"name": name, "dockerfile": text, **answer(text)}, ensure_ascii=False) for name, text in cases]
    sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")


if __name__ == "__main__":
    main()
