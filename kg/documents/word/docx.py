"""DOCX files to text: as Word shows them with every tracked change accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.documents.extraction import Extraction
from kg.documents.layer import CELL_BREAK, Layer, as_cell
from kg.documents.word.columns import Tabbed, lay_tabs
from kg.documents.word.docx_numbering import Numbering, Styles, read_numbering, read_styles
from kg.documents.word.docx_parts import (
    MC,
    Element,
    W,
    is_on,
    main_part,
    parse_part,
    related_parts,
    value_of,
    whole_number,
)
from kg.documents.word.docx_runs import HINT, Fields, Inline, read_inline
from kg.documents.word.symbols import plain_symbols
from kg.documents.word.zip_limits import open_package
from kg.errors import FileDamaged, FileEmpty
from kg.records import Method, Notice

_WRAPPERS = frozenset(W + tag for tag in ("ins", "moveTo", "customXml", "smartTag", "sdtContent", "sdt"))
_MOST_COLUMNS = 63  # Word's own limit
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)
_LETTERS_PER_PICTURE = 300  # with fewer, the text may well be in the pictures


def read_docx(data: bytes, *, name: str) -> Extraction:
    """Return the text layer of the DOCX file `name` whose bytes are `data`.

    Automatic numbers are written out, tracked insertions kept, deletions and hidden text left out; notes
    follow their paragraph; headers, footers and comments are no part of it. Pages are hints (`exact` is
    False), and none where the file names none. Raises `FileDamaged` where the file is broken or locked,
    `FileRefused` where it is over a limit or has a DOCTYPE, `FileEmpty` where it holds no text.
    """
    package = open_package(data, name=name)
    main = main_part(package, name=name)
    root = parse_part(package, main, name=name)
    body = root.find(W + "body") if root is not None else None
    if root is None or body is None:
        raise FileDamaged(
            f"{name} has no Word text ({main} is missing or empty). Copy it again from its source."
        )
    parts = related_parts(package, main, name=name)
    styles = read_styles(parse_part(package, parts["styles"], name=name))
    numbering = read_numbering(parse_part(package, parts["numbering"], name=name), styles)
    notes = {}
    for kind in ("footnote", "endnote"):
        found = parse_part(package, parts[f"{kind}s"], name=name)
        for note in found if found is not None else ():
            notes[kind, note.get(W + "id", "")] = note
    reader = _Reader(styles, numbering, notes, Fields.of(root), _next_sections(body))
    reader.read(body)
    text, pages = reader.layer.finish()
    pictures = sum(1 for tag in _PICTURES for _ in root.iter(tag))
    if not text.strip():
        held = f" but {pictures} pictures: save it as PDF, whose pages can be read by OCR" if pictures else ""
        raise FileEmpty(f"{name} holds no text{held}. Check that it was saved whole.")
    notices = _notices(root, text, pictures, name)
    return Extraction(text, Method.DOCX, pages=pages, warnings=notices)


def _notices(root: Element, text: str, pictures: int, name: str) -> tuple[Notice, ...]:
    found = []
    if pictures and len(text.strip()) < _LETTERS_PER_PICTURE * pictures:
        message = (
            f"{name}: {pictures} pictures beside little text; words in pictures are not read (save it as PDF)"
        )
        found.append(Notice("pictures-not-read", message))
    chunks = sum(1 for _ in root.iter(W + "altChunk"))
    if chunks:
        message = f"{name}: {chunks} embedded documents are not read (open it in Word and save it again)"
        found.append(Notice("part-not-read", message))
    return tuple(found)


def _next_sections(body: Element) -> dict[Element, bool]:
    """For every paragraph that ends a section: whether the next section opens a new page."""
    sections = [s for s in body.iter(W + "sectPr") if s.getparent().tag in {W + "pPr", W + "body"}]
    opens = [value_of(s, "type") not in {"continuous", "nextColumn"} for s in sections]
    return {s.getparent().getparent(): new for s, new in zip(sections, opens[1:], strict=False)}


@dataclass(slots=True)
class _Cell:
    """Where the paragraphs of a table cell go."""

    parts: list[str] = field(default_factory=list)

    def paragraph(self, paragraph: Tabbed) -> None:
        self.parts.append(paragraph.text)

    def row(self, cells: list[str]) -> None:
        self.parts.append(" ".join(cell for cell in cells if cell))


@dataclass(slots=True)
class _Reader:
    styles: Styles
    numbering: Numbering
    notes: dict[tuple[str, str], Element]
    fields: Fields
    sections: dict[Element, bool]
    layer: Layer = field(default_factory=lambda: Layer(Method.DOCX))
    carried: str = ""  # text of a paragraph whose end was deleted: it goes on in the next
    _waiting: list[Tabbed] = field(default_factory=list)

    # where the paragraphs of the body go

    def paragraph(self, paragraph: Tabbed) -> None:
        self._waiting.append(paragraph)

    def row(self, cells: list[str]) -> None:
        self.flush()
        joined = "\t".join(cells)
        broken = "\f" in joined or HINT in joined
        opens = broken and joined.lstrip("\t ")[:1] in {"\f", HINT}
        if opens:
            self.layer.page_break(sure=False)
        self.layer.row([cell.replace("\f", CELL_BREAK).replace(HINT, "") for cell in cells])
        if broken and not opens:
            self.layer.page_break(sure=False)

    def flush(self) -> None:
        """Write the paragraphs that wait for it to be known which of their tabs are columns."""
        for text in lay_tabs(self._waiting):
            self._write(text)
        self._waiting.clear()

    def _write(self, text: str) -> None:
        for number, page in enumerate(text.split("\f")):
            if number:
                self.layer.page_break()
            if page.strip("\n") or "\f" not in text:
                for line in (page.strip("\n") if "\f" in text else page).split("\n"):
                    self._write_line(line)

    def _write_line(self, line: str) -> None:
        """A page Word began inside a line is taken to begin at the line's nearer end: lines stay whole."""
        whole = line.replace(HINT, "")
        before = [i <= len(line) // 2 for i, char in enumerate(line) if char == HINT]
        for number in range(before.count(True)):
            self.layer.page_break(sure=number > 0)
        if whole or not before:
            self.layer.line(whole)
        for number in range(before.count(False)):
            self.layer.page_break(sure=number > 0)

    # blocks

    def read(self, body: Element) -> None:
        """Read the whole body."""
        self.blocks(body, self)
        self._let_go(self)
        self.flush()

    def blocks(self, parent: Element, sink: _Reader | _Cell) -> None:
        for element in parent:
            tag = element.tag
            if tag == W + "p":
                self._paragraph(element, sink)
            elif tag == W + "tbl":
                self._let_go(sink)
                for cells in self._table(element):
                    sink.row(cells)
            elif tag in _WRAPPERS:
                self.blocks(element, sink)
            elif tag == MC + "AlternateContent":
                choice = element.find(MC + "Choice")
                self.blocks(choice if choice is not None else element, sink)

    def _let_go(self, sink: _Reader | _Cell) -> None:
        """Write the text that no paragraph came after to take it in."""
        if self.carried:
            sink.paragraph(Tabbed(self.carried))
            self.carried = ""

    def _paragraph(self, element: Element, sink: _Reader | _Cell) -> None:
        properties = element.find(W + "pPr")
        mark = properties.find(W + "rPr") if properties is not None else None
        style = value_of(properties, "pStyle") or self.styles.default
        inline = Inline(hidden=self.styles.hidden(style))
        read_inline(element, inline, self.styles, self.fields)
        text = plain_symbols("".join(inline.pieces))
        if mark is not None and (
            mark.find(W + "del") is not None
            or mark.find(W + "moveFrom") is not None
            or is_on(mark, "specVanish")
        ):
            self.carried += text
        else:
            shown = self._labelled(properties, mark, self.carried + text)
            self.carried = ""
            if shown is not None:
                sink.paragraph(self._tabbed(shown, properties, style))
        for box in inline.boxes:
            self.blocks(box, sink)
        for key in inline.notes:
            if key in self.notes:
                self.blocks(self.notes.pop(key), sink)
        if self.sections.get(element) and sink is self:
            self.flush()
            self.layer.page_break(sure=False)

    def _labelled(self, properties: Element | None, mark: Element | None, text: str) -> str | None:
        if not text and (is_on(mark, "vanish")):
            return None  # nothing of it is shown, not even its number
        label = self.numbering.label(properties)
        before = HINT if is_on(properties, "pageBreakBefore") else ""
        if not label:
            return before + text
        breaks = text[: len(text) - len(text.lstrip("\f" + HINT))]
        return before + breaks + label + text[len(breaks) :].lstrip("\t ")

    def _tabbed(self, text: str, properties: Element | None, style: str | None) -> Tabbed:
        if "\t" not in text:
            return Tabbed(text)
        chain = [
            *reversed(self.styles.paragraph.get(style or "", ())),
            *([] if properties is None else [properties]),
        ]
        stops: set[int] = set()
        left = first = 0
        for one in chain:
            for tab in one.iterfind(f"{W}tabs/{W}tab"):
                at = whole_number(tab.get(W + "pos"), 0)
                (stops.discard if tab.get(W + "val") == "clear" else stops.add)(at)
            indent = one.find(W + "ind")
            if indent is not None:
                left = whole_number(indent.get(W + "left") or indent.get(W + "start"), left)
                hanging = indent.get(W + "hanging")
                first = (
                    -whole_number(hanging, 0) if hanging else whole_number(indent.get(W + "firstLine"), first)
                )
        return Tabbed(text, tuple(sorted(stops)), left, max(0, left + first))

    # tables

    def _table(self, table: Element) -> Iterator[list[str]]:
        rows = [self._row(row) for row in _children(table, W + "tr") if not _is_dropped(row)]
        columns = sorted({start for row in rows for start in row})
        for row in rows:
            if row:
                yield [row.get(column, "") for column in columns]

    def _row(self, row: Element) -> dict[int, str]:
        """The cells of a row by the column of the table's grid they begin in."""
        properties = row.find(W + "trPr")
        at = min(whole_number(value_of(properties, "gridBefore"), 0), _MOST_COLUMNS)
        cells = {}
        for cell in _children(row, W + "tc"):
            form = cell.find(W + "tcPr")
            sink = _Cell()
            self.blocks(cell, sink)
            self._let_go(sink)
            cells[at] = "" if _goes_on(form) else as_cell(CELL_BREAK.join(sink.parts).strip("\f"))
            at += max(1, min(whole_number(value_of(form, "gridSpan"), 1), _MOST_COLUMNS))
        return cells


def _goes_on(form: Element | None) -> bool:
    """Whether a cell only continues the one above or before it."""
    for merge in ("vMerge", "hMerge"):
        found = form.find(W + merge) if form is not None else None
        if found is not None and found.get(W + "val") != "restart":
            return True
    return False


def _is_dropped(row: Element) -> bool:
    properties = row.find(W + "trPr")
    return properties is not None and (
        properties.find(W + "del") is not None or bool(is_on(properties, "hidden"))
    )


def _children(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, those in content controls and tracked insertions too."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, tag)
