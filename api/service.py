"""What a running service holds: its settings, its open desk, and whether it may change anything."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import Request

from api.security import require_same_site, require_token
from api.settings import Settings
from kg.errors import DataError, MatiError

if TYPE_CHECKING:
    from api.desk import Desk

_ANY_QUESTION = "ประธานในการประชุมคือใคร"
_log = logging.getLogger("mati.api")


@dataclass(frozen=True, slots=True)
class Service:
    """One open desk. `refusal` is why records cannot be added and removed, None where they can.

    `writing` is held while records change: one upload at a time.
    """

    settings: Settings
    desk: Desk
    refusal: DataError | None = None
    writing: threading.Lock = field(default_factory=threading.Lock)

    def warm_up(self) -> None:
        """Load what answering needs, so that the first to ask need not wait for it."""
        try:
            self.desk.ask(_ANY_QUESTION)
        except MatiError as error:
            _log.warning("nothing can be asked yet: %s", error)

    def require_writable(self) -> None:
        """Raise the DataError for which this service only reads, if it does (DataLocked, IndexMismatch …)."""
        if self.refusal is not None:
            raise type(self.refusal)(f"This service only reads: {self.refusal}")

    @property
    def read_only_because(self) -> str | None:
        """Why this service only reads, in words; None where it does not."""
        return None if self.refusal is None else str(self.refusal)


@contextmanager
def open_service(settings: Settings) -> Iterator[Service]:
    """Open the data folder for writing, else for reading (locked, or a folder that cannot be written).

    Raises DataError where it can be opened neither way.
    """
    from api.desk import Desk

    refusal = None
    try:
        desk = Desk.open(settings, write=True, serving=True, command="mati serve")
    except DataError as error:
        refusal = error
        try:
            desk = Desk.open(settings, serving=True)
        except DataError:
            raise error from None
    with desk:
        yield Service(settings, desk, refusal)


def service_of(request: Request) -> Service:
    """Return the service that `request` came to."""
    service: Service = request.app.state.service
    return service


def desk_of(request: Request) -> Desk:
    """Return the desk that `request` came to."""
    return service_of(request).desk


def changing(request: Request) -> Service:
    """Return the service, once the request may change something.

    Raises HTTPException 401 or 403, or DataError.
    """
    service = service_of(request)
    require_same_site(request)
    require_token(request, service.settings)
    service.require_writable()
    return service
