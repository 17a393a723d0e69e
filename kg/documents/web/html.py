"""HTML pages to text: what a reader of the page sees, without its navigation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.documents.extraction import Extraction
from kg.documents.plain.decoding import read_text
from kg.documents.plain.thai_bytes import is_cp874_name
from kg.documents.web.html_lists import LISTS, Numbers, countdowns, numbers_of
from kg.documents.web.html_table import Table
from kg.documents.web.html_tokens import Tag, tokens
from kg.errors import FileEmpty, FileRefused
from kg.records import Method

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu",
        "nav", "ol", "optgroup", "option", "p", "pre", "section", "summary", "table", "tbody", "td",
        "tfoot", "th", "thead", "tr", "ul",
    )
)  # fmt: skip
_VOID = frozenset(
    (
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    )
)  # fmt: skip
_DROPPED = frozenset(
    (
        "script", "style", "nav", "template", "noscript", "title", "textarea", "select", "button",
        "svg", "math", "object", "iframe", "audio", "video", "canvas", "head", "xmp", "noframes",
        "noembed", "rt", "rp", "datalist",
    )
)  # fmt: skip
_ASIDE = frozenset({"header", "footer"})  # of the site; those of an article are its own
_CELLS = frozenset({"td", "th"})
_SECTIONS = frozenset({"tbody", "thead", "tfoot"})
_CLOSES = {  # a start tag: what it closes, and what that is not looked for beyond
    "li": ({"li"}, {*LISTS, "table"}),
    **dict.fromkeys(("dt", "dd"), ({"dt", "dd"}, {"dl", "table"})),
    **dict.fromkeys(_CELLS, (_CELLS, {"tr", "table"})),
    "tr": ({"tr"}, {"table"}),
    **dict.fromkeys(_SECTIONS, (_SECTIONS, {"table"})),
    "body": ({"head"}, {"table"}),
}
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"<meta\s[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{2,40})", re.IGNORECASE)
_MOST_CELLS = 2_000_000
_MOST_BETWEEN = 50  # open elements that an unclosed <li> or <p> is looked for under
_HEAD = 4_096  # bytes in which the encoding is declared
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_html(data: bytes, *, name: str) -> Extraction:
    """Return the text layer of the HTML file `name` whose bytes are `data`.

    Scripts, navigation, the site's header and footer and hidden elements are left out, the title too. A table
    is rows; one that holds another, or has one column, is only layout. Numbers of `<ol>` are written out. The
    encoding is that of the byte-order mark, of `<meta charset>`, or what the bytes are as text. Raises
    `FileEmpty`, `NotText` as `read_text` does, and `FileRefused` where tables have over two million cells.
    """
    source = _decoded(data, name)
    page = _Page(name, lengths=countdowns(source.text))
    for token in tokens(source.text):
        if isinstance(token, str):
            page.text(token)
        elif token.closing:
            page.close(token.name)
        else:
            page.open(token)
    text = page.finish()
    if not text.strip():
        raise FileEmpty(
            f"{name} is a page without text of its own. Save the page as a browser shows it, or as PDF."
        )
    return Extraction(text, Method.HTML, warnings=source.warnings, encoding=source.encoding)


def _decoded(data: bytes, name: str) -> Extraction:
    """The page's source as text. A declared encoding counts where its bytes agree; UTF-8 needs no declaring."""
    if data.startswith(_MARKS) or not any(byte > 0x7F for byte in data):
        return read_text(data, name=name)
    head = data[:_HEAD]
    found = _XML_CHARSET.search(head) or _CHARSET.search(head)
    label = found[1].decode("ascii") if found is not None else ""
    if is_cp874_name(label) and not _is_utf8(data):
        return Extraction(data.decode("cp874", "replace"), Method.HTML, encoding="cp874")
    return read_text(data, name=name)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(slots=True)
