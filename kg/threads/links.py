"""All that the graph of one document says because of other documents.

Every part is empty in a document that stands alone. Other documents are named by their sha256, their items,
resolutions, assignments and references by the names their IRIs are made of; things of no one document (`meeting`,
`series`, `matter`) by their IRI without the base ("meeting/0123456789").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

Row = list[Any]


class Concern(NamedTuple):
    """Agenda item `item` concerns a matter, which the whole store calls `label`."""

    item: str
    matter: str
    label: str


class Follow(NamedTuple):
    """Item `item` goes on with item `earlier` of document `sha256`; the `n`-th such link of the item.

    `reason` is "reference", "same-title", "same-project" or "near-title"; `score` from 0 to 1. The words that show
    it are those of the record's reference number `reference`, or the item's title where that is None.
    """

    item: str
    n: int
    sha256: str
    earlier: str
    reason: str
    score: float
    reference: int | None


class Resolved(NamedTuple):
    """Where the record's reference number `n` leads. `status` is a code of reference-status.

    `meeting` is that of the store, None where the store has none; `span` is of the text of document `sha256`;
    `resolution` is its agenda number and number.
    """

    n: int
    status: str
    meeting: str | None
    sha256: str | None
    item: str | None
    resolution: tuple[str | None, int] | None
    span: tuple[int, int] | None


class Answer(NamedTuple):
    """Report number `n` tells of an assignment of document `sha256` (`agenda`, `resolution`, `assignment`)."""

    n: int
    sha256: str
    agenda: str | None
    resolution: int
    assignment: int
    reason: str


class Corrects(NamedTuple):
    """Correction number `n` of this record is to document `sha256`, None where the store has it not.

    `status` is a code of correction-status: "no-record", or "not-found" where it is not told which of several minutes is
    meant; None where the text of `sha256` must tell, and its graph does.
    """

    n: int
    sha256: str | None
    status: str | None


class Amended(NamedTuple):
    """Correction number `n` of document `by` to this document: where it is said to stand, and the words."""

    by: str
    n: int
    page: int | None
    line: int | None
    old: str | None
    new: str | None


class Cited(NamedTuple):
    """Reference number `n` of document `by` leads to this stretch of this document's text."""

    by: str
    n: int
    start: int
    end: int


class Endorsed(NamedTuple):
    """The resolution (`n`-th of `agenda`) of document `sha256` that endorses these minutes."""

    sha256: str
    agenda: str | None
    n: int


@dataclass(frozen=True, slots=True)
class DocumentLinks:
    """What other documents give to the graph of one; see the parts above. Each part is sorted.

    `series` is that of its meeting. `status` is a code of record-status, None where minutes are not endorsed at all
    (cabinet results). `planned` is the meeting of the store that this record announced as the next.
    """

    series: str | None = None
    status: str | None = None
    planned: str | None = None
    endorsed: tuple[Endorsed, ...] = ()
    concerns: tuple[Concern, ...] = ()
    follows: tuple[Follow, ...] = ()
    references: tuple[Resolved, ...] = ()
    answers: tuple[Answer, ...] = ()
    corrects: tuple[Corrects, ...] = ()
    amended: tuple[Amended, ...] = ()
    cited: tuple[Cited, ...] = ()


def links_to_json(links: DocumentLinks) -> Row:
    """Return links as one list of JSON values; links that are equal give equal lists."""
    return [
        links.series,
        links.status,
        links.planned,
        [list(x) for x in links.endorsed],
        [list(x) for x in links.concerns],
        [list(x) for x in links.follows],
        [
            [*x[:5], list(x.resolution) if x.resolution else None, list(x.span) if x.span else None]
            for x in links.references
        ],
        [list(x) for x in links.answers],
        [list(x) for x in links.corrects],
        [list(x) for x in links.amended],
        [list(x) for x in links.cited],
    ]


def links_from_json(row: Row) -> DocumentLinks:
    """Return the links that `links_to_json` made `row` from."""
    series, status, planned, endorsed, concerns, follows, references, answers, corrects, amended, cited = row
    return DocumentLinks(
        series=series,
        status=status,
        planned=planned,
        endorsed=tuple(map(Endorsed._make, endorsed)),
        concerns=tuple(map(Concern._make, concerns)),
        follows=tuple(map(Follow._make, follows)),
        references=tuple(Resolved._make((*x[:5], _pair(x[5]), _pair(x[6]))) for x in references),
        answers=tuple(map(Answer._make, answers)),
        corrects=tuple(map(Corrects._make, corrects)),
        amended=tuple(map(Amended._make, amended)),
        cited=tuple(map(Cited._make, cited)),
    )


def _pair(value: Row | None) -> tuple[Any, Any] | None:
    return None if value is None else (value[0], value[1])
