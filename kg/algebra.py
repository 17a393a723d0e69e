"""The second look at a query: what another parser (rdflib) makes of it, as algebra.

Run in a query worker, under its time limit: rdflib takes long over deep nesting, and must be able to be stopped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.errors import QueryForbidden, QuerySyntax
from kg.formats import PREFIXES
from kg.guard import AcceptedQuery
from kg.sparql_tokens import syntax_error

_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_SENTENCE = re.compile(r"[A-Z][A-Za-z]+(?: [A-Za-z]+){2,}")
_SHOWN = 40


def check_algebra(accepted: AcceptedQuery) -> None:
    """Refuse a query whose algebra calls a service, or reads a dataset the guard did not see.

    Raises:
        QueryForbidden: it does, or is no read query to rdflib.
        QuerySyntax: rdflib does not understand the query; line and column known.
    """
    names, default, named = _look(accepted.text)
    if "ServiceGraphPattern" in names:
        raise QueryForbidden("SERVICE is not accepted: queries read this store only")
    if default != set(accepted.default_graphs) or named != set(accepted.named_graphs):
        raise QueryForbidden(
            "the FROM clauses cannot be told for certain: write each as FROM <IRI>, on its own line"
        )


def explain(text: str, engine_message: str) -> QuerySyntax:
    """Return the error for a query that the engine's parser refused, with the place where it goes wrong.

    The engine gives the furthest place it looked at, often the end of the text; rdflib gives the beginning of
    the part it cannot read, which is more use. Where rdflib reads the query, the engine has the word.
    """
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        parseQuery(text)
    except ParseException as error:
        rest = " ".join(text[error.loc :].split())
        message = f"not understood from here on: {rest[:_SHOWN]}{'…' if len(rest) > _SHOWN else ''}"
        return syntax_error(text, error.loc, message if rest else "the query breaks off here")
    except RecursionError:
        pass
    found = _POSITION.match(engine_message)
    if not found:
        return QuerySyntax(f"the query is not SPARQL: {engine_message}")
    line, column = int(found[1]), int(found[2])
    sentence = _SENTENCE.search(found[3])
    message = sentence[0] if sentence else "the engine does not accept what stands before here"
    return QuerySyntax(f"line {line}, column {column}: {message}", line=line, column=column)


def _look(text: str) -> tuple[set[str], set[str], set[str]]:
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text), initNs=PREFIXES)
    except ParseException as error:
        raise explain(text, str(error)) from error
    except Exception as error:  # rdflib raises bare Exception for unknown prefixes and the like
        raise QueryForbidden(f"the query could not be checked ({error}): write it more simply") from error
    names: set[str] = set()
    default: set[str] = set()
    named: set[str] = set()
    for name, values in _nodes(query.algebra):
        names.add(name)
        if name == "DatasetClause":
            default |= {str(values["default"])} if "default" in values else set()
            named |= {str(values["named"])} if "named" in values else set()
    return names, default, named


def _nodes(root: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield every node of an algebra: its name and parts. Not recursive, nesting cannot stop it."""
    from pyparsing.results import ParseResults

    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            yield str(getattr(node, "name", "")), node
            waiting.extend(node.values())
        elif isinstance(node, list | tuple | set | frozenset):
            waiting.extend(node)
        elif isinstance(node, ParseResults):
            waiting.extend(node.as_list())
