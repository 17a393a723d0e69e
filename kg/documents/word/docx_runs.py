"""What stands inside one paragraph of a DOCX: runs, fields, symbols, breaks."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.documents.numbering import BULLET
from kg.documents.word.docx_numbering import Styles
from kg.documents.word.docx_parts import MC, Element, W, is_on, value_of
from kg.documents.word.symbols import symbol

HINT = "\x0e"  # Word began a page here when it last showed the file; XML cannot hold this character
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_DROPPED = frozenset(
    W + tag
    for tag in (
        "del", "moveFrom", "instrText", "delText", "delInstrText", "rPr", "pPr", "sdtPr", "rt", "softHyphen",
        "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator", "pgNum",
    )
)  # fmt: skip
_CONSTANT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "lastRenderedPageBreak": HINT,
}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}


@dataclass(slots=True)
class Inline:
    """The content of one paragraph: `pieces` of text, text `boxes`, keys of `notes`, in order.

    `hidden` is what the paragraph's style says of its text.
    """

    hidden: bool = False
    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Fields:
    """Where the reader stands in nested fields: True for each whose instruction is being passed."""

    unended: frozenset[Element]
    stack: list[bool] = field(default_factory=list)

    @staticmethod
    def of(root: Element) -> Fields:
        """Return the fields of a part. A field that never ends is taken for none: it would eat the rest."""
        begun: list[Element] = []
        for mark in root.iter(W + "fldChar"):
            kind = mark.get(W + "fldCharType")
            if kind == "begin" and not _is_deleted(mark):
                begun.append(mark)
            elif kind == "end" and begun and not _is_deleted(mark):
                begun.pop()
        return Fields(frozenset(begun))

    @property
    def passing(self) -> bool:
        """Whether what comes is part of an instruction, not of a result."""
        return any(self.stack)

    def step(self, mark: Element) -> None:
        """Go past one w:fldChar."""
        kind = mark.get(W + "fldCharType")
        if kind == "begin" and mark not in self.unended:
            self.stack.append(True)
        elif kind == "separate" and self.stack:
            self.stack[-1] = False
        elif kind == "end" and self.stack:
            self.stack.pop()


def _is_deleted(mark: Element) -> bool:
    run = mark.getparent()
    above = run.getparent() if run is not None else None
    return above is not None and above.tag in {W + "del", W + "moveFrom"}


def read_inline(parent: Element, into: Inline, styles: Styles, fields: Fields) -> None:
    """Add what stands in `parent` (a paragraph, or anything inside one) to `into`.

    A page break is a form feed, a page begun by itself `HINT`, a line break a line feed, a tab a tab.
    """
    for element in parent:
        tag = element.tag
        if tag in _DROPPED:
            continue
        if tag == W + "r":
            if not _is_hidden(element, into, styles):
                read_inline(element, into, styles, fields)
        elif tag == W + "fldChar":
            fields.step(element)
        elif tag == W + "txbxContent":
            into.boxes.append(element)
        elif tag == MC + "AlternateContent":
            _alternate(element, into, styles, fields)
        elif fields.passing and tag in _TEXTS:
            continue
        elif tag in _TEXTS:
            into.pieces.append(_text(element))
        elif tag in _NOTES:
            into.notes.append((_NOTES[tag], element.get(W + "id", "")))
        else:
            read_inline(element, into, styles, fields)


_TEXTS = frozenset({*_CONSTANT, W + "t", W + "br", W + "sym", _MATH_TEXT})


def _text(element: Element) -> str:
    constant = _CONSTANT.get(element.tag)
    if constant is not None:
        return constant
    if element.tag == W + "br":
        return "\f" if element.get(W + "type") == "page" else "\n"
    if element.tag == W + "sym":
        return _symbol(element)
    text = element.text or ""
    if "\n" in text or "\t" in text or "\r" in text:
        text = " ".join(text.split())  # as laid out by whoever wrote the XML
    return text


def _symbol(element: Element) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return BULLET
    return symbol((element.get(W + "font") or "").lower(), code)


def _is_hidden(run: Element, into: Inline, styles: Styles) -> bool:
    properties = run.find(W + "rPr")
    if properties is None:
        return into.hidden
    told = is_on(properties, "vanish")
    if told is not None:
        return told
    return into.hidden or styles.hidden(value_of(properties, "rStyle"))


def _alternate(element: Element, into: Inline, styles: Styles, fields: Fields) -> None:
    """Of one thing in several forms, the first that holds text."""
    had = (len(into.pieces), len(into.boxes))
    for form in element:
        read_inline(form, into, styles, fields)
        if (len(into.pieces), len(into.boxes)) != had:
            return
