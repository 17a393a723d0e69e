"""Old Word files (DOC) to text, tracked deletions left out."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kg.documents.extraction import Extraction
from kg.documents.layer import CELL_BREAK, Layer, as_cell
from kg.documents.numbering import Counters, Listing
from kg.documents.word.columns import Tabbed, lay_tabs
from kg.documents.word.doc_file import DocFile, open_doc
from kg.documents.word.doc_grid import on_grid
from kg.documents.word.doc_lists import read_lists
from kg.documents.word.doc_properties import Paragraph, Properties, read_properties, sprms
from kg.documents.word.symbols import plain_symbols, symbol
from kg.errors import FileDamaged, FileEmpty
from kg.records import Method, Notice

_ENDS = re.compile(r"[\r\x07\x0c]")
_CELL, _PAGE = "\x07", "\x0c"
_FIELD = re.compile(r"[\x13\x14\x15]")
_PLAIN = {
    0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: None, 0x01: None, 0x02: None, 0x03: None, 0x04: None, 0x05: None,
    0x08: None, 0x0A: None, 0x13: None, 0x14: None, 0x15: None, 0x00: None, 0x06: None, 0x0F: None, 0x10: None,
    0x11: None, 0x12: None, 0x16: None, 0x17: None, 0x18: None, 0x19: None, 0x1A: None, 0x1B: None, 0x1C: None,
    0x1D: None,
}  # fmt: skip
_SECTIONS = 6
_NO_LIST = 0x07FF  # numbers of lists from here mean other things
_NOTES = ((2, 3, 1), (46, 47, 5))  # places of references and texts in the header, story of the text
_ANCHORS, _BOXES, _BOX_STORY = 40, 56, 6


def read_doc(data: bytes, *, name: str) -> Extraction:
    """Return the text layer of the DOC file `name` (Word 6 to 2003) whose bytes are `data`.

    Automatic numbers are written out, fields give their results, notes and text boxes follow the paragraph
    they belong to; headers, footers, annotations and hidden text are no part of it. Word 6 and 95 files give
    their text without automatic numbers and empty cells, with the notice `old-word`. Pages are those of page and section
    breaks (`exact` is False). Raises `FileDamaged` (broken, cut, locked with a password), `FileRefused`
    (over 20 million characters), `FileEmpty`.
    """
    doc = open_doc(data, name=name)
    try:
        reader = _read(doc)
    except (struct.error, IndexError, ValueError, KeyError, OverflowError) as error:
        raise FileDamaged(
            f"{name} is broken ({error}). Open it in a word processor and save it again."
        ) from error
    text, pages = reader.layer.finish()
    if not text.strip():
        raise FileEmpty(f"{name} holds no text. Check that it was saved whole.")
    return Extraction(text, Method.DOC, pages=pages, warnings=_notices(reader, name))


def _notices(reader: _Reader, name: str) -> tuple[Notice, ...]:
    found = []
    if reader.doc.old:
        message = f"{name} is of Word 6 or 95: automatic numbers and empty table cells are not read (save it as DOCX)"
        found.append(Notice("old-word", message))
    if reader.unnumbered:
        message = (
            f"{name}: the numbers of {reader.unnumbered} list paragraphs could not be read (save it as DOCX)"
        )
        found.append(Notice("list-numbers-missing", message))
    return tuple(found)


def _read(doc: DocFile) -> _Reader:
    properties = Properties() if doc.old else read_properties(doc)
    try:
        lists = {} if doc.old else read_lists(doc)
    except (struct.error, IndexError, ValueError):
        lists = {}  # the text is worth having without its numbers
    reader = _Reader(doc, _visible(doc, properties), properties, lists, _continuous(doc), _attached(doc))
    reader.story(0, doc.lengths[0])
    reader.flush()
    reader.attach(doc.lengths[0])
    reader.flush()
    return reader


def _visible(doc: DocFile, properties: Properties) -> str:
    """The text at the same length, with what is not shown as NUL: hidden, deleted, field instructions."""
    chars = list(doc.text)
    for first, last in doc.characters(properties.dropped):
        chars[first:last] = ["\x00"] * (last - first)
    for first, last in doc.characters((offset, offset + 1) for offset in properties.symbols):
        for i in range(first, last):
            chars[i] = symbol("", properties.symbols.get(doc.offset(i), ord(chars[i])))
    for first, last in _instructions("".join(chars)):
        for i in range(first, last):
            if chars[i] not in "\r\x07":
                chars[i] = "\x00"
    return plain_symbols("".join(chars))


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of fields before their results; a field that never ends is none."""
    begun: list[tuple[int, int | None]] = []
    for mark in _FIELD.finditer(text):
        if mark.group() == "\x13":
            begun.append((mark.start(), None))
        elif mark.group() == "\x14" and begun:
            begun[-1] = (begun[-1][0], mark.start())
        elif mark.group() == "\x15" and begun:
            start, result = begun.pop()
            yield start, mark.start() if result is None else result


