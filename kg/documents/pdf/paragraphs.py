"""Lines of a page → paragraphs, judged by where lines begin and end.

A line goes on in the next where the next one's first word would not have fitted on it, and the next begins
where this paragraph's lines begin. A PDF says nothing else of paragraphs unless it is tagged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kg.documents.pdf.joins import Joins
from kg.documents.pdf.lines import Line, width_in_letters
from kg.documents.pdf.measure import Measure
from kg.form import opens, words
from kg.parse.markers import read_marker
from kg.thai import arabic_digits

_FULL = 2.5  # letters of room: no word would have fitted
_LONG_WORD = 15  # letters: no Thai word in a break dictionary is longer
_SHORT_WORD = 6.5  # letters: where nothing else tells, so much room was enough for a word
_CELL_SLACK = 2.0  # letters: how far a cell's text may reach is not known as well as a page's
_ALIGNED = 0.35  # font sizes
_INDENT = 0.8
_FAR = 1.35  # usual line distances: further apart is another paragraph
_APART = 1.12
_SIZE = 1.08
_THAI = re.compile("[\u0e01-\u0e4e]")
_RANGE = re.compile(r"[-–]\s*[\d๐-๙]")
_NUMBERED = re.compile(r"\S*วาระที่\s*[\d๐-๙]{1,2}\s")
_MOST_LIST_NUMBER = 199
_MOST_ITEMS = 24
_NUMBER_OPEN = re.compile(r"[\d๐-๙/–-]$")


@dataclass(slots=True)
class Paragraph:
    """Lines that read as one."""

    lines: list[Line] = field(default_factory=list)

    @property
    def top(self) -> float:
        """The baseline of its first line."""
        return self.lines[0].y

    def text(self, joins: Joins, *, cell: bool = False) -> str:
        """Return its words in one line; `cell` says it stands in a table's cell."""
        out = self.lines[0].text
        for above, below in pairwise(self.lines):
            out += joins.between(out, below.text, blank=above.blank_after, cell=cell) + below.text
        return out


def paragraphs(page: Sequence[Line], measured: Measure) -> list[Paragraph]:
    """Return the paragraphs of lines that stand in no table, from top to bottom."""
    found: list[Paragraph] = []
    for line in page:
        if found and _goes_on(found[-1], line, measured):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph([line]))
    return found


def _goes_on(paragraph: Paragraph, below: Line, measured: Measure) -> bool:
    above = paragraph.lines[-1]
    if above.block >= 0 and below.block >= 0:
        return above.block == below.block and _room(above, below, measured) < _LONG_WORD + 2
    if not _same_look(above, below) or not _near(above, below, measured, _FAR):
        return False
    if _centred(below, measured) and opens(below.text, "line_joins", "title_lines"):
        return False
    if _centred(above, measured) and _centred(below, measured):
        return _room(above, below, measured) < _word(below)
    if all(_centred(line, measured) for line in paragraph.lines):
        return False
    if _wraps_title(paragraph, below, measured):
        return True
    if not _aligned(paragraph, below, measured) or _opens_section(paragraph, below):
        return False
    if _opens_item(paragraph, below, measured):
        return False
    return _unfinished(paragraph, below, measured)


def _same_look(above: Line, below: Line) -> bool:
    if max(above.size, below.size) > _SIZE * min(above.size, below.size):
        return False
    return not (above.bold and below.plain) and not (above.plain and below.bold)


def _near(above: Line, below: Line, measured: Measure, most: float) -> bool:
    pitch = measured.pitch or 1.6
    return 0 < below.y - above.y <= most * pitch * max(above.size, below.size)


def _centred(line: Line, measured: Measure) -> bool:
    """Whether a line stands in the middle, away from both margins."""
    left, right = line.left - measured.left, measured.right - line.right
    if min(left, right) < 0.5 * line.size:
        return False
    return abs(left - right) < min(1.6 * line.size, 0.5 * (left + right))


def _wraps_title(paragraph: Paragraph, below: Line, measured: Measure) -> bool:
    """Whether a bold line as wide as the page goes on in a line in the middle."""
    above = paragraph.lines[-1]
    if len(paragraph.lines) > 1 or not above.bold or not _centred(below, measured):
        return False
    return above.left < measured.left + 0.5 * above.size and _room(above, below, measured) < _word(below)


