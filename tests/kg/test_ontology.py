"""The ontology says all that the graph says, in Thai and English, and reuses only terms that exist."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS, DefinedNamespace
from sample_record import document, record

import ontology
from kg import iris
from kg.coverage import REASONS
from kg.records import Kind, Mode, Presence, ResolutionType, Section
from kg.triples import record_to_graph

M = Namespace(iris.ONTOLOGY)
ROOT = Path(__file__).parents[2]
CLOSED: dict[str, type[DefinedNamespace]] = {
    str(space): space  # type: ignore[misc]
    for space in (RDF, RDFS, OWL, XSD, SKOS, DCTERMS, FOAF, ORG, PROV, SDO)
}


def read(name: str) -> Graph:
    return Graph().parse(data=ontology.read_text(name), format="turtle")


@pytest.fixture(scope="module")
def mati() -> Graph:
    return read("mati.ttl")


@pytest.fixture(scope="module")
def codes() -> Graph:
    return read("codes.ttl")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return record_to_graph(record(), document())


def terms(graph: Graph) -> set[str]:
    """The properties and classes that a data graph uses."""
    return {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}


def ours(mati: Graph) -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {s for kind in kinds for s in mati.subjects(RDF.type, kind) if isinstance(s, URIRef)}


def reused() -> set[str]:
    lines = ontology.read_text("reused_terms.txt").splitlines()
    return {line for line in lines if line and not line.startswith("#")}


def test_every_term_of_the_graph_is_defined(mati: Graph, graph: Graph) -> None:
    undefined = {t for t in terms(graph) if t.startswith(str(M))} - {str(t) for t in ours(mati)}
    assert undefined == set()


def test_every_term_defined_is_used_by_a_whole_record(mati: Graph, graph: Graph) -> None:
    relative = {M.RelativeAgent}  # a whole record of one meeting need not have one: test_triples has
    assert ours(mati) - {URIRef(t) for t in terms(graph)} - relative == set()


def test_every_reused_term_is_on_the_list(mati: Graph, graph: Graph) -> None:
    used = terms(graph) | terms(mati) | {str(o) for o in mati.objects() if isinstance(o, URIRef)}
    used = {t for t in used if not t.startswith(("https://w3id.org/mati/", "https://creativecommons.org/"))}
    assert used - reused() == set()
    assert reused() - used == {"http://www.w3.org/ns/oa#identifying"}  # an individual, as an object


def test_every_reused_term_exists(mati: Graph) -> None:
    checked = 0
    for term in reused():
        space = next((space for prefix, space in CLOSED.items() if term.startswith(prefix)), None)
        if space is not None:
            assert URIRef(term) in space, term
            checked += 1
        else:
            assert re.match(
                r"http://(data\.europa\.eu/eli/|www\.w3\.org/ns/oa#|data\.vlaanderen\.be/)", term
            ), term
    assert checked > 40


@pytest.mark.parametrize("name", [RDFS.label, SKOS.definition])
def test_every_term_is_named_and_defined_in_thai_and_english(mati: Graph, name: URIRef) -> None:
    for term in ours(mati):
        languages = [getattr(text, "language", None) for text in mati.objects(term, name)]
        assert sorted(map(str, languages)) == ["en", "th"], term


def test_thai_texts_are_thai(mati: Graph, codes: Graph) -> None:
    for text in [*mati.objects(), *codes.objects()]:
        if getattr(text, "language", None) == "th" and str(text) != "SHA-256":
            assert re.search("[ก-ฮ]", str(text)), text


def test_the_graph_keeps_domains_and_ranges(mati: Graph, graph: Graph) -> None:
    known = graph + read("codes.ttl")
    for name in ours(mati):
        domain, span = mati.value(name, RDFS.domain), mati.value(name, RDFS.range)
        for subject, value in graph.subject_objects(name):
            if domain is not None:
                assert (subject, RDF.type, domain) in graph, (name, subject)
            if span is None:
                continue
            if str(span).startswith(str(XSD)) or span == RDF.langString:
                assert getattr(value, "datatype", None) == (None if span == RDF.langString else span) or (
                    span == XSD.string and getattr(value, "datatype", None) is None
                ), (name, value)
            elif span == FOAF.Agent:
                assert {FOAF.Agent, FOAF.Person, ORG.Organization} & set(graph.objects(value, RDF.type)), (
                    value
                )
            elif not (span == M.Meeting and (value, None, None) not in graph):
                assert (value, RDF.type, span) in known, (name, value)


LISTS: dict[str, type[StrEnum]] = {
    "document-kind": Kind,
    "agenda-section": Section,
    "resolution-type": ResolutionType,
    "presence": Presence,
    "mode": Mode,
}
WORDS = {
    "match-reason": set(REASONS),
    "law-kind": {"law", "plan"},
    "attendance-status": {"present", "proxy", "absent"},
    "signature-role": {"recorder", "checker"},
}


@pytest.mark.parametrize("scheme", [*LISTS, *WORDS])
def test_code_lists_hold_exactly_the_codes_of_records(codes: Graph, scheme: str) -> None:
    expected = {str(member) for member in LISTS[scheme]} if scheme in LISTS else WORDS[scheme]
    members = set(codes.subjects(SKOS.inScheme, URIRef(iris.code_scheme(scheme))))
    assert {str(m) for m in members} == {iris.code(scheme, value) for value in expected}
    assert {str(n) for m in members for n in codes.objects(m, SKOS.notation)} == expected


def test_every_code_of_the_graph_is_in_a_list(codes: Graph, graph: Graph) -> None:
    used = {str(o) for o in graph.objects() if str(o).startswith(iris.CODES)}
    assert used
    assert used <= {str(s) for s in codes.subjects(RDF.type, SKOS.Concept)}


def test_every_list_and_code_is_named_in_both_languages(codes: Graph) -> None:
    for node in codes.subjects(RDF.type, None):
        assert {getattr(t, "language", None) for t in codes.objects(node, SKOS.prefLabel)} == {"en", "th"}


def test_shapes_speak_both_languages_and_have_a_level() -> None:
    shapes = read("shapes.ttl")
    sh = Namespace("http://www.w3.org/ns/shacl#")
    told = [*shapes.subjects(RDF.type, sh.PropertyShape), *shapes.subjects(RDF.type, sh.SPARQLConstraint)]
    assert len(told) > 25
    for shape in told:
        assert shapes.value(shape, sh.group) is not None, shape
        assert {getattr(t, "language", None) for t in shapes.objects(shape, sh.message)} == {"en", "th"}, (
            shape
        )


def test_shapes_ask_only_for_terms_that_exist(mati: Graph) -> None:
    asked = set(re.findall(r"\bm:(\w+)", ontology.read_text("shapes.ttl")))
    assert {M[name] for name in asked} <= ours(mati)


class TestContext:
    CONTEXT = json.loads(ontology.read_text("context.jsonld"))

    def test_every_term_has_its_short_name(self, mati: Graph) -> None:
        names = self.CONTEXT["@context"]
        for term in ours(mati):
            short = names[str(term).removeprefix(str(M))]
            told = short if isinstance(short, str) else short["@id"]
            assert told == f"m:{str(term).removeprefix(str(M))}"
            if (term, RDF.type, OWL.ObjectProperty) in mati:
                assert short["@type"] == "@id"

    # rdflib 7.6 reads JSON-LD through a class that it deprecates
    @pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
    def test_a_record_survives_json_ld_with_it(self, graph: Graph) -> None:
        text = graph.serialize(format="json-ld", context=self.CONTEXT["@context"])
        assert set(Graph().parse(data=text, format="json-ld")) == set(graph)
        assert '"quote": ' in text


class TestPages:
    def test_readme_has_every_term(self, mati: Graph) -> None:
        page = ontology.read_text("README.md")
        missing = {str(t).removeprefix(str(M)) for t in ours(mati)} - set(re.findall(r"\bm:(\w+)", page))
        assert missing == set()

    def test_glossary_has_every_class_and_code(self, mati: Graph, codes: Graph) -> None:
        page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
        for node in mati.subjects(RDF.type, OWL.Class):
            assert f"m:{str(node).removeprefix(str(M))}`" in page, node
            for label in mati.objects(node, RDFS.label):
                assert str(label) in page, label
        for node in codes.subjects(RDF.type, SKOS.Concept):
            assert f"c:{str(node).removeprefix(iris.CODES)}`" in page, node

    def test_example_queries_of_the_readme_have_answers(self, graph: Graph) -> None:
        examples = re.findall(r"```sparql\n(.*?)```", ontology.read_text("README.md"), re.DOTALL)
        assert len(examples) >= 8
        for query in examples:
            assert list(graph.query(query)), query


def test_unknown_name_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        ontology.read_text("nothing.ttl")
