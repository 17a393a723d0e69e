"""The source text as HTML, every fact's words marked where they stand.

Marks may overlap. They are cut into disjoint runs at every boundary, so that the runs of a mark, read one
after the other, are exactly `text[start:end]`; nothing is added to the text and nothing is lost. A boundary
inside a cluster (before a vowel or tone mark) would tear a letter apart on the screen: such a mark is refused
and reported, not moved.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from kg.records import Span

_JOINERS = frozenset("\u0e33\u0eb3\u200d\ufe0e\ufe0f")  # ำ and ຳ draw over the letter before them
_SHEET_SIZE = 4_000  # characters; a text without pages is laid out in stretches of about this size


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words to be marked: where, and what for (`kind` becomes the CSS class `k-<kind>`)."""

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text between two boundaries, with the marks that cover it (none: plain text)."""

    span: Span
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the source pane. `number` counts from 1, None where the file has no pages."""

    number: int | None
    html: Markup


@dataclass(frozen=True, slots=True)
class Pane:
    """The whole source as sheets; `refused` are the marks that could not be drawn, in text order."""

    sheets: tuple[Sheet, ...]
    refused: tuple[Mark, ...]


def key(span: Span) -> str:
    """Return the name of a span in addresses and in `data-f`: "1802-2025"."""
    return f"{span.start}-{span.end}"


def anchor(span: Span) -> str:
    """Return the element id at which a span starts: "s-1802"."""
    return f"s-{span.start}"


def parse_key(text: str | None) -> Span | None:
    """Return the span that `key` wrote, or None where `text` is no such thing."""
    start, dash, end = (text or "").partition("-")
    if (
        not dash
        or not (start + end).isascii()
        or not (start.isdigit() and end.isdigit())
        or len(start + end) > 20
    ):
        return None
    return Span(int(start), int(end)) if int(start) < int(end) else None


def may_cut(text: str, offset: int) -> bool:
    """Whether `text` may be cut before `offset` without tearing a cluster (or a line end) apart."""
    if offset <= 0 or offset >= len(text):
        return 0 <= offset <= len(text)
    char = text[offset]
    if char in _JOINERS or text[offset - 1] == "\u200d" or (char == "\n" and text[offset - 1] == "\r"):
        return False
    return not unicodedata.category(char).startswith("M")


def sound(text: str, span: Span) -> bool:
    """Whether a span lies in `text`, is not empty, and may be cut out of it."""
    return 0 <= span.start < span.end <= len(text) and may_cut(text, span.start) and may_cut(text, span.end)


def cut(text: str, marks: Iterable[Mark], *, breaks: Sequence[int] = ()) -> Iterator[Run]:
    """Yield the runs of `text` in order; together they cover it without gap or overlap.

    All marks must be `sound`. `breaks` are further offsets to cut at (page starts). Marks of a run come
    in text order, the longer first.
    """
    opening = sorted(set(marks), key=lambda mark: (mark.span.start, -mark.span.end, mark.kind))
    cuts = sorted({0, len(text), *breaks, *(edge for m in opening for edge in (m.span.start, m.span.end))})
    active: list[Mark] = []
    at = 0
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.span.end > start]
        while at < len(opening) and opening[at].span.start == start:
            active.append(opening[at])
            at += 1
        yield Run(Span(start, end), tuple(active))


def pane(text: str, marks: Iterable[Mark], *, pages: Sequence[Span] = (), lit: Span | None = None) -> Pane:
    """Return `text` as HTML sheets with `marks` drawn and `lit` lit.

    Each run is `<mark class="k-…" data-f="<keys of its spans>">`; the run a span starts with has the id
    `anchor(span)`. The runs of `lit` have the class `on`, whether or not a mark has that span. `pages` are
    spans in order; text between two pages goes with the earlier one. Taking the tags out gives `text` back.
    """
    wanted = sorted(set(marks))
    if lit is not None:
        wanted.append(Mark(lit, "lit"))
    good = [mark for mark in wanted if sound(text, mark.span)]
    refused = tuple(mark for mark in wanted if not sound(text, mark.span))
    starts = _sheet_starts(text, pages)
    bodies: list[list[str]] = [[] for _ in starts]
    sheet = 0
    for run in cut(text, good, breaks=starts):
        while sheet + 1 < len(starts) and run.span.start >= starts[sheet + 1]:
            sheet += 1
        bodies[sheet].append(_run_html(text, run))
    return Pane(
        tuple(
            Sheet(index + 1 if pages else None, Markup("".join(body)))  # noqa: S704 - every run was escaped
            for index, body in enumerate(bodies)
        ),
        refused,
    )


def _sheet_starts(text: str, pages: Sequence[Span]) -> list[int]:
    """Offsets at which sheets start; the first is 0, and there is one for each page."""
    if pages:
        return [0, *(_next_cut(text, page.start) for page in pages[1:])]
    starts = [0]
    while (line_end := text.find("\n", starts[-1] + _SHEET_SIZE)) >= 0:
        start = _next_cut(text, line_end + 1)
        if start >= len(text):
            break
        starts.append(start)
    return starts


def _next_cut(text: str, offset: int) -> int:
    while not may_cut(text, offset):
        offset += 1
    return offset


def _run_html(text: str, run: Run) -> str:
    words = escaped(text[run.span.start : run.span.end])
    if not run.marks:
        return words
    starting = any(mark.span.start == run.span.start for mark in run.marks)
    place = f' id="s-{run.span.start}"' if starting else ""
    kinds = {"on" if mark.kind == "lit" else f"k-{mark.kind}" for mark in run.marks}
    spans = dict.fromkeys(key(mark.span) for mark in run.marks)
    return f'<mark{place} class="{" ".join(sorted(kinds))}" data-f="{" ".join(spans)}">{words}</mark>'


def escaped(text: str) -> str:
    """Return `text` for HTML; a carriage return is written so that a browser keeps it."""
    return str(escape(text)).replace("\r", "&#13;")
