"""A document's text layer, and what became of its lines, as JSON and as text for a terminal."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.parse.line_uses import LineUse, line_uses
from kg.records import Document, Record

_WORDS = {
    LineUse.STRUCTURE: "structure",
    LineUse.RUNNING: "running text",
    LineUse.FURNITURE: "furniture",
    LineUse.UNREAD: "unread",
}
_BAR = 40
_SHOWN = 90


def layer_json(document: Document) -> dict[str, Any]:
    """Return how the text layer came about: method, encoding, length, pages, stretches with untrusted digits."""
    return {
        "method": document.method.value,
        "encoding": document.encoding,
        "length": len(document.text),
        "pages": [
            {
                "span": [page.span.start, page.span.end],
                "method": page.method.value,
                "label": page.label,
                "exact": page.exact,
                "confidence": page.confidence,
            }
            for page in document.pages
        ],
        "untrusted": [[span.start, span.end] for span in document.untrusted],
    }


def coverage_json(record: Record, document: Document) -> dict[str, Any]:
    """Return how many lines became what, as counts and shares of the lines that are not blank, and the unread ones."""
    lines = list(line_uses(record, document))
    counts = Counter(line.use for line in lines)
    written = len(lines) - counts[LineUse.BLANK]
    return {
        "file": document.file,
        "kind": record.kind.value,
        "lines": len(lines),
        "blank": counts[LineUse.BLANK],
        "counts": {use.value: counts[use] for use in _WORDS},
        "shares": {use.value: round(counts[use] / written, 4) if written else 0.0 for use in _WORDS},
        "unread": [
            {
                "line": line.number,
                "span": [line.span.start, line.span.end],
                "text": document.text[line.span.start : line.span.end],
            }
            for line in lines
            if line.use is LineUse.UNREAD
        ],
    }


def coverage_text(record: Record, document: Document) -> str:
    """Return the coverage of one record for a terminal: a bar for each use, then every unread line."""
    found = coverage_json(record, document)
    out = [f"{found['file']}: {record.kind.value}, {found['lines']} lines ({found['blank']} blank)"]
    for use, words in _WORDS.items():
        share = found["shares"][use.value]
        bar = "█" * round(share * _BAR)
        out.append(f"  {words:<13}{found['counts'][use.value]:>6}  {share:>6.1%}  {bar}")
    if found["unread"]:
        out.append("No rule accounts for:")
    out += [f"  line {row['line']}: {' '.join(row['text'].split())[:_SHOWN]}" for row in found["unread"]]
    return "\n".join(out)
