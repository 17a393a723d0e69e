"""The HTTP API under `/api/`: what the command line does, as JSON.

Routes are plain functions, so they run in threads; reading is open to several at once, changes are made one
at a time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Annotated, Any, BinaryIO, Literal, cast

from fastapi import APIRouter, File, Path, Query, Request, Response, UploadFile
from fastapi.responses import JSONResponse, PlainTextResponse, StreamingResponse

from api import schemas
from api.plain import plain
from api.restriction import Restriction, filters_of
from api.revision_view import revision_json
from api.schemas import responses
from api.security import safe_name
from api.service import changing, desk_of, service_of
from api.upload import take_upload
from kg.errors import InputError
from kg.record_json import record_to_json

router = APIRouter(prefix="/api")

_EXPORTS = {
    "nq": "application/n-quads",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
}
_IN_MEMORY = 4 << 20  # bytes of an export held before it goes to a temporary file
_PIECE = 64 << 10

Name = Annotated[
    str,
    Path(
        description="File name as ingested (leading folders may be left out), IRI, or sha256 (16 digits or more)",
        examples=["2566-05.txt"],
    ),
]
Within = Annotated[str | None, Query(alias="in", description="Only in this record: file name, IRI or sha256")]


@router.get(
    "/ask",
    tags=["answers"],
    summary="Ask a question",
    response_model=schemas.Answer,
    responses=responses(404, 422, 503),
)
def ask(
    request: Request,
    q: Annotated[
        str,
        Query(
            description="The question, in Thai or English, at most 1,000 characters",
            examples=["ใครไม่มาประชุมครั้งที่ 5/2566"],
        ),
    ],
    within: Within = None,
) -> schemas.Answer:
    """Answers from the graph where the question is one it knows, else with the best sentences.

    Each answer bears the words that prove it. What is not in the records is said so: `kind` is then `none`.
    """
    return schemas.from_answer(desk_of(request).ask(q, within=within))


@router.post(
    "/ask",
    tags=["answers"],
    summary="Ask a question (in a body)",
    response_model=schemas.Answer,
    responses=responses(404, 413, 422, 503),
)
def ask_in_body(request: Request, question: schemas.Question) -> schemas.Answer:
    """The same as GET, for questions that should not stand in an address."""
    return schemas.from_answer(desk_of(request).ask(question.question, within=question.within))


@router.get(
    "/search",
    tags=["answers"],
    summary="Search passages",
    response_model=schemas.Hits,
    responses=responses(404, 422, 503),
)
def search(request: Request, wanted: Annotated[Restriction, Query()]) -> schemas.Hits:
    """The passages nearest to the words and their meaning, best first."""
    desk = desk_of(request)
    hits = desk.search(wanted.q, limit=wanted.limit, filters=filters_of(desk, wanted))
    return schemas.from_hits(wanted.q, hits)


@router.get(
    "/trace",
    tags=["answers"],
    summary="Trace a project to its resolutions",
    response_model=schemas.Trace,
    responses=responses(404, 422),
)
def trace(
    request: Request,
    name: Annotated[str, Query(description="Name, short name or acronym of a project")],
) -> schemas.Trace:
    """Every mention of the project and each resolution that covers it, with why it matched, oldest first."""
    return schemas.from_trace(desk_of(request).trace(name))


@router.get("/records", tags=["records"], summary="List the records", response_model=schemas.RecordList)
def list_records(request: Request) -> schemas.RecordList:
    """All records of the data folder, by date and file name."""
    return schemas.from_entries(desk_of(request).entries())


@router.post(
    "/records",
    tags=["records"],
    summary="Add a record",
    response_model=schemas.Ingested,
    status_code=201,
    responses={
        200: {"model": schemas.Ingested, "description": "This very file was there already"},
        **responses(401, 403, 413, 422, 503),
    },
)
def add_record(
    request: Request,
    response: Response,
    file: Annotated[UploadFile, File(description="The minutes, as text")],
) -> schemas.Ingested:
    """Reads one uploaded file into library, graph and index; a file of the same name is replaced.

    Text that is not minutes is taken as a plain document, with a warning. Needs the token where one is set.
    """
    service = changing(request)
    ingested = take_upload(service, safe_name(file.filename), file.file)
    response.status_code = 200 if ingested.outcome == "unchanged" else 201
    return ingested


@router.get(
    "/records/{name:path}",
    tags=["records"],
    summary="Read a record",
    response_class=JSONResponse,
    responses={200: {"description": "The record; its form is docs/record.schema.json"}, **responses(404)},
)
def read_record(request: Request, name: Name) -> JSONResponse:
    """What was read from one document, every value with its span: what `mati record` prints."""
    desk = desk_of(request)
    record: dict[str, Any] = record_to_json(desk.record(desk.entry(name).sha256))
    return JSONResponse(record)


@router.delete(
    "/records/{name:path}",
    tags=["records"],
    summary="Remove a record",
    response_model=schemas.Removed,
    responses=responses(401, 403, 404, 503),
)
def remove_record(request: Request, name: Name) -> schemas.Removed:
    """Takes the record out of library, graph and index. Needs the token where one is set."""
    service = changing(request)
    with service.writing:
        return schemas.Removed(removed=service.desk.remove(name))


@router.get(
    "/documents/{name:path}/text",
    tags=["records"],
    summary="Read a document's text, or a span of it",
    response_class=PlainTextResponse,
    responses={200: {"content": {"text/plain": {}}}, **responses(404, 422)},
)
def read_text(
    request: Request,
    name: Name,
    start: Annotated[int, Query(ge=0, description="First code point")] = 0,
    end: Annotated[
        int | None, Query(ge=0, description="After the last code point; the end if left out")
    ] = None,
) -> PlainTextResponse:
    """The stored text, character for character, in UTF-8."""
    desk = desk_of(request)
    text = desk.document(desk.entry(name).sha256).text
    last = len(text) if end is None else end
    if not start <= last <= len(text):
        raise InputError(
            f"{name} has {len(text):,} characters; the span {start} to {last} does not lie in it."
        )
    return PlainTextResponse(text[start:last].encode())


@router.get(
    "/documents/{name:path}/revision",
    tags=["records"],
    summary="Read minutes as corrected",
    response_class=JSONResponse,
    responses={200: {"description": "The corrected text and each change"}, **responses(404)},
)
def read_revision(request: Request, name: Name) -> JSONResponse:
    """The text with the corrections that later meetings made, and each change: old and new words, who made it."""
    desk = desk_of(request)
    return JSONResponse(revision_json(desk.document(desk.entry(name).sha256), desk.revision(name)))


@router.get(
    "/documents/{name:path}/check",
    tags=["records"],
    summary="Check a record",
    response_class=JSONResponse,
    responses={200: {"description": "The levels it meets and what it lacks"}, **responses(404)},
)
def check_record(request: Request, name: Name) -> JSONResponse:
    """Each level (identified, decided, attended, followed-up, evidence): true, false, or null where not asked of it."""
    return JSONResponse(plain(desk_of(request).check_record(name)))


@router.get(
    "/export",
    tags=["graph"],
    summary="Export the graph",
    response_class=StreamingResponse,
    responses={200: {"content": {media_type: {} for media_type in _EXPORTS.values()}}, **responses(422)},
)
def export(
    request: Request,
    format_: Annotated[
        Literal["nq", "ttl", "jsonld"], Query(alias="format", description="How to write it")
    ] = "nq",
) -> StreamingResponse:
    """The whole graph: N-Quads with a graph per record, or Turtle or JSON-LD of all of it."""
    out = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed by the response's pieces
    try:
        desk_of(request).export(format_, cast(BinaryIO, out))
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return StreamingResponse(
        _pieces(out),
        media_type=_EXPORTS[format_],
        headers={"Content-Disposition": f'attachment; filename="mati.{format_}"'},
    )


@router.get("/health", tags=["service"], summary="How the service is", response_model=schemas.Health)
def health(request: Request) -> schemas.Health:
    """Answers when records can be read; says whether they can be changed."""
    service = service_of(request)
    return schemas.Health(
        status="ok",
        version=request.app.version,
        records=len(service.desk.entries()),
        writable=service.read_only_because is None,
        read_only_because=service.read_only_because,
    )


def _pieces(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while piece := out.read(_PIECE):
            yield piece
