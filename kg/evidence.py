"""What an answer, a hit or a traced resolution shows as proof. Imports nothing of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a document. `quote` equals `text[start:end]` of the document named; offsets are code points.

    `file` is the name as ingested, `iri` the fact or chunk the words prove, `page` counts from 1 or is None
    where the file has no pages. `label` names the meeting for people ("… ครั้งที่ 7/2563").
    """

    file: str
    iri: str
    start: int
    end: int
    quote: str
    page: int | None = None
    label: str | None = None
    document: str | None = None  # sha256
    untrusted: bool = False  # digits in the quote may be wrong: OCR


class AnswerKind(StrEnum):
    """Where an answer comes from."""

    GRAPH = "graph"
    TEXT = "text"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a question was read: the intent's name and score (0 to 1), the things linked, the close seconds.

    `linked` maps a slot ("meeting", "project", "agenda" …) to what it was taken for, in words.
    """

    language: str
    intent: str | None = None
    score: float = 0.0
    linked: Mapping[str, str] = field(default_factory=dict)
    alternatives: tuple[tuple[str, float], ...] = ()
    reason: str | None = None  # why nothing was found, when nothing was


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. No citations, no answer: then `kind` is NONE.

    `rows` are the rows of the graph query, as shown to people, under `columns`. `sparql` is the very query
    that ran. `nearest` holds citations of the closest passages when the answer is not in the records.
    """

    question: str
    answer: str
    kind: AnswerKind
    citations: tuple[Citation, ...] = ()
    sparql: str | None = None
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    understanding: Understanding | None = None
    nearest: tuple[Citation, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class TracedMention:
    """A place where a project is named. `reason` is exact, acronym or variant; `matched` the words there."""

    project: str
    reason: str
    matched: str
    citation: Citation
    meeting: str | None = None
    meeting_label: str | None = None
    date: date | None = None
    agenda: str | None = None


@dataclass(frozen=True, slots=True)
class TracedResolution:
    """A resolution that covers a project, and why we say so.

    `reason`: exact, acronym, variant (the resolution's own words name it) or same-item (the item it stands
    in does). `matched` are the words that matched and `because` cites them.
    """

    iri: str
    meeting: str
    meeting_label: str
    agenda: str | None
    agenda_title: str | None
    types: tuple[str, ...]
    text: str
    reason: str
    matched: str
    citation: Citation
    because: Citation
    date: date | None = None


@dataclass(frozen=True, slots=True)
class TracedProject:
    """A project as the graph knows it."""

    iri: str
    name: str
    acronym: str | None = None
    category: str | None = None
    years_be: tuple[int, ...] = ()
    variants: tuple[str, ...] = ()
    reason: str = "exact"  # why the name asked for is taken for this project


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything the records say of a project, oldest first."""

    name: str
    projects: tuple[TracedProject, ...] = ()
    resolutions: tuple[TracedResolution, ...] = ()
    mentions: tuple[TracedMention, ...] = ()
