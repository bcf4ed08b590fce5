"""Dockerfiles put together at random, the same ones in every run."""

import random

COUNT = 300

_WORDS = ["a", "b/c", "--d", "-e", "$F", "${G}", "${H:-i j}", "'k l'", '"m n"', "o\\ p", "#q", "<<R", "[s]", "t=u", "ž", ";", "&&", "\\\\", "'", '"', "`", "*.v", "{w}"]
_FLAGS = ["--from=a", "--chown='b c'", "--link", "--mount=type=cache,target=/d", "--network=none", "--chmod=7\\5", "--"]
_ENDS = ["EOF", "E-F", "'Q Q'", '"D"', "x.y"]
_BODY = ["RUN inside", "  indented", "\ttab", "# comment", "", "ends \\", "EOFF", " EOF", "$VAR"]


def _words(pick, most=4):
    return " ".join(pick.choice(_WORDS) for _ in range(pick.randint(1, most)))


def _json(pick):
    elements = pick.choices(['"a"', '"b c"', '"\\u00e9"', '"d\\"e"', '"$F"', "1", "'g'", "null", '"\\h"'], weights=[6, 6, 3, 3, 3, 1, 1, 1, 1], k=pick.randint(0, 3))
    return "[" + pick.choice(["", " "]) + ", ".join(elements) + pick.choice(["", "", "", " ", ","]) + "]"


def _flags(pick):
    return "".join(pick.choice(_FLAGS) + " " for _ in range(pick.randint(0, 2)))


def _pairs(pick):
    values = ["b", '"c d"', "'e f'", "g\\ h", "$I", "${J:-k l}", "", "m=n"]
    pairs = [pick.choice("ABCDE") + "=" + pick.choice(values) for _ in range(pick.randint(1, 3))]
    if pick.random() < 0.15:
        pairs[pick.randrange(len(pairs))] = pick.choice(["lonely", "old value", "=x"])
    return " ".join(pairs)


def _heredocs(pick, keyword):
    marks, bodies = [], []
    for _ in range(pick.randint(1, 2)):
        end, dash = pick.choice(_ENDS), pick.choice(["", "-"])
        marks.append(pick.choice(["", "", "3"]) + "<<" + dash + end)
        bodies += [pick.choice(_BODY) for _ in range(pick.randint(0, 3))]
        bodies.append((pick.choice(["", "\t"]) if dash else "") + end.strip("'\""))
    if pick.random() < 0.1:
        bodies.pop()
    tail = " /x" if keyword != "RUN" else pick.choice(["", " cat", " > /x", " 'open"])
    return f"{keyword} {_flags(pick)}{' '.join(marks)}{tail}\n" + "\n".join(bodies)


def _instruction(pick):
    kind = pick.randrange(12)
    if kind == 0:
        return "FROM " + pick.choice(["", "--platform=linux/amd64 "]) + pick.choice(["a", "a:1", "a AS b", "a as B", "a b", "${A}:x"])
    if kind == 1:
        return pick.choice(["RUN", "CMD", "ENTRYPOINT", "run"]) + " " + _words(pick)
    if kind == 2:
        return pick.choice(["RUN", "CMD", "ENTRYPOINT", "SHELL", "VOLUME", "COPY", "ADD", "HEALTHCHECK CMD"]) + " " + _json(pick)
    if kind == 3:
        return pick.choice(["COPY", "ADD", "RUN"]) + " " + _flags(pick) + _words(pick)
    if kind in (4, 5):
        return pick.choice(["ENV", "LABEL", "ARG"]) + " " + _pairs(pick)
    if kind in (6, 7):
        return _heredocs(pick, pick.choice(["RUN", "COPY", "ADD", "ONBUILD RUN"]))
    if kind == 8:
        return "ONBUILD " + pick.choice(["RUN " + _words(pick), "COPY " + _words(pick, 3), "ENV " + _pairs(pick), "CMD " + _json(pick)])
    if kind == 9:
        return pick.choice(["USER", "WORKDIR", "STOPSIGNAL", "MAINTAINER", "EXPOSE", "VOLUME"]) + " " + _words(pick, 2)
    if kind == 10:
        return pick.choice(["# comment", "", "   ", "\t# indented", "# a \\"])
    return "HEALTHCHECK " + pick.choice(["NONE", "CMD true", "--retries=3 CMD a b"])


def _continued(pick, text, escape):
    """Breaks a line at some of its spaces."""
    first, *body = text.split("\n")
    parts = first.split(" ")
    line = parts[0]
    for part in parts[1:]:
        if pick.random() < 0.2:
            line += " " + escape + pick.choice(["", " ", "\t"]) + "\n"
            line += pick.choice(["", "", "# between\n", "\n", "  \n"]) + pick.choice(["", "  "]) + part
        else:
            line += " " + part
    return "\n".join([line, *body])


def cases():
    for number in range(COUNT):
        pick = random.Random(number)
        escape = pick.choice(["\\", "\\", "\\", "`"])
        head = {"`": "# escape=`\n", "\\": pick.choice(["", "", "# escape=\\\n", "# syntax=docker/dockerfile:1\n"])}[escape]
        lines = ["FROM a"] + [_continued(pick, _instruction(pick), escape) for _ in range(pick.randint(1, 5))]
        text = head + "\n".join(lines) + pick.choice(["\n", "\n", ""])
        if pick.random() < 0.2:
            text = text.replace("\n", "\r\n")
        if pick.random() < 0.1:
            text = "\ufeff" + text
        yield f"generated-{number:03}", text
