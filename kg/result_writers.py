"""Query results → bytes, row by row, so that a result over a cap ends as a whole, valid document.

The engine's own serialisers cannot stop at a row; these write the same values in the same formats (the tests
compare them) and take about twice as long. Graphs go through the engine's serialisers, fed triple by triple.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from json.encoder import encode_basestring as quoted  # JSON text with its quotes; leaves Thai as it is
from typing import BinaryIO, cast
from xml.sax.saxutils import escape

import pyoxigraph as ox

from kg.formats import PREFIXES

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]
Send = Callable[[bytes], None]

_FRAME_BYTES = 1 << 16
_XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING = f"{_XSD}string"
_TAGGED = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#dirLangString",
}
_XML_CODES: dict[int, str] = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF), "\ufffd")
_XML_CODES |= {9: "&#9;", 10: "&#10;", 13: "&#13;"}
_GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class CappedOutput:
    """Bytes on their way out, gathered into frames. `truncated` says that a cap ended the result."""

    def __init__(self, send: Send, *, max_rows: int, max_bytes: int) -> None:
        self._send = send
        self._buffer = bytearray()
        self._sent = 0
        self._rows_left = max_rows
        self._max_bytes = max_bytes
        self.truncated = False

    def write(self, data: bytes) -> int:
        """Take bytes; a file to the engine's serialisers."""
        self._buffer += data
        if len(self._buffer) >= _FRAME_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what is gathered."""
        if self._buffer:
            self._sent += len(self._buffer)
            self._send(bytes(self._buffer))
            self._buffer.clear()

    def has_room(self, size: int = 1) -> bool:
        """Count one more row of `size` bytes; False, and truncated, where a cap forbids it."""
        self._rows_left -= 1
        if self._rows_left < 0 or self._sent + len(self._buffer) + size > self._max_bytes:
            self.truncated = True
        return not self.truncated


def write_solutions(solutions: ox.QuerySolutions, name: str, output: CappedOutput) -> None:
    """Write a SELECT's rows as "json", "xml", "csv" or "tsv"."""
    names = [variable.value for variable in solutions.variables]
    head, row_text, separator, tail = _TABLES[name](names)
    output.write(head.encode())
    glue = ""
    for row in solutions:
        data = (glue + row_text(tuple(row))).encode()
        if not output.has_room(len(data)):
            break
        output.write(data)
        glue = separator
    output.write(tail.encode())
    output.flush()


def write_answer(answer: ox.QueryBoolean, name: str, output: CappedOutput) -> None:
    """Write an ASK's answer as "json" or "xml"."""
    answer.serialize(
        cast("BinaryIO", output), {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}[name]
    )
    output.flush()


def write_triples(triples: Iterable[ox.Triple], name: str, output: CappedOutput) -> None:
    """Write a graph as "ttl", "nt", "rdfxml" or "jsonld", each triple once, in the engine's order."""
    once = _within(triples, output)
    if name == "ttl":
        for prefix, namespace in sorted(PREFIXES.items()):
            output.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
        ox.serialize(
            once,
            cast("BinaryIO", _AfterHeader(output, len(PREFIXES))),
            ox.RdfFormat.TURTLE,
            prefixes=PREFIXES,
        )
    else:
        ox.serialize(once, cast("BinaryIO", output), _GRAPH_FORMATS[name])
    output.flush()


def _within(triples: Iterable[ox.Triple], output: CappedOutput) -> Iterator[ox.Triple]:
    seen: set[ox.Triple] = set()  # the same triple may come from several graphs
    for triple in triples:
        if triple in seen:
            continue
        if not output.has_room():
            return
        seen.add(triple)
        yield triple


class _AfterHeader:
    """Drops the serialiser's own prefix lines, which come in no fixed order; ours are written already."""

    def __init__(self, output: CappedOutput, lines: int) -> None:
        self._output = output
        self._lines = lines

    def write(self, data: bytes) -> int:
        size = len(data)
        while self._lines and data:
            _, newline, data = data.partition(b"\n")
            self._lines -= bool(newline)
        self._output.write(data)
        return size

    def flush(self) -> None:
        self._output.flush()


