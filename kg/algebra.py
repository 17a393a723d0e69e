"""The second look at a query: what another parser (rdflib) makes of it, as algebra.

Run in a query worker, under its time limit: rdflib takes long over deep nesting, and must be able to be stopped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.errors import QueryForbidden, QuerySyntax
from kg.formats import PREFIXES
from kg.guard import AcceptedQuery


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


def _look(text: str) -> tuple[set[str], set[str], set[str]]:
    from pyparsing.exceptions import ParseException
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        query = translateQuery(parseQuery(text), initNs=PREFIXES)
    except ParseException as error:
        raise QuerySyntax(
            f"line {error.lineno}, column {error.column}: this is not understood by the second parser that checks "
            "queries with the words SERVICE, FROM or LOAD in them",
            line=error.lineno,
            column=error.column,
        ) from error
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
