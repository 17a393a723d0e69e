"""The lock that keeps a data folder to one writer.

An flock, so the system lets go of it however the holder ends; what the file says is only for people.
"""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kg.errors import DataError, DataLocked


class WriterLock:
    """An flock on `<data>/lock`, held until `release()` or the end of the process."""

    def __init__(self, data: Path, command: str) -> None:
        """Make the folder where it is missing and take the lock, without waiting.

        Args:
            data: the data folder.
            command: what this process is doing, for the message another writer will see.

        Raises:
            DataLocked: another writer holds it; the message names its process and what it does.
            DataError: the folder or the lock file cannot be made or written.
        """
        try:
            data.mkdir(parents=True, exist_ok=True)
            self._file = os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise DataError(
                f"the data folder {data} cannot be written ({error.strerror}): "
                "name a folder you may write to with --data"
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._file, 1000, 0).decode("utf-8", "replace").strip()
            os.close(self._file)
            raise DataLocked(
                f"the data folder {data} is being written by another process ({holder or 'not named'}): "
                "wait until it has finished, stop it, or use another folder with --data"
            ) from error
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"process {os.getpid()}: {command}\n".encode(), 0)

    def release(self) -> None:
        """Let another writer in. Does nothing the second time."""
        if self._file >= 0:
            os.ftruncate(self._file, 0)
            os.close(self._file)
            self._file = -1
