"""Is a record's graph what `ontology/shapes.ttl` asks for, and is every quote its text? For `mati check`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import iris
from kg.records import Document, Kind

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

LEVELS = ("identified", "decided", "attended", "followed-up", "evidence")
_LISTLESS = (Kind.CABINET_RESULTS, Kind.SITTING_RECORD)  # records that by their kind need not list people
_FOLLOWED = ("Assignment", "Report", "Correction", "FollowUp")


@dataclass(frozen=True, slots=True, order=True)
class ShapeResult:
    """One thing a graph lacks. `level` is one of `LEVELS`; `severity` is "violation" or "warning".

    A violation is a fault in how the graph was made; a warning says that the record does not tell something, or
    that it was not read. `focus`, `path` and `value` are IRIs or text; `message` is one short clause.
    """

    level: str
    severity: str
    focus: str
    message: str
    path: str | None = None
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What a record's graph lacks (`results`, sorted), and each level: met, not met, or None where not asked of it."""

    results: tuple[ShapeResult, ...]
    levels: Mapping[str, bool | None]


def check_record(graph: Graph | bytes, document: Document | None = None, *, language: str = "th") -> Checked:
    """Return what a record's graph lacks and which levels it meets; arguments as `check_record_graph`."""
    from rdflib import Graph

    data = graph if isinstance(graph, Graph) else _parse(graph)
    results = check_record_graph(data, document, language=language)
    return Checked(results, levels_met(results, levels_asked(data)))


def check_record_graph(
    graph: Graph | bytes, document: Document | None = None, *, language: str = "th"
) -> tuple[ShapeResult, ...]:
    """Return what a record's graph lacks, sorted; nothing where it is whole.

    `graph` is an rdflib graph, or N-Quads as `record_to_nquads` gives; the graphs of series and identity may be
    given as well. With `document`, each quote is compared with its text. `language` ("th" or "en") is that of the
    messages.
    """
    import pyshacl
    from rdflib import Graph

    data = graph if isinstance(graph, Graph) else _parse(graph)
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", allow_warnings=True)
    if not isinstance(report, Graph):  # pyshacl returns its own failure instead of a report
        raise report
    found = set(_results(report, language))
    found.update(_disorder(data, language))
    if document is not None:
        found.update(_wrong_quotes(data, document, language))
    return tuple(
        sorted(found, key=lambda r: (LEVELS.index(r.level), r.severity, r.focus, r.path or "", r.message))
    )


def levels_met(results: Iterable[ShapeResult], asked: Collection[str] = LEVELS) -> Mapping[str, bool | None]:
    """Return, for each level in order, whether nothing of that level is lacking; None for one that is not `asked`."""
    lacking = {result.level for result in results}
    return {level: False if level in lacking else True if level in asked else None for level in LEVELS}


def levels_asked(data: Graph) -> frozenset[str]:
    """Return the levels that can be asked of a record.

    A plain document is of no meeting; a kind that lists nobody need not be attended; without assignments, reports,
    corrections or an endorsement to come there is nothing to follow up; without facts nothing needs evidence.
    """
    from rdflib import RDF, URIRef

    def any_of(*names: str) -> bool:
        return any((None, RDF.type, URIRef(iris.ontology(name))) in data for name in names)

    asked = set()
    if any_of("Meeting"):
        asked |= {"identified", "decided"}
        listless = [
            (None, URIRef(iris.ontology("kind")), URIRef(iris.code("document-kind", k))) for k in _LISTLESS
        ]
        if any_of("Attendance") or not any(triple in data for triple in listless):
            asked.add("attended")
        if any_of(*_FOLLOWED) or (None, URIRef(iris.ontology("recordStatus")), None) in data:
            asked.add("followed-up")
    if (None, URIRef(iris.ontology("evidence")), None) in data:
        asked.add("evidence")
    return frozenset(asked)


def _parse(nquads: bytes) -> Graph:
    from rdflib import Graph

    # without the graph term: rdflib's own N-Quads parser calls what rdflib deprecates, and warns
    lines = (line.rpartition(b" <")[0] + b" ." for line in nquads.splitlines())
    return Graph().parse(data=b"\n".join(lines), format="nt")


@lru_cache(maxsize=1)
def _shapes() -> Graph:
    from rdflib import Graph

    import ontology

    return Graph().parse(data=ontology.read_text("shapes.ttl"), format="turtle")


def _results(report: Graph, language: str) -> Iterator[ShapeResult]:
    from rdflib.namespace import SH

    for node in report.objects(None, SH.result):
        shape = report.value(node, SH.sourceConstraint) or report.value(node, SH.sourceShape)
        path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
        yield ShapeResult(
            level=_level(shape),
            severity=str(report.value(node, SH.resultSeverity)).rpartition("#")[2].lower(),
            focus=str(report.value(node, SH.focusNode)),
            message=_message(shape, language),
            path=None if path is None else _path(report, path),
            value=None if value is None else str(value),
        )


def _level(shape: Node | None) -> str:
    from rdflib.namespace import SH

    group = _shapes().value(shape, SH.group)
    return "attended" if group is None else str(group).rpartition("#")[2]


def _message(shape: Node | None, language: str) -> str:
    from rdflib.namespace import SH

    told = {getattr(text, "language", None): str(text) for text in _shapes().objects(shape, SH.message)}
    return told.get(language) or told.get("en") or str(shape)


def _path(report: Graph, path: Node) -> str | None:
    from rdflib import URIRef

    return str(path) if isinstance(path, URIRef) else None


def _disorder(data: Graph, language: str) -> Iterator[ShapeResult]:
    """Agenda items whose position is not after that of the item before them in the text."""
    from rdflib import RDF, URIRef
    from rdflib.namespace import SDO

    message = (
        "ลำดับระเบียบวาระไม่ตรงกับเอกสาร" if language == "th" else "agenda items are not in the order of the text"
    )
    extent_of, start_of = (URIRef(iris.ontology(name)) for name in ("extent", "start"))
    placed = []
    for item in data.subjects(RDF.type, URIRef(iris.ontology("AgendaItem"))):
        position, extent = data.value(item, SDO.position), data.value(item, extent_of)
        start = None if extent is None else data.value(extent, start_of)
        if position is not None and start is not None:
            placed.append((int(str(position)), int(str(start)), str(item)))
    placed.sort()
    for (before, above, _), (after, below, late) in pairwise(placed):
        if before == after or above > below:
            yield ShapeResult("decided", "violation", late, message, str(SDO.position), str(after))


def _wrong_quotes(data: Graph, document: Document, language: str) -> Iterator[ShapeResult]:
    from rdflib import URIRef

    start_of, end_of, quote_of = (URIRef(iris.ontology(name)) for name in ("start", "end", "quote"))
    message = "ข้อความคัดไม่ตรงกับเอกสาร" if language == "th" else "the quote is not the document's text"
    for span, quote in data.subject_objects(quote_of):
        start, end = data.value(span, start_of), data.value(span, end_of)
        words = (
            document.text[int(str(start)) : int(str(end))] if start is not None and end is not None else None
        )
        if str(quote) != words:
            yield ShapeResult("evidence", "violation", str(span), message, str(quote_of), str(quote))
