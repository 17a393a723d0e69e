"""Properties of the paragraphs and characters of a DOC: tables, lists, what is hidden. [MS-DOC] names in brackets."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kg.documents.word.doc_file import DocFile

_PAGE = 512  # bytes of a page of properties [Fkp]
_NO_STYLE = 0xFFF
_LONGEST_CHAIN = 20
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What a paragraph is: its place in tables and lists; lengths in twips."""

    style: int = 0
    in_table: bool = False
    row_end: bool = False
    depth: int = 0  # of tables in tables, 1 for a plain one
    inner_cell: bool = False
    inner_row: bool = False
    level: int = 0
    listing: int = 0  # 1-based [ilfo]; 0 for none
    page_before: bool = False
    edges: tuple[int, ...] = ()  # of a row's cells, from the left
    stops: tuple[int, ...] = ()
    left: int = 0
    first: int = 0


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a document, to be asked for by byte of its stream."""

    _starts: tuple[int, ...] = ()
    _paragraphs: tuple[tuple[int, int, bytes], ...] = ()  # end, style, properties
    styles: Mapping[int, bytes] = field(default_factory=dict)  # properties with those of the styles below
    dropped: tuple[tuple[int, int], ...] = ()  # characters hidden or deleted, by stretch of the stream
    symbols: Mapping[int, int] = field(default_factory=dict)  # code of a symbol by its byte

    def paragraph(self, offset: int) -> Paragraph:
        """Return what the paragraph is whose end mark stands at byte `offset`."""
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._paragraphs[at][0]:
            return Paragraph()
        _, style, own = self._paragraphs[at]
        return _apply(own, _apply(self.styles.get(style, b""), Paragraph(style=style)))


def read_properties(doc: DocFile) -> Properties:
    """Return the properties of `doc`; none for Word 6 and 95."""
    paragraphs = sorted(_paragraph_runs(doc))
    dropped, symbols = [], {}
    for start, end, own in _character_runs(doc):
        hidden = False
        for code, operand in sprms(own):
            if code in {0x083C, 0x0800} and operand[:1] == b"\x01":  # [sprmCFVanish, sprmCFRMarkDel]
                hidden = True
            elif code == 0x6A09:  # [sprmCSymbol]
                symbols[start] = struct.unpack_from("<H", operand, 2)[0]
        if hidden:
            dropped.append((start, end))
    return Properties(
        tuple(p[0] for p in paragraphs),
        tuple((end, style, own) for _, end, style, own in paragraphs),
        _read_styles(doc.stretch(1)),
        tuple(dropped),
        symbols,
    )


def sprms(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the modifications in `data` as code and operand; stops at one that is cut off."""
    at = 0
    while at + 2 <= len(data):
        code = struct.unpack_from("<H", data, at)[0]
        at += 2
        kind = code >> 13
        if kind != 6:
            size = _SIZES[kind]
        elif code in {0xD608, 0xD606}:  # [sprmTDefTable]: its length takes two bytes and counts one of them
            size = struct.unpack_from("<H", data, at)[0] - 1 if at + 2 <= len(data) else 0
            at += 2
        elif at < len(data):
            size = data[at]
            at += 1
        else:
            return
        if size < 0 or at + size > len(data):
            return
        yield code, data[at : at + size]
        at += size


def _apply(data: bytes, to: Paragraph) -> Paragraph:
    changes: dict[str, object] = {}
    for code, operand in sprms(data):
        if code in _SIMPLE:
            key, layout = _SIMPLE[code]
            changes[key] = struct.unpack_from(layout, operand)[0]
        elif code == 0xD608 and operand:
            count = operand[0]
            if len(operand) >= 1 + 2 * (count + 1):
                changes["edges"] = struct.unpack_from(f"<{count + 1}h", operand, 1)
        elif code == 0xC60D and len(operand) >= 2:  # [sprmPChgTabsPapx]
            deleted = operand[0]
            at = 1 + 2 * deleted
            count = operand[at] if at < len(operand) else 0
            if at + 1 + 2 * count <= len(operand):
                changes["stops"] = tuple(sorted(struct.unpack_from(f"<{count}h", operand, at + 1)))
    for key in ("in_table", "row_end", "inner_cell", "inner_row", "page_before"):
        if key in changes:
            changes[key] = bool(changes[key])
    return replace(to, **changes) if changes else to  # type: ignore[arg-type]


