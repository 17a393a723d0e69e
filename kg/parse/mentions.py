"""Every place that names a project again: in full, in another spelling, or by its acronym."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.parse.wording import one_line
from kg.records import Mention, Span
from kg.thai import fold, normalise

_LATIN = re.compile(r"[A-Za-z0-9]+")
_LONGEST = 300
_HEAD = "โครงการ"


@dataclass(frozen=True, slots=True)
class Named:
    """What to look for: a name, its acronym, other spellings or short forms, and where it is named in full."""

    name: str
    acronym: str | None
    variants: tuple[str, ...]
    span: Span


def find_mentions(text: str, named: Sequence[Named]) -> tuple[tuple[Mention, ...], ...]:
    """Return, for each thing named, the other places that name it, in text order.

    The longest name that fits at a place wins. Spacing and digits may differ (`variant`); the name as it
    stands is `exact`; its acronym alone is `acronym`. A shared acronym counts for all that have it. Time is
    linear in the text for names of bounded length.
    """
    found: list[dict[Span, str]] = [{} for _ in named]
    if not named:
        return ()
    full = list(_full(text, named))
    # an acronym inside a full name is that name's part, not a mention of its own
    inside = sorted({one.span for one in named} | {span for _, span, _ in full})
    starts = [span.start for span in inside]
    for index, span, reason in full:
        own = named[index].span
        if span.end <= own.start or span.start >= own.end:
            found[index].setdefault(span, reason)
    for index, span, reason in _acronyms(text, named):
        place = bisect_right(starts, span.start)
        if place == 0 or inside[place - 1].end < span.end:
            found[index].setdefault(span, reason)
    return tuple(tuple(Mention(span, why) for span, why in sorted(one.items())) for one in found)


def _full(text: str, named: Sequence[Named]) -> Iterator[tuple[int, Span, str]]:
    tree: dict[str, Any] = {}
    for index, one in enumerate(named):
        bare = re.sub(r"\s*\([A-Za-z][^()]*\)\s*$", "", one.name)
        for spelling in (one.name, bare, *one.variants):
            node = tree
            key = fold(spelling)
            if len(key) < len(_HEAD) + 4 or len(key) > _LONGEST:
                continue
            for char in key:
                node = node.setdefault(char, {})
            node.setdefault("", index)
    if not tree:
        return
    normal = normalise(text)
    letters = [i for i, char in enumerate(normal.text) if fold(char)]
    folded = "".join(normal.text[i] for i in letters)
    at = folded.find(_HEAD)
    while at >= 0:
        node, hit, k = tree, None, at
        while k < len(folded) and folded[k] in node:
            node = node[folded[k]]
            k += 1
            if "" in node:
                hit = (node[""], k)
        if hit is not None:
            index, end = hit
            span = normal.back(Span(letters[at], letters[end - 1] + 1))
            if text.startswith(")", span.end) and "(" in text[span.start : span.end]:
                span = Span(span.start, span.end + 1)
            quote = text[span.start : span.end]
            exact = one_line(quote) in one_line(named[index].name)
            yield index, span, "exact" if exact else "variant"
            at = folded.find(_HEAD, end)
        else:
            at = folded.find(_HEAD, at + 1)


def _acronyms(text: str, named: Sequence[Named]) -> Iterator[tuple[int, Span, str]]:
    table: dict[tuple[str, ...], list[int]] = {}
    for index, one in enumerate(named):
        if one.acronym:
            table.setdefault(tuple(_LATIN.findall(one.acronym)), []).append(index)
    lengths = sorted({len(key) for key in table}, reverse=True)
    words = list(_LATIN.finditer(text))
    k = 0
    while k < len(words):
        for length in lengths:
            run = words[k : k + length]
            if len(run) < length or not _together(text, run):
                continue
            holders = table.get(tuple(w.group() for w in run))
            if holders:
                for index in holders:
                    yield index, Span(run[0].start(), run[-1].end()), "acronym"
                k += length - 1
                break
        k += 1


def _together(text: str, run: Sequence[re.Match[str]]) -> bool:
    return all(
        run[i + 1].start() - run[i].end() == 1 and text[run[i].end()] != "\n" for i in range(len(run) - 1)
    )
