"""Writes down what python-dotenv, which the official SDK uses, reads from `.env` files.

    python3 -m venv VENV && VENV/bin/pip install python-dotenv==1.2.4
    VENV/bin/python dotenv_files.py > ../data/dotenv.json

`src/config/dotenv/tests.rs` compares the answers with ours. A line that cannot be read is blank for
both: python-dotenv is given the file without it.
"""

import io
import json
import logging
import os
import sys
import tempfile

from dotenv import dotenv_values
from dotenv.parser import parse_stream

# The variables of the process.
PROCESS = {"HOME": "/home/me", "BOTH": "process", "EMPTY": "", "REFERENCE": "${HOME}"}

CASES = {
    # Plain
    "empty file": b"",
    "one variable": b"A=1\n",
    "no line end at the end": b"A=1",
    "blank lines": b"\n\n  \nA=1\n\n\t\nB=2\n\n",
    "spaces around": b"  A  =  1  \n",
    "tabs around": b"\tA\t=\t1\t\n",
    "empty value": b"A=\nB= \nC=\t\n",
    "empty value at the end": b"A=",
    "blanks at the end": b"A=   ",
    "name without an equals sign": b"A\nB=1\n",
    "name without an equals sign and a comment": b"A # text\nB=1\n",
    "name twice": b"A=1\nA=2\n",
    "name set, then without a value": b"A=1\nA\n",
    "value with equals signs": b"A=b=c==\n",
    "value with spaces": b"A=one two  three\n",
    "value in two words of which one is quoted": b"A=one 'two'\n",
    "names with dots and dashes": b"a.b-c=1\n",
    "names of other letters": "Ä=1\n変数=2\n".encode(),
    "value of other letters": "A=héllo 日本\n".encode(),
    "no name": b"=1\nB=2\n",
    "two words before the equals sign": b"A B=1\nC=2\n",
    "YAML": b"A: 1\nB=2\n",
    "JSON": b'{"A": "1"}\nB=2\n',
    "shell code": b"if [ -f x ]; then\n  A=1\nfi\nB=2\n",
    "semicolons": b"A=1; B=2\n",
    "a NUL": b"A=a\0b\nB=2\n",
    # Line ends and byte order marks
    "CRLF": b"A=1\r\nB=2\r\n",
    "CR alone": b"A=1\rB=2\r",
    "line ends of all kinds": b"A=1\rB=2\r\nC=3\nD=4\n\rE=5",
    "CRLF in quotes": b'A="one\r\ntwo"\r\nB=2\r\n',
    "CR in quotes": b"A='one\rtwo'\rB=2\r",
    "byte order mark": b"\xef\xbb\xbfA=1\nB=2\n",
    "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbfA=1\nB=2\n",
    "byte order mark in the middle": b"A=1\n\xef\xbb\xbfB=2\n",
    "byte order mark alone": b"\xef\xbb\xbf",
    "vertical tab and form feed": b"A=1\x0bB=2\x0cC=3\n",
    "control characters that Python takes for space": b"A=\x1c1\x1f\n\x1dB=2\n",
    "next line and line separator": "A=1\u0085B=2\u2028C=3\n".encode(),
    "no-break space": "\u00a0A\u00a0=\u00a01\u00a0\nB=2\u00a0#\u00a0text\n".encode(),
    # export
    "export": b"export A=1\n  export\tB = 2\n",
    "export alone": b"export\nA=1\n",
    "export with spaces alone": b"export  \nA=1\n",
    "export at the end": b"A=1\nexport ",
    "export as a name": b"export=1\n",
    "export of a name": b"export A\n",
    "export twice": b"export export A=1\nB=2\n",
    "exported": b"exportA=1\n",
    "export of a comment": b"export # text\nA=1\n",
    "EXPORT": b"EXPORT A=1\nB=2\n",
    # Comments
    "comments": b"# text\n  # text\nA=1\n#B=2\n",
    "comment at the end": b"A=1\n# text",
    "inline comment": b"A=1 # text\nB=2\t# text\n",
    "hash in a value": b"A=1#2\nB=1#2 #3\n",
    "hash at the start of a value": b"A=#1\nB= #1\nC=  # text\n",
    "two inline comments": b"A=1 # one # two\n",
    "comment after quotes": b"A='1' # text\nB=\"2\"# text\nC='3'\t#\n",
    "hash in quotes": b"A='1 # 2'\nB=\"3 # 4\" # 5\n",
    "comment with an apostrophe": b"# it's\nA=1\n# don't\nB=2\n",
    "inline comment with an apostrophe": b"A=1 # it's\nB='2'\n",
    # Quotes
    "single quotes": b"A='1'\nB=' 2 '\nC=''\n",
    "double quotes": b"A=\"1\"\nB=\" 2 \"\nC=\"\"\n",
    "quotes in the other quotes": b"A='say \"x\"'\nB=\"it's\"\n",
    "quotes in the middle": b"A=a'b'c\nB=a\"b\"c\n",
    "apostrophe in a value": b"A=it's\nB=don't\nC=3\n",
    "apostrophe at the end": b"A=5'\nB=6\n",
    "quotes after white space": b"A=  '1'\nB=\t\"2\"\n",
    "lines in double quotes": b'A="one\ntwo\n\nthree"\nB=2\n',
    "lines in single quotes": b"A='one\ntwo'\nB=2\n",
    "lines in quotes with what looks like a variable": b'A="one\nB=2\nC=3"\nD=4\n',
    "key in PEM": b'A="-----BEGIN KEY-----\nabc+/=\n-----END KEY-----"\nB=2\n',
    "name in quotes": b"'A'=1\n'B C'='2'\n",
    "name in double quotes": b'"A"=1\nB=2\n',
    "name in empty quotes": b"''=1\nB=2\n",
    "name in quotes without an equals sign": b"'A'\nB=2\n",
    "backquotes": b"A=`date`\nB=2\n",
    # Quotes that do not close
    "single quote that does not close": b"A='1\nB=2\n",
    "double quote that does not close": b'A="1\nB=2\n',
    "quote that does not close in the last line": b"A=1\nB='2",
    "quote alone": b"A='\nB=2\nC=\"\n",
    "quote that a later line closes": b'A="1\nB="2"\nC=3\n',
    "single quote that a later line closes": b"A='1\nB='2'\nC='3'\n",
    "quote of a name that does not close": b"'A=1\nB=2\n",
    "quote of a name that a later line closes": b"'tis text\nA='1'\nB=2\n",
    "quote that is closed by a backslash": b"A='1\\'\nB=2\n",
    "text after quotes": b"A='1' 2\nB=\"3\"4\nC=5\n",
    "apostrophes that close too early": b"A='it's'\nB=2\n",
    "text after quotes of several lines": b'A="1\n2" 3\nB=2\n',
    "quotes that do not close, of both kinds": b"A='1\nB=\"2\nC=3\n",
    # Escapes
    "escapes in double quotes": b'A="a\\nb\\tc\\rd\\\\e\\"f\\\'g\\ah\\bi\\fj\\vk"\n',
    "other escapes in double quotes": b'A="\\x\\0\\$\\u00e9\\#"\n',
    "escapes in single quotes": b"A='a\\nb\\\\c\\'d\\\"e'\n",
    "escapes without quotes": b"A=a\\nb\\\\c\\'d\n",
    "escaped backslash before the closing quote": b'A="a\\\\"\nB=2\n',
    "escaped line end": b'A="a\\\nb"\nB=2\n',
    "line end that is escaped without quotes": b"A=a\\\nB=2\n",
    # Variables
    "dollar and name": b"A=1\nB=$A\nC=\"$A\"\nD=a$A$$b\n",
    "variable of the file": b"A=1\nB=${A}\nC=x${A}y${A}z\n",
    "variable of the process": b"A=${HOME}\nB=\"${HOME}/x\"\n",
    "variable of both": b"BOTH=file\nA=${BOTH}\n",
    "variable of the process before that of the file": b"A=${BOTH}\nBOTH=file\n",
    "variable that is not set": b"A=${NONE}\nB=x${NONE}y\n",
    "default": b"A=${NONE:-1}\nB=${HOME:-2}\nC=${NONE:-}\n",
    "default of a variable that is empty": b"A=${EMPTY:-1}\nB=\nC=${B:-2}\n",
    "default of a variable without a value": b"B\nA=${B:-1}\n",
    "default with a colon and a dash": b"A=${NONE:-a:-b}\n",
    "default with a variable": b"A=${NONE:-${HOME}}\n",
    "default with a URL": b"A=${NONE:-https://host:1/api}\n",
    "other forms": b"A=${NONE-1}\nB=${NONE:=1}\nC=${NONE:+1}\nD=${NONE?1}\n",
    "colon alone": b"A=${HOME:}\nB=${HOME:1:2}\n",
    "variable in single quotes": b"A=1\nB='${A}'\n",
    "escaped variable": b"A=1\nB=\\${A}\nC=\"\\${A}\"\n",
    "variable that does not close": b"A=1\nB=${A\nC=2\n",
    "variable in a variable": b"A=1\nB=${${A}}\nC=${A${A}}\n",
    "form that fails before a variable": b"A=1\nB=${X:${A}}\n",
    "no name of a variable": b"A=${}\nB=${:-1}\n",
    "name of a variable with spaces": b"A=${ HOME }\nB=${HOME }\n",
    "variables are not replaced twice": b"A=${REFERENCE}\n",
    "variable of itself": b"HOME=${HOME}/x\nA=${A}\n",
    "variable with a comment": b"A=${NONE:-1 # 2}\n",
    "variable in a name": b"${HOME}=1\nB=2\n",
    "variable over lines": b"A=\"${NONE:-one\ntwo}\"\n",
    # Bytes that are not UTF-8
    "Latin-1 in another line": b"NAME=Andr\xe9\nB=2\n",
    "Latin-1 in a comment": b"# Andr\xe9\nB=2 # \xe9\n",
    "Latin-1 in a name": b"Andr\xe9=1\nB=2\n",
    "Latin-1 in quotes": b"A='\xe9\xff'\nB=\"2\"\n",
    "UTF-16": "A=1\nB=2\n".encode("utf-16"),
    "half of a character": b"A=\xe6\x97\nB=2\n",
    "replacement character": "A=\ufffd\nB=2\n".encode(),
}


