"""Rows of an attendance list: numbered lines that go on over several lines, table rows, or bare lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.form import either, opens, words
from kg.parse.clues import heading_mode
from kg.parse.decision import is_none
from kg.parse.lines import Line, tidy, trimmed
from kg.parse.listing import Listing, RawRow
from kg.parse.markers import Marker, read_marker
from kg.parse.names import read_title
from kg.parse.posts import opens_large_office, opens_post
from kg.parse.reasons import read_reason
from kg.parse.roles import RoleWords, full_role, strip_role
from kg.parse.row_tables import add_table_row
from kg.parse.tables import Row
from kg.records import Span

_BARE_NUMBER = re.compile(r"(\d{1,3})[ \t]+(?=\D)")
_BESIDE = re.compile(r"(?:[ ]{2,}|\t)[ \t]*(\d{1,3})[.)][ \t]*(?=\S)")
_NAMED_IN_BRACKETS = re.compile(r"(?<=\S)[ ]*\(")
_LONGEST_ROW = 1_500
_STATED = re.compile(r"(?:จ(?:ำ|ํา)นวน\s*)?(\d{1,4})\s*(?:คน|ท่าน|ราย|รูป)")
_COUNT = re.compile(r"[\s:：]*(?:จ(?:ำ|ํา)นวน)?[\s]*\d*[\s]*(?:คน|ท่าน|ราย|รูป)?[\s:：]*$")


def split_rows(
    shown: str, lines: Sequence[Line], tables: Sequence[Row], roles: RoleWords
) -> tuple[tuple[RawRow, ...], tuple[Line, ...], tuple[tuple[Line, int], ...]]:
    """Return the rows among `lines`, the lines that are in no row, and the lines that state a count.

    Furniture is left out by the caller. A line that states a count comes with it.

    `tables` are the table rows of the document. A row's number is the list's own. Group headings inside a
    list (ฝ่ายเลขานุการ) and a table's head and rules are in no row and are not returned as left over.
    """
    listing = Listing(shown, roles)
    by_line = {row.lines[0]: row for row in tables}
    done = -1
    for line in lines:
        if line.blank or line.index < done:
            continue
        row = by_line.get(line.index)
        if row is not None:
            done = row.lines[1]
            if not row.ruled:
                add_table_row(listing, row)
        else:
            _add_line(listing, line)
    return tuple(listing.rows), tuple(listing.loose), tuple(listing.claims)


def _add_line(listing: Listing, line: Line) -> None:
    marker = read_marker(line.text)
    if marker is not None and marker.style in {"plain", "round"} and marker.number is not None:
        _add_columns(listing, line, marker)
        return
    if is_none(line.text):
        return
    bare = _BARE_NUMBER.match(line.text) if marker is None else None
    if bare is not None and _next_number(listing, int(bare[1])) and _opens_name(listing, line, bare.end()):
        body = trimmed(listing.shown, Span(line.body.start + bare.end(), line.body.end))
        listing.add(RawRow(int(bare[1]), line.body, ((body,),)))
        return
    if marker is not None and marker.style in {"dotted", "bullet"} and _opens_row(listing, line, marker.end):
        body = trimmed(listing.shown, Span(line.body.start + marker.end, line.body.end))
        number = marker.number if marker.style == "dotted" else None
        listing.add(RawRow(number, line.body, ((body,),)))
        return
    if _is_group(listing, line) or _is_mode_head(listing, line) or _is_office_head(listing, line):
        return
    if not listing.numbered and _opens_row(listing, line, 0):
        listing.add(RawRow(None, line.body, ((line.body,),)))
    elif listing.rows and not (listing.numbered and _is_sentence(line)) and _has_room(listing):
        listing.extend(line.body)
    else:
        listing.loose.append(line)


def _opens_row(listing: Listing, line: Line, at: int) -> bool:
    start = line.body.start + at
    while start < line.body.end and listing.shown[start] == " ":
        start += 1
    if read_title(listing.shown, start, line.body.end) is not None:
        return not (listing.rows and not listing.numbered and _lacks_person(listing))
    if not opens_post(listing.shown[start : line.body.end]):
        named = _NAMED_IN_BRACKETS.search(listing.shown, start, line.body.end)
        return bool(
            named
            and listing.rows
            and read_title(listing.shown, named.end(), line.body.end) is not None
            and not _lacks_person(listing)
        )
    return not listing.rows or not _lacks_person(listing) or _is_whole(listing)


def _add_columns(listing: Listing, line: Line, marker: Marker) -> None:
    """Add a numbered line: one row, or the rows that stand side by side on it ("๑. นาย ก ข   ๕. นาย ค ง")."""
    number, start, at = marker.number, line.body.start, line.body.start + marker.end
    for beside in _BESIDE.finditer(listing.shown, at, line.body.end):
        if read_title(listing.shown, beside.end(), line.body.end) is None:
            continue
        body = trimmed(listing.shown, Span(at, beside.start()))
        listing.add(RawRow(number, Span(start, body.end), ((body,),)))
        number, start, at = int(beside[1]), beside.start(1), beside.end()
    body = trimmed(listing.shown, Span(at, line.body.end))
    listing.add(RawRow(number, Span(start, line.body.end), ((body,),)))


def _next_number(listing: Listing, number: int) -> bool:
    """Whether a number without a dot goes on counting the rows."""
    last = next((row.number for row in reversed(listing.rows) if row.number is not None), 0)
    return number == 1 or 0 < number - (last or 0) <= 2


def _opens_name(listing: Listing, line: Line, at: int) -> bool:
    start = line.body.start + at
    return read_title(listing.shown, start, line.body.end) is not None or opens_post(line.text[at:])


def _is_whole(listing: Listing) -> bool:
    """Whether the last row ends as rows do, with a role or a reason: what follows is another row."""
    span = listing.rows[-1].span
    last = listing.shown[max(span.start, span.end - 200) : span.end].rsplit("\n", 1)[-1].rstrip()
    return strip_role(last, listing.roles)[1] is not None or read_reason(last) is not None


def _lacks_person(listing: Listing) -> bool:
    span = listing.rows[-1].span
    span = Span(span.start, min(span.end, span.start + _LONGEST_ROW))
    at = span.start
    while at < span.end:
        if listing.shown[at] in " (\n" or at == span.start:
            start = at if at == span.start else at + 1
            if read_title(listing.shown, start, span.end) is not None:
                return False
        at += 1
    return True


def _has_room(listing: Listing) -> bool:
    span = listing.rows[-1].span
    return span.end - span.start < _LONGEST_ROW


def _is_sentence(line: Line) -> bool:
    return len(line.text) > 160 or opens(line.text, "attendance", "sentence_starts")


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(either(words("attendance", "groups")))


def _is_group(listing: Listing, line: Line) -> bool:
    text = line.text.strip("-–— :")
    found = _groups().match(text)
    if found is None or not _COUNT.fullmatch(text[found.end() :]):
        return False
    if not listing.rows or line.text.endswith(":") or not full_role(text):
        return True
    row = listing.rows[-1]
    content = listing.shown[row.span.start : row.span.end]
    return any(strip_role(part, listing.roles)[1] for part in content.split("\n"))


def _is_mode_head(listing: Listing, line: Line) -> bool:
    """A line such as "ผ่านระบบ Zoom จำนวน 4 คน" above the rows it is true of."""
    text = line.text
    if (
        text.startswith("(")
        or len(text) > 120
        or not (_STATED.search(text) or text.endswith(":") or not listing.rows or listing.headed)
    ):
        return False
    mode = heading_mode(text)
    if mode is None:
        return False
    listing.headed = listing.headed or not listing.rows
    listing.mode = mode
    stated = _STATED.search(text)
    if stated is not None:
        listing.claims.append((line, int(stated[1])))
    return True


def _is_office_head(listing: Listing, line: Line) -> bool:
    """A line with an office's name above its people; only in lists that begin with one."""
    text = line.text.rstrip(" :")
    if len(text) > 80 or text.startswith("(") or (listing.rows and not listing.grouped):
        return False
    if text.startswith("ผู้แทน") and listing.grouped:
        listing.group = None
        return True
    if not opens_large_office(text) or (
        listing.rows and not listing.grouped and opens(text, "agencies", "places")
    ):
        return False
    if strip_role(text, listing.roles)[1]:
        return False
    listing.grouped = True
    listing.group = tidy(text)
    return True
