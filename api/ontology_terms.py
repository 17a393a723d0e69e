"""The ontology as its pages tell it: classes and properties with what stands around them, and the code lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import ontology
from kg import iris
from kg.formats import PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_MORE = {"besluit": "http://data.vlaanderen.be/ns/besluit#", "owl": "http://www.w3.org/2002/07/owl#"}
_THEME = re.compile(r"^## (?P<theme>.+)$|^m:(?P<name>\w+) a owl:(?P<kind>\w+) ;$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of `ontology/mati.ttl`. Names of terms are short: "m:Meeting", "prov:Activity".

    `kind` is "Class", "ObjectProperty" or "DatatypeProperty"; `theme` the heading it stands under in the file.
    `parents` are broader terms, `close` those that nearly match, `domain` and `range` the classes a property serves
    and leads to (or a datatype).
    """

    name: str
    kind: str
    theme: str
    label: str
    english: str
    definition: str
    english_definition: str
    parents: tuple[str, ...]
    close: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]

    @property
    def short(self) -> str:
        """The term's short name, "m:Meeting"."""
        return f"m:{self.name}"


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list, or the list itself (`value` is "")."""

    scheme: str
    value: str
    label: str
    english: str
    definition: str
    english_definition: str


@cache
def terms() -> dict[str, Term]:
    """Return every term by its local name, in the order of `ontology/mati.ttl`."""
    from rdflib import URIRef

    found, theme, graph = {}, "", graph_of("mati.ttl")
    for match in _THEME.finditer(ontology.read_text("mati.ttl")):
        if match["theme"]:
            theme = match["theme"]
        else:
            found[match["name"]] = _term(graph, URIRef(iris.ontology(match["name"])), match["kind"], theme)
    return found


def classes() -> tuple[Term, ...]:
    """Return the classes, in the order of the file."""
    return tuple(term for term in terms().values() if term.kind == "Class")


def properties_of(name: str) -> tuple[Term, ...]:
    """Return the properties that serve a class or one of its parents, those of evidence last."""
    served = {f"m:{name}", *terms()[name].parents}
    found = (term for term in terms().values() if served & set(term.domain))
    return tuple(sorted(found, key=lambda term: term.name == "evidence" or "m:evidence" in term.parents))


def leading_to(name: str) -> tuple[Term, ...]:
    """Return the properties that lead to a class or one of its parents of ours."""
    aims = {f"m:{name}", *(parent for parent in terms()[name].parents if parent.startswith("m:"))}
    return tuple(
        term for term in terms().values() if term.kind == "ObjectProperty" and aims & set(term.range)
    )


@cache
def code_lists() -> dict[str, tuple[Code, tuple[Code, ...]]]:
    """Return each code list with its codes, in the order of `ontology/codes.ttl`."""
    from rdflib import URIRef

    graph, lists = graph_of("codes.ttl"), {}
    text = ontology.read_text("codes.ttl")
    for scheme in re.findall(r"^c:([\w-]+) a skos:ConceptScheme", text, re.MULTILINE):
        values = re.findall(rf"^<{re.escape(iris.CODES + scheme)}/([\w-]+)> a", text, re.MULTILINE)
        own = _code(graph, URIRef(iris.code_scheme(scheme)), scheme, "")
        lists[scheme] = (
            own,
            tuple(_code(graph, URIRef(iris.code(scheme, v)), scheme, v) for v in values),
        )
    return lists


@cache
def graph_of(*names: str) -> Graph:
    """Return files of the ontology as one graph, to be read only."""
    from rdflib import Graph

    graph = Graph()
    for name in names:
        graph.parse(data=ontology.read_text(name), format="turtle")
    return graph


def described(iri: str, *names: str) -> Graph:
    """Return what files of the ontology say of one thing, and of the codes of a list; empty for nothing."""
    from rdflib import Graph, URIRef
    from rdflib.namespace import SKOS

    whole, part, node = graph_of(*names), Graph(), URIRef(iri)
    for prefix, namespace in (PREFIXES | _MORE).items():
        part.bind(prefix, namespace)
    for subject in (node, *whole.subjects(SKOS.inScheme, node)):
        for triple in whole.triples((subject, None, None)):
            part.add(triple)
    return part


def short(iri: str) -> str:
    """Return an IRI with its prefix, "prov:Activity"; one without a prefix as it is."""
    for prefix, namespace in (PREFIXES | _MORE).items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _term(graph: Graph, node: Node, kind: str, theme: str) -> Term:
    from rdflib.namespace import RDFS, SDO, SKOS

    label, definition = _both(graph, node, RDFS.label), _both(graph, node, SKOS.definition)
    return Term(
        name=str(node).removeprefix(iris.ONTOLOGY),
        kind=kind,
        theme=theme,
        label=label[0],
        english=label[1],
        definition=definition[0],
        english_definition=definition[1],
        parents=_names(graph, node, RDFS.subClassOf, RDFS.subPropertyOf),
        close=_names(graph, node, SKOS.closeMatch),
        domain=_names(graph, node, RDFS.domain, SDO.domainIncludes),
        range=_names(graph, node, RDFS.range, SDO.rangeIncludes),
    )


def _code(graph: Graph, node: Node, scheme: str, value: str) -> Code:
    from rdflib.namespace import SKOS

    return Code(scheme, value, *_both(graph, node, SKOS.prefLabel), *_both(graph, node, SKOS.definition))


def _both(graph: Graph, node: Node, name: Node) -> tuple[str, str]:
    told = {getattr(text, "language", None): str(text) for text in graph.objects(node, name)}
    return told.get("th", ""), told.get("en", "")


def _names(graph: Graph, node: Node, *relations: Node) -> tuple[str, ...]:
    def found() -> Iterator[str]:
        for relation in relations:
            yield from sorted(short(str(other)) for other in graph.objects(node, relation))

    return tuple(found())
