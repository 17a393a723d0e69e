"""The ontology says all that the graph says, in Thai and English, and reuses only terms that exist."""

from __future__ import annotations

import json
import re
from enum import StrEnum
from pathlib import Path

import competency_store
import pytest
from query_terms import published
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, PROV, SDO, SKOS, DefinedNamespace
from sample_record import document, record

import ontology
from kg import iris, vocabulary
from kg.coverage import REASONS
from kg.form import form
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


@pytest.fixture(scope="module")
def store() -> Graph:
    """What whole stores hold beside records: series, matters, memberships, identity."""
    return competency_store.graph()


@pytest.fixture(scope="module")
def everything(graph: Graph, store: Graph) -> Graph:
    return graph + store


def terms(graph: Graph) -> set[str]:
    """The properties and classes that a data graph uses."""
    return {str(p) for p in graph.predicates()} | {str(o) for o in graph.objects(None, RDF.type)}


def ours(mati: Graph) -> set[URIRef]:
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    return {s for kind in kinds for s in mati.subjects(RDF.type, kind) if isinstance(s, URIRef)}


TABLE = published()


def listed(term: str, column: str) -> list[str]:
    """The values of one cell of the table of published terms."""
    return [value for value in TABLE[term][column].split("; ") if value]


def test_every_term_of_the_graph_is_defined(mati: Graph, everything: Graph) -> None:
    undefined = {t for t in terms(everything) if t.startswith(str(M))} - {str(t) for t in ours(mati)}
    assert undefined == set()


def test_every_term_defined_is_used(mati: Graph, everything: Graph) -> None:
    relative = {M.RelativeAgent}  # a whole record of one meeting need not have one: test_triples has
    assert ours(mati) - {URIRef(t) for t in terms(everything)} - relative == set()


def test_every_reused_term_is_on_the_list(mati: Graph, codes: Graph, everything: Graph) -> None:
    used = terms(everything) | terms(mati) | terms(codes)
    used |= {str(o) for o in mati.objects() if isinstance(o, URIRef)}
    written = {
        value[1:-1] for value in vars(vocabulary).values() if isinstance(value, str) and value[:1] == "<"
    }
    used = {
        t
        for t in used | written
        if not t.startswith(("https://w3id.org/mati/", "https://creativecommons.org/"))
    }
    assert used - set(TABLE) == set()
    spare = {"http://www.w3.org/2001/XMLSchema#decimal", str(PROV.Agent)}  # ranges of what is reused
    assert set(TABLE) - used - spare == set()


def test_every_reused_term_exists() -> None:
    checked = 0
    for term, row in TABLE.items():
        assert row["published"].startswith(("https://", "http://")), term
        assert row["version"], term
        space = next((space for prefix, space in CLOSED.items() if term.startswith(prefix)), None)
        if space is not None:
            assert URIRef(term) in space, term
            checked += 1
    assert checked > 60


class TestPublishedDefinitions:
    """The terms of other vocabularies are used as those vocabularies publish them."""

    def test_classes_are_used_as_classes_and_properties_as_properties(
        self, mati: Graph, codes: Graph, everything: Graph
    ) -> None:
        for data in (mati, codes, everything):
            for term in set(data.predicates()) & set(map(URIRef, TABLE)):
                assert TABLE[str(term)]["kind"].endswith("property"), term
            for term in set(data.objects(None, RDF.type)) & set(map(URIRef, TABLE)):
                assert TABLE[str(term)]["kind"] == "class", term

    def test_what_ours_are_part_of_is_of_the_same_kind(self, mati: Graph) -> None:
        kinds = {OWL.Class: {"class"}, OWL.ObjectProperty: {"object-property", "property"}}
        kinds[OWL.DatatypeProperty] = {"datatype-property", "property", "annotation-property"}
        for name in ours(mati):
            mine = next(kind for kind in kinds if (name, RDF.type, kind) in mati)
            for relation in (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch):
                for other in mati.objects(name, relation):
                    if str(other) in TABLE:
                        # m:start and the like are plain values where oa has properties of nodes
                        assert TABLE[str(other)]["kind"] in kinds[mine], (name, other)

    def test_values_are_things_or_literals_as_published(self, everything: Graph) -> None:
        for term, row in TABLE.items():
            for value in everything.objects(None, URIRef(term)):
                if row["kind"] == "object-property":
                    assert isinstance(value, URIRef), (term, value)
                if row["kind"] == "datatype-property":
                    assert isinstance(value, Literal), (term, value)
                    for datatype in listed(term, "range"):
                        assert str(value.datatype) == datatype, (term, value)

    def test_nothing_is_of_two_classes_that_are_disjoint(self, mati: Graph, everything: Graph) -> None:
        for node, classes in inferred(mati, everything).items():
            for one in classes & set(TABLE):
                assert not classes & set(listed(one, "disjoint")), (node, one, sorted(classes))

    def test_a_contradiction_would_be_seen(self, mati: Graph, everything: Graph) -> None:
        wrong = everything + Graph()
        meeting = next(iter(wrong.subjects(RDF.type, M.Meeting)))
        wrong.add((meeting, PROV.value, Literal("ก")))  # prov:value is of entities, meetings are activities
        classes = inferred(mati, wrong)[meeting]
        assert {str(PROV.Activity), str(PROV.Entity)} <= classes
        assert str(PROV.Entity) in listed(str(PROV.Activity), "disjoint")


