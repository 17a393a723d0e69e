"""Lines of a source, and its face: the same text, same length, without markup, digits Arabic.

Rules match on the face and keep offsets; values shown to people come from the source through `tidy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.records import Span
from kg.thai import arabic_digits

_MARKUP = re.compile(
    r"\*\*|__(?=\S)|(?<=\S)__|</?[A-Za-z][^<>\n]{0,200}>|^[ \t]*#{1,6}(?=\s)|\.{5,}|…{2,}", re.MULTILINE
)
_CELL = re.compile(r"<t[dh](?=[\s>])[^<>\n]{0,200}>|</tr>")
_PAGE_NUMBER = r"[-–—]\s{0,3}[0-9๐-๙]{1,4}\s{0,3}[-–—]"
_PAGE_BREAK = re.compile(rf"(?:\s*{_PAGE_NUMBER})?\s*\f\s*(?:{_PAGE_NUMBER}\s*)?")
_FACE = str.maketrans(
    {
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u3000": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "\r": " ",
        "\f": " ",
        "\u2028": "\n",  # a line break inside a table cell: lines are split on the source, so the row stays one line
    }
)
_RUN = re.compile(r"[\s\u00a0\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `span` excludes the line break; `body` is its trimmed content (empty where blank).

    `text` is the face of `body`. `index` counts from 0.
    """

    index: int
    span: Span
    body: Span
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing but white space and markup stands on the line."""
        return not self.text


def face(text: str) -> str:
    """Return `text` at the same length with Arabic digits, plain spaces, and markup as spaces.

    Markup is markdown bold, heading marks, HTML tags and dot leaders. Line feeds, tabs and pipes stay. A row of
    an HTML table on one line gets pipes before its cells and at its end.
    """
    plain = arabic_digits(text).translate(_FACE)
    if "</tr>" in plain:
        plain = "\n".join(_piped(line) for line in plain.split("\n"))
    return _MARKUP.sub(lambda m: " " * len(m.group()), plain)


def _piped(line: str) -> str:
    if line.count("</tr>") != 1 or "<tr" not in line:
        return line
    return _CELL.sub(lambda m: "|" + " " * (len(m.group()) - 1), line)


def split_lines(text: str, *, within: Span | None = None, shown: str | None = None) -> tuple[Line, ...]:
    """Return the lines of `text` (or of the stretch `within`), in order, blank ones included.

    `shown` is the face of the whole text where the caller has it already.
    """
    shown = face(text) if shown is None else shown
    span = within or Span(0, len(text))
    lines: list[Line] = []
    at = span.start
    while at < span.end:
        stop = text.find("\n", at, span.end)
        end = span.end if stop < 0 else stop
        piece = shown[at:end]
        left = len(piece) - len(piece.lstrip())
        content = piece.strip()
        body = Span(at + left, at + left + len(content)) if content else Span(at, at)
        lines.append(Line(len(lines), Span(at, end), body, content))
        at = end + 1
    return tuple(lines)


def tidy(quote: str) -> str:
    """Return a quote as a value to show: no markup, no page break with its number, runs of white space one space."""
    return _RUN.sub(" ", _MARKUP.sub(" ", without_page_breaks(quote))).strip()


def without_page_breaks(quote: str) -> str:
    """Return a quote with each page break, and the page number that stands at it, as one space."""
    return _PAGE_BREAK.sub(" ", quote) if "\f" in quote else quote


def trimmed(shown: str, span: Span) -> Span:
    """Return `span` without the white space at its ends; `shown` is the face."""
    piece = shown[span.start : span.end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(span.start + left, span.start + right) if right > left else Span(span.start, span.start)
