"""The whole store at a glance: who is who in all records, and the threads between them.

Every record leaves two small summaries in the library, made once: the names it uses (`kg.identity.uses`) and its
outline (`kg.threads.outline`). What follows from all of them together is worked out anew whenever the library
changed, as a pure function of the set of records and of people's decisions.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256 as _sha256
from typing import Any

from kg.collector import uncollected
from kg.context import ALONE, Context, context_from_json, context_to_json
from kg.gazetteer import lookup
from kg.identity.entities import Identity
from kg.identity.log import standing
from kg.identity.resolve import resolve
from kg.identity.uses import name_uses, uses_from_json, uses_to_json
from kg.library import Library
from kg.record_json import record_from_json
from kg.records import Document, Record
from kg.threads.outline import outline, outline_from_json, outline_to_json
from kg.threads.resolve import follow

_AT_ONCE = 64

Fresh = Mapping[str, tuple[Document, Record]]
"""Documents just read, by sha256: they need not be read back."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What follows from all records together.

    `contexts` says for each document what its graph depends on; `graphs` are the named graphs that belong to no
    one document (series, identity), IRI → N-Quads.
    """

    identity: Identity
    contexts: Mapping[str, Context]
    graphs: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Summary:
    kind: str
    make: Callable[[Record, Document], Any]
    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]


# the number is raised when the same record gives another summary
_USES = _Summary("uses:3", name_uses, uses_to_json, uses_from_json)
_OUTLINE = _Summary("outline:2", outline, outline_to_json, outline_from_json)


def survey(library: Library, fresh: Fresh | None = None) -> Survey:
    """Return what follows from the records the library holds; stores summaries it had to make, where it may write.

    Raises:
        DataError: the disk is full.
    """
    with uncollected():
        uses = _summaries(library, _USES, fresh or {})
        outlines = _summaries(library, _OUTLINE, fresh or {})
        identity = resolve(uses, standing(library), lookup)
        names = {sha256: identity.names(sha256) for sha256 in uses}
        threads = follow(outlines, names)
    return Survey(
        identity=identity,
        contexts={sha256: Context(names[sha256], threads.links(sha256)) for sha256 in uses},
        graphs={**identity.graphs(), **threads.graphs()},
    )


def summaries(record: Record, document: Document) -> dict[str, str]:
    """Return the summaries of one record as the library keeps them: kind → JSON."""
    return {summary.kind: _text(summary, summary.make(record, document)) for summary in (_USES, _OUTLINE)}


def digest(value: str | bytes) -> str:
    """Return what two equal values share."""
    return _sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def context_digests(surveyed: Survey) -> dict[str, tuple[str, str]]:
    """Return for each document the digest of its context, and the context as JSON."""
    made = {}
    for sha256, context in surveyed.contexts.items():
        text = json.dumps(context_to_json(context), ensure_ascii=False, separators=(",", ":"))
        made[sha256] = (digest(text), text)
    return made


def _summaries(library: Library, summary: _Summary, fresh: Fresh) -> dict[str, Any]:
    """Every document's summary, by sha256 in order; what was parsed before in this process is used again."""
    marks = library.digests()
    stored = library.derived_marks(summary.kind)
    parsed = library.parsed.get(
        summary.kind, {}
    )  # never changed in place: a reader may survey beside the writer
    missing: dict[str, tuple[Document, Record]] = {}
    found: dict[str, Any] = {}
    known_here = all(
        parsed.get(sha256, ("",))[0] == mark for sha256, mark in marks.items() if stored.get(sha256) == mark
    )
    texts = {} if known_here else library.derived(summary.kind)
    for sha256, mark in marks.items():
        known = parsed.get(sha256)
        if known is not None and known[0] == mark and stored.get(sha256) == mark:
            found[sha256] = known[1]
        elif stored.get(sha256) == mark:
            found[sha256] = summary.from_json(json.loads(texts[sha256][1]))
        else:
            missing[sha256] = fresh.get(sha256) or read_back(library, sha256)
            if len(missing) >= _AT_ONCE:
                found |= _store(library, summary, missing)
                missing.clear()
    found |= _store(library, summary, missing)
    found = {sha256: found[sha256] for sha256 in marks}
    library.parsed[summary.kind] = {sha256: (marks[sha256], value) for sha256, value in found.items()}
    return found


def _store(library: Library, summary: _Summary, documents: Fresh) -> dict[str, Any]:
    """Make the summaries of some documents, store them where the library may be written, and return them."""
    made = {sha256: summary.make(record, document) for sha256, (document, record) in documents.items()}
    if made and library.writable:
        marks = library.digests()
        texts = {sha256: (marks[sha256], _text(summary, value)) for sha256, value in made.items()}
        library.set_derived(summary.kind, texts)
    return made


def _text(summary: _Summary, value: Any) -> str:
    return json.dumps(summary.to_json(value), ensure_ascii=False, separators=(",", ":"))


def context_of(library: Library, sha256: str) -> Context:
    """Return a document's context as of the last time the graph was settled; empty before the first."""
    text = library.derived_of("context", sha256)
    return context_from_json(json.loads(text)) if text else ALONE


def read_back(library: Library, sha256: str) -> tuple[Document, Record]:
    """Return a document and its record from the library. Raises UnknownName."""
    return library.document(sha256), record_from_json(json.loads(library.record_json(sha256)))
