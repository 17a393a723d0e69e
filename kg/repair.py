"""Damaged Thai text as it was meant, with the way back to what was written.

The text layer is never changed: readers read the repaired text, and every span is then carried back to the
layer. Each kind of repair has a reason a person can check and says how sure it is. Sources: the glyph tables
that Windows and Mac Thai fonts used in the private area (as HarfBuzz lists them), Unicode's order of marks,
and the two ways in which Word's PDF fonts map า and ำ.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.lost_marks import lost_marks
from kg.records import Repair, Span
from kg.thai import MARKS, ZERO_WIDTH, ordered_marks

_WINDOWS = {
    0xF700: "ฐ", 0xF70F: "ญ",
    **{0xF701 + i: mark for i, mark in enumerate("\u0e34\u0e35\u0e36\u0e37")},
    **{0xF705 + i: mark for i, mark in enumerate("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")},
    **{0xF70A + i: mark for i, mark in enumerate("\u0e48\u0e49\u0e4a\u0e4b\u0e4c")},
    **{0xF710 + i: mark for i, mark in enumerate("\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c")},
    **{0xF718 + i: mark for i, mark in enumerate("\u0e38\u0e39\u0e3a")},
}  # fmt: skip
_MAC = {
    0xF884 + i: mark
    for i, mark in enumerate(
        "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47" + "".join(t * 3 for t in "่้๊๋์") + "\u0e4dญ\u0e38\u0e39\u0e3aฐ"
    )
}
_GLYPHS = _WINDOWS | _MAC
_GLYPH = re.compile(f"[{''.join(map(chr, _GLYPHS))}]")

_ZW = "".join(sorted(ZERO_WIDTH))
_EDIT = re.compile(
    rf"(?P<zero>[{_ZW}]+)|(?P<lead>เ[{_ZW}]*เ)"
    rf"|(?P<marks>[{MARKS}](?:[{MARKS}{_ZW}]+[าำ]?|(?<=\u0e4d)[าำ]))"
)
_CONSONANT, _TONE = "ก-ฮ", "\u0e48-\u0e4b"
_SPACED_A = re.compile(f"(?<=[{_CONSONANT}{_TONE}]) า")
_SPACED_AM = re.compile(f"(?<=[{_CONSONANT}{_TONE}]) ำ")
_SWAPPED = re.compile(f"(?<=[{_CONSONANT}{_TONE}]) ำ|ำ")
_BETWEEN = re.compile("(?<=[\u0e01-\u0e4e]) (?=[\u0e01-\u0e4e])")
_LETTER = re.compile("[\u0e01-\u0e4e]")
_LEAST = 3
_LEAST_GAPS = 20
_SPACED_SHARE = 0.3  # of the Thai letters, in the hidden layer that some OCR programs leave in a PDF

_SURE = {
    "private-glyph": 1.0,
    "decomposed-am": 1.0,
    "double-e": 1.0,
    "zero-width": 1.0,
    "mark-order": 0.99,
    "doubled-mark": 0.95,
    "word-am": 0.95,
    "spaced-letters": 0.8,
    "lost-marks": 0.9,
}


@dataclass(frozen=True, slots=True)
class _Edit:
    """Source `[start, end)` is read as `form`."""

    start: int
    end: int
    form: str
    kind: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text as it was meant. `back` and `forward` carry offsets between it and the source.

    `text` is the repaired text and `repairs` says what was done, one entry a kind, in order of first place.
    Where nothing needed repair `text` is the source itself.
    """

    text: str
    repairs: tuple[Repair, ...]
    _starts: tuple[int, ...]  # of each edit in the repaired text
    _edits: tuple[_Edit, ...]

    def back(self, span: Span) -> Span:
        """Return the stretch of the source that `span` of the repaired text was read from."""
        if not self._edits:
            return span
        start = self._source(span.start, at_end=False)
        return (
            Span(start, start) if span.end <= span.start else Span(start, self._source(span.end, at_end=True))
        )

    def forward(self, span: Span) -> Span:
        """Return the stretch of the repaired text that holds all of `span` of the source."""
        if not self._edits:
            return span
        return Span(self._target(span.start, at_end=False), self._target(span.end, at_end=True))

    def _source(self, offset: int, *, at_end: bool) -> int:
        i = (bisect_left if at_end else bisect_right)(self._starts, offset) - 1
        if i < 0:
            return offset
        edit, start = self._edits[i], self._starts[i]
        inside = offset - start
        if inside < len(edit.form) or (at_end and inside == len(edit.form) and edit.form):
            return edit.end if at_end else edit.start
        return edit.end + inside - len(edit.form)

    def _target(self, offset: int, *, at_end: bool) -> int:
        i = bisect_right(self._edits, offset - (1 if at_end else 0), key=lambda edit: edit.start) - 1
        if i < 0:
            return offset
        edit, start = self._edits[i], self._starts[i]
        if offset < edit.end or (at_end and offset == edit.end):
            return start + (len(edit.form) if at_end else 0)
        return start + len(edit.form) + offset - edit.end


