"""Files to documents: the only way in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.documents.extraction import Extraction
from kg.documents.plain.decoding import read_text
from kg.documents.plain.fingerprint import untrusted_digits
from kg.documents.recognition import OnPage, picture_count, recognise
from kg.documents.sandbox import run_child
from kg.documents.sniff import PACKAGES, Format, sniff
from kg.documents.wire import extraction_from_json
from kg.errors import FileEmpty, FileMissing, FileTooLarge, InputError, MissingExtra, NotText
from kg.records import Document, Method, Notice, Span

DEFAULT_LIMIT = 104_857_600  # bytes
SUFFIXES = frozenset(
    {
        ".txt",
        ".text",
        ".md",
        ".html",
        ".htm",
        ".docx",
        ".doc",
        ".pdf",
        ".png",
        ".jpg",
        ".jpeg",
        ".tif",
        ".tiff",
    }
)
"""The file names a folder is searched for; what a file is is told from its bytes alone."""
_SHOWN = {
    Format.PDF: "a PDF",
    Format.DOCX: "a Word file (DOCX)",
    Format.DOC: "an old Word file (DOC)",
    Format.IMAGE: "an image (PNG, JPEG or TIFF)",
}
_BLANK = "\ufeff\u200b\u00a0 \t\r\n\x0b\x0c"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: the largest one taken, and whether pages that are pictures are read by OCR."""

    limit_bytes: int = DEFAULT_LIMIT
    ocr: bool = True


def read_document(
    path: Path,
    *,
    name: str | None = None,
    options: ReadOptions = ReadOptions(),
    on_page: OnPage | None = None,
) -> Document:
    """Return the document in the file `path`, under `name` (default: the file's own name).

    Raises `FileMissing`, `FileTooLarge` (told from the file's size, before reading it), and what
    `document_from_bytes` raises; each names the file, the reason and the remedy.
    """
    shown = name if name is not None else path.name
    limit_bytes = options.limit_bytes
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise InputError(f"{shown} is a folder. Name a file, or give the folder to `mati ingest`.")
        if size > limit_bytes:
            raise FileTooLarge(
                f"{shown} is {size:,} bytes; the limit is {limit_bytes:,}. Split it, or raise the limit."
            )
        with path.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    except FileNotFoundError as error:
        raise FileMissing(f"{shown}: no such file. Check the name and the folder.") from error
    except PermissionError as error:
        raise InputError(f"{shown} cannot be read: permission denied. Check the file's rights.") from error
    except OSError as error:
        raise InputError(f"{shown} cannot be read: {error.strerror or error}.") from error
    if len(data) > limit_bytes:
        raise FileTooLarge(f"{shown} grew over the limit of {limit_bytes:,} bytes while it was read.")
    return document_from_bytes(data, name=shown, ocr=options.ocr, on_page=on_page)


def document_from_bytes(
    data: bytes, *, name: str, ocr: bool = True, on_page: OnPage | None = None
) -> Document:
    """Return the document that the bytes of the file `name` hold; its format is told from the bytes.

    Text is decoded here; every other format is taken apart in a limited process. With `ocr`, pages that are
    pictures are read from them, and `on_page` is told how far that is.

    Raises:
        FileEmpty: there is nothing but white space.
        NotText: of a format or encoding we do not read.
        FileDamaged: broken, cut short, or locked with a password.
        FileRefused: over a safety limit.
        MissingExtra: nothing but pictures, and no OCR installed (or `ocr` is off).
    """
    found = _extraction(data, name)
    if ocr:
        found = recognise(found, data, name=name, on_page=on_page)
    if not found.text.strip(_BLANK):
        if found.needs_ocr:
            raise MissingExtra(
                f"{name} holds pictures of text alone, and OCR is switched off (MATI_OCR=auto)."
            )
        raise FileEmpty(f"{name} holds no text. Check that it was saved or copied whole.")
    return _document(found, data, name)


def decode_document(data: bytes, *, name: str) -> Document:
    """Return the document that the bytes of the text file `name` hold, markup and all.

    Raises `FileEmpty` or `NotText`; other formats are `NotText` here.
    """
    form = sniff(data, name=name) if data else Format.TEXT
    if form not in (Format.TEXT, Format.HTML):
        raise NotText(f"{name} is {_SHOWN[form]}, not a text file. `mati record` and `mati ingest` read it.")
    return _document(read_text(data, name=name), data, name)


def _extraction(data: bytes, name: str) -> Extraction:
    if data.startswith(PACKAGES):  # looked into by the child alone
        return extraction_from_json(run_child("extract", data, name=name))
    form = sniff(data, name=name)
    if form is Format.TEXT:
        return read_text(data, name=name)
    if form is Format.IMAGE:
        return Extraction("", Method.OCR, needs_ocr=tuple(range(picture_count(data, name=name))))
    return extraction_from_json(run_child("extract", data, name=name))


def _document(found: Extraction, data: bytes, name: str) -> Document:
    untrusted, warnings = found.untrusted, found.warnings
    if not untrusted and found.method is not Method.OCR and untrusted_digits(found.text):
        untrusted = (Span(0, len(found.text)),)
        message = f"{name}: its Thai digits are those of OCR that cannot write ๔ ๖ ๗ ๘ ๙: no number in it is certain"
        warnings = (*warnings, Notice("digits-untrusted", message))
    return Document(
        name,
        found.text,
        hashlib.sha256(data).hexdigest(),
        found.encoding,
        found.pages,
        warnings,
        found.method,
        untrusted,
    )
