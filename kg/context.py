"""What a document's graph depends on beside its own record: what the rest of the store makes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kg.identity.names import Names, names_from_json, names_to_json
from kg.threads.links import DocumentLinks, links_from_json, links_to_json


@dataclass(frozen=True, slots=True)
class Context:
    """Empty for a record that stands alone."""

    names: Names = field(default_factory=Names)
    links: DocumentLinks = field(default_factory=DocumentLinks)


ALONE = Context()


def context_to_json(context: Context) -> list[Any]:
    """Return a context as JSON values."""
    return [names_to_json(context.names), links_to_json(context.links)]


def context_from_json(data: list[Any]) -> Context:
    """Return the context that `context_to_json` made `data` from."""
    return Context(names_from_json(data[0]), links_from_json(data[1]))
