"""The guard: what it refuses and lets through, its caps, and that no parser sees more in a query than it did."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery, parseUpdate

from kg.algebra import check_algebra
from kg.errors import QueryError, QueryForbidden, QuerySyntax
from kg.formats import PREFIXES, Form
from kg.guard import AcceptedQuery, check_query
from kg.query_size import count_patterns
from kg.sparql_tokens import tokens

CASES = yaml.safe_load((Path(__file__).parent / "hostile" / "queries.yaml").read_text("utf-8"))
GRAPHS = frozenset({"urn:g", "http://x.example/graph/1"})
HERE = "http://127.0.0.1:9"


def named(kind: str) -> list[object]:
    return [pytest.param(text.replace("{url}", HERE), id=name) for name, text in CASES[kind].items()]


@pytest.mark.parametrize("text", named("forbidden"))
def test_refuses(text: str) -> None:
    with pytest.raises(QueryForbidden):
        check_query(text, known_graphs=GRAPHS)


@pytest.mark.parametrize("text", named("syntax"))
def test_refuses_with_the_place(text: str) -> None:
    with pytest.raises(QuerySyntax) as caught:
        check_query(text, known_graphs=GRAPHS)
    assert caught.value.line is not None
    assert caught.value.column is not None


@pytest.mark.parametrize("text", named("accepted"))
def test_accepts(text: str) -> None:
    accepted = check_query(text, known_graphs=GRAPHS)
    if accepted.needs_second_look:
        check_algebra(accepted)
    run(accepted)


def run(accepted: AcceptedQuery) -> None:
    found = ox.Store().query(accepted.text, prefixes=PREFIXES, use_default_graph_as_union=True)
    if not isinstance(found, ox.QueryBoolean):
        list(found)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('SELECT * {\n  ?s ?p ?o .\n  ?s ?p "ไม่ปิด }', 3, 9),
        ("SELECT * { ?s ก ?o }", 1, 15),
        ("SELECT * {\n?s ?p ?o ]", 2, 10),
        ("SELECT * { ?s ?p 'ที่ประชุม' FILTR(1) }", 1, 30),
        ("SELECT *\r\n{ ?s nope:p ?o }", 2, 6),
    ],
)
def test_place_of_an_error_counts_characters(text: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntax) as caught:
        check_query(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert str(caught.value).startswith(f"line {line}, column {column}: ")


def test_near_words_and_known_prefixes_are_named() -> None:
    with pytest.raises(QuerySyntax, match="did you mean FILTER"):
        check_query("SELECT * { ?s ?p ?o FILTR(?o) }")
    with pytest.raises(QuerySyntax, match=r"known are .*oa:.*skos:"):
        check_query("SELECT * { ?s nope:p ?o }")


def test_form_and_datasets_are_told() -> None:
    text = (
        "PREFIX g: <http://x.example/graph/> SELECT * FROM <urn:g> FROM NAMED g:1 { GRAPH ?g { ?s ?p ?o } }"
    )
    accepted = check_query(text, known_graphs=GRAPHS)
    assert accepted.form is Form.SELECT
    assert accepted.default_graphs == ("urn:g",)
    assert accepted.named_graphs == ("http://x.example/graph/1",)
    assert accepted.needs_second_look
    check_algebra(accepted)


def test_second_look_refuses_what_the_first_did_not_see() -> None:
    service = "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"
    with pytest.raises(QueryForbidden, match="SERVICE"):
        check_algebra(AcceptedQuery(service, Form.SELECT))
    dataset = "SELECT * FROM <http://x.example/a> { ?s ?p ?o }"
    with pytest.raises(QueryForbidden, match="FROM"):
        check_algebra(AcceptedQuery(dataset, Form.SELECT))
    with pytest.raises(QueryForbidden, match="FROM"):
        check_algebra(AcceptedQuery("SELECT * { ?s ?p ?o }", Form.SELECT, ("urn:g",)))


BOMBS = {
    "bytes": "SELECT * { ?s ?p '" + "ก" * 6000 + "' }",
    "parentheses": "SELECT * { FILTER(" + "(" * 5000 + "1" + ")" * 5000 + ") }",
    "braces": "SELECT * " + "{" * 5000 + "}" * 5000,
    "brackets": "SELECT * { ?s ?p " + "[ ?p " * 1500 + "1" + " ]" * 1500 + " }",
    "collections": "SELECT * { ?s ?p " + "(" * 5000 + ")" * 5000 + " }",
    "calls": "SELECT * { FILTER(" + "STR(" * 1000 + "1" + ")" * 1000 + ") }",
    "subselects": "SELECT * " + "{ SELECT * " * 300 + "{}" + "}" * 300,
    "exists": "SELECT * { " + "FILTER EXISTS { " * 200 + "}" * 200 + " }",
    "sums": "SELECT * { FILTER(1" + "+1" * 5000 + ") }",
    "conjunctions": "SELECT * { FILTER(1" + "&&1" * 4000 + ") }",
    "negations": "SELECT * { FILTER(" + "!" * 8000 + "true) }",
    "unions": "SELECT * { {}" + "UNION{}" * 2000 + " }",
    "optionals": "SELECT * { " + "OPTIONAL{}" * 1500 + " }",
    "path steps": "SELECT * { ?s m:a" + "/m:a" * 1000 + " ?o }",
    "path choices": "SELECT * { ?s m:a" + "|m:a" * 1000 + " ?o }",
    "nested paths": "SELECT * { ?s " + "(" * 2000 + "m:a" + ")*" * 2000 + " ?o }",
    "star": "SELECT * { " + " ".join(f"?s m:p ?o{i} ." for i in range(200)) + " }",
    "chain": "SELECT * { " + " ".join(f"?s{i} m:p ?s{i + 1} ." for i in range(200)) + " }",
    "predicate list": "SELECT * { ?s " + ";".join(["m:p ?o"] * 200) + " }",
    "object list": "SELECT * { ?s m:p " + ",".join(["?o"] * 400) + " }",
    "members": "SELECT * { ?s m:p (" + " ?o" * 200 + ") }",
    "graphs": "SELECT * { " + "GRAPH ?g {} " * 200 + " }",
    "quoted triples": "SELECT * { ?s ?p " + "<<(?a ?b " * 300 + "?c" + ")>>" * 300 + " }",
    "regular expression": "SELECT * { ?s ?p ?o FILTER(REGEX(?o, '" + "(a+)+" * 300 + "')) }",
    "regular expression within": "SELECT * { BIND(REPLACE(STR(1), CONCAT('" + "a" * 1200 + "', 'b'), 'c') AS ?x) }",
}  # fmt: skip


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in BOMBS.items()])
def test_caps(text: str) -> None:
    with pytest.raises(QueryForbidden, match=r"limit|deep"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { " + " ".join(f"?s m:p ?o{i} ." for i in range(60)) + " }", id="60 patterns"),
        pytest.param("SELECT * { FILTER(" + "(" * 90 + "1" + ")" * 90 + ") }", id="90 levels"),
        pytest.param("SELECT * { VALUES ?x { " + "<urn:x> " * 500 + "} ?x ?p ?o }", id="500 values"),
        pytest.param("SELECT * { VALUES (?x ?y) { " + "(1 2) " * 500 + "} ?x ?p ?y }", id="500 rows"),
        pytest.param("SELECT * { FILTER(1 IN (" + "1," * 500 + "1)) }", id="500 in a list"),
        pytest.param("CONSTRUCT { " + "?s ?p ?o ." * 200 + " } WHERE { ?s ?p ?o }", id="long template"),
        pytest.param("SELECT * { FILTER(CONTAINS('x', '" + "ก" * 1200 + "')) }", id="long text, no regex"),
    ],
)
def test_fair_queries_are_under_the_caps(text: str) -> None:
    run(check_query(text))


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("ASK { ?s ?p ?o }", 1, 1),
        ("ASK { ?s ?p ?o . ?s ?q ?r . }", 2, 2),
        ("ASK { ?s a m:X ; m:y ?o , ?q ; }", 3, 3),
        ("ASK { ?s m:p [ m:q 1 ; m:r 2 ] }", 3, 3),
        ("ASK { ?s ?p ?o FILTER(?o > 1 && ?o < 2) OPTIONAL { ?s ?q ?r } }", 2, 2),
        ("ASK { VALUES (?a ?b) { (1 2) (3 4) } ?a ?p ?b }", 1, 1),
        ("CONSTRUCT { ?a ?b ?c . ?d ?e ?f } WHERE { ?s ?p ?o }", 1, 1),
        ("ASK { ?s m:p (1 2 3) }", 4, 7),
        ("ASK { GRAPH ?g { ?s ?p ?o } }", 1, 2),
        ("ASK { { ?s ?p ?o } UNION { ?s ?q ?r } }", 2, 2),
        ("SELECT ?a { { SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b } GROUP BY ?a } }", 1, 3),
    ],
)
def test_pattern_count(text: str, least: int, most: int) -> None:
    assert least <= count_patterns(tokens(text)) <= most


@pytest.mark.parametrize(
    "text",
    [
        "'''" * 5000,
        '"' * 16000,
        "a." * 8000,
        "<" * 16000,
        "\\u0041" * 2700,
        "[" * 16000,
        "_:" * 8000,
        "?" * 16000,
    ],
)
def test_guarding_takes_no_time(text: str) -> None:
    start = time.perf_counter()
    with pytest.raises(QueryError):
        check_query("SELECT * { " + text)
    assert time.perf_counter() - start < 1


class Listener(http.server.BaseHTTPRequestHandler):
    calls = 0

    def do_POST(self) -> None:
        type(self).calls += 1
        self.send_response(500)
        self.end_headers()

    do_GET = do_POST  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def listener() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


CLAUSES = (
    "SERVICE <{url}> {{ ?x ?y ?z }}", "service<{url}>{{?x ?y ?z}}", "SeRvIcE SILENT <{url}> {{ ?x ?y ?z }}",
    "SERVICE#>\n<{url}> {{ ?x ?y ?z }}", "SERVICE # \" \n <{url}> {{ ?x ?y ?z }}", "SERVICE e:s {{ ?x ?y ?z }}",
    "SERVICE:s{{}}", "SERVICE\t\n<{url}/s> {{ ?x ?y ?z }}", "SERVICESILENT<{url}>{{}}",
)  # fmt: skip
PROLOGUES = (
    "PREFIX e: <{url}/> PREFIX : <{url}/> ",
    "PREFIX service: <urn:x> PREFIX e: <{url}/> PREFIX : <{url}/> BASE <{url}/> ",
    'PREFIX : <{url}/>PREFIX e: <{url}/#>\n# """\n',
    "# it's \nPREFIX e: <{url}/> PREFIX : <{url}/> # \"\n",
)
CONTEXTS = (
    "SELECT * {{ {0} }}", "SELECT * {{ ?a ?b ?c FILTER(?a<?b) {0} }}", "SELECT * {{ ?a ?b ?c FILTER(?a<?b){0} }}",
    'SELECT * {{ ?s ?p "SERVICE" . {0} }}', "SELECT * {{ OPTIONAL {{ {0} }} }}", "SELECT * {{ {{}} UNION {{ {0} }} }}",
    "SELECT * {{ {{ SELECT * {{ {0} }} }} }}", "ASK {{ FILTER(NOT EXISTS {{ {0} }}) }}",
    "SELECT * {{ FILTER(1<2&&3>2) {0} }}", "SELECT * {{ ?a ?b \"x'\" . {0} }}", "SELECT * {{ ?a ?b 'x\"' . {0} }}",
    'SELECT * {{ ?a ?b """q"q""" . {0} }}', 'SELECT * {{ ?a ?b "a\\"" . {0} }}',
    "CONSTRUCT {{ ?a ?b ?c }} WHERE {{ ?a ?b ?c . {0} }}", "DESCRIBE ?a WHERE {{ ?a ?b ?c . {0} }}",
    'SELECT * {{ BIND("<" AS ?l) {0} BIND(">" AS ?g) }}', "SELECT * {{ ?a ?b ?c FILTER(?a<?b||?b>?a){0}}}",
    "SELECT * {{ ?a <urn:'> ?c . {0} }}", "SELECT * {{ ?a ?b ?c FILTER(?a <?b)#'\n{0} }}",
    "SELECT * {{ ?a ?b 1{0} }}", 'SELECT * {{ ?a ?b "x"@en-us . {0} }}', "SELECT * {{ GRAPH ?g {{ {0} }} }}",
    'SELECT * {{ VALUES ?v {{ "SERVICE" }} {0} }}', "SELECT * {{FILTER(?a<?b){0}}}", "SELECT * {{ ?a ?b true{0} }}",
    "SELECT * {{ ?a ?b 1e0{0} }}", "SELECT * {{ ?a ?b e:{0} }}", "SELECT * {{ ?a ?b <urn:x>{0} }}",
    "SELECT * {{ ?a ?b ?c FILTER(?a<e:b){0}#>\n}}", "SELECT * {{ BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b){0}}}",
)  # fmt: skip


