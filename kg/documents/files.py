"""Files to documents."""

from __future__ import annotations

from pathlib import Path

from kg.documents.decoding import decode_document
from kg.errors import FileMissing, FileTooLarge, InputError
from kg.records import Document

DEFAULT_LIMIT = 50_000_000  # bytes


def read_document(path: Path, *, name: str | None = None, limit_bytes: int = DEFAULT_LIMIT) -> Document:
    """Return the document in the file `path`, under `name` (default: the file's own name).

    Raises `FileMissing`, `FileTooLarge` (told from the file's size, before reading it), `FileEmpty` or
    `NotText`; each names the file, the reason and the remedy.
    """
    shown = name if name is not None else path.name
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
    return decode_document(data, name=shown)
