"""What commands write to standard output."""

from __future__ import annotations

import sys


def print_json(value: object) -> None:
    """Print `value` as JSON for people and programs: indented, Thai as it is."""
    from api.plain import json_text

    print(json_text(value))


def write_text(text: str) -> None:
    """Write a document's text, every character as it is: no newline is added or changed."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()
