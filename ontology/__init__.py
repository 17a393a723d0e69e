"""The ontology's files, as they lie in this package: `mati.ttl`, `codes.ttl`, `shapes.ttl`, `context.jsonld`."""

from __future__ import annotations

from importlib.resources import files


def read_text(name: str) -> str:
    """Return the text of one of the package's files, e.g. "mati.ttl" or "queries/attendance.rq".

    Raises:
        FileNotFoundError: there is no such file in the package.
    """
    return files(__name__).joinpath(name).read_text(encoding="utf-8")
