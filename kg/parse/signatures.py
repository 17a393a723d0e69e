"""Who took the minutes and who checked them, from the signatures at the end; labels may be misread."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from kg.form import either, words
from kg.parse.celltext import join_lines
from kg.parse.layout import Layout
from kg.parse.lines import Line, tidy
from kg.parse.names import Person, read_person, read_untitled
from kg.parse.posts import opens_post
from kg.records import Signatory, Span

_LEAST = 0.8
_FARTHEST = 8  # blocks between a name and its label, where every line is a block
_PIECE = re.compile(r"[^\s()](?:[^\t\n()]*?)(?=[ ]{2,}|[\t()]|$)")
_COLUMNS = re.compile(r"[ ]{2,}|\t+")
_SIGNED = re.compile(r"[(]?\s*(?:ลงชื่อ|ลงนาม|ลายมือชื่อ)\s*[)]?")


@dataclass(frozen=True, slots=True)
class _Label:
    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signatures found. `start` is the offset where they begin (the text's end where there are none)."""

    recorder: Signatory | None
    checker: Signatory | None
    start: int


@cache
def _label(kind: str) -> re.Pattern[str]:
    return re.compile(either(words("signatures", kind)))


def read_signatures(layout: Layout, start: int) -> Signatures:
    """Read the signatures in the part of the text that begins at `start` (after the meeting ended)."""
    blocks = _blocks(layout, start)
    found: dict[str, Signatory] = {}
    first = len(layout.text)
    people = [_people(layout, block) for block in blocks]
    labels = [_labels(layout, block) for block in blocks]
    taken: set[int] = set()
    for i, block in enumerate(blocks):
        if not labels[i]:
            continue
        first = min(first, block[0].span.start)
        names, home = people[i], i
        if not names:
            home = _nearest(people, labels, taken, i, after=_awaits_name(block))
            names = people[home] if home != i else []
        if not names:
            continue
        taken.add(home)
        first = min(first, blocks[home][0].span.start)
        pairs = zip(labels[i], names if len(labels[i]) > 1 else [_best(names, labels[i][0])], strict=False)
        for label, person in pairs:
            if label.kind != "other" and label.kind not in found:
                lines = _signature_lines(blocks, people, labels, home, i)
                found[label.kind] = _signatory(layout, lines, label, person)
    return Signatures(found.get("recorder"), found.get("checker") or found.get("committee"), first)


def _blocks(layout: Layout, start: int) -> list[list[Line]]:
    blocks: list[list[Line]] = [[]]
    for line in layout.lines:
        if line.span.start < start:
            continue
        if line.blank or line.index in layout.furniture:
            if blocks[-1]:
                blocks.append([])
        else:
            if blocks[-1] and _complete(layout, blocks[-1], line):
                blocks.append([])
            blocks[-1].append(line)
    return [block for block in blocks if block]


def _signature_lines(
    blocks: Sequence[Sequence[Line]],
    people: Sequence[Sequence[Person]],
    labels: Sequence[Sequence[_Label]],
    home: int,
    label_at: int,
) -> list[Line]:
    """The lines of one signature: from name to label, and what follows a name under its label."""
    last = max(home, label_at)
    if home > label_at or len(blocks[home]) == 1:
        while home >= label_at and last + 1 < len(blocks) and last - home < 3:
            if people[last + 1] or labels[last + 1]:
                break
            last += 1
    return [line for block in blocks[min(home, label_at) : last + 1] for line in block]


def _complete(layout: Layout, block: Sequence[Line], line: Line) -> bool:
    """Whether a block holds one whole signature before `line`: ลงชื่อ opens the next, or the label closed it."""
    signed = _SIGNED.match(line.text) is not None
    if signed and any(_SIGNED.match(other.text) for other in block):
        return True
    if not _labels(layout, block):
        return False
    if signed:
        return True
    if opens_post(line.text) and not any(opens_post(other.text) for other in block):
        return False  # the post under name and label
    return bool(_labels(layout, block[-1:])) and any(p.prefix for p in _people(layout, block[:-1]))


def _labels(layout: Layout, block: Sequence[Line]) -> list[_Label]:
    found: list[_Label] = []
    for line in block:
        if len(line.text) > 200:
            continue
        for kind in ("other", "committee", "recorder", "checker"):
            for match in _label(kind).finditer(line.text):
                span = Span(line.body.start + match.start(), line.body.start + match.end())
                if not any(other.span.start < span.end and span.start < other.span.end for other in found):
                    found.append(_Label(kind, span))
        if not any(line.body.start <= label.span.start < line.body.end for label in found):
            found.extend(_misread(line))
    return sorted(found, key=lambda label: label.span.start)


