"""What no record shows alone: records that contradict each other. The queries are `ontology/checks/*.rq`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from kg.form import read_yaml
from kg.shapes import LEVELS, ShapeResult
from kg.snapshots import Snapshot

_HEADER = re.compile(r"\A# ---\n(?P<lines>(?:#.*\n)+?)# ---\n")


def check_store(snapshot: Snapshot, *, language: str = "th") -> tuple[ShapeResult, ...]:
    """Return what the records of a store contradict each other in, sorted; nothing where they agree.

    One number of a series is one meeting, one meeting has one date, one post has one holder on one day, and what is
    said to be missing is not there. `language` ("th" or "en") is that of the messages.

    Raises:
        DataError: the snapshot cannot be read.
    """
    found = {
        ShapeResult(
            told["level"], told["severity"], str(row["focus"]), told[language], None, str(row["value"])
        )
        for told, query in checks()
        for row in snapshot.rows(query)
    }
    return tuple(
        sorted(found, key=lambda r: (LEVELS.index(r.level), r.severity, r.message, r.focus, r.value or ""))
    )


@lru_cache(maxsize=1)
def checks() -> tuple[tuple[Mapping[str, str], str], ...]:
    """Return each check: its level, severity and messages ("th", "en"), and its query, which selects focus and value.

    Raises:
        ValueError: a file does not begin with a header.
    """
    read = []
    for entry in sorted(files("ontology").joinpath("checks").iterdir(), key=lambda entry: entry.name):
        text = entry.read_text(encoding="utf-8")
        found = _HEADER.match(text)
        if found is None:
            raise ValueError(
                f"ontology/checks/{entry.name} does not begin with a header between two lines `# ---`"
            )
        header = read_yaml(re.sub(r"^# ?", "", found["lines"], flags=re.MULTILINE))
        read.append((header, text[found.end() :]))
    return tuple(read)
