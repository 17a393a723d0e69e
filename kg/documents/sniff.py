"""Which format a file is in, told from its bytes, never from its name."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum

from kg.documents.word.zip_limits import open_package, read_part
from kg.errors import FileDamaged, NotText


class Format(StrEnum):
    """The formats that are read."""

    PDF = "pdf"
    DOCX = "docx"
    DOC = "doc"
    HTML = "html"
    IMAGE = "image"  # PNG, JPEG, TIFF
    TEXT = "text"


IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_OTHERS = (  # signature, what it is, what to do
    (b"GIF8", "a GIF image", "Save it as PNG"),
    (b"BM", "a BMP image", "Save it as PNG"),
    (b"\xdb\xa5\x2d\x00", "a Word 2 file", "Open it in a word processor and save it as DOCX"),
    (b"{\\rtf", "an RTF file", "Open it in a word processor and save it as DOCX"),
    (b"\x1f\x8b", "a gzip file", "Unpack it and give the file inside"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and give the files inside"),
    (b"Rar!", "a RAR archive", "Unpack it and give the files inside"),
    (b"BZh", "a bzip2 file", "Unpack it and give the file inside"),
    (b"\xfd7zXZ\x00", "an xz file", "Unpack it and give the file inside"),
    (b"\x7fELF", "a program", "Give a document"),
    (b"MZ", "a program", "Give a document"),
    (b"SQLite format 3\x00", "a database", "Give a document"),
)
_NEEDS_NUL = frozenset({b"BM", b"MZ", b"BZh"})  # letters a text could begin with
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PACKAGES = (*_ZIP, _OLE)
"""Beginnings of files that hold files: looking into them is no work for a process that must go on."""
_PDF_WITHIN = 1_024  # readers of PDF allow that much before its header
_HTML = re.compile(rb"<(?:!doctype\s+html|(?:html|head|body)[\s>])", re.IGNORECASE)
_BEFORE_HTML = ((b"<!--", b"-->"), (b"<?", b">"))  # what may stand before
_WORD_PART = re.compile(r"word/document\d*\.xml")
_ODF = {
    "opendocument.text": ("an ODT file", "Open it in a word processor and save it as DOCX"),
    "opendocument.spreadsheet": ("an ODS spreadsheet", "Save the sheets as text (CSV)"),
    "opendocument.presentation": ("an ODP presentation", "Save it as PDF"),
}
_PACKAGES = (  # a part that tells what a ZIP package is
    ("xl/", "an Excel file (XLSX)", "Save the sheets as text (CSV)"),
    ("ppt/", "a PowerPoint file (PPTX)", "Save it as PDF"),
    ("META-INF/container.xml", "an EPUB book", "Save it as HTML or text"),
)
_READ = "Read are PDF, DOCX, DOC, HTML, text, and images (PNG, JPEG, TIFF)."


def sniff(data: bytes, *, name: str) -> Format:
    """Return the format of the file `name` whose bytes are `data`.

    Text is whatever has no other format's signature; its reader decides whether it is text at all. Raises
    `NotText` for a known format that is not read, naming it and the remedy; `FileDamaged` for a package that
    is broken or locked with a password, `FileRefused` for one over the limits.
    """
    if data.startswith(_ZIP):
        return _package(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    if data.startswith(IMAGES):
        return Format.IMAGE
    if b"%PDF-" in data[:_PDF_WITHIN] and (
        data.startswith(b"%PDF-") or b"\nendobj" in data or b"\rendobj" in data
    ):
        return Format.PDF
    for signature, what, remedy in _OTHERS:
        if data.startswith(signature) and (signature not in _NEEDS_NUL or b"\x00" in data[:4_096]):
            raise _refused(name, what, remedy)
    return Format.HTML if _is_html(data) else Format.TEXT


def _refused(name: str, what: str, remedy: str) -> NotText:
    return NotText(f"{name} is {what}, which is not read. {remedy}. {_READ}")


def _is_html(data: bytes) -> bool:
    """Whether the file begins as a page does; text with tags in it (as OCR tools write) is text."""
    head = data[:8_192]
    for mark, encoding in ((b"\xef\xbb\xbf", ""), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if head.startswith(mark):
            head = head[len(mark) :]
            if encoding:
                head = head.decode(encoding, "replace").encode("ascii", "replace")
            break
    at = 0
    while True:
        at += len(head) - at - len(head[at:].lstrip())
        closing = next((end for begin, end in _BEFORE_HTML if head.startswith(begin, at)), None)
        if closing is None:
            return _HTML.match(head, at) is not None
        end = head.find(closing, at)
        if end < 0:
            return False
        at = end + len(closing)


def _package(data: bytes, name: str) -> Format:
    package = open_package(data, name=name)
    names = set(package.namelist())
    if any(_WORD_PART.fullmatch(part) for part in names):
        return Format.DOCX
    kind = _mimetype(package)
    for key, (what, remedy) in _ODF.items():
        if key in kind:
            raise _refused(name, what, remedy)
    for part, what, remedy in _PACKAGES:
        if any(member.startswith(part) for member in names):
            raise _refused(name, what, remedy)
    raise _refused(name, "a ZIP archive", "Unpack it and give the files inside")


def _mimetype(package: zipfile.ZipFile) -> str:
    """What an OpenDocument package says it is; empty for others."""
    if "mimetype" not in package.NameToInfo or package.getinfo("mimetype").file_size > 200:
        return ""
    return (read_part(package, "mimetype", name="mimetype") or b"").decode("ascii", "replace")


def _compound(data: bytes, name: str) -> Format:
    """What an OLE compound file holds, by its streams."""
    from kg.documents.word.doc_file import stream_names

    streams = stream_names(data, name=name)
    if "worddocument" in streams:
        return Format.DOC
    if "encryptedpackage" in streams:
        raise FileDamaged(f"{name} is locked with a password. Save it without one and try again.")
    if streams & {"workbook", "book"}:
        raise _refused(name, "an old Excel file (XLS)", "Save the sheets as text (CSV)")
    if "powerpoint document" in streams:
        raise _refused(name, "an old PowerPoint file (PPT)", "Save it as PDF")
    if any(stream.startswith("__substg1.0_") for stream in streams):
        raise _refused(name, "an Outlook message (MSG)", "Save its text or its attachment")
    raise _refused(name, "an Office file without a Word text", "Save it as DOCX or PDF")
