"""The terms a query names, and which of them no file of the ontology knows."""

from __future__ import annotations

import re
from functools import cache

import rdflib

import ontology


def published() -> dict[str, dict[str, str]]:
    """The table of reused terms: each term's row under its IRI."""
    lines = [
        line for line in ontology.read_text("published_terms.tsv").splitlines() if not line.startswith("#")
    ]
    names = lines[0].split("\t")
    return {row[0]: dict(zip(names, row, strict=True)) for row in (line.split("\t") for line in lines[1:])}


@cache
def known_terms() -> frozenset[str]:
    """The terms and codes of the ontology's files, and the terms of other vocabularies it may use."""
    ours = (
        rdflib.Graph().parse(data=ontology.read_text(name), format="turtle")
        for name in ("mati.ttl", "codes.ttl")
    )
    return frozenset({str(term) for graph in ours for term in graph.subjects()} | set(published()))


def unknown_terms(query: str) -> set[str]:
    """Terms of a query that no file of the ontology knows."""
    prefixes = dict(re.findall(r"PREFIX ([\w-]*): <([^>]+)>", query))
    body = re.sub(r'"[^"]*"|^\s*#.*$', "", re.sub(r"PREFIX .*", "", query), flags=re.MULTILINE)
    named = set(re.findall(r"<(https?://[^>\s]+)>", body))
    body = re.sub(r"<https?://[^>\s]+>", "", body)
    named |= {prefixes[p] + local for p, local in re.findall(r"(?<![\w?:#<])([\w-]*):(\w+)", body)}
    standard = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2001/XMLSchema#")
    bases = {"https://w3id.org/mati/id/", "https://w3id.org/mati/code/", "https://w3id.org/mati/ont#"}
    return {term for term in named - known_terms() - bases if not term.startswith(standard)}
