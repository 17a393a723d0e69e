"""How big a query is, counted on its tokens, and the caps that engines are known to survive.

The counts err upwards where the grammar would be needed to be exact. Measured on pyoxigraph 0.5.13: 1,000
nested calls or 4,000 nested braces end the process, 200 triple patterns of one subject are planned for over
ten seconds, 100 for under one (docs/decisions/0001-store-and-workers.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import QueryForbidden
from kg.sparql_tokens import Token, syntax_error

_CLOSES = {")": "(", "]": "[", "}": "{"}
_PATHS = frozenset("/|^")
_OPERATORS = frozenset({*"+-*/|^!=<>?", "&&", "||", "!=", "<=", ">="})
_CLAUSES = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "EXISTS", "SELECT"})
_TERMS = frozenset({"iri", "string", "blank", "var", "pname", "number"})


@dataclass(frozen=True, slots=True)
class Caps:
    """The largest query accepted, in UTF-8 bytes, levels, and counts over the whole text."""

    bytes: int = 16_384
    nesting: int = 100
    patterns: int = 60
    paths: int = 100
    operators: int = 500
    clauses: int = 100
    regex_characters: int = 1_000


def check_size(text: str, found: Sequence[Token], caps: Caps) -> None:
    """Refuse a query over a cap.

    Raises:
        QuerySyntax: brackets do not match; line and column known.
        QueryForbidden: over a cap; the message names it.
    """
    _check_nesting(text, found, caps.nesting)
    _check_regexes(found, caps.regex_characters)
    operators = [token for token in found if token.kind == "op"]
    for count, cap, what in (
        (sum(token.text in _PATHS for token in operators), caps.paths, "path operators (/ | ^)"),
        (sum(token.text in _OPERATORS for token in operators), caps.operators, "operators"),
        (sum(token.text in {"<<", ">>"} for token in operators), caps.paths, "quoted triples"),
        (sum(token.upper in _CLAUSES for token in found), caps.clauses, "clauses (FILTER, OPTIONAL, UNION…)"),
        (count_patterns(found), caps.patterns, "triple patterns"),
    ):
        if count > cap:
            raise QueryForbidden(
                f"the query has {count} {what}, the limit is {cap}: split it into smaller ones"
            )


def _check_nesting(text: str, found: Sequence[Token], cap: int) -> None:
    open_brackets: list[Token] = []
    for token in found:
        if token.kind != "op":
            continue
        if token.text in _CLOSES.values():
            open_brackets.append(token)
            if len(open_brackets) > cap:
                raise QueryForbidden(f"brackets are nested more than {cap} deep: make the query flatter")
        elif token.text in _CLOSES and (not open_brackets or open_brackets.pop().text != _CLOSES[token.text]):
            raise syntax_error(text, token.start, f"{token.text} closes nothing that is open here")
    if open_brackets:
        last = open_brackets[-1]
        raise syntax_error(text, last.start, f"this {last.text} is never closed")


def _check_regexes(found: Sequence[Token], cap: int) -> None:
    depth = 0
    inside: int | None = None
    for before, token in pairwise(found):
        if token.text == "(":
            depth += 1
            if inside is None and before.upper in {"REGEX", "REPLACE"}:
                inside = depth
        elif token.text == ")":
            if inside == depth:
                inside = None
            depth -= 1
        elif inside is not None and token.kind == "string" and len(token.text) > cap:
            raise QueryForbidden(
                f"a regular expression has {len(token.text):,} characters, the limit is {cap:,}"
            )


def count_patterns(found: Sequence[Token]) -> int:
    """Return how many triple patterns the query joins, or somewhat more; VALUES and templates are left out."""
    count = 0
    open_groups: list[tuple[str, bool]] = []  # bracket, and whether terms wait there for the end of a pattern
    waiting = False
    skipped: int | None = None  # the depth at which VALUES data or a CONSTRUCT template ends
    skip_next = False
    previous: Token | None = None
    for token in found:
        here = open_groups[-1][0] if open_groups else ""
        if token.kind == "op" and token.text in _CLOSES.values():
            if token.text == "{":
                count += waiting and here != "("
                waiting = False
                if skip_next and skipped is None:
                    skipped, skip_next = len(open_groups), False
            open_groups.append((token.text, waiting or token.text == "["))
            waiting = False
        elif token.kind == "op" and token.text in _CLOSES:
            count += waiting and here != "(" and skipped is None
            waiting = open_groups.pop()[1] and token.text != "}" if open_groups else False
            if skipped == len(open_groups):
                skipped, waiting = None, False
        elif token.kind == "word" and token.upper not in {"A", "TRUE", "FALSE"}:
            count += waiting and here != "(" and skipped is None
            waiting = False
            skip_next = token.upper in {"VALUES", "CONSTRUCT"}
        elif token.kind == "op" and token.text in {".", ";", ","}:
            count += waiting and here in {"{", "["} and skipped is None
            waiting = False
        elif here and skipped is None and not skip_next and (token.kind in _TERMS or token.kind == "word"):
            if here == "(":
                count += 2 * (previous is not None and previous.ends_term)  # an element of a collection
            waiting = here != "("
        previous = token
    return count
