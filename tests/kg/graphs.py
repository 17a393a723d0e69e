"""Small graphs for the tests of store and snapshots."""

from __future__ import annotations

from kg import nquads

G1, G2 = "https://w3id.org/mati/id/graph/aa", "https://w3id.org/mati/id/graph/bb"


def quads(graph: str, *values: str, subject: str = "urn:s") -> bytes:
    return nquads.dump(
        [(f"<{subject}>", "<urn:p>", nquads.text(value, "th")) for value in values], f"<{graph}>"
    )
