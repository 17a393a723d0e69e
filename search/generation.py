"""The folder of an index: immutable generations, and the manifest that says which one counts.

`gen-N/` holds the word index and the vectors of generation N and never changes once `manifest.json` names it;
files that stay the same are hard links of the one before. The manifest is replaced by rename, last: a kill at
any moment leaves the generation before. It holds the size and sha256 of every file, checked before opening.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg.errors import DataCorrupt, IndexMismatch

FORMAT = 2
MANIFEST = "manifest.json"
_LEXICAL, _DENSE = "lexical", "dense.faiss"
_COPIED = frozenset({"meta.json", ".managed.json"})  # rewritten in place of the old, so never linked
_KEPT = 2  # generations on disk: the one that counts, and the one a reader may still be opening
_HASHED = 256 * 2**20  # bytes whose sha256 is checked at every opening; beyond, sizes only


@dataclass(frozen=True, slots=True)
class File:
    """What a stored file must be; `size` in bytes, `sha256` lower-case hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is made of.

    `encoder`, `revision` and `dimension` name the vectors' model, `tokenizer` the words'. `rows` counts
    chunks. `files` are named relative to the index's folder.
    """

    encoder: str
    revision: str
    dimension: int
    tokenizer: str
    generation: int = 0
    rows: int = 0
    format: int = FORMAT
    files: dict[str, File] = field(default_factory=dict)


def folder(index: Path, generation: int) -> Path:
    """Return where a generation lies."""
    return index / f"gen-{generation:08d}"


def lexical_folder(index: Path, generation: int) -> Path:
    """Return where a generation's word index lies."""
    return folder(index, generation) / _LEXICAL


def dense_file(index: Path, generation: int) -> Path:
    """Return where a generation's vectors lie."""
    return folder(index, generation) / _DENSE


def read_manifest(index: Path) -> Manifest:
    """Return the manifest of the index in a folder.

    Raises:
        DataCorrupt: There is none, or it cannot be read.
        IndexMismatch: It is of another format.
    """
    path = index / MANIFEST
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["format"] != FORMAT:
            raise IndexMismatch(
                f"The index {index} is of format {values['format']}, this Mati reads {FORMAT}; run `mati reindex`."
            )
        files = {name: File(**entry) for name, entry in values.pop("files").items()}
        return Manifest(**values, files=files)
    except FileNotFoundError as error:
        raise DataCorrupt(f"There is no search index in {index}; run `mati reindex`.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataCorrupt(f"The manifest {path} cannot be read ({error}); run `mati reindex`.") from error


def check_files(index: Path, manifest: Manifest, *, whole: bool = False) -> None:
    """Compare the files of a manifest with the disk: sizes always, contents up to 256 MiB or if `whole`.

    Raises:
        DataCorrupt: One is missing or is not what the manifest says; the message names it.
    """
    whole = whole or sum(entry.size for entry in manifest.files.values()) <= _HASHED
    for name, entry in manifest.files.items():
        path = index / name
        try:
            size = path.stat().st_size
            if size != entry.size or (whole and _digest(path) != entry.sha256):
                raise DataCorrupt(f"The index file {path} is damaged; run `mati reindex`.")
        except OSError as error:
            raise DataCorrupt(
                f"The index file {path} cannot be read ({error.strerror}); run `mati reindex`."
            ) from error


def prepare(index: Path, generation: int) -> None:
    """Make the folder of the next generation with the files of this one, ready to be changed.

    Whatever an unfinished attempt left there is removed.
    """
    old, new = lexical_folder(index, generation), lexical_folder(index, generation + 1)
    shutil.rmtree(new.parent, ignore_errors=True)
    new.mkdir(parents=True)
    if not old.is_dir():
        return
    for path in sorted(old.iterdir()):
        if path.name in _COPIED:
            shutil.copyfile(path, new / path.name)
        elif not path.name.endswith(".lock"):
            os.link(path, new / path.name)


def publish(index: Path, manifest: Manifest, before: Manifest) -> Manifest:
    """Make a prepared generation the one that counts; return its manifest with its files.

    Everything is on disk before the manifest names it. Files unchanged since `before` are not read again.
    """
    known = {Path(name).name: entry for name, entry in before.files.items() if Path(name).name not in _COPIED}
    files = {}
    here = folder(index, manifest.generation)
    for path in sorted(here.rglob("*")):
        if path.is_dir() or path.name.endswith(".lock") or path.name == ".managed.json":
            continue
        entry = known.get(path.name) if path.stat().st_nlink > 1 else None
        if entry is None:
            _sync(path)
            entry = File(path.stat().st_size, _digest(path))
        files[path.relative_to(index).as_posix()] = entry
    for directory in (here / _LEXICAL, here, index):
        _sync(directory)
    published = Manifest(**{**asdict(manifest), "files": files})
    write_manifest(index, published)
    return published


def write_manifest(index: Path, manifest: Manifest) -> None:
    """Replace the manifest, durably and at once."""
    path = index / (MANIFEST + ".new")
    path.write_text(
        json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8"
    )
    _sync(path)
    path.replace(index / MANIFEST)
    _sync(index)


def sweep(index: Path, generation: int) -> None:
    """Remove generations that are neither this one nor the one before, and unfinished ones."""
    keep = {folder(index, generation - back).name for back in range(_KEPT)}
    for path in index.glob("gen-*"):
        if path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
