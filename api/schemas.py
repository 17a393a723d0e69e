"""What the HTTP API answers, as pydantic models; the only place where they are made from Mati's values.

Names are those of the command line's JSON. Offsets are code points, half-open; dates are ISO; a quote is
always `text[start:end]` of the document named.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from kg import evidence

if TYPE_CHECKING:
    from api.desk import Entry
    from kg.ingest import IngestReport
    from search import index


class Shape(BaseModel):
    """A part of the API's answers; read from a value's attributes of the same names."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Citation(Shape):
    """Words of a document that prove something. `quote` equals `text[start:end]`."""

    file: str = Field(description="Name of the file as ingested", examples=["saichon-digital/2566-04.txt"])
    iri: str = Field(description="The fact or passage the words prove")
    page: int | None = Field(description="Page from 1; null where the file has no pages")
    start: int = Field(description="Offset of the first code point", examples=[182])
    end: int = Field(description="Offset after the last code point", examples=[205])
    quote: str = Field(description="The words themselves")
    label: str | None = Field(None, description="The meeting, for people")
    document: str | None = Field(None, description="sha256 of the document")
    untrusted: bool = Field(False, description="Digits in the quote were read by OCR and may be wrong")


class Understanding(Shape):
    """How the question was read."""

    language: str = Field(description="th or en")
    intent: str | None = Field(None, description="What was asked for; null where no intent was near enough")
    score: float = Field(0.0, description="How sure, 0 to 1")
    linked: dict[str, str] = Field(description="What each part of the question was taken for")
    alternatives: list[tuple[str, float]] = Field(description="The intents that came next, with scores")
    reason: str | None = Field(None, description="Why nothing was found, when nothing was")


class Answer(Shape):
    """An answer with its evidence. `kind` none means: not in the records; then `nearest` is no answer."""

    question: str
    answer: str
    kind: str = Field(description="graph, text or none")
    citations: list[Citation]
    sparql: str | None = Field(description="The very query that ran, for an answer from the graph")
    columns: list[str] = Field(description="Headings of `rows`")
    rows: list[list[str]] = Field(description="Rows of the query as shown to people")
    understanding: Understanding | None
    nearest: list[Citation] = Field(description="The nearest passages where there is no answer")
    seconds: float


class Question(BaseModel):
    """A question to ask."""

    model_config = ConfigDict(populate_by_name=True, extra="forbid")

    question: str = Field(
        description="In Thai or English, at most 1,000 characters",
        examples=["การประชุมครั้งที่ 5/2566 จัดขึ้นเมื่อวันที่เท่าใด"],
    )
    within: str | None = Field(
        None,
        alias="in",
        description="Only in this record: file name, IRI or sha256",
        examples=["2566-05.txt"],
    )


class Hit(Shape):
    """A passage found by search."""

    rank: int = Field(description="From 1, best first")
    score: float = Field(description="0 to 1, 1 best; comparable within one answer only")
    heading: str | None = Field(None, description="The headings above the passage, outermost first")
    citation: Citation


class Hits(Shape):
    """Passages, best first."""

    query: str
    hits: list[Hit]


class TracedProject(Shape):
    """A project that the name asked for is taken for."""

    iri: str
    name: str
    acronym: str | None
    category: str | None
    years_be: list[int]
    variants: list[str]
    reason: str = Field(description="Why the name is taken for this project: exact, acronym or variant")


class TracedResolution(Shape):
    """A resolution that covers a project, and why."""

    iri: str
    meeting: str
    meeting_label: str
    date: datetime.date | None
    agenda: str | None
    agenda_title: str | None
    types: list[str]
    text: str
    reason: str = Field(description="exact, acronym, variant, or same-item: the item names the project")
    matched: str = Field(description="The words that matched")
    citation: Citation
    because: Citation = Field(description="Where the matched words stand")


class TracedMention(Shape):
    """A place that names the project."""

    project: str
    reason: str
    matched: str
    meeting: str | None
    meeting_label: str | None
    date: datetime.date | None
    agenda: str | None
    citation: Citation


class Trace(Shape):
    """Everything the records say of a project, oldest first."""

    name: str
    projects: list[TracedProject]
    resolutions: list[TracedResolution]
    mentions: list[TracedMention]


class RecordEntry(Shape):
    """One line of the list of records."""

    file: str
    sha256: str
    iri: str
    kind: str = Field(description="formal-minutes, cabinet-results, house-committee, sitting-record or plain")
    meeting_iri: str | None
    label: str
    body: str | None
    number: int | None
    year_be: int | None
    date: datetime.date | None
    warnings: int = Field(description="How many things in it a person should look at")


class RecordList(Shape):
    """The records of the data folder, by date and file."""

    records: list[RecordEntry]


class Ingested(Shape):
    """What became of an uploaded file."""

    outcome: str = Field(description="added, replaced or unchanged")
    warned: bool = Field(description="Whether it was taken with warnings")
    record: RecordEntry


class Removed(Shape):
    """What was removed."""

    removed: str


class Health(Shape):
    """Whether the service can do its work."""

    status: str = Field(examples=["ok"])
    version: str
    records: int
    writable: bool = Field(description="Whether records can be added and removed here")
    read_only_because: str | None


class Problem(BaseModel):
    """The one shape of every error (RFC 9457)."""

    type: str = Field(examples=["https://w3id.org/mati/problem/query-syntax"])
    title: str = Field(examples=["The query is malformed"])
    status: int = Field(examples=[400])
    detail: str = Field(description="The thing, the value and the remedy")
    code: str = Field(description="Stable name of the error", examples=["query-syntax"])
    line: int | None = Field(None, description="For query-syntax: line from 1")
    column: int | None = Field(None, description="For query-syntax: column from 1")
    errors: list[dict[str, str]] | None = Field(None, description="For invalid-request: each parameter")


def from_answer(answer: evidence.Answer) -> Answer:
    """Return an answer as the API gives it."""
    return Answer.model_validate(answer)


def from_trace(trace: evidence.Trace) -> Trace:
    """Return a trace as the API gives it."""
    return Trace.model_validate(trace)


def from_hits(query: str, hits: Iterable[index.Hit]) -> Hits:
    """Return found passages as the API gives them."""
    return Hits(query=query, hits=[Hit.model_validate(hit) for hit in hits])


def from_entries(entries: Sequence[Entry]) -> RecordList:
    """Return the list of records as the API gives it."""
    return RecordList(records=[RecordEntry.model_validate(entry) for entry in entries])


def from_report(report: IngestReport, entry: Entry) -> Ingested:
    """Return what became of one uploaded file; `report` is of that file alone and without failures."""
    outcome = "added" if report.added else "replaced" if report.replaced else "unchanged"
    return Ingested(outcome=outcome, warned=bool(report.warned), record=RecordEntry.model_validate(entry))


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return FastAPI's `responses=` for errors of these statuses."""
    return {status: {"model": Problem, "description": "Problem"} for status in statuses}
