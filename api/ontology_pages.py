"""The ontology under its own addresses: pages for people, RDF for programs, told apart by what is asked for.

`https://w3id.org/mati/ont`, `…/code/…` and `…/shape` lead to `/ont`, `/code/…` and `/shape` here.
"""

from __future__ import annotations

import json
from itertools import groupby
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

import ontology
from api import problems
from api.ontology_drawing import drawing
from api.ontology_example import example_of
from api.ontology_terms import (
    classes,
    code_lists,
    described,
    graph_of,
    leading_to,
    properties_of,
    terms,
)
from api.rendering import page
from api.service import desk_of
from kg import iris
from kg.errors import DataError
from kg.formats import ResultFormat, preferred

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.snapshots import Snapshot

router = APIRouter(include_in_schema=False)

_PAGE = ResultFormat("html", "text/html; charset=utf-8", frozenset(), ("application/xhtml+xml",))
_RDF = (
    ResultFormat("turtle", "text/turtle; charset=utf-8", frozenset(), ("application/x-turtle",)),
    ResultFormat("json-ld", "application/ld+json", frozenset(), ("application/json",)),
    ResultFormat("nt", "application/n-triples", frozenset(), ("text/plain",)),
    ResultFormat("xml", "application/rdf+xml", frozenset(), ("application/xml", "text/xml")),
)
_FILES = {
    "mati.ttl": _RDF[0].media_type,
    "codes.ttl": _RDF[0].media_type,
    "shapes.ttl": _RDF[0].media_type,
    "context.jsonld": _RDF[1].media_type,
    "published_terms.tsv": "text/tab-separated-values; charset=utf-8",
}
_VARY = {"Vary": "Accept"}


@router.get("/ontology")
def index(request: Request) -> Response:
    """Every class and property under their themes; or the ontology as RDF."""
    chosen = _choose(request)
    if isinstance(chosen, Response) or chosen is not _PAGE:
        return _rdf(chosen, graph_of("mati.ttl"), "mati.ttl")
    themes = [(theme, tuple(group)) for theme, group in groupby(classes(), key=lambda term: term.theme)]
    return page(
        request, "ontology.html", headers=_VARY, themes=themes, lists=code_lists(), files=sorted(_FILES),
        served={term.name: properties_of(term.name) for term in classes()},
    )  # fmt: skip


@router.get("/ontology/{name}")
def term_page(request: Request, name: str) -> Response:
    """A class with its drawing and a real example, a property, or one of the ontology's files."""
    if name in _FILES:
        return Response(ontology.read_text(name), media_type=_FILES[name])
    term = terms().get(name)
    if term is None:
        raise HTTPException(404, f"The ontology has no term {name!r}. /ontology lists those there are.")
    chosen = _choose(request)
    if isinstance(chosen, Response) or chosen is not _PAGE:
        return _rdf(chosen, described(iris.ontology(name), "mati.ttl"))
    values: dict[str, Any] = {"term": term, "terms": terms()}
    if term.kind != "Class":
        return page(request, "ontology_property.html", headers=_VARY, **values)
    return page(
        request, "ontology_class.html", headers=_VARY, d=drawing(name), served=properties_of(name),
        leading=leading_to(name), example=example_of(_snapshot(request), name), **values,
    )  # fmt: skip


@router.get("/ont")
def ontology_iri(request: Request) -> Response:
    """Where the ontology's IRI leads: its page, or the ontology as RDF."""
    return _iri(request, "/ontology", graph_of("mati.ttl"), "mati.ttl")


@router.get("/shape")
def shapes_iri(request: Request) -> Response:
    """Where the IRI of the shapes leads: what they ask for, or the shapes as RDF."""
    return _iri(request, "/ontology#files", graph_of("shapes.ttl"), "shapes.ttl")


@router.get("/code")
def codes_page(request: Request) -> Response:
    """Every code list; or all as RDF."""
    chosen = _choose(request)
    if isinstance(chosen, Response) or chosen is not _PAGE:
        return _rdf(chosen, graph_of("codes.ttl"), "codes.ttl")
    return page(request, "codes.html", headers=_VARY, lists=code_lists())


@router.get("/code/{scheme}")
def code_list_page(request: Request, scheme: str) -> Response:
    """One code list."""
    if scheme not in code_lists():
        raise HTTPException(404, f"There is no code list {scheme!r}. /code lists those there are.")
    return _iri(request, f"/code#{scheme}", described(iris.code_scheme(scheme), "codes.ttl"))


@router.get("/code/{scheme}/{value}")
def code_page(request: Request, scheme: str, value: str) -> Response:
    """One code."""
    _, codes = code_lists().get(scheme, (None, ()))
    if value not in {code.value for code in codes}:
        raise HTTPException(404, f"There is no code {scheme}/{value}. /code lists those there are.")
    return _iri(request, f"/code#{scheme}.{value}", described(iris.code(scheme, value), "codes.ttl"))


def _snapshot(request: Request) -> Snapshot | None:
    """The graph as it is; None where nothing has been ingested."""
    try:
        return desk_of(request).snapshot()
    except DataError:
        return None


def _iri(request: Request, address: str, graph: Graph, name: str | None = None) -> Response:
    chosen = _choose(request)
    if isinstance(chosen, Response) or chosen is not _PAGE:
        return _rdf(chosen, graph, name)
    return RedirectResponse(address, 303, headers=_VARY)


def _choose(request: Request) -> ResultFormat | Response:
    """The format asked for, or the refusal that none is offered."""
    accept = ",".join(request.headers.getlist("accept")) or None
    chosen = preferred((_PAGE, *_RDF), accept)
    if chosen is not None:
        return chosen
    offered = ", ".join(one.media_type.partition(";")[0] for one in (_PAGE, *_RDF))
    code, title = problems.HTTP_CODES[406]
    body = problems.problem(406, code, title, f"{request.url.path} is offered as {offered}.")
    return JSONResponse(body, 406, headers=_VARY, media_type=problems.MEDIA_TYPE)


def _rdf(chosen: ResultFormat | Response, graph: Graph, name: str | None = None) -> Response:
    """A graph in the format chosen; the file itself where that is its own format."""
    if isinstance(chosen, Response):
        return chosen
    if chosen.name == "turtle" and name is not None:
        text = ontology.read_text(name)
    elif chosen.name == "json-ld":
        context = json.loads(ontology.read_text("context.jsonld"))["@context"]
        text = graph.serialize(format="json-ld", context=context, indent=2)
    else:
        text = graph.serialize(format=chosen.name, encoding="utf-8").decode()
        if chosen.name == "nt":  # lines come in no order of their own
            text = "".join(sorted(text.splitlines(keepends=True)))
    return Response(text, media_type=chosen.media_type, headers=_VARY)