def _room(above: Line, below: Line, measured: Measure) -> float:
    """Return how many letters (and a space) would still have fitted on a line."""
    usual = measured.advance * below.size
    letter = min(max(below.advance, 0.8 * usual), 1.2 * usual)
    room = measured.right - above.right
    if _centred(above, measured) and _centred(below, measured):
        room += above.left - measured.left
    spaced = above.blank_after or not (_THAI.match(above.text[-1]) and _THAI.match(below.text))
    return room / letter - (0.6 if spaced else 0.0)


def _word(line: Line) -> float:
    """Return how many letters the first unbreakable word of a line may have."""
    return min(width_in_letters(line.text.split(" ", 1)[0]), _LONG_WORD)


def _aligned(paragraph: Paragraph, below: Line, measured: Measure) -> bool:
    """Whether a line begins where the paragraph's next line would."""
    slack = _ALIGNED * below.size
    if len(paragraph.lines) > 1:
        return abs(below.left - paragraph.lines[-1].left) <= slack
    first = paragraph.lines[0]
    if abs(below.left - first.left) <= slack and first.left > measured.left + _INDENT * below.size:
        # the same indent again: another paragraph, where indents are those of first lines
        return first.blank_after or not measured.indented or measured.is_block(first.left, below.size)
    if below.left <= first.left + slack:
        return True
    return any(abs(below.left - start) <= 2 * slack for start in _hangs(first))


def _hangs(first: Line) -> list[float]:
    """Return where the lines under a paragraph's first may begin: after its marker, after a tab."""
    starts = [part.left for part in first.parts[1:]]
    marker = read_marker(arabic_digits(first.parts[0].text))
    if marker is not None:
        starts.append(first.left + marker.end * first.advance + 0.3 * first.size)
    return starts


def _opens_section(paragraph: Paragraph, below: Line) -> bool:
    """Whether a line opens with the words of a heading, where it looks like one."""
    if below.bold and opens(below.text, "line_joins", "headings"):
        return True
    outdented = len(paragraph.lines) > 1 or below.left < paragraph.lines[0].left - _ALIGNED * below.size
    if outdented and not _NUMBERED.match(below.text):
        return False
    return opens(below.text, "line_joins", "headings")


def _opens_item(paragraph: Paragraph, below: Line, measured: Measure) -> bool:
    """Whether a line opens a list item rather than going on with a number."""
    marker = read_marker(arabic_digits(below.text))
    if marker is None or marker.end >= len(below.text):
        return False
    inside = len(paragraph.lines) > 1 or below.left < paragraph.lines[0].left - _ALIGNED * below.size
    if (
        marker.style == "bullet"
        and _RANGE.match(below.text)
        and _NUMBER_OPEN.search(paragraph.lines[-1].text)
    ):
        return False  # "๒๕๖๔" / "- ๒๕๖๕"
    if marker.style in ("bullet", "letter", "round"):
        return not inside or below.left > measured.left + _INDENT * below.size
    parts = [int(part) for part in marker.label.split(".") if part.isdigit()]
    if any(part > _MOST_LIST_NUMBER for part in parts) or (len(parts) > 1 and not _plausible(parts)):
        return False  # a year, an amount
    above = paragraph.lines[-1].text
    if ")" in below.text[:5] and above.rfind("(") > above.rfind(")"):
        return False  # the end of something in brackets ("(COVID-" / "19)")
    return not above.endswith(words("line_joins", "number_follows")) and not _NUMBER_OPEN.search(above)


def _plausible(parts: Sequence[int]) -> bool:
    """Whether "4.1" may number an item: amounts ("64.25") have larger or empty parts."""
    return 1 <= parts[0] <= _MOST_ITEMS and all(1 <= part <= _MOST_ITEMS for part in parts[1:])


def _unfinished(paragraph: Paragraph, below: Line, measured: Measure) -> bool:
    """Whether the line above ends because it was full."""
    above = paragraph.lines[-1]
    room = _room(above, below, measured)
    if room > _word(below) + (_CELL_SLACK if measured.cell else 0.0):
        return False
    if room < _FULL or above.blank_after:
        return True
    if measured.justified and " " in above.text:
        return False
    if not _near(above, below, measured, _APART) and measured.pitch:
        return False
    if below.text.startswith("(") and room > _SHORT_WORD:
        return False
    indented = paragraph.lines[0].left > below.left + _INDENT * below.size
    if indented or len(paragraph.lines) > 1 or measured.indented:
        return True
    return room < _SHORT_WORD
