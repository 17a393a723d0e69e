"""Titles that follow a heading's number: on the same line, the next lines, wrapped, or in bold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.form import opens
from kg.parse.lines import Line, tidy
from kg.parse.markers import read_marker
from kg.records import Span

_MATTER = re.compile(r"เรื่อง(?:\s*[:：]\s*|\s+)(?P<title>\S.*)")
_WRAPPED = 45  # a title this long may go on in the next line
_LONGEST = 110  # a longer line is running text


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one line, where it was read, and the index of its last line."""

    text: str
    span: Span
    last_line: int


def read_title_lines(
    text: str, lines: Sequence[Line], furniture: frozenset[int], line: Line, at: int, stop: int
) -> Title:
    """Return the title that begins at offset `at` of `line`, or on the lines after it where that is the end.

    `stop` bounds the item. A heading without any title has an empty text and an empty span.
    """
    if at < line.body.end:
        return _continued(text, lines, line, at, stop)
    for after in lines[line.index + 1 : line.index + 6]:
        if after.blank or after.index in furniture:
            continue
        if after.span.start >= stop or read_marker(after.text) or _is_content(after.text):
            break
        return _continued(text, lines, after, after.body.start, stop)
    return Title("", Span(line.body.end, line.body.end), line.index)


def read_matter(
    text: str, lines: Sequence[Line], furniture: frozenset[int], first: int, stop: int
) -> Title | None:
    """Return the matter (เรื่อง …) named first under a heading, searched in the first lines from index `first`."""
    looked = 0
    for line in lines[first:]:
        if line.span.start >= stop or looked >= 4:
            return None
        if line.blank or line.index in furniture:
            continue
        looked += 1
        found = _MATTER.match(line.text)
        if found:
            return _continued(text, lines, line, line.body.start + found.start("title"), stop)
        if len(line.text) > _LONGEST:
            return None
    return None


def _continued(text: str, lines: Sequence[Line], line: Line, at: int, stop: int) -> Title:
    last = line
    bold = text.count("**", line.span.start, line.span.end) % 2 == 1
    while last.index + 1 < len(lines):
        after = lines[last.index + 1]
        if after.blank or after.span.start >= stop:
            break
        if bold:
            last = after
            if text.count("**", after.span.start, after.span.end) % 2 == 1:
                break
        elif _goes_on(lines, last, after):
            last = after
        else:
            break
    end = last.body.end
    return Title(_one_line(text, lines[line.index : last.index + 1], at), Span(at, end), last.index)


def _goes_on(lines: Sequence[Line], line: Line, after: Line) -> bool:
    if not _WRAPPED <= len(line.text) <= _LONGEST or len(after.text) > _LONGEST:
        return False
    if read_marker(after.text) or _is_content(after.text) or after.text.startswith("เรื่อง"):
        return False
    if opens(after.text, "agenda", "title_goes_on"):
        return True
    beyond = lines[after.index + 1] if after.index + 1 < len(lines) else None
    return beyond is None or beyond.blank or read_marker(beyond.text) is not None


def _is_content(text: str) -> bool:
    return opens(text, "agenda", "content_starts") or text[:1] in "(|-–"


def _one_line(text: str, lines: Sequence[Line], at: int) -> str:
    """Join the lines of a title: Thai wraps without a space, so two Thai letters meet without one."""
    out = ""
    for i, line in enumerate(lines):
        part = tidy(text[at if i == 0 else line.body.start : line.body.end])
        glue = (
            " " if out and not ("\u0e01" <= out[-1] <= "\u0e4e" and "\u0e01" <= part[:1] <= "\u0e4e") else ""
        )
        out += glue + part
    return out