def _misread(line: Line) -> list[_Label]:
    found = []
    for piece in _PIECE.finditer(line.text):
        text = piece.group().strip().replace(" ", "")
        if not 10 <= len(text) <= 40:
            continue
        scored = [
            (Levenshtein.normalized_similarity(text, phrase), kind)
            for kind in ("recorder", "checker")
            for phrase in words("signatures", kind)
            if len(phrase) >= 10
        ]
        score, kind = max(scored)
        if score >= _LEAST:
            found.append(_Label(kind, Span(line.body.start + piece.start(), line.body.start + piece.end())))
    return found


def _people(layout: Layout, block: Sequence[Line]) -> list[Person]:
    found: list[Person] = []
    for line in block:
        if len(line.text) > 200:
            continue
        at = line.body.start
        while at < line.body.end:
            person = read_person(layout.shown, at, line.body.end)
            if person is not None:
                found.append(person)
                at = person.span.end
                continue
            gap = re.compile(r"[\s()]+").search(layout.shown, at, line.body.end)
            if gap is None:
                break
            at = gap.end()
    return found or _untitled(layout, block)


def _untitled(layout: Layout, block: Sequence[Line]) -> list[Person]:
    found = []
    for line in block:
        signed = _SIGNED.match(line.text)
        bracket = re.fullmatch(r"\(\s*([^()]+?)\s*\)", line.text)
        if signed:
            rest = line.text[signed.end() :]
            cut = re.search(r"\s{2,}(?=ผู้)|\s(?=ผู้)|$", rest.strip())
            body = rest.strip()[: cut.start() if cut else None].strip()
            start = line.body.start + signed.end() + rest.find(body)
            person = read_untitled(layout.shown, Span(start, start + len(body))) if body else None
        elif bracket:
            person = read_untitled(
                layout.shown, Span(line.body.start + bracket.start(1), line.body.start + bracket.end(1))
            )
        else:
            person = None
        if person is not None:
            found.append(person)
    return found


def _best(names: Sequence[Person], label: _Label) -> Person:
    """The name nearest above a label, else the first below it; one with a title rather than one without."""
    titled = [name for name in names if name.prefix] or list(names)
    above = [name for name in titled if name.span.start < label.span.start]
    return above[-1] if above else titled[0]


def _awaits_name(block: Sequence[Line]) -> bool:
    return _SIGNED.match(block[0].text) is not None


def _nearest(
    people: Sequence[Sequence[Person]],
    labels: Sequence[Sequence[_Label]],
    taken: set[int],
    i: int,
    *,
    after: bool,
) -> int:
    """The block with a name and no label of its own that is nearest, in the likelier direction first."""
    before = next(
        (
            j
            for j in range(i - 1, max(-1, i - _FARTHEST), -1)
            if people[j] and not labels[j] and j not in taken
        ),
        None,
    )
    behind = next((j for j in range(i + 1, min(len(people), i + 3)) if people[j] and not labels[j]), None)
    for j in (behind, before) if after else (before, behind):
        if j is not None:
            return j
    return i


def _signatory(layout: Layout, lines: Sequence[Line], label: _Label, person: Person) -> Signatory:
    posts = []
    column, columns = _column(layout, lines, person)
    names = {other.name for other in _people(layout, lines)}
    for line in lines:
        if (
            line.span.start <= label.span.start < line.span.end
            or line.span.start <= person.span.start < line.span.end
        ):
            continue
        if _SIGNED.match(line.text) or _labels(layout, [line]) or _people(layout, [line]):
            continue
        written = layout.text[line.body.start : line.body.end]
        if tidy(written) in names:
            continue  # the signature itself
        cells = _COLUMNS.split(written)
        posts.append(cells[column] if columns > 1 and len(cells) == columns else written)
    start = min(person.span.start, label.span.start)
    end = max(person.span.end, label.span.end)
    if layout.text[start - 1 : start] == "(":
        start -= 1
    if layout.text[end : end + 1] == ")":
        end += 1
    return Signatory(person.name, Span(start, end), person.prefix, join_lines("\n".join(posts)) or None)


def _column(layout: Layout, lines: Sequence[Line], person: Person) -> tuple[int, int]:
    """Which column of how many the person signs in, where several sign side by side."""
    for line in lines:
        if line.span.start <= person.span.start < line.span.end:
            beside = _people(layout, [line])
            return beside.index(person) if person in beside else 0, len(beside)
    return 0, 1
