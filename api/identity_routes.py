"""Identity over HTTP: who is who, what is in doubt, and people's decisions with an undo."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from api.identity_view import entities_like, moment
from api.plain import plain
from api.schemas import responses
from api.service import changing, desk_of
from kg.identity.log import Undone, log_to_json

router = APIRouter(prefix="/api/identity", tags=["identity"])

Kind = Annotated[Literal["person", "agency", "project"] | None, Query(description="Only of this kind")]
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most")]


class Wanted(BaseModel):
    """A decision to take. `documents` are file names, IRIs or hashes, for a split of one spelling."""

    model_config = ConfigDict(extra="forbid")

    action: Literal["merge", "split", "confirm"]
    kind: Literal["person", "agency", "project"]
    one: str = Field(examples=["สมใจ นาดี"])
    other: str = Field(default="", examples=["สมไจ นาดี"])
    who: str = Field(examples=["กองแผนงาน"])
    why: str = Field(default="", examples=["คนเดียวกัน ตำแหน่งเดียวกัน สะกดผิด"])
    documents: list[str] = Field(default_factory=list)


class Signed(BaseModel):
    """Who takes a decision back, and why."""

    model_config = ConfigDict(extra="forbid")

    who: str
    why: str = ""


@router.get(
    "/entities", summary="People, agencies and projects with their spellings", responses=responses(422)
)
def entities(
    request: Request,
    kind: Kind = None,
    like: Annotated[str | None, Query(description="A part of a spelling")] = None,
    every: Annotated[bool, Query(alias="all", description="Those with one spelling too")] = False,
    limit: Limit = 200,
) -> JSONResponse:
    """Each entity with its spellings, its records and the links that made it, with reasons."""
    found = entities_like(desk_of(request).identity(), kind=kind, like=like, single=every or bool(like))
    return JSONResponse({"total": len(found), "entities": [plain(entity) for entity in found[:limit]]})


@router.get("/doubtful", summary="Pairs of names that are almost surely one", responses=responses(422))
def doubtful(request: Request, kind: Kind = None, limit: Limit = 200) -> JSONResponse:
    """Links that fell just short of a merge, best first: for people to settle."""
    found = [one for one in desk_of(request).identity().doubtful if kind in (None, one.kind.value)]
    return JSONResponse({"total": len(found), "links": [plain(link) for link in found[:limit]]})


@router.get("/decisions", summary="Every decision ever taken")
def decisions(request: Request) -> JSONResponse:
    """Oldest first; one that was taken back says by whom, when and why."""
    return JSONResponse(log_to_json(desk_of(request).decisions()))


@router.post(
    "/decisions", summary="Decide on names", status_code=201, responses=responses(401, 403, 404, 422, 503)
)
def decide(request: Request, wanted: Wanted) -> JSONResponse:
    """Merges two names, splits them, or confirms a merge; carried out at once. Needs the token where one is set."""
    service = changing(request)
    with service.writing:
        made = service.desk.decide([{**wanted.model_dump(), "when": moment()}])
    taken: list[dict[str, Any]] = [plain(one) for one in made]
    return JSONResponse(taken, status_code=201 if taken else 200)


@router.post(
    "/decisions/{number}/undo",
    summary="Take a decision back",
    status_code=200,
    responses=responses(401, 403, 404, 422, 503),
)
def undo(
    request: Request, number: Annotated[int, Path(ge=1, description="The decision's number")], signed: Signed
) -> JSONResponse:
    """It stays in the log. Needs the token where one is set."""
    service = changing(request)
    with service.writing:
        service.desk.undo_decision(number, Undone(signed.who, moment(), signed.why))
    return JSONResponse({"undone": number})
