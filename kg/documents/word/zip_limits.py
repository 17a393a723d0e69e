"""Opening ZIP packages that nobody vouches for: nothing is unpacked that is over a limit."""

from __future__ import annotations

import io
import zipfile
import zlib

from kg.errors import FileDamaged, FileRefused

MOST_ENTRIES = 2_000
MOST_BYTES = 200 << 20  # of all parts together, unpacked
MOST_PART_BYTES = 64 << 20
MOST_RATIO = 200  # unpacked to packed, of parts above the size below
RATIO_FROM = 5 << 20
_ENCRYPTED = 0x1
_AGAIN = "Open it in the program that wrote it, save it again and try that file."


def open_package(data: bytes, *, name: str) -> zipfile.ZipFile:
    """Return the ZIP package that the bytes of the file `name` are, after checking what it declares.

    Raises `FileDamaged` where it is broken, cut short or locked with a password, `FileRefused` where it
    has too many entries, would unpack to too much, or is packed too tightly to be a document.
    """
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        entries = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, NotImplementedError, UnicodeError) as error:
        raise FileDamaged(
            f"{name} is broken or cut short ({error}). Copy it again from its source."
        ) from error
    if len(entries) > MOST_ENTRIES:
        raise FileRefused(f"{name} holds {len(entries):,} parts; the limit is {MOST_ENTRIES:,}. {_AGAIN}")
    total = sum(entry.file_size for entry in entries)
    if total > MOST_BYTES:
        raise FileRefused(f"{name} would unpack to {total:,} bytes; the limit is {MOST_BYTES:,}. {_AGAIN}")
    for entry in entries:
        _check(entry, name)
    return package


def _check(entry: zipfile.ZipInfo, name: str) -> None:
    part = entry.filename[:80]
    if entry.flag_bits & _ENCRYPTED:
        raise FileDamaged(f"{name} is locked with a password. Save it without one and try again.")
    if entry.file_size > MOST_PART_BYTES:
        raise FileRefused(
            f"{name}: its part {part} would unpack to {entry.file_size:,} bytes;"
            f" the limit is {MOST_PART_BYTES:,}. {_AGAIN}"
        )
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
        ratio = entry.file_size // max(entry.compress_size, 1)
        raise FileRefused(
            f"{name}: its part {part} unpacks to {ratio:,} times its size; the limit is {MOST_RATIO}. {_AGAIN}"
        )


def read_part(package: zipfile.ZipFile, part: str, *, name: str) -> bytes | None:
    """Return the bytes of one part of the file `name`, or None where there is no such part.

    No more than `MOST_PART_BYTES` are ever unpacked, whatever the package declares. Raises `FileRefused`
    where there is more and `FileDamaged` where the part cannot be unpacked.
    """
    try:
        with package.open(part) as stream:
            data = stream.read(MOST_PART_BYTES + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise FileDamaged(
            f"{name} is broken: its part {part} cannot be unpacked ({error}). Copy it again from its source."
        ) from error
    if len(data) > MOST_PART_BYTES:
        raise FileRefused(
            f"{name}: its part {part} unpacks to over {MOST_PART_BYTES:,} bytes, the limit. {_AGAIN}"
        )
    return data
