"""The settings of Mati; the only module that reads the environment.

Every setting is one row of `SETTINGS`: environment name, default, help. `docs/settings.md` is checked against it.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.errors import SettingError


class Setting(NamedTuple):
    """One setting: its environment variable, its default as written, and what it does."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting("MATI_DATA", "./mati-data", "data folder"),
    Setting("MATI_ENCODER", "mati", "'mati' (shipped) or a sentence-transformers model name or folder"),
    Setting("MATI_ALLOW_DOWNLOAD", "no", "yes: a named model may be downloaded at run time"),
    Setting("MATI_HOST", "127.0.0.1", "address `mati serve` binds"),
    Setting("MATI_PORT", "8017", "port `mati serve` binds"),
    Setting("MATI_TOKEN", "", "if set, changing requests need 'Authorization: Bearer <token>'"),
    Setting("MATI_QUERY_TIME_LIMIT_MS", "10000", "a SPARQL query is stopped after this long"),
    Setting("MATI_QUERY_MEMORY_MB", "1024", "memory a SPARQL query may take"),
    Setting("MATI_QUERY_WORKERS", "2", "SPARQL queries that may run at once"),
    Setting("MATI_QUERY_MAX_BYTES", "52428800", "largest SPARQL result"),
    Setting("MATI_MAX_FILE_BYTES", "104857600", "largest file read or uploaded"),
    Setting(
        "MATI_OCR", "auto", "'auto' (pages that are pictures are read by OCR, where it is installed) or 'off'"
    ),
    Setting("MATI_WHO", "", "who decides on identity, for the log (default: the account)"),
)
_DEFAULTS = {row.name: row.default for row in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as values. Units are in the names."""

    data: Path
    encoder: str = "mati"
    allow_download: bool = False
    host: str = "127.0.0.1"
    port: int = 8017
    token: str | None = None
    query_time_limit_ms: int = 10_000
    query_memory_mb: int = 1024
    query_workers: int = 2
    query_max_bytes: int = 52_428_800
    max_file_bytes: int = 104_857_600
    ocr: bool = True
    who: str = ""


def read_settings(*, data: Path | None = None) -> Settings:
    """Return the settings of this process; `data`, if given, wins over MATI_DATA.

    Raises SettingError naming the variable, its value and what is expected.
    """
    return Settings(
        data=data or Path(_text("MATI_DATA")),
        encoder=_text("MATI_ENCODER"),
        allow_download=_yes("MATI_ALLOW_DOWNLOAD"),
        host=_text("MATI_HOST"),
        port=_number("MATI_PORT", 0, 65_535),
        token=_text("MATI_TOKEN") or None,
        query_time_limit_ms=_number("MATI_QUERY_TIME_LIMIT_MS", 10, 3_600_000),
        query_memory_mb=_number("MATI_QUERY_MEMORY_MB", 128, 1_048_576),
        query_workers=_number("MATI_QUERY_WORKERS", 1, 64),
        query_max_bytes=_number("MATI_QUERY_MAX_BYTES", 1_000, 1 << 40),
        max_file_bytes=_number("MATI_MAX_FILE_BYTES", 1, 1 << 40),
        ocr=_choice("MATI_OCR", ("auto", "off")) == "auto",
        who=_text("MATI_WHO") or _account(),
    )


def _text(name: str) -> str:
    return os.environ.get(name, "").strip() or _DEFAULTS[name]


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return ""


def _yes(name: str) -> bool:
    value = _text(name).lower()
    if value in {"yes", "true", "1"}:
        return True
    if value in {"no", "false", "0"}:
        return False
    raise SettingError(f"{name} is {value!r}: write yes or no.")


def _choice(name: str, choices: tuple[str, ...]) -> str:
    value = _text(name).lower()
    if value not in choices:
        raise SettingError(f"{name} is {value!r}: write {' or '.join(choices)}.")
    return value


def _number(name: str, least: int, most: int) -> int:
    value = _text(name)
    try:
        number = int(value)
    except ValueError:
        raise SettingError(f"{name} is {value!r}: a whole number from {least} to {most} is needed.") from None
    if not least <= number <= most:
        raise SettingError(f"{name} is {number}: a whole number from {least} to {most} is needed.")
    return number
