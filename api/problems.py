"""One error shape for every origin: problem JSON (RFC 9457), or a page where a person is reading.

`type` is `https://w3id.org/mati/problem/<code>`; `code` is stable; `detail` names the thing, the value and the
remedy. SPARQL syntax errors add `line` and `column`; refused parameters add `errors`.
"""

from __future__ import annotations

import logging
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from api.rendering import page
from api.security import HEADERS
from kg import errors

TYPE_BASE = "https://w3id.org/mati/problem/"
MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("mati.api")


class Kind(NamedTuple):
    """How an error appears over HTTP. `retry_after` is in seconds."""

    status: int
    title: str
    retry_after: int | None = None


KINDS: dict[type[errors.MatiError], Kind] = {
    errors.MatiError: Kind(500, "Mati could not do this"),
    errors.InputError: Kind(422, "The input cannot be used"),
    errors.FileMissing: Kind(404, "No such file"),
    errors.FileEmpty: Kind(422, "The file is empty"),
    errors.FileTooLarge: Kind(413, "The file is too large"),
    errors.NotText: Kind(422, "The file is in no format or encoding Mati reads"),
    errors.FileDamaged: Kind(422, "The file is damaged"),
    errors.FileRefused: Kind(422, "The file is over a safety limit"),
    errors.UnknownName: Kind(404, "Nothing of that name is in the records"),
    errors.QueryError: Kind(400, "The query cannot be run"),
    errors.QuerySyntax: Kind(400, "The query is malformed"),
    errors.QueryForbidden: Kind(403, "The query is not allowed"),
    errors.QueryTimeout: Kind(503, "The query was stopped at its time limit", 10),
    errors.QueryCrashed: Kind(503, "The query broke its worker", 10),
    errors.NotAcceptable: Kind(406, "No offered format suits"),
    errors.DataError: Kind(503, "The data folder cannot be used"),
    errors.DataLocked: Kind(503, "The data folder is being written by another process", 30),
    errors.DataCorrupt: Kind(500, "The data folder is damaged"),
    errors.IndexMismatch: Kind(503, "The index does not fit the settings"),
    errors.SettingError: Kind(500, "A setting cannot be used"),
    errors.MissingExtra: Kind(501, "An optional library is not installed"),
}
"""Every error of `kg.errors` and what it is over HTTP; an error not listed takes its nearest parent's."""

HTTP_CODES: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be read"),
    401: ("not-authorised", "This change needs the token"),
    403: ("forbidden", "This request is refused"),
    404: ("not-found", "There is nothing at this address"),
    405: ("method-not-allowed", "This address does not take that method"),
    406: ("not-acceptable", "No offered format suits"),
    413: ("body-too-large", "The request body is too large"),
    415: ("unsupported-media-type", "The body is of a type this address does not take"),
    422: ("invalid-request", "A parameter is missing or not as described"),
    500: ("internal", "Something went wrong inside Mati"),
    503: ("unavailable", "Mati cannot do this now"),
}
"""Codes and titles of refusals that no MatiError stands behind."""


def kind_of(error: errors.MatiError) -> Kind:
    """Return how `error` appears over HTTP: its own row of `KINDS`, else its nearest parent's."""
    return next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)


def problem(status: int, code: str, title: str, detail: str, **more: Any) -> dict[str, Any]:
    """Return a problem document. Members of `more` that are None are left out."""
    body = {"type": TYPE_BASE + code, "title": title, "status": status, "detail": detail, "code": code}
    return body | {name: value for name, value in more.items() if value is not None}


def problem_of(error: errors.MatiError) -> dict[str, Any]:
    """Return the problem document of an error of Mati."""
    kind = kind_of(error)
    where = {"line": error.line, "column": error.column} if isinstance(error, errors.QuerySyntax) else {}
    return problem(kind.status, error.code, kind.title, str(error), **where)


def for_people(path: str) -> bool:
    """Whether an address is a page, whose errors are pages too."""
    return path != "/sparql" and not path.startswith(("/api/", "/static/"))


def answer(request: Request, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    """Return `body` as problem JSON, or as an error page where `request` is for a page."""
    status = int(body["status"])
    if for_people(request.url.path):
        return page(request, "error.html", status=status, headers=headers, problem=body)
    return JSONResponse(body, status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of `app`, whatever its origin, take the one shape."""
    app.add_exception_handler(errors.MatiError, _on_mati_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(Exception, _on_fault)


def _on_mati_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.MatiError)
    kind = kind_of(error)
    if kind.status >= 500:
        _log.warning("%s %s: %s: %s", request.method, request.url.path, error.code, error)
    retry = {"Retry-After": str(kind.retry_after)} if kind.retry_after is not None else None
    return answer(request, problem_of(error), retry)


def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, title = HTTP_CODES.get(error.status_code, ("http-error", "The request was refused"))
    detail = error.detail if error.detail not in _STOCK_PHRASES else _stock_detail(request, error.status_code)
    body = problem(error.status_code, code, title, detail)
    return answer(request, body, dict(error.headers) if error.headers else None)


_STOCK_PHRASES = frozenset({"Not Found", "Method Not Allowed"})


def _stock_detail(request: Request, status: int) -> str:
    if status == 405:
        return f"{request.method} is not taken at {request.url.path}. See /api/openapi.json for what is."
    return f"There is nothing at {request.url.path}. See /api/openapi.json for the addresses there are."


def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [
        {"where": ".".join(str(part) for part in item["loc"]), "message": str(item["msg"])}
        for item in error.errors()
    ]
    detail = "; ".join(f"{item['where']}: {item['message']}" for item in found) + "."
    code, title = HTTP_CODES[422]
    return answer(request, problem(422, code, title, detail, errors=found))


def _on_fault(request: Request, error: Exception) -> Response:
    # starlette logs the trace; the client learns only where to look
    code, title = HTTP_CODES[500]
    body = problem(500, code, title, "The server's log says what happened. Other addresses still work.")
    return answer(request, body, dict(HEADERS))
