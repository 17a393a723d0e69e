"""The official form as data: the words that minutes are made of, in YAML files a clerk can review.

`words("titles", "civil")` gives phrases; `either(phrases)` turns them into a regular expression that
also matches the spellings that machines and OCR leave (เเ for แ, ํ+า for ำ, any or no space).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

_MEETING = "ประ[ชซข][ุู]?ม"
_SPACE = "[ \u00a0\u200b]*"


@cache
def form(name: str) -> Mapping[str, Any]:
    """Return the data file `kg/form/<name>.yaml`, read once. A file that does not exist is a KeyError."""
    source = files(__package__) / f"{name}.yaml"
    if not source.is_file():
        raise KeyError(f"no data file kg/form/{name}.yaml")
    data: Mapping[str, Any] = read_yaml(source.read_text(encoding="utf-8"))
    return data


def read_yaml(text: str) -> Any:
    """Return what YAML text holds, through the C parser where PyYAML has it (ten times as fast)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are the safe ones


@cache
def words(name: str, *keys: str) -> tuple[str, ...]:
    """Return the phrases listed under `keys` of a data file, longest first, without repeats."""
    listed: set[str] = set()
    for key in keys:
        listed.update(str(word) for word in form(name)[key])
    return tuple(sorted(listed, key=lambda word: (-len(word), word)))


@cache
def table(name: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """Return a table of phrase lists (`code: [phrase, …]`) in the order of the file."""
    return {str(code): tuple(str(word) for word in listed) for code, listed in form(name)[key].items()}


def flexible(phrase: str) -> str:
    """Return a regular expression for one phrase: เเ counts as แ, ํ+า as ำ, a space is optional.

    ประชุม, the word every record is full of, is also read with the letters OCR gives for it (ประซุม).
    """
    return _MEETING.join(_flexible(part) for part in phrase.split("ประชุม"))


def _flexible(phrase: str) -> str:
    out = []
    for char in phrase:
        if char == " ":
            out.append(_SPACE)
        elif char == "แ":
            out.append("(?:แ|เเ)")
        elif char == "ำ":
            out.append("(?:ำ|ํา)")
        else:
            out.append(re.escape(char))
    return "".join(out)


def opens(text: str, name: str, *keys: str) -> bool:
    """Return whether `text` begins with a phrase listed under `keys`, in any of its spellings."""
    return _opening(name, keys).match(text) is not None


@cache
def _opening(name: str, keys: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(either(words(name, *keys)))


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """Return the pattern for any phrase listed under `keys` of a data file, compiled once."""
    return re.compile(either(words(name, *keys)))


def either(phrases: Iterable[str]) -> str:
    """Return a regular expression (a group) for any of the phrases, the longest tried first."""
    return "(?:" + "|".join(flexible(p) for p in sorted(set(phrases), key=lambda p: (-len(p), p))) + ")"