def test_no_query_that_would_reach_the_network_is_accepted(listener: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(1), ox.NamedNode("urn:g")))
    hostile = 0
    for prologue, context, clause in product(PROLOGUES, CONTEXTS, CLAUSES):
        text = prologue.format(url=listener) + context.format(clause.format(url=listener))
        Listener.calls = 0
        try:
            found = store.query(text, use_default_graph_as_union=True)
            if not isinstance(found, ox.QueryBoolean):
                list(found)
        except (SyntaxError, OSError):
            pass
        if Listener.calls:
            hostile += 1
            with pytest.raises(QueryError):
                check_query(text)
    assert hostile >= 500


FRAGMENTS = r"""
SELECT * ?a ?b { } ( ) [ ] . ; , < > <urn:x> <urn:x#> <http://x.example/s#y> # " ' ''' '''x \ \u0022 \u0053
SERVICE service SERVICE: e:SERVICE SERVICE<URL> FROM FROM: NAMED INSERT DATA LOAD DELETE WHERE ASK CONSTRUCT
FILTER BIND AS OPTIONAL UNION PREFIX e: : BASE 1 1e5 .5 -1 true a "x" 'y' "x"@en ^^ && || = != <= >= + - / | ^ !
?x<?y)SERVICE#> <e:b) VALUES EXISTS IN UNDEF LIMIT ORDER BY e:f(?a) STR( NOW() <<( )>> _:b ก ที่ประชุม
"""
PIECES = st.sampled_from([*FRAGMENTS.split(), '"""'])
GLUE = st.sampled_from(["", " ", "\n", "\t", "\r"])
SOUP = st.lists(st.tuples(PIECES, GLUE), max_size=25).map(lambda parts: "".join(map("".join, parts)))
WELL_FORMED = st.sampled_from(
    [
        "SELECT * {{ ?a ?b ?c {0} }}",
        "ASK {{ {0} }}",
        "SELECT * {{ FILTER(?a {0}) }}",
        "{0}",
        "CONSTRUCT {{}} WHERE {{ {0} }}",
    ]
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frame=WELL_FORMED, soup=SOUP)
def test_what_is_accepted_holds_no_update_and_no_service(frame: str, soup: str, listener: str) -> None:
    prologue = f"PREFIX e: <{listener}/> PREFIX : <{listener}/d/> "  # rdflib keeps one prefix a namespace
    text = prologue + frame.format(soup.replace("URL", listener))
    try:
        accepted = check_query(text, known_graphs=GRAPHS)
    except QueryError:
        return
    Listener.calls = 0
    store = ox.Store()
    with pytest.raises(SyntaxError):  # no update to the engine
        store.update(accepted.text, prefixes=PREFIXES)
    try:
        run(accepted)
    except (SyntaxError, RuntimeError):
        return
    assert Listener.calls == 0
    assert not is_update(accepted.text)
    try:
        tree = parseQuery(accepted.text)
    except Exception:  # noqa: BLE001 — rdflib reads less of SPARQL 1.2; what it reads must be clean
        return
    assert "ServiceGraphPattern" not in repr(tree)
    if accepted.needs_second_look:
        check_algebra(accepted)


def is_update(text: str) -> bool:
    try:
        parsed = parseUpdate(text)
    except Exception:  # noqa: BLE001 — whatever it raises, it read no update
        return False
    return bool(parsed.get("request"))
