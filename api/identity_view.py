"""Identity for people: entities, links and decisions as lines of text; what a log file holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg import iris
from kg.errors import InputError, UnknownName
from kg.identity.decisions import Action, Decision
from kg.identity.entities import Entity, Identity, Link
from kg.identity.reasons import label

_NEAR_NAMES = 3
_SHOWN_FILES = 5


def entities_like(
    identity: Identity, *, kind: str | None = None, like: str | None = None, single: bool = False
) -> list[Entity]:
    """Return entities by kind and name; of those with one spelling only where `single`.

    `like` keeps those with a spelling that holds these letters, whatever the digits and spaces.
    """
    wanted = iris.name_key(like) if like else ""
    return [
        entity
        for entity in identity.entities
        if kind in (None, entity.kind.value)
        and (single or len(entity.spellings) > 1)
        and any(wanted in iris.name_key(spelling.name) for spelling in entity.spellings)
    ]


def unknown_name(identity: Identity, name: str) -> UnknownName:
    """Return the error for a name that no record has, with near names."""
    from rapidfuzz import process

    names = dict.fromkeys(spelling.name for entity in identity.entities for spelling in entity.spellings)
    near = process.extract(name, list(names), limit=_NEAR_NAMES, score_cutoff=60.0)
    meant = (
        f"Near names: {'; '.join(str(hit[0]) for hit in near)}."
        if near
        else "`mati identity list --all` lists all."
    )
    return UnknownName(f"No record names {name}. {meant}")


def entity_line(entity: Entity) -> str:
    """Return an entity as one line: its name, then its other spellings."""
    others = [f"{s.name}{' ✗' if s.damaged else ''} ({s.documents})" for s in entity.spellings[1:]]
    return (
        f"{entity.kind.value:8} {entity.name} ({entity.spellings[0].documents}) ← {' · '.join(others) or '-'}"
    )


def entity_text(entity: Entity, files: Mapping[str, str]) -> str:
    """Return an entity with each spelling and each link that made it; `files` maps sha256 to file names."""
    lines = [f"{entity.kind.value} {entity.name}"]
    for spelling in entity.spellings:
        damaged = " · a misreading, searched for but not shown" if spelling.damaged else ""
        lines.append(f"  {spelling.name} · {spelling.documents} records{damaged}")
    for link in entity.links:
        lines += [f"  {line}" for line in link_lines(link)]
    shown = [files.get(sha256, sha256[:16]) for sha256 in entity.documents[:_SHOWN_FILES]]
    more = len(entity.documents) - len(shown)
    lines.append(f"  in {', '.join(shown)}{f' and {more} more' if more > 0 else ''}")
    return "\n".join(lines)


def link_lines(link: Link) -> Iterator[str]:
    """Yield a link and why: who decided it, or the rules' reasons with their weights."""
    yield f"{link.kind.value} {link.one} = {link.other} · {link.score:.3f}"
    if link.decision is not None:
        yield f"    {decision_line(link.decision)}"
    elif link.reasons:
        yield "    " + " · ".join(f"{label(reason.code)[0]} {reason.weight:+.1f}" for reason in link.reasons)


def decision_line(made: Decision) -> str:
    """Return a decision as one line."""
    sign = "≠" if made.action is Action.SPLIT else "="
    within = f" in {len(made.documents)} records" if made.documents else ""
    why = f": {made.why}" if made.why else ""
    return f"{made.id}. {made.action.value} {made.kind.value} {made.one} {sign} {made.other or '…'}{within} · {made.who}, {made.when}{why}"


def moment() -> str:
    """Return the time now, in UTC, ISO form, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def decisions_of_file(path: Path) -> list[dict[str, Any]]:
    """Return the decisions of a log file that were not undone, oldest first.

    Raises InputError where the file is no such log.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"{path} is no log of decisions: {error}. `mati identity log --json` writes one."
        ) from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise InputError(
            f"{path} is no log of decisions: a list is needed, as `mati identity log --json` writes."
        )
    return [
        {k: v for k, v in one.items() if k not in {"id", "undone"}} for one in found if not one.get("undone")
    ]
