"""The small hand-written store of tests/golden/competency.trig, as a snapshot and as one rdflib graph."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from kg.store import Store

TRIG = Path(__file__).parents[1] / "golden" / "competency.trig"


def quads() -> dict[str, bytes]:
    """The N-Quads of each named graph, under its IRI."""
    lines: dict[str, list[str]] = defaultdict(list)
    for quad in ox.parse(path=str(TRIG), format=ox.RdfFormat.TRIG):
        lines[quad.graph_name.value].append(f"{quad} .\n")
    return {name: "".join(sorted(group)).encode() for name, group in lines.items()}


def publish(folder: Path) -> None:
    """Put the graphs into a data folder and publish a snapshot of them."""
    with Store.open(folder) as store:
        store.bulk_put(quads().items())
        store.publish()


def graph() -> Graph:
    """All graphs as one."""
    triples = (f"{quad.triple} .\n" for quad in ox.parse(path=str(TRIG), format=ox.RdfFormat.TRIG))
    return Graph().parse(data="".join(triples), format="nt")


def graphs() -> dict[str, Graph]:
    """Each named graph under its IRI."""
    # rdflib's own N-Quads parser calls what rdflib deprecates, and warns
    return {
        name: Graph().parse(
            data=b"\n".join(line.rpartition(b" <")[0] + b" ." for line in lines.splitlines()), format="nt"
        )
        for name, lines in quads().items()
    }
