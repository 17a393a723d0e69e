"""Which document is meant by a file name, an IRI or a hash."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kg.errors import UnknownName

_OWN_IRI = re.compile(r"<?https?://[^\s<>]+/[a-z]+/([0-9a-f]{16})(?:/[^\s<>]*)?>?")
_SHA256 = re.compile(r"[0-9a-f]{16,64}")
_NEAR_NAMES = 3
_NEAR_ENOUGH = 60.0  # of 100, rapidfuzz's WRatio


def resolve(name_or_iri: str, names: Sequence[tuple[str, str]], documents: Sequence[str], data: Path) -> str:
    """Return the sha256 of the document meant; see `Library.resolve`.

    Args:
        name_or_iri: what a person gave.
        names: every (file name, sha256).
        documents: every sha256.
        data: the data folder, for messages.

    Raises:
        UnknownName: nothing or more than one document is meant.
    """
    name = name_or_iri.strip()
    exact = next((sha256 for file, sha256 in names if file == name), None)
    if exact is not None:
        return exact
    iri = _OWN_IRI.fullmatch(name)
    start = iri[1] if iri else name.lower()
    if _SHA256.fullmatch(start):
        found = [sha256 for sha256 in documents if sha256.startswith(start)]
        if len(found) == 1:
            return found[0]
    ending = "/" + name.removeprefix("./").lstrip("/")
    files = [(file, sha256) for file, sha256 in names if ("/" + file).endswith(ending)]
    # a path longer than the name, too: FILE was ingested alone, so its folder is no part of the name
    files = files or [(file, sha256) for file, sha256 in names if ending.endswith("/" + file)]
    if len({sha256 for _, sha256 in files}) == 1:
        return files[0][1]
    if files:
        several = ", ".join(file for file, _ in files[:_NEAR_NAMES])
        raise UnknownName(f"{name} may mean several documents ({several}…): give more of the name")
    raise unknown(name, names, data)


def unknown(name: str, names: Sequence[tuple[str, str]], data: Path) -> UnknownName:
    """Return the error for a name that no document has; it suggests near names."""
    from rapidfuzz import process

    near = process.extract(name, [file for file, _ in names], limit=_NEAR_NAMES, score_cutoff=_NEAR_ENOUGH)
    meant = (
        f"did you mean {', '.join(str(hit[0]) for hit in near)}?" if near else "`mati ingest PATH` adds one"
    )
    return UnknownName(f"no document named {name} is in the data folder {data}: {meant}")