def _rejoined(text: str) -> str:
    """Letters beyond the BMP, which the format keeps in two halves, as one."""
    if not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _positions(plc: bytes, size: int) -> tuple[int, ...]:
    """The positions of a table [Plc] whose entries have `size` bytes."""
    count = max(0, (len(plc) - 4) // (4 + size))
    return struct.unpack_from(f"<{count + 1}I", plc) if count else ()


def _continuous(doc: DocFile) -> set[int]:
    """Where sections begin that open no new page."""
    plc = doc.stretch(_SECTIONS)
    starts = _positions(plc, 12)
    found = set()
    for i, start in enumerate(starts[:-1]):
        at = struct.unpack_from("<I", plc, 4 * len(starts) + 12 * i + 2)[0]
        if at == 0xFFFF_FFFF or at + 2 > len(doc.word):
            continue
        size = struct.unpack_from("<H", doc.word, at)[0]
        kinds = [operand[0] for code, operand in sprms(doc.word[at + 2 : at + 2 + size]) if code == 0x3009]
        if kinds and kinds[-1] in {0, 1}:
            found.add(start)
    return found


def _attached(doc: DocFile) -> list[tuple[int, int, int]]:
    """Notes and text boxes: where they are referred to, and their stretch of the text; in order."""
    begins = [sum(doc.lengths[:i]) for i in range(len(doc.lengths))]
    found = []
    for references, texts, story in _NOTES:
        where = _positions(doc.stretch(references), 2)
        starts = _positions(doc.stretch(texts), 0)
        for at, start, end in zip(where, starts, starts[1:], strict=False):
            found.append((at, begins[story] + start, begins[story] + end))
    anchors = doc.stretch(_ANCHORS)
    where = _positions(anchors, 26)
    shapes = {
        struct.unpack_from("<i", anchors, 4 * len(where) + 26 * i)[0]: at for i, at in enumerate(where[:-1])
    }
    boxes = doc.stretch(_BOXES)
    starts = _positions(boxes, 22)
    for i, (start, end) in enumerate(pairwise(starts)):
        shape = struct.unpack_from("<i", boxes, 4 * len(starts) + 22 * i + 14)[0]
        if shape in shapes:
            found.append((shapes[shape], begins[_BOX_STORY] + start, begins[_BOX_STORY] + end))
    return sorted(found)


@dataclass(slots=True)
class _Reader:
    doc: DocFile
    text: str
    properties: Properties
    lists: dict[int, Listing]
    continuous: set[int]
    attached: list[tuple[int, int, int]]
    layer: Layer = field(default_factory=lambda: Layer(Method.DOC))
    counters: Counters = field(default_factory=Counters)
    unnumbered: int = 0  # paragraphs of lists that could not be read
    _waiting: list[Tabbed] = field(default_factory=list)
    _cell: list[str] = field(default_factory=list)  # paragraphs of the cell being read
    _inner: list[str] = field(default_factory=list)  # cells of a row of a table in it
    _cells: list[str] = field(default_factory=list)
    _rows: list[tuple[tuple[int, ...], list[str]]] = field(default_factory=list)
    _done: int = 0  # how many of `attached` were written
    _carried: str = ""

    def story(self, start: int, end: int) -> None:
        """Read the paragraphs between two characters."""
        at = start
        while at < end:
            found = _ENDS.search(self.doc.text, at, end)
            stop = found.start() if found is not None else end
            mark = found.group() if found is not None else ""
            self._paragraph(at, stop, mark)
            at = stop + 1
        if self._carried:
            self._waiting.append(Tabbed(self._carried))
            self._carried = ""

    def flush(self) -> None:
        """Write what waits: the table before, the paragraphs whose tabs were not yet judged."""
        if self._cells or self._cell:  # a row without its end
            self._cells += [as_cell(CELL_BREAK.join(self._cell))] if self._cell else []
            self._rows.append(((), self._cells))
            self._cells, self._cell = [], []
        if self._rows:
            for cells in on_grid(self._rows):
                self.layer.row(cells)
            self._rows.clear()
        for text in lay_tabs(self._waiting):
            for line in text.split("\n"):
                self.layer.line(line)
        self._waiting.clear()

    def _paragraph(self, at: int, stop: int, mark: str) -> None:
        form = self.properties.paragraph(self.doc.offset(min(stop, len(self.text) - 1)))
        own = _rejoined(self.text[at:stop].translate(_PLAIN))
        if mark and self.text[stop] == "\x00" and mark == "\r":
            self._carried += own  # the end of the paragraph was deleted or is hidden
            return
        text = self._carried + own
        self._carried = ""
        if mark == _CELL or form.in_table:
            self._in_table(text, mark, form)
        else:
            if self._rows or self._cells or self._cell:
                self.flush()
                self.attach(at)
            self._in_text(text, mark, form, stop)
        if stop < self.doc.lengths[0] and not (self._rows or self._cells or self._cell):
            self.attach(stop + 1)

    def _in_text(self, text: str, mark: str, form: Paragraph, stop: int) -> None:
        if form.page_before:
            self.flush()
            self.layer.page_break(sure=False)
        breaks = mark == _PAGE and stop + 1 not in self.continuous
        if text or mark != _PAGE:
            label = self._label(form)
            text = label + text.lstrip("\t ") if label else text
            self._waiting.append(Tabbed(text, form.stops, form.left, max(0, form.left + form.first)))
        if breaks:
            self.flush()
            self.layer.page_break()

    def _in_table(self, text: str, mark: str, form: Paragraph) -> None:
        if self._waiting:
            self.flush()
        ends = form.row_end and form.depth <= 1
        if self.doc.old:  # whose rows are told from their text: an empty cell behind another
            ends = not text and not self._cell and bool(self._cells)
        if mark == _CELL and ends:
            self._rows.append((form.edges, self._cells))
            self._cells = []
        elif form.inner_row:
            self._cell.append(" ".join(cell for cell in self._inner if cell))
            self._inner = []
        elif form.inner_cell:
            self._inner.append(self._label(form) + text)
        else:
            self._cell.append(self._label(form) + text)
            if mark == _CELL:
                self._cells.append(as_cell(CELL_BREAK.join(self._cell)))
                self._cell = []

    def _label(self, form: Paragraph) -> str:
        listing = self.lists.get(form.listing)
        if listing is None:
            self.unnumbered += 0 < form.listing < _NO_LIST
            return ""
        return self.counters.label(str(form.listing), listing, form.level)

    def attach(self, until: int) -> None:
        """Write the notes and text boxes that are referred to before the character `until`."""
        while self._done < len(self.attached) and self.attached[self._done][0] < until:
            _, start, end = self.attached[self._done]
            self._done += 1
            if max(self.doc.lengths[0], start) < end <= len(self.text):
                self.story(start, end)