Table = tuple[str, Callable[[Row], str], str, str]


def _json_table(names: list[str]) -> Table:
    keys = [f"{quoted(name)}:" for name in names]

    def row_text(row: Row) -> str:
        return (
            "{"
            + ",".join([key + _json(term) for key, term in zip(keys, row, strict=True) if term is not None])
            + "}"
        )

    head = f'{{"head":{{"vars":[{",".join(map(quoted, names))}]}},"results":{{"bindings":['
    return head, row_text, ",", "]}}"


def _json(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{quoted(term.value)}}}'
    if isinstance(term, ox.Literal):
        text = f'{{"type":"literal","value":{quoted(term.value)}'
        datatype = term.datatype.value
        if datatype == _STRING:
            return text + "}"
        if datatype not in _TAGGED:
            return f'{text},"datatype":{quoted(datatype)}}}'
        direction = f',"its:dir":{quoted(_direction(term))}' if term.direction else ""
        return f'{text},"xml:lang":{quoted(term.language or "")}{direction}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{quoted(term.value)}}}'
    parts = (
        f'"subject":{_json(term.subject)},"predicate":{_json(term.predicate)},"object":{_json(term.object)}'
    )
    return f'{{"type":"triple","value":{{{parts}}}}}'


def _xml_table(names: list[str]) -> Table:
    opens = [f"<binding name={_attribute(name)}>" for name in names]

    def row_text(row: Row) -> str:
        cells = [f"{o}{_xml(term)}</binding>" for o, term in zip(opens, row, strict=True) if term is not None]
        return f"<result>{''.join(cells)}</result>"

    variables = "".join(f"<variable name={_attribute(name)}/>" for name in names)
    head = '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    return f"{head}<head>{variables}</head><results>", row_text, "", "</results></sparql>"


def _xml(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{escape(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        text = _xml_text(term.value)
        datatype = term.datatype.value
        if datatype == _STRING:
            return f"<literal>{text}</literal>"
        if datatype not in _TAGGED:
            return f"<literal datatype={_attribute(datatype)}>{text}</literal>"
        direction = (
            f' xmlns:its="http://www.w3.org/2005/11/its" its:dir="{_direction(term)}"'
            if term.direction
            else ""
        )
        return f"<literal xml:lang={_attribute(term.language or '')}{direction}>{text}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{escape(term.value)}</bnode>"
    parts = (("subject", term.subject), ("predicate", term.predicate), ("object", term.object))
    return "<triple>" + "".join(f"<{part}>{_xml(inner)}</{part}>" for part, inner in parts) + "</triple>"


def _xml_text(value: str) -> str:
    text = escape(value).translate(_XML_CODES)
    # readers may trim the white space at either end
    return text.replace(" ", "&#32;") if text[:1] == " " or text[-1:] == " " else text


def _direction(term: ox.Literal) -> str:
    return str(term).rpartition("--")[2]


def _attribute(text: str) -> str:
    return '"' + escape(text, {'"': "&quot;"}) + '"'


def _csv_table(names: list[str]) -> Table:
    line = io.StringIO()
    writer = csv.writer(line, lineterminator="\r\n")

    def text_of(cells: Iterable[str]) -> str:
        line.seek(0)
        line.truncate()
        writer.writerow(cells)
        return line.getvalue()

    def row_text(row: Row) -> str:
        return text_of("" if term is None else _plain(term) for term in row)

    return text_of(names), row_text, "", ""


def _plain(term: Term) -> str:
    return str(term) if isinstance(term, ox.Triple | ox.BlankNode) else term.value


def _tsv_table(names: list[str]) -> Table:
    def row_text(row: Row) -> str:
        return "\t".join(["" if term is None else str(term).replace("\t", "\\t") for term in row]) + "\n"

    return "\t".join(f"?{name}" for name in names) + "\n", row_text, "", ""


_TABLES: dict[str, Callable[[list[str]], Table]] = {
    "json": _json_table,
    "xml": _xml_table,
    "csv": _csv_table,
    "tsv": _tsv_table,
}
