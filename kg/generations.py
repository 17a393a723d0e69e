"""The folder `snapshots/`: numbered read-only copies of the graph, and which of them is current.

`gen-N` is one copy; the file CURRENT names the one to read. A reader holds a shared flock on the copy it
reads, so a writer never removes it under its feet.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from pathlib import Path

from kg.errors import DataCorrupt
from kg.library_file import nothing_ingested

FOLDER = "snapshots"
_CURRENT = "CURRENT"
_GENERATION = re.compile(r"gen-(\d+)")
_KEEP = 2
_TRIES = 10  # a copy may go between reading CURRENT and holding it, if two are published meanwhile


class Hold:
    """A snapshot kept from removal while it is read. `path` is its folder."""

    def __init__(self, path: Path, folder: int) -> None:
        self.path = path
        self._folder = folder

    def release(self) -> None:
        """Let go; does nothing the second time."""
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1


def current_path(data: Path) -> Path:
    """Return the folder of the current snapshot.

    Raises:
        DataError: nothing has been published yet.
        DataCorrupt: CURRENT names no snapshot.
    """
    try:
        name = (data / FOLDER / _CURRENT).read_text("ascii", "replace").strip()
    except FileNotFoundError:
        raise nothing_ingested(data) from None
    if not _GENERATION.fullmatch(name):
        raise DataCorrupt(
            f"{data / FOLDER / _CURRENT} names no snapshot ({name!r}): `mati ingest PATH` writes it anew"
        )
    return data / FOLDER / name


def hold(path: Path) -> Hold | None:
    """Hold one snapshot; None where it is gone."""
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return None
    fcntl.flock(folder, fcntl.LOCK_SH)
    try:
        still_there = os.path.samestat(os.fstat(folder), path.stat())
    except FileNotFoundError:
        still_there = False
    if not still_there:
        os.close(folder)
        return None
    return Hold(path, folder)


def hold_current(data: Path) -> Hold:
    """Hold the current snapshot of a data folder.

    Raises:
        DataError: nothing has been published yet.
        DataCorrupt: CURRENT names a snapshot that is not there.
    """
    for _ in range(_TRIES):
        path = current_path(data)
        held = hold(path)
        if held is not None:
            return held
    raise DataCorrupt(f"{path} is missing: `mati ingest PATH` publishes the graph anew")


def next_path(data: Path) -> Path:
    """Return the folder the next snapshot goes to; makes `snapshots/` where it is missing."""
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    numbers = [int(match[1]) for entry in folder.iterdir() if (match := _GENERATION.match(entry.name))]
    return folder / f"gen-{max(numbers, default=0) + 1}"


def switch(path: Path) -> None:
    """Make a finished snapshot the current one, all or nothing, safe on disk."""
    folder = path.parent
    fresh = folder / f"{_CURRENT}.tmp"
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{path.name}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _CURRENT)
    entries = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(entries)
    finally:
        os.close(entries)


def prune(data: Path) -> None:
    """Remove what no one needs: leavings of a killed writer, and all but the last two snapshots not in use."""
    folder = data / FOLDER
    if not folder.is_dir():
        return
    finished: list[tuple[int, Path]] = []
    for entry in folder.iterdir():
        match = _GENERATION.fullmatch(entry.name)
        if match:
            finished.append((int(match[1]), entry))
        elif entry.is_dir():
            shutil.rmtree(entry)
    for _, path in sorted(finished)[:-_KEEP]:
        _remove_unused(path)


def _remove_unused(path: Path) -> None:
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # renamed first: a reader that waits for the lock then sees that the snapshot is gone
        shutil.rmtree(path.rename(path.with_name(f"{path.name}.old")))
    except BlockingIOError:
        return
    finally:
        os.close(folder)