class _Page:
    name: str
    lengths: Iterator[int]  # of the lists that count down
    lines: list[str] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _label: str = ""
    _open: list[tuple[str, bool]] = field(default_factory=list)  # element, whether it hides what is in it
    _count: Counter[str] = field(default_factory=Counter)
    _hiding: int = 0
    _lists: list[Numbers] = field(default_factory=list)
    _tables: list[Table | None] = field(default_factory=list)  # None: a table that is only layout
    _cells: int = 0

    # text

    def text(self, text: str) -> None:
        if self._hiding:
            return
        if self._count["pre"]:
            first, *others = text.replace("\r\n", "\n").expandtabs(8).split("\n")
            self._line.append(first)
            for line in others:
                self._end_line(always=True)
                self._line.append(line)
            return
        self._line.append(text)

    def _end_line(self, *, always: bool = False) -> None:
        if not self._line and not always:
            return
        text = "".join(self._line)
        self._line.clear()
        if not self._count["pre"]:
            text = _SPACES.sub(" ", text).strip(" ")
        if self._label and text.strip():
            text = self._label + text
            self._label = ""
        if text.strip(" \t") or always:  # a paragraph of one hard space is a blank line on the page
            table = self._tables[-1] if self._tables else None
            if table is not None and table.in_cell:
                table.line(text)
            else:
                self.lines.append(text)

    def finish(self) -> str:
        self._end_line()
        while self._tables:
            self._end_table()
        return "".join(f"{line}\n" for line in self.lines)

    # elements

    def open(self, tag: Tag) -> None:
        name = tag.name
        if name in _VOID:
            if name in {"br", "hr"} and not self._hiding:
                self._end_line(always=name == "br")
            return
        hides = self._hides(tag)
        if name in _BLOCKS:
            self._imply(name)
            self._end_line()
        self._open.append((name, hides))
        self._count[name] += 1
        self._hiding += hides
        if self._hiding:
            return
        if name in LISTS:
            self._lists.append(numbers_of(tag, self.lengths))
        elif name == "li":
            self._label = self._number(tag)
        elif name == "table":
            self._begin_table()
        elif self._tables and (table := self._tables[-1]) is not None:
            if name == "tr":
                table.open_row()
            elif name in _CELLS:
                if self._cells + table.size > _MOST_CELLS:
                    raise FileRefused(f"{self.name}: over {_MOST_CELLS:,} table cells, the limit. Split it.")
                table.open_cell(tag.attributes.get("colspan"), tag.attributes.get("rowspan"))

    def close(self, name: str) -> None:
        if name == "br" and not self._hiding:
            self._end_line(always=True)
        if name == "p" and not self._count["p"] and not self._hiding:
            self._end_line()
        if not self._count[name]:
            return
        if name not in _BLOCKS and not self._hiding and not self._is_near(name):
            return  # a stray end of a small element closes no block
        while self._open:
            if self._pop() == name:
                return

    def _is_near(self, name: str) -> bool:
        for one, _ in reversed(self._open[-_MOST_BETWEEN:]):
            if one == name:
                return True
            if one in _BLOCKS:
                return False
        return False

    def _pop(self) -> str:
        name, hid = self._open[-1]
        if not self._hiding:
            if name in _BLOCKS:
                self._end_line()
            self._leave(name)
        self._open.pop()
        self._count[name] -= 1
        self._hiding -= hid
        return name

    def _leave(self, name: str) -> None:
        if name in LISTS and self._lists:
            self._lists.pop()
            self._label = ""
        elif name == "table" and self._tables:
            self._end_table()
        elif self._tables and (table := self._tables[-1]) is not None:
            if name == "tr":
                table.close_row()
            elif name in _CELLS:
                table.close_cell()

    def _hides(self, tag: Tag) -> bool:
        if tag.name in _DROPPED or "hidden" in tag.attributes:
            return True
        if tag.name in _ASIDE:
            return not (self._count["main"] or self._count["article"])
        return "style" in tag.attributes and _HIDDEN.search(tag.attributes["style"]) is not None

    def _imply(self, name: str) -> None:
        """Close what the start of a block closes without saying so."""
        if name not in _CLOSES:
            if self._open and self._open[-1][0] == "p":
                self._pop()
            return
        closes, within = _CLOSES[name]
        if not any(map(self._count.__getitem__, closes)):
            return
        for back, (one, _) in enumerate(reversed(self._open[-_MOST_BETWEEN:]), 1):
            if one in closes:
                for _ in range(back):
                    self._pop()
                return
            if one in within:
                return

    # lists and tables

    def _number(self, tag: Tag) -> str:
        return self._lists[-1].label(tag) if self._lists else "• "

    def _begin_table(self) -> None:
        """A table in a table: the outer one is only layout, and what was read of it are lines."""
        if self._tables and self._tables[-1] is not None:
            self._write_lines(self._tables[-1])
            self._tables[-1] = None
        self._tables.append(Table())

    def _end_table(self) -> None:
        table = self._tables.pop()
        if table is None:
            return
        table.close_row()
        self._cells += table.size
        if all(len(row) == 1 for row in table.rows):
            self._write_lines(table)
            return
        self.lines.extend("\t".join(row) for row in table.rows)

    def _write_lines(self, table: Table) -> None:
        table.close_row()
        self.lines.extend(line for row in table.rows for cell in row for line in cell.split("\u2028") if line)