def inferred(mati: Graph, data: Graph) -> dict[URIRef, set[str]]:
    """The classes of every node: as typed, and as domains and ranges, ours and published, make them."""
    parents: dict[str, set[str]] = {term: set(listed(term, "parents")) for term in TABLE}
    for name in ours(mati):
        for relation in (RDFS.subClassOf, RDFS.subPropertyOf):
            for other in mati.transitive_objects(name, relation):
                if other != name:
                    parents.setdefault(str(name), set()).update({str(other), *parents.get(str(other), ())})
    domains: dict[str, set[str]] = {
        t: {d for d in listed(t, "domain") if d[0] != "~" and "|" not in d} for t in TABLE
    }
    ranges: dict[str, set[str]] = {
        t: {d for d in listed(t, "range") if d[0] != "~" and "|" not in d} for t in TABLE
    }
    for name in ours(mati):
        domains[str(name)] = {str(d) for d in mati.objects(name, RDFS.domain)}
        ranges[str(name)] = {str(d) for d in mati.objects(name, RDFS.range)}
    found: dict[URIRef, set[str]] = {}
    for subject, predicate, value in data:
        if predicate == RDF.type:
            found.setdefault(subject, set()).add(str(value))
            continue
        for relation in {str(predicate)} | parents.get(str(predicate), set()):
            found.setdefault(subject, set()).update(domains.get(relation, ()))
            if isinstance(value, URIRef):
                found.setdefault(value, set()).update(ranges.get(relation, ()))
    return {
        node: classes | {p for c in classes for p in parents.get(c, ())} for node, classes in found.items()
    }


@pytest.mark.parametrize("name", [RDFS.label, SKOS.definition])
def test_every_term_is_named_and_defined_in_thai_and_english(mati: Graph, name: URIRef) -> None:
    for term in ours(mati):
        languages = [getattr(text, "language", None) for text in mati.objects(term, name)]
        assert sorted(map(str, languages)) == ["en", "th"], term


def test_thai_texts_are_thai(mati: Graph, codes: Graph) -> None:
    for text in [*mati.objects(), *codes.objects()]:
        if getattr(text, "language", None) == "th" and str(text) != "SHA-256":
            assert re.search("[ก-ฮ]", str(text)), text


def classes_of(mati: Graph, data: Graph, node: URIRef) -> set[URIRef]:
    """The classes a node is typed with, and their parents of ours."""
    return {
        c for kind in data.objects(node, RDF.type) for c in mati.transitive_objects(kind, RDFS.subClassOf)
    }


def test_the_graph_keeps_domains_and_ranges(mati: Graph, everything: Graph) -> None:
    graph, known = everything, everything + read("codes.ttl")
    for name in ours(mati):
        domain, span = mati.value(name, RDFS.domain), mati.value(name, RDFS.range)
        for subject, value in graph.subject_objects(name):
            if domain is not None:
                assert domain in classes_of(mati, graph, subject), (name, subject)
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


def test_the_graph_keeps_to_the_classes_that_properties_name(mati: Graph, everything: Graph) -> None:
    """A property without domain or range says which classes it serves."""
    for name in ours(mati) - set(mati.subjects(RDF.type, OWL.Class)):
        for strict, loose, ends in (
            (RDFS.domain, SDO.domainIncludes, everything.subjects(name, None)),
            (RDFS.range, SDO.rangeIncludes, everything.objects(None, name)),
        ):
            named = set(mati.objects(name, loose))
            assert len(set(mati.objects(name, strict))) <= 1, name
            assert not named or (name, strict, None) not in mati, name
            if strict == RDFS.domain:
                assert named or (name, strict, None) in mati, f"{name} serves no class"
            for end in ends:
                types = classes_of(mati, everything, end)
                assert not named or not types or named & types, (name, end)


