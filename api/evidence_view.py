"""A citation shown with the words around it, checked against the stored text before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.marks import may_cut
from kg.errors import UnknownName
from kg.evidence import Citation

if TYPE_CHECKING:
    from api.desk import Desk

_AROUND = 90  # characters shown on either side
_LEEWAY = 40  # of these, how many may be given up to begin and end at a space
_LONGEST = 700  # characters of a quote shown; the rest is on the meeting's page


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation with its surroundings. `true` says whether the stored text has the quote at that place."""

    number: int
    citation: Citation
    before: str
    quote: str
    after: str
    true: bool


def shown(desk: Desk, citations: Iterable[Citation]) -> list[Evidence]:
    """Return the citations numbered from 1, each with what stands around it in the stored text."""
    texts: dict[str, str | None] = {}
    found = []
    for number, citation in enumerate(citations, start=1):
        name = citation.document or citation.file
        if name not in texts:
            texts[name] = _text(desk, name)
        found.append(_in_context(number, citation, texts[name]))
    return found


def _text(desk: Desk, name: str) -> str | None:
    try:
        return desk.document(desk.entry(name).sha256).text
    except UnknownName:
        return None


def _in_context(number: int, citation: Citation, text: str | None) -> Evidence:
    start, end = citation.start, citation.end
    if text is None or text[start:end] != citation.quote:
        return Evidence(number, citation, "", shortened(citation.quote), "", true=False)
    first, last = _from_a_word(text, start), _to_a_word(text, end)
    before, after = text[first:start], text[end:last]
    if first:
        before = "…" + before
    if last < len(text):
        after += "…"
    return Evidence(number, citation, before, shortened(citation.quote), after, true=True)


def _from_a_word(text: str, start: int) -> int:
    """Return where to begin showing what stands before `start`: at a word, where there is a space nearby."""
    first = _cut_near(text, max(0, start - _AROUND))
    if first == 0:
        return 0
    at = next((i + 1 for i in range(first, min(first + _LEEWAY, start)) if text[i].isspace()), first)
    return min(at, start)


def _to_a_word(text: str, end: int) -> int:
    """Return where to stop showing what stands after `end`, likewise."""
    last = _cut_near(text, min(len(text), end + _AROUND))
    if last == len(text):
        return last
    return max(end, next((i for i in range(last, max(last - _LEEWAY, end), -1) if text[i].isspace()), last))


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return `text`, or its beginning and "…" where it is longer; never cut inside a letter's cluster."""
    if len(text) <= longest:
        return text
    return text[: _cut_near(text, longest)] + "…"


def _cut_near(text: str, offset: int) -> int:
    """Return the nearest place at or before `offset` where the text may be cut."""
    while offset > 0 and not may_cut(text, offset):
        offset -= 1
    return offset
