"""Minutes with the corrections that a later meeting made to them: where each word stands, and the text after."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.records import Document, Record, Span
from kg.thai import normalise
from kg.threads.links import Amended
from kg.threads.pages import line_at, sheets
from kg.threads.parts import Sheet


class Change(NamedTuple):
    """Correction `n` of document `by`, applied: the words at `old` of the text became those at `new` of the revision."""

    by: str
    n: int
    old: Span
    new: Span


@dataclass(frozen=True, slots=True)
class Revision:
    """A text with its corrections. `changes` are in text order and apart; `missed` (document, number) were not found."""

    text: str
    changes: tuple[Change, ...]
    missed: tuple[tuple[str, int], ...]


def revise(record: Record, document: Document, amended: Sequence[Amended]) -> Revision:
    """Return the text of minutes with corrections applied; `record` is what was read from `document`.

    The words replaced are looked for on the page named, nearest to the line named, whatever their digits and spaces;
    else in the whole text, where they must stand just once. Words that are only added have no place of their own: they
    are missed, and so is a correction whose place another has changed. The document itself is left as it is.
    """
    found: list[tuple[Span, Amended]] = []
    missed: list[tuple[str, int]] = []
    places = _places(record, document, amended)
    for place, change in sorted(
        zip(places, amended, strict=True), key=lambda p: (p[0] or Span(0, 0), p[1][:2])
    ):
        if place is None or (found and place.start < found[-1][0].end):
            missed.append((change.by, change.n))
        else:
            found.append((place, change))
    parts: list[str] = []
    changes = []
    at = length = 0
    for place, change in found:
        kept, new = document.text[at : place.start], change.new or ""
        start = length + len(kept)
        parts += [kept, new]
        changes.append(Change(change.by, change.n, place, Span(start, start + len(new))))
        at, length = place.end, start + len(new)
    parts.append(document.text[at:])
    return Revision("".join(parts), tuple(changes), tuple(sorted(missed)))


def _places(record: Record, document: Document, amended: Sequence[Amended]) -> list[Span | None]:
    if not any(change.old for change in amended):
        return [None] * len(amended)
    pages = sheets(record, document)
    tight = _Tight(document.text)
    return [_place(tight, change, pages) for change in amended]


def _place(tight: _Tight, change: Amended, pages: Sequence[Sheet]) -> Span | None:
    if not change.old:
        return None
    found = list(tight.find(change.old))
    if change.page is not None:
        page = line_at(pages, change.page, None)
        on_page = [s for s in found if page is not None and page.start <= s.start and s.end <= page.end]
        line = line_at(pages, change.page, change.line) if change.line else None
        if line is not None and on_page:
            return min(on_page, key=lambda s: (max(0, line.start - s.end, s.start - line.end), s))
        if len(on_page) == 1:
            return on_page[0]
        if on_page:
            return None
    return found[0] if len(found) == 1 else None


class _Tight:
    """A text in normal form without white space, with the way back: breaks and spaces in Thai tell nothing."""

    def __init__(self, text: str) -> None:
        normal = normalise(text)
        kept = [i for i, char in enumerate(normal.text) if char != " "]
        self._text = "".join(normal.text[i] for i in kept)
        self._starts = [normal.starts[i] for i in kept]
        self._ends = [normal.ends[i] for i in kept]

    def find(self, words: str) -> Iterator[Span]:
        """Yield every place of the words, in order, apart. A number is found only whole."""
        wanted = normalise(words).text.replace(" ", "")
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            before, after = self._text[max(0, at - 1) : at], self._text[end : end + 1]
            if not (wanted[0].isdigit() and before.isdigit()) and not (
                wanted[-1].isdigit() and after.isdigit()
            ):
                yield Span(self._starts[at], self._ends[end - 1])
            at = self._text.find(wanted, end)
