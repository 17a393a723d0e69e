"""What passes between a query pool and its workers: frames of a kind, a length, and that many bytes."""

from __future__ import annotations

import json
import struct
from enum import IntEnum

HEADER = struct.Struct(">BI")


class Kind(IntEnum):
    """What a frame holds: JSON, save for `CHUNK`."""

    READY = 1  # worker → pool, once: {"network": whether it could reach the network}
    QUERY = 2  # pool → worker: see `worker_main`
    CHUNK = 3  # worker → pool: bytes of the result
    DONE = 4  # worker → pool: {"truncated": bool}
    REFUSED = 5  # worker → pool: {"code", "message", "line", "column"}


def frame(kind: Kind, payload: bytes) -> bytes:
    """Return the bytes of a frame."""
    return HEADER.pack(kind, len(payload)) + payload


def json_frame(kind: Kind, value: dict[str, object]) -> bytes:
    """Return the bytes of a frame that holds JSON."""
    return frame(kind, json.dumps(value).encode())
