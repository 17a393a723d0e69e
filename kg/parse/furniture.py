"""Lines that are no content: page numbers, catchwords of the next page, rules, running headers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.parse.lines import Line

_PAGE = re.compile(
    r"[-–—]\s*\d{1,4}\s*[-–—]|(?:หน้า|หน้าที่|[Pp]age)\s*\d{1,4}(?:\s*(?:/|จาก|of)\s*\d{1,4})?|\d{1,3}\s*/\s*\d{1,3}"
)
_BARE = re.compile(r"\d{1,3}")
_RULE = re.compile(r"[-=_*~.…•·—–+\s]{3,}")
_DOTS = re.compile(r"\s*(?:\.{2,}|…+)\s*$")
_STRUCTURE = re.compile(r"(?:ระเบียบ)?วาระ|มติ|ที่ประชุม|[|\d(]|ความเห็น|ข้อเสนอ|สาระสำคัญ|เรื่อง")
_CATCHWORD_LENGTH = 70
_OPENING = 4  # letters of a catchword that must come again


def find_furniture(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """Return the indexes of the lines of `text` that are page furniture.

    A catchword is a short line ending in dots whose beginning opens the next line of content
    ("๒. นโยบาย..." before "๒. นโยบายและแผน…"), or one in the form "/คำต่อ...".
    """
    found = {line.index for line in lines if _is_page(lines, line) or _is_rule(text, line)}
    contents = [line for line in lines if not line.blank and line.index not in found]
    for here, after in zip(contents, [*contents[1:], None], strict=False):
        if _is_catchword(text, here, after):
            found.add(here.index)
    found |= _running(lines, found)
    return frozenset(found)


def _is_page(lines: Sequence[Line], line: Line) -> bool:
    if _PAGE.fullmatch(line.text):
        return True
    if not _BARE.fullmatch(line.text):
        return False
    before = line.index == 0 or lines[line.index - 1].blank
    after = line.index + 1 >= len(lines) or lines[line.index + 1].blank
    return before and after


def _is_rule(text: str, line: Line) -> bool:
    written = text[line.span.start : line.span.end].strip()
    return bool(written) and _RULE.fullmatch(written) is not None and "|" not in written


def _is_catchword(text: str, line: Line, after: Line | None) -> bool:
    written = text[line.span.start : line.span.end].strip().strip("*")
    if len(written) > _CATCHWORD_LENGTH or _DOTS.search(written) is None:
        return False
    if written.startswith("/"):
        return True
    opening = _letters(line.text)
    if after is None or len(opening) < 2:
        return False
    return _letters(after.text[:200]).startswith(opening[: max(_OPENING, len(opening) - 1)])


def _letters(text: str) -> str:
    return re.sub(r"[\s.…*/]+", "", text)


def _running(lines: Sequence[Line], furniture: set[int]) -> set[int]:
    """Lines repeated three or more times beside page numbers or form feeds."""
    shapes = Counter(_shape(line.text) for line in lines if 8 <= len(line.text) <= 120)
    repeated = {shape for shape, count in shapes.items() if count >= 3}
    found = set()
    for line in lines:
        if _shape(line.text) in repeated and line.index not in furniture and not _STRUCTURE.match(line.text):
            near = range(max(0, line.index - 2), min(len(lines), line.index + 3))
            if any(i in furniture and _PAGE.fullmatch(lines[i].text) for i in near):
                found.add(line.index)
    return found


def _shape(text: str) -> str:
    return re.sub(r"\d+", "0", text)
