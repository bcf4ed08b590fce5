"""Greets a person in one of several languages."""

import argparse
import json
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", nargs="?", default="world")
    parser.add_argument("--language", default="en")
    parser.add_argument("--greetings", type=Path, required=True)
    arguments = parser.parse_args()

    greetings = json.loads(arguments.greetings.read_text(encoding="utf-8"))
    if arguments.language not in greetings:
        parser.error(f"--language must be one of {', '.join(sorted(greetings))}")
    print(greetings[arguments.language].format(name=arguments.name))


if __name__ == "__main__":
    main()