_SIMPLE = {
    0x2416: ("in_table", "<B"),
    0x2417: ("row_end", "<B"),
    0x6649: ("depth", "<i"),
    0x244B: ("inner_cell", "<B"),
    0x244C: ("inner_row", "<B"),
    0x260A: ("level", "<B"),
    0x460B: ("listing", "<h"),
    0x2407: ("page_before", "<B"),
    0x840F: ("left", "<h"),
    0x845E: ("left", "<h"),
    0x8411: ("first", "<h"),
    0x8460: ("first", "<h"),
}


def _pages(doc: DocFile, index: int) -> Iterator[tuple[bytes, int]]:
    """The pages of properties that the table [PlcBte] at `index` of the header names, and their counts."""
    plc = doc.stretch(index)
    count = max(0, (len(plc) - 4) // 8)
    for number in dict.fromkeys(struct.unpack_from(f"<{count}I", plc, 4 * (count + 1))):
        page = doc.word[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE:
            yield page, page[-1]


def _paragraph_runs(doc: DocFile) -> Iterator[tuple[int, int, int, bytes]]:
    for page, count in _pages(doc, 13):
        if 4 * (count + 1) + 13 * count >= _PAGE:
            continue
        ends = struct.unpack_from(f"<{count + 1}I", page, 0)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + 13 * i]
            own = b""
            style = 0
            if at:
                size = 2 * page[at] - 1 if page[at] else 2 * page[at + 1]
                at += 1 if page[at] else 2
                own = page[at : at + size]
                if len(own) >= 2:
                    style, own = struct.unpack_from("<H", own)[0], own[2:]
            yield ends[i], ends[i + 1], style, own


def _character_runs(doc: DocFile) -> Iterator[tuple[int, int, bytes]]:
    for page, count in _pages(doc, 12):
        if 5 * count + 4 >= _PAGE:
            continue
        ends = struct.unpack_from(f"<{count + 1}I", page, 0)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + i]
            if at:
                yield ends[i], ends[i + 1], page[at + 1 : at + 1 + page[at]]


def _read_styles(sheet: bytes) -> dict[int, bytes]:
    """Paragraph properties of every style, with those it is based on before its own [STSH]."""
    if len(sheet) < 6:
        return {}
    size, count, base = struct.unpack_from("<HHH", sheet)
    own: dict[int, tuple[int, bytes]] = {}
    at = 2 + size
    for style in range(count):
        if at + 2 > len(sheet):
            break
        length = struct.unpack_from("<H", sheet, at)[0]
        if length:
            found = _style(sheet[at + 2 : at + 2 + length], base)
            if found is not None:
                own[style] = found
        at += 2 + length
    whole = {}
    for style in own:
        chain: list[bytes] = []
        below: int = style
        while below in own and len(chain) < _LONGEST_CHAIN:
            chain.append(own[below][1])
            below = own[below][0]
        whole[style] = b"".join(reversed(chain))
    return whole


def _style(data: bytes, base: int) -> tuple[int, bytes] | None:
    """The style it is based on and its own paragraph properties [STD]; None for other kinds of style."""
    if len(data) < base + 2:
        return None
    kind = struct.unpack_from("<H", data, 2)[0]
    if kind & 0xF != 1:
        return None
    letters = struct.unpack_from("<H", data, base)[0]
    at = base + 2 + 2 * (letters + 1)
    if at + 4 > len(data):
        return kind >> 4, b""
    size = struct.unpack_from("<H", data, at)[0]
    return kind >> 4, data[at + 4 : at + 2 + size]
