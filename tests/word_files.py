"""DOCX files for tests, written by hand: parts of XML in a ZIP package."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
THAI_LIST = (
    '<w:abstractNum w:abstractNumId="{key}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
)


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP package with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A DOCX whose w:body holds `body`; `parts` are the insides of numbering, styles, footnotes, endnotes."""
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "endnotes": "endnotes"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"/>'
        for name in parts
    )
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_OFFICE}/{name}" Target="{name}.xml"/>'
        for i, name in enumerate(parts)
    )
    return package(
        {
            "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            f"{types}</Types>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>',
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            **{
                f"word/{name}.xml": f"<w:{roots[name]} {SPACES}>{content}</w:{roots[name]}>"
                for name, content in parts.items()
            },
        }
    )


def run(text: str, properties: str = "") -> str:
    """A run; tabs and line feeds in `text` as Word's own."""
    pieces = escape(text).replace("\t", "</w:t><w:tab/><w:t>").replace("\n", "</w:t><w:br/><w:t>")
    written = f'<w:t xml:space="preserve">{pieces}</w:t>'.replace("<w:t>", '<w:t xml:space="preserve">')
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{written}</w:r>"


def p(*content: str, form: str = "") -> str:
    """A paragraph of runs and other elements; a plain string without "<" is a run."""
    inner = "".join(one if one.startswith("<") else run(one) for one in content if one)
    return f"<w:p>{f'<w:pPr>{form}</w:pPr>' if form else ''}{inner}</w:p>"


def numbered(listing: int, level: int = 0) -> str:
    """The property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{listing}"/></w:numPr>'


def cell(*paragraphs: str, form: str = "") -> str:
    """A table cell."""
    inner = "".join(one if one.startswith("<w:") else p(one) for one in paragraphs) or "<w:p/>"
    return f"<w:tc>{f'<w:tcPr>{form}</w:tcPr>' if form else ''}{inner}</w:tc>"


def table(*rows: str | list[str]) -> str:
    """A table; a row is a list of cells' texts or a whole w:tr."""
    written = "".join(
        row
        if isinstance(row, str)
        else f"<w:tr>{''.join(one if one.startswith('<w:tc>') else cell(*one.split(chr(10))) for one in row)}</w:tr>"
        for row in rows
    )
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{written}</w:tbl>'
