"""The SPARQL endpoint: protocol, formats, and that it only reads."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from conftest import serving
from rdflib import Graph

from api.sparql import TRUNCATED
from api.sparql_page import example_queries

SELECT = "SELECT ?s WHERE { ?s a <https://w3id.org/mati/ont#Meeting> } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s a ?c } WHERE { SELECT DISTINCT ?s ?c { ?s a ?c } ORDER BY ?s ?c LIMIT 20 }"


def bindings(response) -> list:
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].partition(";")[0] == "application/sparql-results+json"
    return response.json()["results"]["bindings"]


def test_get_form_and_direct_give_the_same(client, entries):
    got = bindings(client.get("/sparql", params={"query": SELECT}))
    form = bindings(client.post("/sparql", data={"query": SELECT}))
    direct = bindings(
        client.post(
            "/sparql",
            content=SELECT.encode(),
            headers={"content-type": "application/sparql-query; charset=utf-8"},
        )
    )
    assert got == form == direct
    assert len(got) == len({entry["meeting_iri"] for entry in entries if entry["meeting_iri"]})


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (CONSTRUCT, "text/turtle", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
    ],
)
def test_formats_are_negotiated(client, query, accept, media_type):
    response = client.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["vary"] == "Accept"
    assert len(response.content) > 10


@pytest.mark.parametrize(("format_", "parser"), [("ttl", "turtle"), ("nt", "nt"), ("rdfxml", "xml")])
def test_constructed_graphs_can_be_read(client, format_, parser):
    response = client.get("/sparql", params={"query": CONSTRUCT, "format": format_})
    assert len(Graph().parse(data=response.content, format=parser)) == 20


def test_head_has_headers_and_no_body(client):
    response = client.head("/sparql", params={"query": SELECT})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("application/sparql-results+json")
    assert response.content == b""
    assert client.head("/ask").status_code == 200
    assert client.head("/api/none").status_code == 404


def test_graphs_of_the_store_can_be_chosen(client, entries):
    everything = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    graphs = [f"https://w3id.org/mati/id/graph/{entry['sha256'][:16]}" for entry in entries[:2]]
    counts = []
    for chosen in ([], graphs[:1], graphs[1:], graphs):
        response = client.get("/sparql", params={"query": everything, "default-graph-uri": chosen})
        counts.append(int(bindings(response)[0]["n"]["value"]))
    assert counts[0] > counts[3] > counts[1] > 0
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    found = bindings(client.get("/sparql", params={"query": named, "named-graph-uri": graphs[:1]}))
    assert [row["g"]["value"] for row in found] == graphs[:1]


def test_a_browser_without_a_query_is_led_to_the_page(client):
    response = client.get("/sparql", headers={"accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["location"]) == (303, "/sparql-editor")


@pytest.mark.parametrize("example", example_queries(), ids=lambda example: example["title"])
def test_the_examples_give_something(client, example):
    response = client.get("/sparql", params={"query": example["query"]})
    assert response.status_code == 200, response.text
    result = json.loads(response.content)
    assert result.get("boolean") is True or result["results"]["bindings"]


def test_a_query_over_a_limit_is_stopped(settings, service):
    slow = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"
    with serving(replace(settings, query_time_limit_ms=1000, query_max_bytes=3000)) as quick:
        response = quick.client.get("/sparql", params={"query": slow})
        assert response.status_code == 503
        assert response.json()["code"] == "query-timeout"
        assert int(response.headers["retry-after"]) > 0
        whole = quick.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert whole.json()["boolean"] is True
        assert TRUNCATED not in whole.headers
        cut = quick.client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"})
        assert cut.headers[TRUNCATED] == "true"
        assert len(cut.content) <= 3000
        assert len(cut.json()["results"]["bindings"]) > 3
        assert (
            "แสดงไม่ครบ" in quick.client.get("/sparql-editor", params={"query": "SELECT * { ?s ?p ?o }"}).text
        )
        page = quick.client.get("/sparql-editor", params={"query": slow})
        assert page.status_code == 503
        assert "query-timeout" in page.text
