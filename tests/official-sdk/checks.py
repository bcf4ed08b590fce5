"""Counts and prints the checks of a script."""
import sys

passed = 0


def check(what, holds):
    """Ends the script if a check fails."""
    global passed
    if not holds:
        sys.exit(f"not so: {what}")
    passed += 1
    print(f"ok: {what}")


def report():
    print(f"{passed} passed, 0 failed")
