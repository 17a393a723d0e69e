"""The text of a table cell or row: its pieces, its brackets, its lines as one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.form import opens
from kg.parse.lines import tidy
from kg.parse.posts import opens_large_office, opens_office, opens_post

BLANK = "\x01"  # stands for a bracket that was taken out
_SEPARATOR = re.compile(r"[ ]{2,}|[\t\n\x01]+")
_ENDS_HEAD = re.compile(
    r"(?:ผู้อ(?:ำ|ํา)นวยการ|หัวหน้า|ปลัด|อธิบดี|ผู้แทน|และ|หรือ|ผู้ช่วย|รอง|ต(?:ำ|ํา)แหน่ง|เลขาธิการ|คณบดี|นายก)$"
)
_PROXY_HEAD = re.compile(r"(?:ผู้)?แทน(?=\s)|(?:มา|เข้า|เข้าร่วม)ประชุมแทน")


def join_lines(text: str) -> str:
    """Return the lines of a cell as one: a line break leaves a space only before a new office, post or word.

    Thai wraps without a space, so "การบริหาร⏎งานบุคคล" is one word; "…งานบุคคล⏎สำนักงาน ก.พ." is two.
    """
    out = ""
    for part in text.split("\n"):
        piece = tidy(part.replace(BLANK, " "))
        if not piece:
            continue
        if not out:
            out = piece
        elif _ENDS_HEAD.search(out) or not (
            _PROXY_HEAD.match(piece)
            or (piece.startswith("แทน") and opens_post(piece[3:]))
            or (opens_large_office(piece) and not opens(piece, "agencies", "places"))
            or _opens_new(piece)
            or not "\u0e00" <= piece[0] <= "\u0e7f"
        ):
            out += piece
        else:
            out += " " + piece
    return out


def _opens_new(piece: str) -> bool:
    return opens_post(piece) or (
        opens_office(piece) and piece.startswith(("กอง", "กลุ่ม", "ฝ่าย", "คณะ", "ภาควิชา", "สาขา"))
    )


def brackets(text: str) -> list[tuple[int, int]]:
    """Return the outermost brackets of `text` as (start, end); one left open runs to the end."""
    groups: list[tuple[int, int]] = []
    depth, start = 0, 0
    for i, char in enumerate(text):
        if char == "(":
            if depth == 0:
                start = i
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                groups.append((start, i + 1))
    if depth:
        groups.append((start, len(text)))
    return groups


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches between columns (tab, two spaces), lines and brackets, without white space around."""
    at = 0
    for separator in _SEPARATOR.finditer(text):
        yield from _piece(text, at, separator.start())
        at = separator.end()
    yield from _piece(text, at, len(text))


def _piece(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    written = text[start:stop]
    content = written.strip()
    if content:
        left = start + len(written) - len(written.lstrip())
        yield left, left + len(content)
