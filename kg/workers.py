"""Running a person's SPARQL: a pool of worker processes that can be killed, over one snapshot.

A worker that does not answer in time is killed and replaced; one that dies takes only its own query with it.
Results are gathered here under a cap, so an error never comes after half a result.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import DataError, QueryCrashed, QueryTimeout
from kg.formats import Form, choose_format
from kg.guard import AcceptedQuery, check_query
from kg.query_size import Caps
from kg.worker_process import Worker, WorkerGone

_LEAST_TIME_S = 0.001


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may use, and what a result may have: rows (or triples) and bytes."""

    time_s: float = 10.0
    memory_mb: int = 1024
    rows: int = 100_000
    bytes: int = 50 << 20
    caps: Caps = field(default_factory=Caps)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """A result, whole. `truncated` says that a limit on rows or bytes ended it early; it is valid all the same."""

    media_type: str
    form: Form
    body: bytes
    truncated: bool


class QueryPool:
    """Worker processes over one snapshot. Safe to use from many threads; a context manager."""

    def __init__(
        self, snapshot: Path, *, workers: int = 2, spare: int = 1, limits: QueryLimits | None = None
    ) -> None:
        """Start the workers; returns before they are ready.

        Args:
            snapshot: the folder `Store.publish` returned, or `generations.current_path` names.
            workers: how many queries may run at once.
            spare: workers kept ready beyond that, so that a kill costs the next query nothing.
            limits: what each query may use.

        Raises:
            DataError: the snapshot is gone.
        """
        self.limits = limits or QueryLimits()
        self._snapshot = snapshot
        self._size = workers + spare
        self._turns = threading.BoundedSemaphore(workers)
        self._lock = threading.Lock()
        self._idle: deque[Worker] = deque()
        self._busy = 0
        self._closed = False
        self._fill()

    def run(
        self,
        text: str,
        *,
        format: str | None = None,  # noqa: A002
        accept: str | None = None,
        time_limit_s: float | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> QueryResult:
        """Run a query and return its whole result.

        Args:
            text: SPARQL as typed; the prefixes of `kg.formats.PREFIXES` need no declaration. Without FROM it
                reads all graphs together.
            format: a result format by name; goes before `accept`.
            accept: an HTTP Accept header.
            time_limit_s: a shorter limit than the pool's; a longer one is cut to it.
            default_graphs: IRIs, as the protocol's default-graph-uri; with `named_graphs` they replace FROM.
            named_graphs: IRIs, as the protocol's named-graph-uri.

        Raises:
            QuerySyntax: not SPARQL; line and column where known.
            QueryForbidden: see `kg.guard`; or a graph named is not in the store.
            NotAcceptable: no such format for this form of query.
            QueryTimeout: stopped at the limit, or every worker was busy that long.
            QueryCrashed: the worker died.
            DataError: the snapshot cannot be read.
        """
        accepted = check_query(text, caps=self.limits.caps)
        chosen = choose_format(accepted.form, name=format, accept=accept)
        request = _request(accepted, chosen.name, self.limits, default_graphs, named_graphs)
        limit = self.limits.time_s
        if time_limit_s is not None:
            limit = min(limit, max(time_limit_s, _LEAST_TIME_S))
        if not self._turns.acquire(timeout=limit):
            raise QueryTimeout(f"all query workers were busy for {limit:g} s: try again in a moment")
        try:
            body, truncated = self._run(request, limit)
        finally:
            self._turns.release()
        return QueryResult(chosen.media_type, accepted.form, body, truncated)

    @classmethod
    def one_shot(
        cls,
        snapshot: Path,
        text: str,
        *,
        format: str | None = None,  # noqa: A002
        limits: QueryLimits | None = None,
    ) -> QueryResult:
        """Run one query with one worker and no spare: what the command line needs. Raises as `run`."""
        accepted = check_query(text, caps=limits.caps if limits else None)
        choose_format(accepted.form, name=format)  # refused before a process is started
        with cls(snapshot, workers=1, spare=0, limits=limits) as pool:
            return pool.run(text, format=format)

    def refresh(self, snapshot: Path) -> None:
        """Go over to another snapshot: queries from now on read it, those running finish on the old one.

        Raises:
            DataError: the snapshot is gone; the pool stays on the old one.
        """
        fresh = [self._start(snapshot) for _ in range(self._size)]
        with self._lock:
            old, self._idle = list(self._idle), deque(fresh)
            self._snapshot = snapshot
        for worker in old:
            worker.close()

    @property
    def snapshot(self) -> Path:
        """The snapshot that new queries read."""
        return self._snapshot

    def close(self) -> None:
        """End all workers; queries still running fail with QueryCrashed. Does nothing the second time."""
        with self._lock:
            self._closed = True
            idle, self._idle = list(self._idle), deque()
        for worker in idle:
            worker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, request: dict[str, object], limit: float) -> tuple[bytes, bool]:
        worker = self._take()
        healthy = False
        try:
            answer = worker.run(request, limit)
            healthy = True
        except WorkerGone as gone:
            raise QueryCrashed(
                f"the query ended its worker ({gone}): it needed more than {self.limits.memory_mb} MiB of memory, "
                "or hit a fault of the engine. Narrow it, or add LIMIT"
            ) from gone
        except TimeoutError:
            raise QueryTimeout(
                f"the query was stopped after {limit:g} s: narrow it, add LIMIT, or allow more time"
            ) from None
        finally:
            self._give_back(worker, healthy=healthy)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _take(self) -> Worker:
        while True:
            with self._lock:
                if self._closed:
                    raise DataError("the query pool is closed: start the program again")
                worker = self._idle.pop() if self._idle else self._start(self._snapshot)
            try:
                worker.wait_ready()
            except WorkerGone as gone:
                worker.close()
                raise DataError(
                    f"no query worker can read the snapshot {worker.snapshot} ({gone}): "
                    "`mati check` looks for damage, `mati ingest PATH` publishes the graph anew"
                ) from gone
            if worker.is_alive():
                with self._lock:
                    self._busy += 1
                return worker
            worker.close()  # it died while idle, ended by the system perhaps; take another

    def _give_back(self, worker: Worker, *, healthy: bool) -> None:
        if not healthy:
            worker.close()
        with self._lock:
            self._busy -= 1
            keep = healthy and not self._closed and worker.snapshot == self._snapshot
            if keep:
                self._idle.append(worker)  # used first again: it is warm
        if not keep:
            worker.close()
            with suppress(DataError):  # gone meanwhile: whoever comes next is told
                self._fill()

    def _fill(self) -> None:
        """Start workers until as many are idle as the pool may need at most."""
        while True:
            with self._lock:
                if self._closed or len(self._idle) + self._busy >= self._size:
                    return
                self._idle.appendleft(self._start(self._snapshot))

    def _start(self, snapshot: Path) -> Worker:
        return Worker(snapshot, memory_mb=self.limits.memory_mb)


def _request(
    accepted: AcceptedQuery,
    format_name: str,
    limits: QueryLimits,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
) -> dict[str, object]:
    from_protocol = bool(default_graphs or named_graphs)
    return {
        "text": accepted.text,
        "form": accepted.form,
        "format": format_name,
        "default_graphs": list(default_graphs if from_protocol else accepted.default_graphs),
        "named_graphs": list(named_graphs if from_protocol else accepted.named_graphs),
        "from_graphs": list(accepted.default_graphs),
        "from_named": list(accepted.named_graphs),
        "needs_second_look": accepted.needs_second_look,
        "max_rows": limits.rows,
        "max_bytes": limits.bytes,
    }
