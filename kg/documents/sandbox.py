"""Untrusted files are taken apart in a fresh process with limits: its crash, hang or hunger is an error message."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from kg import errors
from kg.confinement import environment
from kg.errors import FileDamaged, FileRefused, InputError, MatiError, MissingExtra


@dataclass(frozen=True, slots=True)
class Limits:
    """What taking one file apart may use. `cpu_s` grows with the pages of a PDF (`kg/documents/child.py`)."""

    memory_mb: int = 1536
    cpu_s: int = 20
    wall_s: float = 300
    written_mb: int = 64


_ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # a thread a core takes memory a core
_LIBRARIES = {
    "extract": ("numpy", "pypdfium2", "lxml", "olefile"),
    "pictures": ("numpy", "PIL"),
    "ocr": ("numpy", "pypdfium2", "PIL", "scipy"),
}
_PACKAGES = {"extract": "mati", "pictures": "mati[ocr]", "ocr": "mati[ocr]"}
_ERRORS: tuple[type[MatiError], ...] = (
    errors.FileEmpty,
    errors.NotText,
    FileDamaged,
    FileRefused,
    MissingExtra,
    InputError,
)


def run_child(
    operation: str, data: bytes, *, name: str, arguments: tuple[str, ...] = (), limits: Limits | None = None
) -> Any:
    """Have `operation` done on the bytes of the file `name` in a process of its own; return its JSON value.

    Raises what the operation raises (`FileEmpty`, `NotText`, `FileDamaged`, `FileRefused`, `MissingExtra`),
    `FileRefused` where a limit stopped it and `FileDamaged` where the file broke the library that reads it.
    """
    limits = limits or Limits()
    command = [sys.executable, "-S", "-s", "-P", "-m", "kg.documents.child", operation, name]
    command += [str(limits.memory_mb), str(limits.cpu_s), str(limits.written_mb), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            command,
            input=data,
            capture_output=True,
            env=environment(_LIBRARIES[operation], package=_PACKAGES[operation]) | _ONE_THREAD,
            cwd="/",
            timeout=limits.wall_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(
            f"{name}: reading it took more than {limits.wall_s} s and was stopped. Split the file, or save it anew."
        ) from error
    if done.returncode != 0:
        raise _stopped(done.returncode, done.stderr, name, limits)
    said = json.loads(done.stdout)
    if "error" in said:
        kind = next((kind for kind in _ERRORS if kind.code == said["error"]), InputError)
        raise kind(said["message"])
    return said["value"]


def _stopped(status: int, said: bytes, name: str, limits: Limits) -> InputError:
    if status in (-signal.SIGXCPU, -signal.SIGKILL):
        return FileRefused(
            f"{name}: reading it was stopped at the limit of processor time ({limits.cpu_s} s and more for every page)."
            " Split the file, or save it anew."
        )
    if status > 0:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        return FileDamaged(
            f"{name}: Mati failed to read it ({last[:200]}). Open it in its own program, save it anew and try again;"
            " if that fails too, please report this file."
        )
    how = signal.Signals(-status).name
    return FileDamaged(
        f"{name}: reading it failed ({how}): it is damaged, or made to use up more than {limits.memory_mb} MB."
        " Open it in its own program, save it anew and try again."
    )
