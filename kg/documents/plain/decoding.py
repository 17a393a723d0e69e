"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from kg.documents.extraction import Extraction
from kg.documents.plain.mojibake import is_mojibake, restore
from kg.documents.plain.thai_bytes import looks_cp874
from kg.errors import FileEmpty, NotText
from kg.records import Method, Notice, Page, Span

_BOM_UTF8 = b"\xef\xbb\xbf"
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOMS_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_REMEDY = "Text files are read in UTF-8, UTF-16 and TIS-620: save it as UTF-8 text and try again."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONTROL_SHARE = 0.01
_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]")
_SAMPLE = 400_000
_MOST_BAD = 0.01  # of the letters above ASCII, bytes that are not UTF-8 in a file that else is
_UTF16_SHARE = 0.9  # of the letters, that a Thai text in UTF-16 has in ASCII and Thai
_FORM_FEED = re.compile(r"\f(?:\r?\n)?")


class _Decoded(NamedTuple):
    text: str
    encoding: str
    notices: tuple[Notice, ...] = ()


def read_text(data: bytes, *, name: str) -> Extraction:
    """Return the text layer of the text file `name` whose bytes are `data`.

    The text is the decoded file, character for character: no line end is changed, only a byte-order mark is
    left out. Thai saved through a wrong encoding is restored where nothing was lost, with the notice
    `mojibake-restored`. Form feeds part pages. Raises `FileEmpty` where there is nothing but white space,
    `NotText` where the bytes are binary or in no encoding we read; both name the file, the reason, the remedy.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        raise FileEmpty(f"{name} holds no text ({len(data)} bytes). Check that it was saved or copied whole.")
    text, encoding, notices = _restored(_decode(data, name), name)
    if not text.strip().strip("\ufeff\u200b\u00a0 \t\r\n\x0b\x0c"):
        raise FileEmpty(f"{name} holds nothing but white space. Check that it was saved or copied whole.")
    _refuse_binary(text, name)
    lost = text.count("\ufffd")
    if lost:
        message = f"{name}: {lost} characters could not be decoded as {encoding} and stand as \ufffd"
        notices += (Notice("undecodable-characters", message),)
    return Extraction(text, Method.TEXT, pages=_pages(text), warnings=notices, encoding=encoding)


def _decode(data: bytes, name: str) -> _Decoded:
    if data.startswith(_BOMS_UTF32):
        return _Decoded(_strict(data, "utf-32", name), "utf-32")
    if data.startswith(_BOM_UTF8):
        return _utf8_with_mark(data[len(_BOM_UTF8) :], name)
    if data.startswith(_BOMS_UTF16):
        return _Decoded(_strict(data, "utf-16", name), "utf-16")
    wide = _unmarked_utf16(data)
    if wide is not None:
        return wide
    if b"\x00" in data:
        raise NotText(f"{name} is binary: it holds {data.count(0)} NUL bytes. {_REMEDY}")
    try:
        return _Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        nearly = _nearly_utf8(data)
        if nearly is not None:
            return nearly
        if looks_cp874(data):
            return _Decoded(data.decode("cp874", "replace"), "cp874")
        raise NotText(
            f"{name} is in no encoding we read: byte {data[error.start]:#04x} at offset {error.start} is not UTF-8,"
            f" and as TIS-620 the text is not Thai. {_REMEDY}"
        ) from error


def _utf8_with_mark(data: bytes, name: str) -> _Decoded:
    nearly = _nearly_utf8(data)
    if nearly is not None:
        return _Decoded(nearly.text, "utf-8-sig")
    return _Decoded(_strict(data, "utf-8", name), "utf-8-sig")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"{name} begins like {encoding.upper()} but is damaged at byte {error.start}. {_REMEDY}"
        ) from error


def _nearly_utf8(data: bytes) -> _Decoded | None:
    """UTF-8 Thai with a few bad bytes (cut short, or patched by a program that knew no Thai)."""
    text = data.decode("utf-8", "replace")
    thai = len(_THAI.findall(text))
    if text.count("\ufffd") > max(1, _MOST_BAD * thai) or thai < 0.2 * len(text):
        return None
    return _Decoded(text, "utf-8")


def _unmarked_utf16(data: bytes) -> _Decoded | None:
    """UTF-16 without a byte-order mark: every second byte is that of ASCII, Thai or general punctuation."""
    if len(data) < 4 or len(data) % 2 or (b"\x00" not in data[:_SAMPLE] and b"\x0e" not in data[:_SAMPLE]):
        return None
    for encoding, upper, lower in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        high, low = data[upper:_SAMPLE:2], data[lower:_SAMPLE:2]
        known = high.count(0) + high.count(0x0E) + high.count(0x20)
        if known < _UTF16_SHARE * len(high) or low.count(0) > 0.01 * len(low):
            continue
        try:
            return _Decoded(data.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return None


def _restored(read: _Decoded, name: str) -> _Decoded:
    if not is_mojibake(read.text):
        return read
    back = restore(read.text)
    if back is None:
        raise NotText(
            f"{name} looks like Thai that was opened in the wrong encoding and saved so (letters such as “à¸£” or"
            f" “ÃÒÂ”), and too much was lost to undo it. Save the original as UTF-8 and try that."
        )
    message = f"{name}: Thai in {back.encoding} had been opened as {back.read_as} and saved so; the text is as it was before"
    return _Decoded(back.text, read.encoding, (*read.notices, Notice("mojibake-restored", message)))


def _pages(text: str) -> tuple[Page, ...]:
    """The pages that form feeds part; none where there is no form feed between contents."""
    if "\f" not in text:
        return ()
    pages = []
    at = 0
    for found in _FORM_FEED.finditer(text):
        pages.append(Page(Span(at, found.start()), Method.TEXT))
        at = found.end()
    if text[at:].strip() or not pages:
        pages.append(Page(Span(at, len(text)), Method.TEXT))
    elif at < len(text):  # every character but the breaks lies on a page
        pages[-1] = Page(Span(pages[-1].span.start, len(text)), Method.TEXT)
    return tuple(pages) if len(pages) > 1 else ()


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    if controls > max(2, _CONTROL_SHARE * len(text)):
        raise NotText(
            f"{name} is binary: {controls} of its {len(text)} characters are control characters. {_REMEDY}"
        )
    strange = sum(unicodedata.category(char) in {"Co", "Cn", "Cs"} for char in text[:20_000])
    if strange > max(20, 0.05 * min(len(text), 20_000)):
        raise NotText(f"{name} holds {strange} characters that are in no script. {_REMEDY}")
