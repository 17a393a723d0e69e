"""OLE compound files for tests: a header, one sector of chains, a folder of streams."""

from __future__ import annotations

import struct
from collections.abc import Mapping

_SECTOR = 512
_END, _FREE, _CHAINS, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
_LEAST = 4096  # shorter streams would lie elsewhere


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams (in all under 60 KB), each filled up to 4096 bytes."""
    filled = {name: data.ljust(_LEAST, b"\x00") for name, data in streams.items()}
    folders = -(-(len(filled) + 1) // 4)
    chains = [_CHAINS, *range(2, folders + 1), _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    body = b""
    for number, (name, data) in enumerate(filled.items(), 1):
        count = -(-len(data) // _SECTOR)
        start = len(chains)
        chains += [*range(start + 1, start + count), _END]
        last = number == len(filled)
        entries.append(_entry(name, 2, start, len(data), right=_NONE if last else number + 1))
        body += data.ljust(count * _SECTOR, b"\x00")
    assert len(chains) <= 128
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, _LEAST, _END, 0, _END, 0, 0,
    ).ljust(512, b"\xff")  # fmt: skip
    fat = struct.pack("<128I", *chains, *[_FREE] * (128 - len(chains)))
    return header + fat + b"".join(entries).ljust(folders * _SECTOR, b"\x00") + body


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _NONE, right: int = _NONE) -> bytes:
    written = name.encode("utf-16-le") + b"\x00\x00"
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", written, len(written), kind, 1, _NONE, right, child, 0, start, size
    )  # fmt: skip


def word_95(text: bytes, *, language: int = 0x041E, flags: int = 0) -> bytes:
    """A Word 95 file whose text is these bytes, one a letter."""
    begin = 0x400
    head = struct.pack("<HHHHHH", 0xA5DC, 104, 0, language, 0, flags).ljust(0x18, b"\x00")
    head += struct.pack("<II", begin, begin + len(text))
    head = head.ljust(0x34, b"\x00") + struct.pack("<I", len(text))
    return compound({"WordDocument": head.ljust(begin, b"\x00") + text})
