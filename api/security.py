"""Who may change what, how large a request may be, and what a browser may load.

Reading is open to whoever reaches the port. Changing (upload, remove) needs the token where one is set, and
never works from another site's page. An address other than loopback is bound only with a token.
"""

from __future__ import annotations

import ipaddress
import secrets
import unicodedata
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Settings
from kg.errors import InputError, SettingError

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Headers of every response. No CORS header is ever sent: other sites' scripts cannot read anything."""

BODY_LIMIT = 1 << 20
"""Largest body, in bytes, of a request that is not an upload."""
UPLOAD_SLACK = 64 << 10
"""What an upload's body may hold beyond the file itself (boundaries, other fields), in bytes."""
UPLOAD_PATHS = frozenset({"/api/records", "/import"})
_NAME_LIMIT = 200


def check_binding(settings: Settings) -> None:
    """Raise SettingError if `settings` would serve beyond this machine without a token."""
    if settings.token or is_loopback(settings.host):
        return
    raise SettingError(
        f"MATI_HOST is {settings.host!r}, which other machines can reach, and MATI_TOKEN is not set: anyone "
        "could change the records. Set MATI_TOKEN to a long secret, or serve on 127.0.0.1."
    )


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) reaches only this machine."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_same_site(request: Request) -> None:
    """Raise HTTPException 403 where a browser says the request comes from another site's page."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        foreign = site not in {"same-origin", "none"}
    else:
        origin = request.headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise HTTPException(
            403, "Changes are taken from Mati's own pages and from programs, not from other sites."
        )


def require_token(request: Request, settings: Settings, *, given: str | None = None) -> None:
    """Raise HTTPException 401 unless no token is set, or the request bears it.

    The token is read from `Authorization: Bearer …`, or is `given` (a form's field). Compared in constant time.
    """
    if settings.token is None:
        return
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    # header bytes arrive decoded as Latin-1
    token = bearer.strip().encode("latin-1") if scheme.lower() == "bearer" else (given or "").encode()
    if not secrets.compare_digest(token, settings.token.encode()):
        raise HTTPException(
            401,
            "This server takes changes only with 'Authorization: Bearer <token>' (its MATI_TOKEN).",
            headers={"WWW-Authenticate": 'Bearer realm="mati"'},
        )


def safe_name(name: str | None) -> str:
    """Return the last part of an uploaded file's name, without control and direction characters.

    Raises InputError where nothing usable is left, or it is over 200 characters.
    """
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(char for char in last if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"})
    clean = clean.strip()
    if not clean.strip("."):
        raise InputError(f"The upload has no usable file name ({name!r}). Send the file with its name.")
    if len(clean) > _NAME_LIMIT:
        raise InputError(
            f"The file name has {len(clean)} characters; at most {_NAME_LIMIT} are taken. Shorten it."
        )
    return clean


class SecurityHeaders:
    """ASGI middleware: puts `HEADERS` on every response, and `Cache-Control: no-cache` where none is set."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-cache")
            await send(message)

        await self.app(scope, receive, send_with_headers)


class BodyLimit:
    """ASGI middleware: a body over its limit ends in HTTPException 413, before it is held in memory."""

    def __init__(self, app: ASGIApp, *, upload_bytes: int) -> None:
        self.app = app
        self.upload_bytes = upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.upload_bytes + UPLOAD_SLACK if scope["path"] in UPLOAD_PATHS else BODY_LIMIT
        announced = Headers(scope=scope).get("content-length", "")
        size = int(announced) if announced.isdigit() else 0
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            if size > limit:
                raise HTTPException(413, f"The body has {size:,} bytes; at most {limit:,} are taken here.")
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise HTTPException(413, f"The body is larger than the {limit:,} bytes taken here.")
            return message

        await self.app(scope, receive_within_limit, send)


class HeadAsGet:
    """ASGI middleware: HEAD is answered as GET would be, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)
