"""The files a page loads: style, script, font. All ship with the package; nothing else can be asked for."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}
_FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(include_in_schema=False)


class Asset(NamedTuple):
    """A file in memory; `version` is the start of its sha256."""

    body: bytes
    media_type: str
    version: str


@cache
def assets() -> dict[str, Asset]:
    """Every file under `static/` by its path there, forward slashes."""
    found = {}
    for path in sorted(_FOLDER.rglob("*")):
        if path.suffix in _MEDIA_TYPES:
            body = path.read_bytes()
            version = hashlib.sha256(body).hexdigest()[:12]
            found[path.relative_to(_FOLDER).as_posix()] = Asset(body, _MEDIA_TYPES[path.suffix], version)
    return found


def asset_url(name: str) -> str:
    """Return the address of an asset, with its version so that it may be kept forever."""
    return f"/static/{name}?v={assets()[name].version}"


@router.get("/static/{name:path}")
def read_asset(request: Request, name: str) -> Response:
    """One asset; kept forever by browsers where the address bears its version."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    etag = f'"{asset.version}"'
    kept = request.query_params.get("v") == asset.version or name.startswith("fonts/")
    headers = {"ETag": etag, "Cache-Control": _FOREVER if kept else "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(asset.body, media_type=asset.media_type, headers=headers)
