"""Tesseract as an OCR engine, over its command line: no binding, no library of another licence.

Its Thai model knows of the Thai digits only ๐๑๒๓๕ and writes one of them for each of the others, sure of itself:
numbers in what it reads must be read again (`kg.documents.ocr.digits`).
"""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents.ocr.hocr import parse_hocr
from kg.documents.ocr.values import OcrLine
from kg.errors import FileRefused, InputError, MissingExtra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LANGUAGES = "tha+eng"  # Thai alone loses every Latin letter
INSTALL = 'Install it with `apt-get install tesseract-ocr tesseract-ocr-tha` and `pip install "mati[ocr]"`.'
DEFAULT_SECONDS = 60.0
_LAYOUT, _BLOCK = "3", "6"  # page segmentation: find the layout; one block of text
_SAUVOLA = "2"


class Tesseract:
    """An `OcrEngine` over the program `tesseract`."""

    def __init__(
        self, *, command: str = "tesseract", models: Path | None = None, seconds: float = DEFAULT_SECONDS
    ) -> None:
        """Find the program and its Thai and English models.

        `command` is a name on the path or a file; `models` the folder of `*.traineddata` (default: Tesseract's
        own); `seconds` the time limit of one picture. Raises `MissingExtra` with the install command where
        program or model is missing.
        """
        found = shutil.which(command)
        if found is None:
            raise MissingExtra(
                f"Reading scanned pages needs Tesseract, and no program {command} is found. {INSTALL}"
            )
        self._program = found
        self._models = () if models is None else ("--tessdata-dir", str(models))
        self._seconds = seconds
        self._version, languages = _installed(self._program, self._models)
        for wanted in LANGUAGES.split("+"):
            if wanted not in languages:
                raise MissingExtra(f"Tesseract has no model for the language {wanted}. {INSTALL}")

    @property
    def name(self) -> str:
        """The program's name and version, and the languages it reads."""
        return f"{self._version} {LANGUAGES}"

    def read_lines(self, grey: NDArray[np.uint8], *, dpi: int, block: bool = False) -> tuple[OcrLine, ...]:
        """Return the lines on the picture `grey`, as `OcrEngine.read_lines` says.

        Raises `FileRefused` over the time limit, `InputError` where Tesseract fails.
        """
        options = ("-l", LANGUAGES, "--psm", _BLOCK if block else _LAYOUT, "--dpi", str(dpi))
        settings = ("-c", f"thresholding_method={_SAUVOLA}", "-c", "hocr_char_boxes=1", "hocr", "txt")
        command = (self._program, "-", "stdout", *self._models, *options, *settings)
        height, width = grey.shape
        picture = f"P5 {width} {height} 255\n".encode() + grey.tobytes()
        done = _run(command, picture, self._seconds)
        if done.returncode:
            reason = " ".join(done.stderr.decode("utf-8", "replace").split())[-200:]
            raise InputError(
                f"Tesseract failed on a picture of {width} × {height} pixels: {reason or 'no reason given'}."
            )
        return parse_hocr(done.stdout.decode("utf-8", "replace"))


@lru_cache(maxsize=8)
def _installed(program: str, models: tuple[str, ...]) -> tuple[str, frozenset[str]]:
    """The program's version line and the languages it has models for."""
    version = _run((program, "--version"), b"", 20.0)
    listed = _run((program, *models, "--list-langs"), b"", 20.0)
    if version.returncode or listed.returncode:
        raise MissingExtra(f"{program} does not run. {INSTALL}")
    first = (version.stdout or version.stderr).decode("utf-8", "replace").splitlines()[0].strip()
    return first, frozenset(listed.stdout.decode("utf-8", "replace").split())


def _run(command: tuple[str, ...], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run in an empty environment, on one thread: Tesseract's own threads cost more than they bring."""
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    try:
        return subprocess.run(  # noqa: S603 - a fixed program, no shell, the picture on its input
            command, input=given, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(
            f"Tesseract took more than {seconds:g} seconds on one picture. Scan it at 200 to 300 dpi, or split it."
        ) from error
    except OSError as error:
        raise MissingExtra(f"{command[0]} cannot be run ({error.strerror or error}). {INSTALL}") from error
