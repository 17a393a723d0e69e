"""The threads between the records of a store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.identity.names import Names
from kg.threads.links import DocumentLinks
from kg.threads.parts import Outline


@dataclass(frozen=True)
class Threads:
    """What records give to each other's graphs, and the graphs of series."""

    found: Mapping[str, DocumentLinks] = field(default_factory=dict)

    def links(self, sha256: str) -> DocumentLinks:
        """Return what other documents give to the graph of one."""
        return self.found.get(sha256, DocumentLinks())

    def graphs(self) -> dict[str, bytes]:
        """Return the named graphs of series: graph IRI → N-Quads."""
        return {}


def follow(outlines: Mapping[str, Outline], names: Mapping[str, Names]) -> Threads:
    """Return the threads between the records, given by sha256 with what their names stand for."""
    return Threads()
