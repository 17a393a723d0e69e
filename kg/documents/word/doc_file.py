"""The old Word format (DOC): its streams, header, piece table. [MS-DOC] names are in brackets."""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.documents.plain.thai_bytes import looks_cp874
from kg.errors import FileDamaged, FileRefused

MOST_CHARACTERS = 20_000_000
_MOST_STREAM = 64 << 20
_WORD_6 = 0xC1  # versions [nFib] below are Word 6 and 95
_THAI = 0x041E  # [lid]
_ENCRYPTED, _TABLE_1, _COMPLEX, _WIDE = 0x0100, 0x0200, 0x0004, 0x1000
_TELLING = 20  # so few bytes above ASCII do not tell a language


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: code points [start, end) of the document at byte `at` of the stream, 1 or 2 bytes each."""

    start: int
    end: int
    at: int
    width: int


@dataclass(frozen=True, slots=True)
class DocFile:
    """An opened DOC.

    `text` holds the main text and after it the further stories; `lengths` are theirs: main, footnotes, headers,
    macros, annotations, endnotes, text boxes.
    """

    word: bytes
    table: bytes
    text: str
    pieces: tuple[Piece, ...]
    lengths: tuple[int, ...]
    old: bool  # Word 6 or 95: no more than the text is read

    def stretch(self, index: int) -> bytes:
        """Return the bytes of the structure at place `index` of the header's list [FibRgFcLcb97]."""
        if self.old:
            return b""
        at, size = struct.unpack_from("<II", self.word, 0x9A + 8 * index)
        return self.table[at : at + size]

    def offset(self, cp: int) -> int:
        """Return the byte of the stream at which the character `cp` stands."""
        piece = self.pieces[max(0, bisect_right(self.pieces, cp, key=lambda p: p.start) - 1)]
        return piece.at + (cp - piece.start) * piece.width

    def characters(self, stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield, by place, the runs of characters whose bytes lie in any of these stretches of the stream."""
        joined: list[tuple[int, int]] = []
        for start, end in sorted(stretches):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        for piece in self.pieces:
            stop = piece.at + (piece.end - piece.start) * piece.width
            i = max(0, bisect_right(joined, (piece.at, 0)) - 1)
            while i < len(joined) and joined[i][0] < stop:
                first = max(0, -(-(joined[i][0] - piece.at) // piece.width))
                last = min(piece.end - piece.start, -(-(joined[i][1] - piece.at) // piece.width))
                if first < last:
                    yield piece.start + first, piece.start + last
                i += 1


def stream_names(data: bytes, *, name: str) -> set[str]:
    """Return the names of the streams at the top of an OLE compound file, in lower case."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return {path[-1].lower() for path in ole.listdir() if len(path) == 1}
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, AttributeError) as error:
        raise _damaged(name, str(error)) from error


def _damaged(name: str, told: str) -> FileDamaged:
    return FileDamaged(
        f"{name} is a broken or cut Office file ({told[:120]}). Copy it again from its source."
    )


def open_doc(data: bytes, *, name: str) -> DocFile:
    """Return the DOC file `name` opened.

    Raises `FileDamaged` (broken, cut, or locked with a password) and `FileRefused` (over `MOST_CHARACTERS`).
    """
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            word = _stream(ole, "WordDocument", name)
            flags = struct.unpack_from("<H", word, 0x0A)[0]
            if flags & _ENCRYPTED:
                raise FileDamaged(f"{name} is locked with a password. Save it without one and try again.")
            if struct.unpack_from("<H", word, 2)[0] < _WORD_6:
                return _old(word, flags, name)
            table = _stream(ole, "1Table" if flags & _TABLE_1 else "0Table", name)
        return _new(word, table, name)
    except (OSError, ValueError, IndexError, KeyError, TypeError, struct.error, AttributeError) as error:
        raise _damaged(name, str(error)) from error


