"""A record read from repaired text, carried back to the text layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from kg.records import Record, Span
from kg.repair import Repaired

_T = TypeVar("_T")


def carried_back(record: Record, repaired: Repaired, source: str) -> Record:
    """Return `record` with every span on `source`, the text layer that `repaired` was made from.

    Quotes (a `text` beside a `span`) become the words of the layer; other values keep their repaired form.
    """
    return replace(_carried(record, repaired, source), repairs=repaired.repairs)


def _carried(value: _T, repaired: Repaired, source: str) -> _T:
    if isinstance(value, Span):
        return cast(_T, repaired.back(value))
    if isinstance(value, tuple):
        return cast(_T, tuple(_carried(part, repaired, source) for part in value))
    if isinstance(value, Mapping):
        return cast(_T, {key: _carried(part, repaired, source) for key, part in value.items()})
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _carried(getattr(value, f.name), repaired, source) for f in fields(value)}
        if "text" in changed and isinstance(changed.get("span"), Span):
            changed["text"] = source[changed["span"].start : changed["span"].end]
        return cast(_T, replace(value, **changed))
    return value
