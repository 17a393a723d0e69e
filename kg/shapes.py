"""Is a record's graph what `ontology/shapes.ttl` asks for, and is every quote its text? For `mati check`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg import iris
from kg.records import Document

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

LEVELS = ("identified", "decided", "attended", "evidence")


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


def check_record_graph(
    graph: Graph | bytes, document: Document | None = None, *, language: str = "th"
) -> tuple[ShapeResult, ...]:
    """Return what a record's graph lacks, sorted; nothing where it is whole.

    `graph` is an rdflib graph, or N-Quads as `record_to_nquads` gives. With `document`, each quote is compared with
    its text. `language` ("th" or "en") is that of the messages.
    """
    import pyshacl
    from rdflib import Graph

    data = graph if isinstance(graph, Graph) else _parse(graph)
    _, report, _ = pyshacl.validate(data, shacl_graph=_shapes(), inference="none", allow_warnings=True)
    if not isinstance(report, Graph):  # pyshacl returns its own failure instead of a report
        raise report
    found = set(_results(report, language))
    if document is not None:
        found.update(_wrong_quotes(data, document, language))
    return tuple(
        sorted(found, key=lambda r: (LEVELS.index(r.level), r.severity, r.focus, r.path or "", r.message))
    )


def levels_met(results: Iterable[ShapeResult]) -> Mapping[str, bool]:
    """Return, for each level in order, whether nothing of that level is lacking."""
    lacking = {result.level for result in results}
    return {level: level not in lacking for level in LEVELS}


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
