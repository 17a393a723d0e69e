"""One worker process as the pool sees it: start it, ask it, kill it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from kg import errors, generations
from kg.confinement import environment
from kg.errors import DataError, MatiError, QueryCrashed, QuerySyntax
from kg.frames import HEADER, Kind, json_frame

_START_S = 60.0
_SOCKET_BYTES = 1 << 20


class WorkerGone(Exception):
    """The process ended by itself; says how."""


class Worker:
    """A process that reads one snapshot, which it keeps from being removed. Not for two threads at once."""

    def __init__(self, snapshot: Path, *, memory_mb: int) -> None:
        """Start the process; returns before it is ready.

        Raises:
            DataError: the snapshot is gone.
        """
        held = generations.hold(snapshot)
        if held is None:
            raise DataError(f"the snapshot {snapshot} is gone: open the data folder again")
        self.snapshot = snapshot
        self.has_network: bool | None = None
        self._hold = held
        self._socket, theirs = socket.socketpair()
        with theirs:
            for end in (self._socket, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SOCKET_BYTES)
                end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SOCKET_BYTES)
            self._process = subprocess.Popen(  # noqa: S603 — our own module, no shell
                [*_COMMAND, str(snapshot.resolve()), str(theirs.fileno()), str(memory_mb)],
                pass_fds=[theirs.fileno()],
                env=environment(["pyoxigraph"]),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
            )

    def wait_ready(self) -> None:
        """Wait until the snapshot is open; at once where that was seen before.

        Raises:
            WorkerGone: it could not open it.
        """
        if self.has_network is None:
            try:
                _, payload = self._receive(time.monotonic() + _START_S)
            except TimeoutError:
                raise WorkerGone(f"not ready after {_START_S:g} s") from None
            self.has_network = bool(json.loads(payload)["network"])

    def is_alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def run(self, request: dict[str, object], limit_s: float) -> tuple[bytes, bool] | MatiError:
        """Have a request answered: the result's bytes and whether it was cut short, or the worker's refusal.

        Raises:
            TimeoutError: no answer in time; the worker must be closed.
            WorkerGone: the process ended; the worker must be closed.
        """
        deadline = time.monotonic() + limit_s
        try:
            self._socket.settimeout(limit_s)
            self._socket.sendall(json_frame(Kind.QUERY, {**request, "time_limit_s": limit_s}))
        except (BrokenPipeError, ConnectionResetError):
            raise WorkerGone(self._ending()) from None
        chunks: list[bytes] = []
        while True:
            kind, payload = self._receive(deadline)
            if kind == Kind.CHUNK:
                chunks.append(payload)
            elif kind == Kind.DONE:
                return b"".join(chunks), bool(json.loads(payload)["truncated"])
            else:
                return _refusal(json.loads(payload))

    def close(self) -> None:
        """Kill the process and let go of the snapshot. Does nothing the second time."""
        self._process.kill()
        self._process.wait()
        self._socket.close()
        self._hold.release()

    def _receive(self, deadline: float) -> tuple[int, bytes]:
        kind, length = HEADER.unpack(self._exactly(HEADER.size, deadline))
        return kind, self._exactly(length, deadline)

    def _exactly(self, count: int, deadline: float) -> bytes:
        data = bytearray(count)
        view = memoryview(data)
        have = 0
        while have < count:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self._socket.settimeout(left)
            try:
                got = self._socket.recv_into(view[have:])
            except ConnectionResetError:
                got = 0
            if got == 0:
                raise WorkerGone(self._ending())
            have += got
        return bytes(data)

    def _ending(self) -> str:
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it stopped answering"
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"


# no site and no working folder on the path: what may be imported is in PYTHONPATH alone, and starting is faster
_COMMAND = (sys.executable, "-S", "-s", "-P", "-m", "kg.worker_main")


def _refusal(said: dict[str, Any]) -> MatiError:
    code, message = said["code"], said["message"]
    if code == QuerySyntax.code:
        return QuerySyntax(message, line=said["line"], column=said["column"])
    kinds: list[type[MatiError]] = [errors.QueryForbidden, errors.NotAcceptable, errors.DataError]
    return next((kind for kind in kinds if kind.code == code), QueryCrashed)(message)
