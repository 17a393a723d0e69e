"""Reading the graph: an immutable snapshot of it, for our own queries, for rdflib and for export.

`Snapshot.rows` is for the trusted query files of `ontology/queries/`; what a person typed goes through
`kg.guard` and `kg.workers` instead.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self

import pyoxigraph as ox

from kg import generations
from kg.errors import DataCorrupt, DataError, NotAcceptable
from kg.formats import PREFIXES

if TYPE_CHECKING:
    import rdflib

DUMP_FORMATS = ("nq", "ttl", "jsonld")
_XSD = PREFIXES["xsd"]
_MARK = re.compile(r"^([ \t]*)#[ \t]*VALUES[ \t]+\?(\w+)[ \t]*$", re.MULTILINE)


class Iri(str):
    """An IRI, no angle brackets; a plain `str` is a literal. Equal to the same string."""

    __slots__ = ()


Cell = Iri | str | int | float | Decimal | date | time | None
"""One value of a row: an IRI, a literal as the Python value its datatype says, or None where unbound."""


class Snapshot:
    """A read-only, unchanging state of the graph. Made by `Snapshot.current`; closing lets a writer remove it."""

    def __init__(self, held: generations.Hold, engine: ox.Store) -> None:
        self.path = held.path
        self._held = held
        self._engine = engine

    @classmethod
    def current(cls, data: Path) -> Self:
        """Open the snapshot published last.

        Raises:
            DataError: nothing has been ingested into this data folder yet.
            DataCorrupt: the snapshot is missing or damaged.
        """
        held = generations.hold_current(data)
        try:
            return cls(held, ox.Store.read_only(str(held.path)))
        except (OSError, RuntimeError) as error:  # the engine tells some damage as RuntimeError
            held.release()
            raise DataCorrupt(
                f"the snapshot {held.path} cannot be read ({error}): `mati ingest PATH` publishes the graph anew"
            ) from error

    def close(self) -> None:
        """Let a writer remove this snapshot. Does nothing the second time."""
        self._held.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def rows(
        self, query: str, bindings: Mapping[str, Cell | Sequence[Cell]] | None = None
    ) -> list[dict[str, Cell]]:
        """Run a trusted SELECT over all graphs together and return its rows in the engine's order.

        Args:
            query: SPARQL; parameters are marked by lines `# VALUES ?name` (see `bound`).
            bindings: values of the parameters.

        Returns:
            One dict a row with every variable of the query: IRIs as `Iri`, literals by their datatype
            (integers and gYear → int, decimal → Decimal, double → float, boolean → bool, date, dateTime, time
            without zone kept as written by `datetime`), all others → str, unbound → None.

        Raises:
            ValueError: as `bound`; or the query is no SELECT.
            SyntaxError: the query file is wrong.
            DataError: the snapshot cannot be read.
        """
        found = self._query(bound(query, bindings or {}))
        if not isinstance(found, ox.QuerySolutions):
            raise ValueError("rows() takes a SELECT query")
        names = [variable.value for variable in found.variables]
        return [dict(zip(names, map(_cell, row), strict=True)) for row in found]

    def ask(self, query: str, bindings: Mapping[str, Cell | Sequence[Cell]] | None = None) -> bool:
        """Run a trusted ASK over all graphs together. Arguments and errors as `rows`."""
        found = self._query(bound(query, bindings or {}))
        if not isinstance(found, ox.QueryBoolean):
            raise ValueError("ask() takes an ASK query")
        return bool(found)

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs, empty ones included."""
        return {graph.value for graph in self._engine.named_graphs() if isinstance(graph, ox.NamedNode)}

    def graph(self) -> rdflib.Dataset:
        """Return the whole snapshot as a read-only `rdflib.Dataset` whose default graph is the union of all.

        One graph alone is `dataset.get_context(iri)`. Queries given as text run in the engine. Keep this snapshot
        open as long as the dataset is used; changing it raises RuntimeError.
        """
        import rdflib
        from oxrdflib import OxigraphStore

        dataset = rdflib.Dataset(store=OxigraphStore(store=self._engine), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace)
        return dataset

    def dump(self, output: BinaryIO, format_name: str = "nq") -> None:
        """Write the whole graph in UTF-8; the same content always gives the same bytes.

        Args:
            output: an open binary file.
            format_name: "nq" sorted N-Quads; "ttl" Turtle of all graphs together; "jsonld" one JSON-LD document
                with its named graphs.

        Raises:
            NotAcceptable: another format.
            OSError: the output cannot be written.
        """
        write_dump(self._engine, output, format_name)

    def _query(self, text: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            return self._engine.query(text, use_default_graph_as_union=True)
        except OSError as error:
            raise DataError(f"the snapshot {self.path} cannot be read: {error}") from error


def bound(query: str, bindings: Mapping[str, Cell | Sequence[Cell]]) -> str:
    """Put values into a query file's parameters and return the query to run (or to show).

    A parameter is a line `# VALUES ?name` inside WHERE. Where `name` is bound the line becomes
    `VALUES ?name { … }` with the value or values; where it is not, the line stays a comment and the variable
    free. `Iri` and `rdflib.URIRef` become IRIs, `str` a plain literal, other types typed literals; the engine
    itself writes them, so no value can change the query. Keep a sequence under 1,000 values: above, the
    engine's plans get slow.

    Raises:
        ValueError: a name that the query does not mark, a value that is no IRI, or an unbound value.
    """
    marked = {match[2] for match in _MARK.finditer(query)}
    unknown = sorted(set(bindings) - marked)
    if unknown:
        raise ValueError(f"the query has no line `# VALUES ?{unknown[0]}`; it marks {sorted(marked)}")

    def values(match: re.Match[str]) -> str:
        if match[2] not in bindings:
            return match[0]
        value = bindings[match[2]]
        several = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
        return f"{match[1]}VALUES ?{match[2]} {{ {' '.join(str(_term(one)) for one in several)} }}"

    return _MARK.sub(values, query)


def _term(value: Cell) -> ox.NamedNode | ox.Literal:
    if value is None:
        raise ValueError("a parameter cannot be bound to None: leave its name out")
    if isinstance(value, Iri) or type(value).__name__ == "URIRef":
        return ox.NamedNode(str(value))
    if isinstance(value, str):
        return ox.Literal(str(value))
    for kind, name in _DATATYPES.items():
        if isinstance(value, kind):
            return ox.Literal(_lexical(value), datatype=ox.NamedNode(_XSD + name))
    raise ValueError(f"a parameter cannot be bound to a {type(value).__name__}: {value!r}")


# bool before int and datetime before date: each is a kind of the other
_DATATYPES: dict[type, str] = {
    bool: "boolean", int: "integer", float: "double", Decimal: "decimal",
    datetime: "dateTime", date: "date", time: "time",
}  # fmt: skip


def _lexical(value: Cell) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _boolean(text: str) -> bool:
    return text in {"true", "1"}


def _day(text: str) -> date:
    return date.fromisoformat(text[:10])


_READERS: dict[str, Callable[[str], Cell]] = dict.fromkeys(
    map(_XSD.__add__, (
        "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
        "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "gYear",
    )),
    int,
)  # fmt: skip
_READERS |= {
    f"{_XSD}boolean": _boolean,
    f"{_XSD}decimal": Decimal,
    f"{_XSD}double": float,
    f"{_XSD}float": float,
    f"{_XSD}date": _day,
    f"{_XSD}dateTime": datetime.fromisoformat,
    f"{_XSD}time": time.fromisoformat,
}


def _cell(term: object) -> Cell:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return Iri(term.value)
    if isinstance(term, ox.Literal):
        read = _READERS.get(term.datatype.value)
        if read is not None:
            with suppress(ValueError, ArithmeticError):  # a lexical form Python cannot hold stays text
                return read(term.value)
        return term.value
    return str(term)


def write_dump(engine: ox.Store, output: BinaryIO, format_name: str) -> None:
    """Write an engine's whole content; see `Snapshot.dump`."""
    if format_name not in DUMP_FORMATS:
        raise NotAcceptable(f"{format_name} is no export format: choose one of {', '.join(DUMP_FORMATS)}")
    quads: Iterable[ox.Quad] = engine.quads_for_pattern(None, None, None, None)
    if format_name == "nq":
        output.writelines(sorted(f"{quad} .\n".encode() for quad in quads))
    elif format_name == "ttl":
        triples = sorted({quad.triple for quad in quads}, key=str)
        turtle = io.BytesIO()
        ox.serialize(triples, turtle, ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        lines = turtle.getvalue().splitlines(keepends=True)
        output.writelines(sorted(lines[: len(PREFIXES)]))  # the engine writes the prefixes in no fixed order
        output.writelines(lines[len(PREFIXES) :])
    else:
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
        ox.serialize(ordered, output, ox.RdfFormat.JSON_LD)
