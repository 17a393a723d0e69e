"""The HTTP service: one process that serves the API, the SPARQL endpoint and the pages."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from api import (
    assets,
    identity_routes,
    ontology_pages,
    pages,
    problems,
    query_pages,
    query_routes,
    routes,
    sparql,
    sparql_page,
)
from api.security import BodyLimit, HeadAsGet, SecurityHeaders
from api.service import open_service
from api.settings import Settings

_DESCRIPTION = """Thai public meeting records as a knowledge graph and a search index; answers with exact evidence.

Every citation bears a `quote` that equals `text[start:end]` of the document it names; offsets are code points,
half-open. Reading needs no key. Adding and removing records needs `Authorization: Bearer <token>` where the
server has a token. Errors have one shape, `application/problem+json` (RFC 9457), with a stable `code`.
"""
_TAGS = [
    {"name": "answers", "description": "Ask, search, trace: everything with its evidence."},
    {"name": "graph", "description": "SPARQL over the graph, and the graph as files."},
    {"name": "identity", "description": "Who is who over all records, why, and what people decided."},
    {"name": "records", "description": "The records and their texts; adding and removing."},
    {"name": "service", "description": "The service itself."},
]

# recent FastAPI would export traces where an environment variable says so; this service speaks to nobody
_NO_TELEMETRY: Any = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}


def create_app(settings: Settings) -> FastAPI:
    """Return the service for one data folder, which is opened when the app starts.

    It is opened for writing where that can be done, else for reading; starting raises DataError where it can
    be opened neither way.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        opening = open_service(settings)
        service = app.state.service = await run_in_threadpool(opening.__enter__)
        warming = asyncio.create_task(run_in_threadpool(service.warm_up))
        try:
            yield
        finally:
            await warming
            await run_in_threadpool(opening.__exit__, None, None, None)

    app = FastAPI(
        title="Mati",
        summary="Thai meeting records, with evidence",
        description=_DESCRIPTION,
        version=version("mati"),
        openapi_url="/api/openapi.json",
        docs_url=None,  # FastAPI's pages load scripts from elsewhere; /api is ours
        redoc_url=None,
        openapi_tags=_TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.add_middleware(BodyLimit, upload_bytes=settings.max_file_bytes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    problems.install(app)
    for part in (
        routes,
        query_routes,
        identity_routes,
        sparql,
        sparql_page,
        ontology_pages,
        query_pages,
        pages,
        assets,
    ):
        app.include_router(part.router)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Make the OpenAPI document give errors the media type and the shape they have."""
    document = app.openapi()
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for methods in document["paths"].values():
        for operation in methods.values():
            for status, response in operation["responses"].items():
                if status.startswith(("4", "5")):
                    response["content"] = problem
                    response["description"] = _title(int(status))
                elif response["description"] == "Successful Response":
                    response["description"] = "OK"
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _title(status: int) -> str:
    told: dict[int, Any] = problems.HTTP_CODES
    return str(told[status][1])
