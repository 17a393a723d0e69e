"""What a person's SPARQL must be before it comes near an engine: a plain read, of a size engines survive.

Two looks. This one, on tokens, always: only words of SPARQL, no SERVICE, no update, datasets named, counts
under caps (engines overflow their stack or plan for minutes above them). Where a text holds one of the words
that could reach outside, `AcceptedQuery.needs_second_look` is set and the worker also walks the algebra that
rdflib, another parser, makes of it (`kg/algebra.py`) before the engine sees it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from kg.errors import QueryForbidden, QuerySyntax
from kg.formats import PREFIXES, Form
from kg.query_size import Caps, check_size
from kg.sparql_tokens import Token, normal_text, syntax_error, tokens

_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING", "INTO"}
)
_WORD_LIST = """
BASE PREFIX VERSION SELECT ASK CONSTRUCT DESCRIBE DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER
ASC DESC LIMIT OFFSET VALUES UNDEF OPTIONAL GRAPH UNION FILTER BIND MINUS EXISTS NOT IN A TRUE FALSE
COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT SEPARATOR
STR LANG LANGMATCHES LANGDIR HASLANG HASLANGDIR DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT
STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER SUBSTR REPLACE REGEX
YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512
COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC
TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST
"""
_WORDS = frozenset(_WORD_LIST.split())
_OUTSIDE = ("SERVICE", "FROM", "LOAD")
_SAFE_NAMESPACE = re.compile(r"<[a-z]+://[^\[\]>]*[/#]>")
_SAFE_LOCAL = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True, slots=True)
class AcceptedQuery:
    """A query that may be run.

    `text` is what to run (line ends made plain). `default_graphs` and `named_graphs` are the IRIs of its FROM
    and FROM NAMED clauses; the engine must be given exactly these. `needs_second_look`: see the module.
    """

    text: str
    form: Form
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    needs_second_look: bool = False


def check_query(
    text: str, *, known_graphs: Container[str] | None = None, caps: Caps | None = None
) -> AcceptedQuery:
    """Accept a query as a plain read or say why not.

    Args:
        text: SPARQL as typed.
        known_graphs: the graph IRIs that FROM may name; None leaves that to whoever runs the query (a worker
            of `QueryPool` asks its store).
        caps: the limits on size; None for the usual ones.

    Raises:
        QuerySyntax: no SPARQL query; line and column known. What only a parser can see, the worker reports.
        QueryForbidden: an update, SERVICE, FROM of an unknown graph, over a cap, or readable in two ways.
    """
    caps = caps or Caps()
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > caps.bytes:
        raise QueryForbidden(f"the query has {size:,} bytes, the limit is {caps.bytes:,}: make it shorter")
    text = normal_text(text)
    found = tokens(text)
    form = _form(text, found)
    check_size(text, found, caps)
    prefixes = _prefixes(found)
    for token in found:
        _check_word(text, token, prefixes)
    default, named = _datasets(text, found, prefixes)
    if known_graphs is not None:
        for graph in (*default, *named):
            if graph not in known_graphs:
                raise unknown_graph(graph)
    upper = text.upper()
    return AcceptedQuery(text, form, default, named, any(word in upper for word in _OUTSIDE))


def unknown_graph(iri: str) -> QueryForbidden:
    """Return the error for a dataset that names a graph the store does not hold."""
    return QueryForbidden(f"FROM <{iri}> is not a graph of this store: nothing outside it is read")


def _form(text: str, found: list[Token]) -> Form:
    for token in _after_prologue(found):
        if token.kind == "word" and token.upper in Form.__members__:
            return Form[token.upper]
        if token.upper in _UPDATES:
            raise _forbidden(text, token, "updates are not accepted; the graph is read-only here")
        raise syntax_error(text, token.start, "a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE")
    raise QuerySyntax("the query is empty", line=1, column=1)


def _after_prologue(found: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(found):
        word = found[at].upper
        if word not in {"PREFIX", "BASE", "VERSION"}:
            break
        at += 3 if word == "PREFIX" else 2
    yield from found[at:]


def _prefixes(found: list[Token]) -> dict[str, str]:
    """Return label → `<namespace>`; a label declared twice stands for nothing we can be sure of."""
    declared: dict[str, str] = {}
    for word, name, iri in zip(found, found[1:], found[2:], strict=False):
        if word.upper == "PREFIX" and name.kind == "pname" and iri.kind == "iri":
            label = name.text[:-1]
            declared[label] = "" if label in declared else iri.text
    return {label: f"<{namespace}>" for label, namespace in PREFIXES.items()} | declared


def _check_word(text: str, token: Token, prefixes: dict[str, str]) -> None:
    if token.kind == "word":
        if "SERVICE" in token.upper:
            raise _forbidden(text, token, "SERVICE is not accepted: queries read this store only")
        if token.upper in _UPDATES:
            raise _forbidden(text, token, f"{token.upper} is not accepted: the graph is read-only here")
        if token.upper not in _WORDS:
            raise syntax_error(text, token.start, f"{token.text} is no word of SPARQL{_near(token.upper)}")
    elif token.kind == "pname":
        label, _, local = token.text.partition(":")
        # engines may split what we read as one name: "FROM:g" as FROM and ":g"
        if label.upper() in _UPDATES | {"FROM", "NAMED"} or "SERVICE" in label.upper():
            raise _forbidden(text, token, f"{label}: is not accepted as a prefix: choose another label")
        if label not in prefixes:
            known = ", ".join(f"{one}:" for one in sorted(prefixes))
            raise syntax_error(text, token.start, f"the prefix {label}: is not declared; known are {known}")
        if "SERVICE" in local.upper() and not (
            _SAFE_NAMESPACE.fullmatch(prefixes.get(label, "")) and _SAFE_LOCAL.fullmatch(local)
        ):
            raise _forbidden(text, token, f"{token.text} holds the word SERVICE: write the whole IRI in < >")
    elif token.kind in {"blank", "lang"} and "SERVICE" in token.upper:
        raise _forbidden(text, token, f"{token.text} holds the word SERVICE: choose another name")


def _near(word: str) -> str:
    from rapidfuzz import fuzz, process

    hit = process.extractOne(word, sorted(_WORDS), scorer=fuzz.ratio, score_cutoff=75)
    return f"; did you mean {hit[0]}?" if hit else ""


def _datasets(
    text: str, found: list[Token], prefixes: dict[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    default: list[str] = []
    named: list[str] = []
    for at, token in enumerate(found):
        if token.kind != "word" or token.upper != "FROM":
            continue
        rest = found[at + 1 : at + 3]
        into = default
        if rest and rest[0].upper == "NAMED":
            into, rest = named, rest[1:]
        if not rest:
            raise syntax_error(text, token.start, "FROM needs the IRI of a graph")
        into.append(_graph_iri(text, rest[0], prefixes))
    return tuple(default), tuple(named)


def _graph_iri(text: str, token: Token, prefixes: dict[str, str]) -> str:
    iri = token.text[1:-1] if token.kind == "iri" else ""
    if token.kind == "pname":
        label, _, local = token.text.partition(":")
        iri = prefixes.get(label, "")[1:-1] + local
    if not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri) or "\\" in iri:
        raise _forbidden(text, token, "FROM takes the whole IRI of a graph of this store, in < >")
    return iri


def _forbidden(text: str, token: Token, message: str) -> QueryForbidden:
    where = syntax_error(text, token.start, message)
    return QueryForbidden(str(where))