def _stream(ole: object, stream: str, name: str) -> bytes:
    import olefile

    assert isinstance(ole, olefile.OleFileIO)
    if not ole.exists(stream):
        raise _damaged(name, f"it has no stream {stream}")
    data: bytes = ole.openstream(stream).read(_MOST_STREAM + 1)
    if len(data) > _MOST_STREAM:
        raise FileRefused(f"{name}: its text is over {_MOST_STREAM:,} bytes, the limit. Split it.")
    return data


def _old(word: bytes, flags: int, name: str) -> DocFile:
    """Word 6 and 95: one byte a letter (two where the header says so), in the stream itself."""
    begin, end = struct.unpack_from("<II", word, 0x18)
    lengths = (struct.unpack_from("<I", word, 0x34)[0], 0, 0, 0, 0, 0, 0)
    width = 2 if flags & _WIDE else 1
    if flags & _COMPLEX:
        at, size = struct.unpack_from("<II", word, 0x160)
        pieces = [
            Piece(start, stop, where, width) for start, stop, where in _descriptors(word[at : at + size])
        ]
    else:
        pieces = [Piece(0, (min(end, len(word)) - begin) // width, begin, width)]
    return _pieced(word, b"", pieces, lengths, name, old=True)


def _new(word: bytes, table: bytes, name: str) -> DocFile:
    """Word 97 and later: a piece with a mark in its place has one byte a letter."""
    at, size = struct.unpack_from("<II", word, 0x1A2)
    pieces = [
        Piece(start, stop, (where & 0x3FFF_FFFF) // 2, 1)
        if where & 0x4000_0000
        else Piece(start, stop, where, 2)
        for start, stop, where in _descriptors(table[at : at + size])
    ]
    return _pieced(word, table, pieces, struct.unpack_from("<IIIIIII", word, 0x4C), name, old=False)


def _pieced(
    word: bytes, table: bytes, pieces: list[Piece], lengths: tuple[int, ...], name: str, *, old: bool
) -> DocFile:
    if sum(piece.end - piece.start for piece in pieces) > MOST_CHARACTERS:
        raise FileRefused(f"{name} holds over {MOST_CHARACTERS:,} characters, the limit. Split it.")
    if any(piece.at + (piece.end - piece.start) * piece.width > len(word) for piece in pieces):
        raise _damaged(name, "its text is cut short")
    narrow = b"".join(word[p.at : p.at + p.end - p.start] for p in pieces if p.width == 1)
    high = sum(byte > 0x7F for byte in narrow)
    thai = looks_cp874(narrow) and high >= _TELLING
    if old and struct.unpack_from("<H", word, 0x06)[0] == _THAI:
        thai = high > 0
    text = "".join(_text(word, piece, "cp874" if thai else "cp1252") for piece in pieces)
    return DocFile(word, table, text, tuple(pieces), (min(lengths[0], len(text)), *lengths[1:]), old)


def _text(word: bytes, piece: Piece, encoding: str) -> str:
    count = piece.end - piece.start
    data = word[piece.at : piece.at + count * piece.width]
    if piece.width == 1:
        return data.decode(encoding, "replace")
    # one character for every two bytes, so that places stay; letters beyond the BMP are rejoined by the reader
    return (
        "".join(map(chr, struct.unpack(f"<{count}H", data)))
        if _has_halves(data)
        else data.decode("utf-16-le")
    )


def _has_halves(data: bytes) -> bool:
    return any(0xD8 <= byte <= 0xDF for byte in data[1::2])


def _descriptors(clx: bytes) -> Iterator[tuple[int, int, int]]:
    """Start, end and place of every piece [Clx, PlcPcd]."""
    at = 0
    while clx[at] == 1:  # properties of pieces, which only formatting needs
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for i in range(count):
        if starts[i] > starts[i + 1]:
            raise ValueError("its piece table is out of order")
        yield starts[i], starts[i + 1], struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * i + 2)[0]
