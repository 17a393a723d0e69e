"""`mati identity`: who is who over the whole store, why, and what people decided about it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from api.output import print_json

if TYPE_CHECKING:
    from api.desk import Desk
    from kg.identity.entities import Entity, Identity

OpenDesk = Callable[..., AbstractContextManager["Desk"]]
KINDS = ("person", "agency", "project")


def add_identity(command: argparse.ArgumentParser, open_desk: OpenDesk) -> None:
    """Give `mati identity` its subcommands; `open_desk(arguments, write=…)` opens the data folder."""
    commands = command.add_subparsers(dest="identity", required=True, metavar="WHAT")

    def add(
        name: str, run: Callable[[argparse.Namespace, OpenDesk], int], summary: str
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        made.set_defaults(run=lambda arguments: run(arguments, open_desk))
        return made

    listing = add("list", _list, "people, agencies and projects with all their spellings")
    listing.add_argument("kind", nargs="?", choices=KINDS)
    listing.add_argument("--like", metavar="TEXT", help="only those with a spelling that holds these letters")
    listing.add_argument("--all", action="store_true", help="those with one spelling too")
    show = add("show", _show, "whom a name stands for, and why")
    show.add_argument("name")
    doubtful = add("doubtful", _doubtful, "pairs of names that are almost surely one: for people to settle")
    doubtful.add_argument("kind", nargs="?", choices=KINDS)
    for name, summary in (
        ("merge", "two names are one"),
        ("confirm", "a merge by rule is right"),
        ("split", "two names are not one; or, with --in, the name in those records is somebody else's"),
    ):
        made = add(name, _decide, summary)
        made.set_defaults(action=name)
        made.add_argument("kind", choices=KINDS)
        made.add_argument("one")
        made.add_argument("other", nargs="?" if name == "split" else None, default="")
        if name == "split":
            made.add_argument("--in", dest="documents", action="append", metavar="FILE-or-IRI", default=[])
        _sign(made)
    undo = add("undo", _undo, "take a decision back; it stays in the log")
    undo.add_argument("number", type=int)
    _sign(undo)
    log = add("log", _log, "every decision ever taken")
    for one in (listing, show, doubtful, log):
        one.add_argument("--json", action="store_true")
    add("apply", _apply, "take the decisions of a log written with `log --json`").add_argument(
        "file", type=Path
    )


def _sign(command: argparse.ArgumentParser) -> None:
    command.add_argument("--why", default="", help="the reason, kept in the log")
    command.add_argument("--who", help="who decides (default: MATI_WHO, then the account)")


def _list(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import entities_like, entity_line

    with open_desk(arguments) as desk:
        found = entities_like(
            desk.identity(),
            kind=arguments.kind,
            like=arguments.like,
            single=arguments.all or bool(arguments.like),
        )
    if arguments.json:
        print_json(found)
    else:
        print("\n".join(map(entity_line, found)) or "no name has more than one spelling")
    return 0


def _show(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import entity_text

    with open_desk(arguments) as desk:
        identity = desk.identity()
        found = _named(identity, arguments.name)
        files = {entry.sha256: entry.file for entry in desk.entries()}
    if arguments.json:
        print_json(found)
    else:
        print("\n\n".join(entity_text(entity, files) for entity in found))
    return 0


def _named(identity: Identity, name: str) -> list[Entity]:
    from api.identity_view import unknown_name
    from kg.identity.names import NameKind
    from kg.parse.names import without_title

    spellings = {name, without_title(name)}
    found = [one for kind in NameKind for given in sorted(spellings) for one in identity.explain(kind, given)]
    found = list(dict.fromkeys(found))
    if not found:
        raise unknown_name(identity, name)
    return found


def _doubtful(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import link_lines

    with open_desk(arguments) as desk:
        found = [link for link in desk.identity().doubtful if arguments.kind in (None, link.kind.value)]
    if arguments.json:
        print_json(found)
    else:
        print("\n".join(line for link in found for line in link_lines(link)) or "nothing is in doubt")
    return 0


def _decide(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import decision_line, moment

    values = {
        "action": arguments.action,
        "kind": arguments.kind,
        "one": arguments.one,
        "other": arguments.other,
        "documents": getattr(arguments, "documents", []),
        "who": _who(arguments),
        "when": moment(),
        "why": arguments.why,
    }
    with open_desk(arguments, write=True, make=False) as desk:
        made = desk.decide([values])
        print("\n".join(map(decision_line, made)) or "decided before")
    return 0


def _undo(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import moment
    from kg.identity.log import Undone

    with open_desk(arguments, write=True, make=False) as desk:
        desk.undo_decision(arguments.number, Undone(_who(arguments), moment(), arguments.why))
    print(f"decision {arguments.number} no longer holds")
    return 0


def _log(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import decision_line
    from kg.identity.log import log_to_json

    with open_desk(arguments) as desk:
        entries = desk.decisions()
    if arguments.json:
        print_json(log_to_json(entries))
        return 0
    for entry in entries:
        undone = entry.undone
        print(
            decision_line(entry.decision) + (f"  (undone by {undone.who}, {undone.when})" if undone else "")
        )
    return 0


def _apply(arguments: argparse.Namespace, open_desk: OpenDesk) -> int:
    from api.identity_view import decisions_of_file

    wanted = decisions_of_file(arguments.file)
    with open_desk(arguments, write=True, make=False) as desk:
        taken = desk.decide(wanted)
    print(f"taken {len(taken)}, known before {len(wanted) - len(taken)}")
    return 0


def _who(arguments: argparse.Namespace) -> str:
    from api.settings import read_settings

    return str(arguments.who or read_settings(data=arguments.data).who)
