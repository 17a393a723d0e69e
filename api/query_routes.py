"""Competency questions over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse, Response

from api.query_view import answered, answered_csv, answered_json, question_json
from api.schemas import responses
from api.service import desk_of
from kg.competency import competencies

router = APIRouter(prefix="/api/queries", tags=["graph"])


@router.get("", summary="The competency questions")
def questions() -> JSONResponse:
    """What the graph is asked most: each with its columns and what it may be narrowed by."""
    return JSONResponse([question_json(one) for one in competencies()])


@router.get("/{name}", summary="Ask a competency question", responses=responses(404, 422))
def question(
    request: Request,
    name: Annotated[str, Path(description="Its name", examples=["ledger"])],
    form: Annotated[Literal["json", "csv"], Query(alias="format", description="JSON or CSV")] = "json",
) -> Response:
    """Its rows, each with the words that show it, and the query that ran.

    Query parameters are the question's own; people, agencies, projects and meetings may be given by name. `format=csv`
    gives the rows alone, as CSV.
    """
    given = {key: request.query_params.getlist(key) for key in request.query_params if key != "format"}
    found = answered(desk_of(request), name, given)
    if form == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
        return Response(answered_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
    return JSONResponse(answered_json(found))
