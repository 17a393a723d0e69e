"""Bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from kg.errors import FileEmpty, NotText
from kg.records import Document, Notice

_BOM_UTF8 = b"\xef\xbb\xbf"
_BOMS_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOMS_UTF32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP, DOCX, XLSX or ODT file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database"),
)
_REMEDY = "This version reads text files (UTF-8, UTF-16 with a byte-order mark, TIS-620): save it as text and try again."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_CONTROL_SHARE = 0.01
_THAI = re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]")
_MARK = re.compile(r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_PLACED = re.compile(
    r"(?<=[\u0e01-\u0e2e])[\u0e31\u0e34-\u0e3a\u0e47\u0e4d\u0e4e]|(?<=[\u0e01-\u0e2e\u0e31\u0e34-\u0e39\u0e4d])[\u0e48-\u0e4c]"
)
_LEADING = re.compile(r"[\u0e40-\u0e44]")
_LED = re.compile(r"[\u0e40-\u0e44](?=[\u0e01-\u0e2e\u0e40])")
_LEAST_THAI = 0.9  # of the bytes above ASCII
_LEAST_PLACED = 0.9  # of the marks, that follow what they can follow
_LATIN = re.compile(r"[\u00a1-\u00ff]")
_SAMPLE = 400_000
_TELLING = 20  # so few bytes above ASCII tell nothing


def decode_document(data: bytes, *, name: str) -> Document:
    """Return the document that the bytes of the file `name` hold.

    The text is the decoded file, character for character: no line end is changed, only a byte-order mark
    is left out. Raises `FileEmpty` where there is nothing but white space, `NotText` where the bytes are
    binary or in no encoding we read; both name the file, the reason and the remedy.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\x00"):
        raise FileEmpty(f"{name} holds no text ({len(data)} bytes). Check that it was saved or copied whole.")
    text, encoding = _decode(data, name)
    if not text.strip().strip("\ufeff\u200b\u00a0 \t\r\n\x0b\x0c"):
        raise FileEmpty(f"{name} holds nothing but white space. Check that it was saved or copied whole.")
    _refuse_mojibake(text, name)
    _refuse_binary(text, name)
    warnings = _warnings(text, encoding, name)
    return Document(name, text, hashlib.sha256(data).hexdigest(), encoding, warnings=warnings)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for signature, what in _SIGNATURES:
        if data.startswith(signature) and (what != "a program" or b"\x00" in data[:4096]):
            raise NotText(f"{name} is {what}, not a text file. {_REMEDY}")
    if data.startswith(_BOMS_UTF32):
        raise NotText(f"{name} is in UTF-32, which is not read. {_REMEDY}")
    if data.startswith(_BOM_UTF8):
        return _strict(data[len(_BOM_UTF8) :], "utf-8", name), "utf-8-sig"
    if data.startswith(_BOMS_UTF16):
        return _strict(data, "utf-16", name), "utf-16"
    if b"\x00" in data:
        raise NotText(f"{name} is binary: it holds {data.count(0)} NUL bytes. {_REMEDY}")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _looks_cp874(data):
            return data.decode("cp874", "replace"), "cp874"
        raise NotText(
            f"{name} is in no encoding we read: byte {data[error.start]:#04x} at offset {error.start} is not UTF-8,"
            f" and as TIS-620 the text is not Thai. {_REMEDY}"
        ) from error


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(
            f"{name} begins like {encoding.upper()} but is damaged at byte {error.start}. {_REMEDY}"
        ) from error


def _looks_cp874(data: bytes) -> bool:
    """Whether bytes read as CP874 are Thai: Thai letters, marks on consonants, vowels before them."""
    sample = data[:_SAMPLE]
    text = sample.decode("cp874", "replace")
    high = [char for char in text if char > "\x7f"]
    if not high or text.count("\ufffd") > max(3, len(high) // 200):
        return False
    if len(_THAI.findall(text)) < _LEAST_THAI * len(high):
        return False
    marks, leading = len(_MARK.findall(text)), len(_LEADING.findall(text))
    if marks + leading < len(high) // 12 and len(high) >= _TELLING:
        return False  # Thai of any length has vowels and tones
    placed = len(_PLACED.findall(text)) + len(_LED.findall(text))
    return placed >= _LEAST_PLACED * (marks + leading)


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROL.findall(text))
    if controls > max(2, _CONTROL_SHARE * len(text)):
        raise NotText(
            f"{name} is binary: {controls} of its {len(text)} characters are control characters. {_REMEDY}"
        )
    strange = sum(unicodedata.category(char) in {"Co", "Cn", "Cs"} for char in text[:20_000])
    if strange > max(20, 0.05 * min(len(text), 20_000)):
        raise NotText(f"{name} holds {strange} characters that are in no script. {_REMEDY}")


def _warnings(text: str, encoding: str, name: str) -> tuple[Notice, ...]:
    found = []
    lost = text.count("\ufffd")
    if lost:
        message = f"{name}: {lost} characters could not be decoded as {encoding} and stand as \ufffd"
        found.append(Notice("undecodable-characters", message))
    return tuple(found)


def _refuse_mojibake(text: str, name: str) -> None:
    """Refuse Thai that went through the wrong encoding: valid characters, no text."""
    latin = len(_LATIN.findall(text))
    if latin > _TELLING and latin > 0.2 * len(text) and len(_THAI.findall(text)) < 0.05 * len(text):
        raise NotText(
            f"{name} looks like Thai that was opened in the wrong encoding and saved so (letters such as “à¸£” or"
            f" “ÃÒÂ”). Open the original as UTF-8 or TIS-620 and save it as UTF-8."
        )
