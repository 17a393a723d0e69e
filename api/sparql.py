"""The SPARQL endpoint: SPARQL 1.1 Protocol for queries, over one address, `/sparql`.

Reading a request is strict: one query, in one place, in UTF-8. What is run, for how long and in which formats
is the desk's business.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple
from urllib.parse import parse_qsl

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from api.schemas import responses
from api.service import desk_of
from kg.errors import QueryForbidden
from kg.formats import FORMATS

router = APIRouter(tags=["graph"])

TRUNCATED = "Mati-Truncated"
"""Header of a result that a limit on rows or bytes ended early; it is well formed all the same."""

_FORM = "application/x-www-form-urlencoded"
_DIRECT = "application/sparql-query"
_ONCE = frozenset({"query", "format"})
_FIELDS = 100  # parameters of a form
_RESULTS: dict[str, Any] = {one.media_type.partition(";")[0]: {} for one in FORMATS}
_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The result, in the format negotiated", "content": _RESULTS},
    **responses(400, 403, 406, 413, 415, 503),
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            _DIRECT: {"schema": {"type": "string"}, "example": "ASK { ?s ?p ?o }"},
            _FORM: {
                "schema": {
                    "type": "object",
                    "required": ["query"],
                    "properties": {
                        "query": {"type": "string"},
                        "default-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "named-graph-uri": {"type": "array", "items": {"type": "string"}},
                        "format": {"type": "string"},
                    },
                }
            },
        },
    }
}


class Parameters(NamedTuple):
    """The parameters of one request, in the order given, percent-decoded."""

    pairs: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of `name`."""
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str) -> str | None:
        """The value of `name`, or None; `read` made sure there is no second."""
        return next(iter(self.all(name)), None)


async def read(request: Request) -> Parameters:
    """Return the parameters of a GET or POST as the protocol has them.

    Raises HTTPException 400 (not UTF-8, a parameter twice), 415, or QueryForbidden for an update.
    """
    given = list(request.query_params.multi_items())
    if request.method == "POST":
        media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type == _DIRECT:
            given.append(("query", _decoded(await request.body())))
        elif media_type == _FORM:
            given += _fields(_decoded(await request.body()))
        elif media_type == "application/sparql-update":
            raise QueryForbidden("Updates are not run: this endpoint only reads. Send a query.")
        else:
            raise HTTPException(
                415, f"A query is sent as {_DIRECT} or {_FORM}, not as {media_type or 'nothing'}."
            )
    parameters = Parameters(tuple(given))
    if parameters.all("update"):
        raise QueryForbidden("Updates are not run: this endpoint only reads. Send `query`.")
    for name in sorted(_ONCE):
        if len(parameters.all(name)) > 1:
            raise HTTPException(
                400, f"The parameter `{name}` is given {len(parameters.all(name))} times; give it once."
            )
    return parameters


@router.get(
    "/sparql",
    summary="Run a SPARQL query",
    response_class=Response,
    responses=_RESPONSES,
)
def query_by_get(
    request: Request,
    parameters: Annotated[Parameters, Depends(read)],
    query: Annotated[
        str | None,
        Query(description="SELECT, ASK, CONSTRUCT or DESCRIBE", examples=["SELECT * { ?s ?p ?o } LIMIT 10"]),
    ] = None,
    default_graph: Annotated[
        list[str] | None,
        Query(alias="default-graph-uri", description="Graphs that make up the default graph"),
    ] = None,
    named_graph: Annotated[
        list[str] | None, Query(alias="named-graph-uri", description="Graphs that GRAPH may name")
    ] = None,
    format_: Annotated[
        str | None,
        Query(alias="format", description=f"{', '.join(one.name for one in FORMATS)}; wins over Accept"),
    ] = None,
) -> Response:
    """Reads the graph of all records, or the graphs named. Updates, SERVICE and LOAD are refused.

    A query over the time limit is stopped: 503. A result over the size limit ends early and bears the
    header `Mati-Truncated: true`.
    """
    if query is None and "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/sparql-editor", 303)
    return _run(request, parameters)


@router.post(
    "/sparql",
    summary="Run a SPARQL query (in a body)",
    response_class=Response,
    responses=_RESPONSES,
    openapi_extra=_BODY,
)
def query_by_post(request: Request, parameters: Annotated[Parameters, Depends(read)]) -> Response:
    """The same as GET, for long queries."""
    return _run(request, parameters)


def _run(request: Request, parameters: Parameters) -> Response:
    text = parameters.one("query")
    if text is None:
        raise HTTPException(400, "There is no query: give the parameter `query`, or the query as the body.")
    result = desk_of(request).sparql(
        text,
        accept=",".join(request.headers.getlist("accept")) or None,
        format=parameters.one("format"),
        default_graphs=parameters.all("default-graph-uri"),
        named_graphs=parameters.all("named-graph-uri"),
    )
    headers = {"Vary": "Accept"} | ({TRUNCATED: "true"} if result.truncated else {})
    return Response(result.body, media_type=result.media_type, headers=headers)


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The body is not UTF-8 (byte {error.start}). Send it in UTF-8.") from None


def _fields(body: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(body, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise HTTPException(
            400, "A form field is not UTF-8. Percent-encode the query's UTF-8 bytes."
        ) from None
    except ValueError:
        raise HTTPException(400, f"The form has more than {_FIELDS} fields.") from None
