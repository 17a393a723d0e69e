"""The difference that corrections make to minutes, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.records import Document
from kg.threads.revision import Revision

_AROUND = 40  # code points shown on each side of a change


@dataclass(frozen=True, slots=True)
class Shown:
    """One change with the words around it. `by` is the sha256 of the document that makes it, in its `n`-th correction."""

    by: str
    n: int
    before: str
    old: str
    new: str
    after: str
    start: int
    end: int


def changes(document: Document, revision: Revision) -> tuple[Shown, ...]:
    """Return the changes in text order; `start` and `end` are of the old words, in code points of the document."""
    text, revised = document.text, revision.text
    return tuple(
        Shown(
            change.by,
            change.n,
            text[max(0, change.old.start - _AROUND) : change.old.start],
            text[change.old.start : change.old.end],
            revised[change.new.start : change.new.end],
            text[change.old.end : change.old.end + _AROUND],
            change.old.start,
            change.old.end,
        )
        for change in revision.changes
    )


def revision_text(document: Document, revision: Revision, labels: Mapping[str, str]) -> str:
    """Return the changes for a terminal: [-old-]{+new+} in their place, and the meeting that made them."""
    lines = []
    for shown in changes(document, revision):
        old = f"[-{shown.old}-]" if shown.old else ""
        new = f"{{+{shown.new}+}}" if shown.new else ""
        around = " ".join(f"…{shown.before}{old}{new}{shown.after}…".split())
        lines += [f"[{shown.start}:{shown.end}] {around}", f"    {labels.get(shown.by, shown.by)}"]
    lines += [f"not found in the text: correction {n} of {labels.get(by, by)}" for by, n in revision.missed]
    return "\n".join(lines) or "no meeting corrected these minutes"


def revision_json(document: Document, revision: Revision) -> dict[str, Any]:
    """Return the changes as JSON, with the revised text."""
    return {
        "file": document.file,
        "changes": [
            {"start": s.start, "end": s.end, "old": s.old, "new": s.new, "by": s.by, "correction": s.n}
            for s in changes(document, revision)
        ],
        "missed": [{"by": by, "correction": n} for by, n in revision.missed],
        "text": revision.text,
    }