def repair(text: str) -> Repaired:
    """Return `text` as it was meant; linear in its length, and the text itself where it is sound.

    Glyphs of the private area as the letters they show, ํ+า as ำ, เเ as แ, marks in Unicode's order and once, zero-width
    characters left out; where a whole text shows them, Word's " า" for ำ, its swapped า and ำ, and letters set apart
    by spaces; words of the form whose marks OCR lost (`kg/lost_marks.py`).
    """
    plain, glyphs = _glyphs(text)
    edits = [*_letters(plain, text), *_word(plain), *_spaced(plain)]
    edits += [_Edit(start, end, form, "lost-marks") for start, end, form in lost_marks(plain)]
    if not edits and not glyphs:
        return Repaired(text, (), (), ())
    edits.sort(key=lambda edit: (edit.start, edit.end))
    kept: list[_Edit] = []
    for edit in edits:
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    out: list[str] = []
    starts: list[int] = []
    at = length = 0
    for edit in kept:
        out += (plain[at : edit.start], edit.form)
        starts.append(length + edit.start - at)
        length = starts[-1] + len(edit.form)
        at = edit.end
    out.append(plain[at:])
    return Repaired("".join(out), _summary(text, [*glyphs, *kept]), tuple(starts), tuple(kept))


def _glyphs(text: str) -> tuple[str, list[_Edit]]:
    """One letter stands for one glyph, so offsets stay."""
    found = [
        _Edit(m.start(), m.end(), _GLYPHS[ord(m.group())], "private-glyph") for m in _GLYPH.finditer(text)
    ]
    return (text.translate(_GLYPHS) if found else text), found


def _letters(plain: str, source: str) -> Iterator[_Edit]:
    for match in _EDIT.finditer(plain):
        start, end = match.span()
        written = match.group()
        if match.lastgroup == "zero":
            yield _Edit(start, end, "", "zero-width")
        elif match.lastgroup == "lead":
            yield _Edit(start, end, "แ", "double-e")
        else:
            form = ordered_marks(written)
            if form != written:
                yield _Edit(start, end, form, _kind_of_marks(written, form))


def _kind_of_marks(written: str, form: str) -> str:
    if form.endswith("ำ") and "\u0e4d" in written:
        return "decomposed-am"
    if any(char in ZERO_WIDTH for char in written):
        return "zero-width"
    return "mark-order" if len(form) == len(written) else "doubled-mark"


def _word(plain: str) -> Iterator[_Edit]:
    """Word's fonts map ำ to a space and า; some map า to ำ as well. The whole text tells which."""
    a, am = plain.count("า"), plain.count("ำ")
    if am > a and len(_SPACED_AM.findall(plain)) >= _LEAST:
        for match in _SWAPPED.finditer(plain):
            yield _Edit(match.start(), match.end(), "ำ" if len(match.group()) == 2 else "า", "word-am")
        return
    spaced = _SPACED_A.findall(plain)
    if len(spaced) >= _LEAST and len(spaced) > 2 * am:
        for match in _SPACED_A.finditer(plain):
            yield _Edit(match.start(), match.end(), "ำ", "word-am")


def _spaced(plain: str) -> Iterator[_Edit]:
    gaps = len(_BETWEEN.findall(plain))
    if gaps < _LEAST_GAPS or gaps <= _SPACED_SHARE * len(_LETTER.findall(plain)):
        return
    for match in _BETWEEN.finditer(plain):
        yield _Edit(match.start(), match.end(), "", "spaced-letters")


def _summary(text: str, edits: Iterable[_Edit]) -> tuple[Repair, ...]:
    first: dict[str, _Edit] = {}
    counts: dict[str, int] = {}
    for edit in edits:
        counts[edit.kind] = counts.get(edit.kind, 0) + 1
        if edit.kind not in first or edit.start < first[edit.kind].start:
            first[edit.kind] = edit
    order = sorted(first.values(), key=lambda edit: (edit.start, edit.kind))
    return tuple(
        Repair(e.kind, counts[e.kind], _SURE[e.kind], Span(e.start, e.end), text[e.start : e.end], e.form)
        for e in order
    )
