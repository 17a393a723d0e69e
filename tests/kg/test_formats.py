"""Result formats: which is chosen, and that our writers say what the engine's own serialisers say."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NotAcceptable
from kg.formats import FORMATS, Form, choose_format
from kg.result_writers import CappedOutput, write_answer, write_solutions, write_triples

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("form", "accept", "name"),
    [
        (Form.SELECT, None, "json"),
        (Form.SELECT, "", "json"),
        (Form.SELECT, "*/*", "json"),
        (Form.SELECT, "text/csv", "csv"),
        (Form.SELECT, "TEXT/CSV; charset=utf-8", "csv"),
        (Form.SELECT, "text/*", "csv"),
        (Form.SELECT, "text/tab-separated-values", "tsv"),
        (Form.SELECT, "application/json", "json"),
        (Form.SELECT, "application/xml", "xml"),
        (Form.SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1", "xml"),
        (Form.SELECT, "text/html, application/xhtml+xml, */*;q=0.8", "json"),
        (Form.SELECT, "application/sparql-results+json;q=0, */*", "xml"),
        (Form.SELECT, "text/csv, */*", "csv"),
        (Form.ASK, "text/csv, */*;q=0.1", "json"),
        (Form.ASK, "application/sparql-results+xml", "xml"),
        (Form.CONSTRUCT, None, "ttl"),
        (Form.CONSTRUCT, "application/ld+json", "jsonld"),
        (Form.CONSTRUCT, "application/rdf+xml;q=0.5, application/n-triples;q=0.6", "nt"),
        (Form.DESCRIBE, "application/xml", "rdfxml"),
        (Form.DESCRIBE, "text/turtle;q=abc, application/rdf+xml;q=0.1", "rdfxml"),
    ],
)
def test_negotiation(form: Form, accept: str | None, name: str) -> None:
    assert choose_format(form, accept=accept).name == name


@pytest.mark.parametrize(
    ("form", "name", "accept"),
    [
        (Form.ASK, "csv", None),
        (Form.ASK, None, "text/csv"),
        (Form.SELECT, "ttl", None),
        (Form.SELECT, None, "text/turtle"),
        (Form.CONSTRUCT, "json", None),
        (Form.CONSTRUCT, None, "text/html"),
        (Form.SELECT, None, "*/*;q=0"),
        (Form.SELECT, "yaml", "application/json"),
    ],
)
def test_what_is_not_offered_is_refused_with_what_is(
    form: Form, name: str | None, accept: str | None
) -> None:
    offered = [one for one in FORMATS if form in one.forms]
    with pytest.raises(NotAcceptable, match=r"choose one of") as caught:
        choose_format(form, name=name, accept=accept)
    assert all(one.name in str(caught.value) for one in offered)


def test_name_goes_before_accept() -> None:
    assert choose_format(Form.SELECT, name="TSV", accept="text/csv").name == "tsv"


# our writers beside the engine's

NATIVE = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
CHARACTERS = st.characters(exclude_categories=["Cs"])
XML_CHARACTERS = st.characters(
    exclude_categories=["Cs", "Cc"], include_characters="\t\n", exclude_characters="\ufffe\uffff"
)
IRIS = st.sampled_from(
    ["urn:a", "https://x.example/ก?a=1&b=<2>".replace("<", "").replace(">", ""), "urn:x'y"]
)


def literals(text: st.SearchStrategy[str]) -> st.SearchStrategy[ox.Literal]:
    plain = text.map(ox.Literal)
    tagged = st.builds(
        lambda value, tag: ox.Literal(value, language=tag), text, st.sampled_from(["th", "en-gb"])
    )
    typed = st.builds(
        lambda value, kind: ox.Literal(value, datatype=ox.NamedNode(XSD + kind)),
        text | st.sampled_from(["1", "-2", "1.5", "1e3", "true", "2020-10-21"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "token"]),
    )
    return plain | tagged | typed


def stored(terms: list[ox.Literal]) -> ox.Store:
    store = ox.Store()
    for number, term in enumerate(terms):
        subject = ox.NamedNode(f"urn:s{number}") if number % 3 else ox.BlankNode(f"b{number}")
        store.add(ox.Quad(subject, ox.NamedNode("urn:p"), term))
        if number % 2:
            store.add(ox.Quad(subject, ox.NamedNode("urn:q"), ox.NamedNode(f"urn:o{number}")))
    return store


QUERY = "SELECT ?s ?o ?q ?t { ?s <urn:p> ?o OPTIONAL { ?s <urn:q> ?q BIND(TRIPLE(?s, <urn:p>, ?o) AS ?t) } } ORDER BY ?s ?o"


def written(
    store: ox.Store, query: str, name: str, *, rows: int = 10**6, size: int = 10**9
) -> tuple[bytes, bool]:
    chunks: list[bytes] = []
    output = CappedOutput(chunks.append, max_rows=rows, max_bytes=size)
    found = store.query(query)
    if isinstance(found, ox.QuerySolutions):
        write_solutions(found, name, output)
    elif isinstance(found, ox.QueryBoolean):
        write_answer(found, name, output)
    else:
        write_triples(found, name, output)
    return b"".join(chunks), output.truncated


def native(store: ox.Store, query: str, name: str) -> bytes:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=NATIVE[name]) or b""


def without_order(value: object) -> object:
    return json.loads(json.dumps(value, sort_keys=True))


@settings(max_examples=60, deadline=None)
@given(terms=st.lists(literals(st.text(CHARACTERS, max_size=12)), max_size=6))
def test_json_csv_and_tsv_say_what_the_engine_says(terms: list[ox.Literal]) -> None:
    store = stored(terms)
    assert json.loads(written(store, QUERY, "json")[0]) == json.loads(native(store, QUERY, "json"))
    ours, theirs = (read_csv(data) for data in (written(store, QUERY, "csv")[0], native(store, QUERY, "csv")))
    assert ours == theirs
    assert read_tsv(written(store, QUERY, "tsv")[0]) == read_tsv(native(store, QUERY, "tsv"))


def read_csv(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def read_tsv(data: bytes) -> list[tuple[object, ...]]:
    parsed = ox.parse_query_results(data, ox.QueryResultsFormat.TSV)
    assert isinstance(parsed, ox.QuerySolutions)
    return [tuple(row) for row in parsed]


@settings(max_examples=60, deadline=None)
@given(terms=st.lists(literals(st.text(XML_CHARACTERS, max_size=12)), max_size=6))
def test_xml_says_what_the_engine_says(terms: list[ox.Literal]) -> None:
    store = stored(terms)
    ours, theirs = written(store, QUERY, "xml")[0], native(store, QUERY, "xml")
    assert ET.canonicalize(ours.decode()) == ET.canonicalize(theirs.decode())


def test_xml_stays_well_formed_whatever_the_text() -> None:
    store = stored([ox.Literal("".join(map(chr, range(0x20))) + "\ufffe<&>\"']]>")])
    text = "".join(ET.fromstring(written(store, QUERY, "xml")[0]).itertext())
    assert text.endswith("\t\n\ufffd\ufffd\r" + "\ufffd" * 19 + "<&>\"']]>")


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    "query", [QUERY, "SELECT * {}", "SELECT ?nothing { ?s <urn:none> ?o }", "SELECT ?x { ?s ?p ?o }"]
)
def test_the_engine_can_read_what_we_write(name: str, query: str) -> None:
    store = stored([ox.Literal("ก", language="th"), ox.Literal(2), ox.Literal(""), ox.Literal('a\t"b"\n')])
    ours = ox.parse_query_results(written(store, query, name)[0], NATIVE[name]) if name != "csv" else None
    if ours is not None:
        theirs = ox.parse_query_results(native(store, query, name), NATIVE[name])
        assert isinstance(ours, ox.QuerySolutions)
        assert isinstance(theirs, ox.QuerySolutions)
        assert ours.variables == theirs.variables
        assert list(map(tuple, ours)) == list(map(tuple, theirs))
    else:
        assert written(store, query, name)[0].replace(b'""\r\n', b"\r\n") == native(store, query, name)


def test_directions_are_kept() -> None:
    query = "SELECT ?o { ?s ?p ?o }"
    store = stored([ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL)])
    for name in ("json", "tsv"):
        assert written(store, query, name)[0] == native(store, query, name)
    assert b'its:dir="rtl"' in written(store, query, "xml")[0]


@pytest.mark.parametrize("name", ["json", "xml"])
@pytest.mark.parametrize("query", ["ASK {}", "ASK { ?s ?p ?o }"])
def test_answers(name: str, query: str) -> None:
    data, truncated = written(ox.Store(), query, name)
    parsed = ox.parse_query_results(data, NATIVE[name])
    assert bool(parsed) == (query == "ASK {}")
    assert not truncated


GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_graphs_come_back(name: str) -> None:
    store = ox.Store()
    for number in range(40):
        subject = ox.NamedNode(f"https://w3id.org/mati/id/x/{number // 4}")
        value = ox.Literal(f"ข้อ {number} <&> \"'\n\\", language="th") if number % 2 else ox.Literal(number)
        store.add(ox.Quad(subject, ox.NamedNode("https://w3id.org/mati/ont#value"), value))
    data, truncated = written(store, GRAPH, name)
    assert not truncated
    assert {quad.triple for quad in ox.parse(data, GRAPH_FORMATS[name])} == {quad.triple for quad in store}
    assert len(list(ox.parse(data, GRAPH_FORMATS[name]))) == 40
    if name == "ttl":
        assert data.count(b"@prefix m: ") == 1
        assert b" m:value " in data


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_an_empty_graph_is_a_document(name: str) -> None:
    data, _ = written(ox.Store(), GRAPH, name)
    assert list(ox.parse(data, GRAPH_FORMATS[name])) == []


# caps


def many() -> ox.Store:
    store = ox.Store()
    store.extend(
        ox.Quad(ox.NamedNode(f"urn:s{n}"), ox.NamedNode("urn:p"), ox.Literal(f'ข้อ {n} "}},{{"'))
        for n in range(3000)
    )
    return store


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv", *GRAPH_FORMATS])
@pytest.mark.parametrize(("rows", "size"), [(100, 10**9), (10**6, 20_000), (2999, 10**9)])
def test_a_capped_result_is_whole_and_says_so(name: str, rows: int, size: int) -> None:
    query = GRAPH if name in GRAPH_FORMATS else "SELECT ?s ?o { ?s ?p ?o }"
    data, truncated = written(many(), query, name, rows=rows, size=size)
    assert truncated
    if name in GRAPH_FORMATS:
        count = len(list(ox.parse(data, GRAPH_FORMATS[name])))
    elif name == "csv":
        count = len(read_csv(data)) - 1
    else:
        count = len(list(ox.parse_query_results(data, NATIVE[name])))  # type: ignore[arg-type]
    assert count == rows or (size == 20_000 and 100 < count < 1000)
    assert len(data) <= size + 10_000  # a closing bracket, and what a graph serialiser still holds


@pytest.mark.parametrize("name", ["json", "nt"])
def test_a_result_just_under_the_cap_is_not_called_truncated(name: str) -> None:
    query = GRAPH if name in GRAPH_FORMATS else "SELECT ?s ?o { ?s ?p ?o }"
    assert not written(many(), query, name, rows=3000)[1]
