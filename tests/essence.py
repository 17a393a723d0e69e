"""What a record says, without where it stands: to compare the same minutes read from different files."""

from __future__ import annotations

import re
from typing import Any

from kg.record_json import record_to_json
from kg.records import Document, Record, Span
from kg.repair import Repaired, repair
from kg.thai import fold

_PLACES = {
    "span",
    "spans",
    "name_span",
    "by_span",
    "part_of_span",
    "title_span",
    "matter_span",
    "marker_span",
    "years_span",
    "mentions",
}
_PARTS = (
    "meeting", "attendees", "agenda", "resolutions", "suggestions", "remarks", "reports", "corrections", "projects", "laws", "references",
    "next_meeting", "recorder", "checker",
)  # fmt: skip


def essence(record: Record, document: Document) -> dict[str, Any]:
    """Return the values of a record by part, words folded (no spaces, no punctuation), no offsets.

    Quotes of a damaged text layer are compared as they were meant.
    """
    data = record_to_json(record)
    meant = repair(document.text)
    return {"kind": data["kind"]} | {part: _said(data[part], meant) for part in _PARTS}


def _said(value: Any, meant: Repaired) -> Any:
    if isinstance(value, dict):
        if "text" in value and "span" in value:
            place = meant.forward(Span(*value["span"]))
            value = value | {"text": meant.text[place.start : place.end]}
        return {key: _said(item, meant) for key, item in value.items() if key not in _PLACES}
    if isinstance(value, list):
        return [_said(item, meant) for item in value]
    if isinstance(value, str) and re.search(r"[\u0e00-\u0e7f]", value):
        return fold(value)
    return value


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """Return where two essences differ, as "path: one ≠ other"."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = [*one, *(key for key in other if key not in one)]
        return [row for key in keys for row in differences(one.get(key), other.get(key), f"{at}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        rows = zip(one, other, strict=True)
        return [row for i, pair in enumerate(rows) for row in differences(*pair, f"{at}/{i}")]
    return [] if one == other else [f"{at}: {one!r} ≠ {other!r}"]