LISTS: dict[str, type[StrEnum]] = {
    "document-kind": Kind,
    "agenda-section": Section,
    "resolution-type": ResolutionType,
    "presence": Presence,
    "mode": Mode,
}
WORDS = {
    "match-reason": {*REASONS, "reference", "same-title", "near-title", "same-project", "same-agency"},
    "law-kind": {"law", "plan"},
    "attendance-status": {"present", "proxy", "absent"},
    "signature-role": {"recorder", "checker"},
    "capacity": {"holder", "acting", "representing"},
    "numbering": {"yearly", "running", "session", "dated"},
    "record-status": {"provisional", "endorsed", "endorsed-with-corrections"},
    "correction-status": {"applied", "not-found", "no-record"},
    "reference-status": {"resolved", "item-missing", "no-record", "unclear"},
    "report-kind": {"progress", "done", "not-done"},
    "remark-kind": {"suggestion", "opinion", "observation", "question"},
    "project-kind": {"project", "programme", "plan", "system", "activity"},
    "due-basis": {"stated", "counted"},
    "link-decision": {"rule", "merged", "confirmed", "split"},
}


@pytest.mark.parametrize("scheme", [*LISTS, *WORDS])
def test_code_lists_hold_exactly_the_codes_of_records(codes: Graph, scheme: str) -> None:
    expected = {str(member) for member in LISTS[scheme]} if scheme in LISTS else WORDS[scheme]
    members = set(codes.subjects(SKOS.inScheme, URIRef(iris.code_scheme(scheme))))
    assert {str(m) for m in members} == {iris.code(scheme, value) for value in expected}
    assert {str(n) for m in members for n in codes.objects(m, SKOS.notation)} == expected


FORMS = ROOT / "kg" / "form"


@pytest.mark.skipif(not (FORMS / "identity.yaml").exists(), reason="no rules join names here")
def test_reasons_that_join_names_are_codes(codes: Graph) -> None:
    rules = form("identity")
    reasons = {code for kind in ("person", "agency", "project") for code, w in rules[kind].items() if w > 0}
    members = set(codes.subjects(SKOS.inScheme, URIRef(iris.code_scheme("link-reason"))))
    assert {str(m) for m in members} == {iris.code("link-reason", reason) for reason in reasons}


@pytest.mark.skipif(not (FORMS / "tiers.yaml").exists(), reason="no tiers are told from names here")
def test_tiers_of_offices_are_codes(codes: Graph) -> None:
    told = form("tiers")
    tiers = set(told["ranks"]) | {head["tier"] for head in told["heads"] if "tier" in head}
    members = set(codes.subjects(SKOS.inScheme, URIRef(iris.code_scheme("agency-tier"))))
    assert {iris.code("agency-tier", tier) for tier in tiers} <= {str(m) for m in members}


def test_every_code_of_the_graph_is_in_a_list(codes: Graph, everything: Graph) -> None:
    used = {str(o) for o in everything.objects() if str(o).startswith(iris.CODES)}
    assert used
    assert used <= {str(s) for s in codes.subjects(RDF.type, SKOS.Concept)}


def test_every_list_and_code_is_named_in_both_languages(codes: Graph) -> None:
    for node in codes.subjects(RDF.type, None):
        for name in (SKOS.prefLabel, SKOS.definition):
            assert sorted(getattr(t, "language", "") for t in codes.objects(node, name)) == ["en", "th"], node


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
    def test_a_record_and_a_store_survive_json_ld_with_it(self, graph: Graph, store: Graph) -> None:
        for data in (graph, store):
            text = data.serialize(format="json-ld", context=self.CONTEXT["@context"])
            assert set(Graph().parse(data=text, format="json-ld")) == set(data)
            assert '"quote": ' in text


class TestPages:
    def test_readme_has_every_term(self, mati: Graph) -> None:
        page = ontology.read_text("README.md")
        missing = {str(t).removeprefix(str(M)) for t in ours(mati)} - set(re.findall(r"\bm:(\w+)", page))
        assert missing == set()

    def test_readme_links_to_no_file_that_is_not_there(self) -> None:
        page = ontology.read_text("README.md")
        for name in re.findall(r"^\| `([\w./-]+)` \|", page, re.MULTILINE):
            assert (ROOT / "ontology" / name).exists(), name

    def test_glossary_has_every_class_and_code(self, mati: Graph, codes: Graph) -> None:
        page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
        for node in mati.subjects(RDF.type, OWL.Class):
            assert f"m:{str(node).removeprefix(str(M))}`" in page, node
            for label in mati.objects(node, RDFS.label):
                assert str(label) in page, label
        for node in codes.subjects(RDF.type, SKOS.Concept):
            assert f"c:{str(node).removeprefix(iris.CODES)}`" in page, node

    def test_example_queries_of_the_readme_have_answers(self, everything: Graph) -> None:
        examples = re.findall(r"```sparql\n(.*?)```", ontology.read_text("README.md"), re.DOTALL)
        assert len(examples) >= 20
        for query in examples:
            assert list(everything.query(query)), query


def test_unknown_name_is_refused() -> None:
    with pytest.raises(FileNotFoundError):
        ontology.read_text("nothing.ttl")
