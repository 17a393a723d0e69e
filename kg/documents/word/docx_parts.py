"""The XML parts of a DOCX package, parsed without DTDs, entities or network."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from kg.documents.word.zip_limits import read_part
from kg.errors import FileDamaged, FileRefused

Element = Any  # lxml.etree._Element: lxml has no types
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MOST_TAGS = 2_000_000
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def parse_part(package: zipfile.ZipFile, part: str, *, name: str) -> Element | None:
    """Return the root element of one part of the file `name`, or None where there is no such part.

    Strict OOXML is brought to the namespaces of the transitional form. Raises `FileRefused` where the part
    has a DOCTYPE, is nested deeper than 256 elements or holds too many, `FileDamaged` where it is no XML.
    """
    from lxml import etree

    data = read_part(package, part, name=name)
    if data is None:
        return None
    tags = data.count(b"<")
    if tags > MOST_TAGS:
        raise FileRefused(
            f"{name}: its part {part} holds {tags:,} tags; the limit is {MOST_TAGS:,}. Split it."
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _doctype(name, part)
    for strict, transitional in _STRICT:
        if strict in data[:20_000]:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        told = str(error)
        if "depth" in told.lower():
            raise FileRefused(
                f"{name}: its part {part} is nested deeper than 256 elements, the limit. Open it in a word"
                " processor, save it again and try that file."
            ) from error
        if "entity" in told.lower() or "huge" in told.lower():
            raise FileRefused(f"{name}: its part {part} is refused: {told[:150]}. Save it again.") from error
        raise FileDamaged(
            f"{name} is broken: its part {part} is no XML ({told[:150]}). Copy it again from its source."
        ) from error
    if root.getroottree().docinfo.doctype:  # in an encoding the test above cannot see
        raise _doctype(name, part)
    return root


def _doctype(name: str, part: str) -> FileRefused:
    return FileRefused(
        f"{name}: its part {part} has a DOCTYPE or entities, which no DOCX has; it is not read. Open it in a"
        " word processor, save it again and try that file."
    )


def main_part(package: zipfile.ZipFile, *, name: str) -> str:
    """Return the name of the part that holds the text (word/document.xml but for rare writers)."""
    for kind, target in _relations(package, "_rels/.rels", "", name=name):
        if kind == "officeDocument" and target.endswith(".xml"):
            return target
    return "word/document.xml"


def related_parts(package: zipfile.ZipFile, part: str, *, name: str) -> dict[str, str]:
    """Return the parts that `part` relates to: kind (styles, numbering, footnotes …) to part name."""
    folder, _, leaf = part.rpartition("/")
    defaults = ("styles", "numbering", "footnotes", "endnotes", "settings")
    found = {kind: posixpath.join(folder, f"{kind}.xml") for kind in defaults}
    found.update(_relations(package, posixpath.join(folder, "_rels", f"{leaf}.rels"), folder, name=name))
    return found


def _relations(package: zipfile.ZipFile, part: str, folder: str, *, name: str) -> Iterator[tuple[str, str]]:
    root = parse_part(package, part, name=name)
    if root is None:
        return
    for relation in root.iterfind(_RELATION):
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External" or not target:
            continue
        path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield relation.get("Type", "").rpartition("/")[2], path


def value_of(parent: Element | None, child: str) -> str | None:
    """Return the w:val of `parent`'s child element `child` (local name), or None."""
    found = parent.find(W + child) if parent is not None else None
    return None if found is None else found.get(W + "val")


def whole_number(text: str | None, default: int) -> int:
    """Return `text` as a whole number, or `default` where it is none (or beyond a million)."""
    try:
        number = int(text) if text is not None else default
    except ValueError:
        return default
    return number if abs(number) <= 1_000_000 else default


def is_on(parent: Element | None, child: str) -> bool | None:
    """Whether an on/off property stands in `parent`: True, False, or None where it is not named."""
    found = parent.find(W + child) if parent is not None else None
    if found is None:
        return None
    return found.get(W + "val", "true") not in {"0", "false", "off"}
