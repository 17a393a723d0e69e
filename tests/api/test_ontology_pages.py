"""The ontology under its own addresses: each term has a page and RDF, told apart by what is asked for."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from page_reader import Page
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SKOS

import ontology
from api.ontology_drawing import drawing
from api.ontology_terms import classes, code_lists, leading_to, properties_of, terms
from kg import iris

FORMATS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
WHOLE = {"/ontology": "mati.ttl", "/ont": "mati.ttl", "/code": "codes.ttl", "/shape": "shapes.ttl"}


def rdf(client, path: str, media: str) -> Graph:
    response = client.get(path, headers={"accept": media})
    assert response.status_code == 200, path
    assert response.headers["content-type"].partition(";")[0] == media
    assert response.headers["vary"] == "Accept"
    return Graph().parse(data=response.text, format=FORMATS[media])


def text_of(client, path: str) -> Page:
    response = client.get(path, headers={"accept": "text/html"})
    assert response.status_code == 200, path
    assert response.headers["vary"] == "Accept"
    return Page(response.text)


# rdflib 7.6 reads JSON-LD through a class that it deprecates
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("media", FORMATS)
@pytest.mark.parametrize("path", WHOLE)
def test_whole_files_come_in_every_format(client, path, media):
    expected = Graph().parse(data=ontology.read_text(WHOLE[path]), format="turtle")
    found = rdf(client, path, media)
    assert len(found) == len(expected)
    named = {s for s in expected.subjects() if isinstance(s, URIRef)}
    assert {s for s in found.subjects() if isinstance(s, URIRef)} == named


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("media", FORMATS)
@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/ontology/Meeting", iris.ontology("Meeting")),
        ("/ontology/evidence", iris.ontology("evidence")),
        ("/code/mode/online", iris.code("mode", "online")),
        ("/code/resolution-type", iris.code_scheme("resolution-type")),
    ],
)
def test_one_term_says_what_the_file_says_of_it(client, path, iri, media):
    whole = Graph().parse(
        data=ontology.read_text("codes.ttl" if "/code/" in path else "mati.ttl"), format="turtle"
    )
    found = rdf(client, path, media)
    assert set(found.triples((URIRef(iri), None, None))) == set(whole.triples((URIRef(iri), None, None)))
    members = set(whole.subjects(SKOS.inScheme, URIRef(iri)))
    assert set(found.subjects()) == {URIRef(iri), *members}


@pytest.mark.parametrize("path", [*WHOLE, "/ontology/Meeting", "/code/mode/online"])
def test_what_is_not_offered_is_refused(client, path):
    response = client.get(path, headers={"accept": "image/png"})
    assert response.status_code == 406
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["vary"] == "Accept"
    assert response.json()["code"] == "not-acceptable"
    assert "text/turtle" in response.json()["detail"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "text/html"),
        ("*/*", "text/html"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("text/turtle, text/html;q=0.5", "text/turtle"),
        ("application/rdf+xml;q=0.2, application/ld+json;q=0.7", "application/ld+json"),
    ],
)
def test_the_best_of_what_is_asked_for(client, accept, media):
    response = client.get("/ontology/Meeting", headers={} if accept is None else {"accept": accept})
    assert response.headers["content-type"].partition(";")[0] == media


@pytest.mark.parametrize(
    "path", ["/ontology/Nothing", "/code/nothing", "/code/mode/nothing", "/ontology/../x"]
)
def test_what_is_not_there(client, path):
    assert client.get(path, headers={"accept": "text/turtle"}).status_code == 404


@pytest.mark.parametrize(
    "name", ["mati.ttl", "codes.ttl", "shapes.ttl", "context.jsonld", "published_terms.tsv"]
)
def test_files_are_as_they_lie(client, name):
    response = client.get(f"/ontology/{name}")
    assert response.content.decode() == ontology.read_text(name)
    assert response.headers["content-type"].partition(";")[0] in {
        "text/turtle",
        "application/ld+json",
        "text/tab-separated-values",
    }


def test_iris_lead_to_pages(client):
    for path, page in (
        ("/ont", "/ontology"),
        ("/code/mode", "/code#mode"),
        ("/code/mode/online", "/code#mode.online"),
    ):
        response = client.get(path, headers={"accept": "text/html"})
        assert (response.status_code, response.headers["location"]) == (303, page)
    assert {"mode", "mode.online"} <= set(text_of(client, "/code").ids)


def test_every_term_has_a_page_that_says_what_it_is(client):
    known = terms()
    whole = Graph().parse(data=ontology.read_text("mati.ttl"), format="turtle")
    assert {iris.ontology(name) for name in known} == {str(s) for s in whole.subjects() if "#" in str(s)}
    for name, term in known.items():
        if term.kind != "Class" and len(name) % 5:
            continue  # every class, and some properties: all are one template
        page = text_of(client, f"/ontology/{name}")
        for said in (term.label, term.english, term.definition, term.english_definition, term.short):
            assert said in page.text, name
        assert page.text.index(term.definition) < page.text.index(term.english_definition)
        for link in page.all("a"):
            if (link["href"] or "").startswith("/ontology/"):
                assert link["href"].rsplit("/", 1)[-1] in known


def test_the_index_lists_every_class_in_thai_first(client):
    page = text_of(client, "/ontology")
    for term in classes():
        assert term.label in page.text
        assert f"/ontology/{term.name}" in {link["href"] for link in page.all("a")}
    for heading in {term.theme for term in classes()}:
        assert heading in page.text


def test_codes_are_told_in_both_languages(client):
    page = text_of(client, "/code")
    for own, codes in code_lists().values():
        for code in (own, *codes):
            assert code.label in page.text
            assert code.english_definition in page.text


class TestDrawing:
    @pytest.mark.parametrize("term", classes(), ids=lambda term: term.name)
    def test_every_neighbour_is_drawn_once_and_nothing_lies_on_another(self, term):
        drawn = drawing(term.name)
        outward = {
            aim
            for one in properties_of(term.name)
            for aim in one.range
            if not aim.startswith(("xsd:", "rdf:"))
        }
        assert {b.name for b in drawn.branches if b.outward} == outward
        inward = {s for one in leading_to(term.name) for s in one.domain} - {term.short}
        assert bool([b for b in drawn.branches if not b.outward]) == bool(inward)
        edges = [(b.y, b.y + b.height) for b in drawn.branches]
        assert all(above[1] < below[0] for above, below in pairwise(edges))
        assert all(bottom <= drawn.height for _, bottom in edges)

    def test_it_is_the_same_every_time(self):
        assert drawing("Meeting") == drawing("Meeting")

    def test_it_is_in_the_page_with_links(self, client):
        page = text_of(client, "/ontology/Assignment")
        (svg,) = page.all("svg")
        assert svg["role"] == "img"
        assert len(page.all("rect")) == 1 + len(drawing("Assignment").branches)


class TestExample:
    def test_it_is_of_the_store_and_quotes_it(self, client):
        response = client.get("/ontology/Resolution", headers={"accept": "text/html"})
        page = Page(response.text)
        cited = (re.match(r"/meetings/(\w+)\?span=(\d+)-(\d+)", link["href"] or "") for link in page.all("a"))
        key, start, end = next(found for found in cited if found).groups()
        text = client.get(f"/api/documents/{key}/text").content.decode()
        assert " ".join(text[int(start) : int(end)].split()) in page.text

    def test_its_codes_are_named_and_lead_to_their_list(self, client):
        page = text_of(client, "/ontology/Attendance")
        known = set(text_of(client, "/code").ids)
        codes = [link["href"] for link in page.all("a") if (link["href"] or "").startswith("/code#")]
        assert len(codes) >= 2
        assert {href.partition("#")[2] for href in codes if "." in href} <= known
        assert "ผู้มาประชุม" in page.text

    def test_every_class_that_the_store_holds_has_one(self, client):
        held = {
            row["class"]["value"].removeprefix(iris.ONTOLOGY)
            for row in client.post(
                "/sparql",
                data={"query": "SELECT DISTINCT ?class { ?x a ?class }"},
                headers={"accept": "application/sparql-results+json"},
            ).json()["results"]["bindings"]
            if row["class"]["value"].startswith(iris.ONTOLOGY)
        }
        assert {"Meeting", "Resolution", "Attendance"} <= held
        for term in classes():
            page = text_of(client, f"/ontology/{term.name}")
            assert (f"ในคลังนี้ยังไม่มี{term.label}" in page.text) == (term.name not in held), term.name


def test_shapes_are_turtle_that_parses(client):
    assert (None, RDF.type, URIRef("http://www.w3.org/ns/shacl#NodeShape")) in rdf(
        client, "/shape", "text/turtle"
    )