def decoded(data):
    """Reads as `open` does, except that a byte that is not UTF-8 stays as a surrogate."""
    stream = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="surrogateescape")
    return stream.read()


def is_text(text):
    return not any("\udc80" <= character <= "\udcff" for character in text)


def unreadable_line(text):
    for binding in parse_stream(io.StringIO(text)):
        original = binding.original.string
        blank = original[: len(original) - len(original.lstrip())]
        line = binding.original.line + blank.removeprefix("\ufeff").count("\n")
        if binding.error or not is_text((binding.key or "") + (binding.value or "")):
            return line
    return None


def answer(data):
    text, unreadable = decoded(data), []
    while (line := unreadable_line(text)) is not None:
        unreadable.append(line)
        lines = text.split("\n")
        lines[line - 1] = ""
        text = "\n".join(lines)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, ".env")
        with open(path, "wb") as file:
            # Nothing of a comment counts, so that its bytes can be replaced.
            file.write(text.encode("utf-8", errors="replace") if unreadable or not is_text(text) else data)
        return {"variables": dict(dotenv_values(path)), "unreadable": unreadable}


def content(data):
    try:
        return {"text": data.decode()}
    except UnicodeDecodeError:
        return {"hex": data.hex()}


def main():
    # Lines that cannot be read are part of the answers.
    logging.disable(logging.WARNING)
    os.environ.clear()
    os.environ.update(PROCESS)
    # One case a line, so that a change shows as such.
    lines = [json.dumps({"name": name, **content(data), **answer(data)}) for name, data in CASES.items()]
    process = json.dumps(PROCESS)
    sys.stdout.write('{"process": ' + process + ', "files": [\n' + ",\n".join(lines) + "\n]}\n")


if __name__ == "__main__":
    main()
