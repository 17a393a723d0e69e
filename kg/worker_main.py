"""One query worker: `python -m kg.worker_main SNAPSHOT SOCKET MEMORY_MB`, started by `kg.workers`.

A process of its own because the engine can neither be told to stop nor be trusted to survive a query. It reads
one snapshot, answers frames (`kg/frames.py`), and may be killed at any moment. It has no network where the
system allows that, and limits on memory and processor time.
"""

from __future__ import annotations

import json
import math
import os
import resource
import socket
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.confinement import leave_network, limit
from kg.errors import DataError, MatiError, QuerySyntax
from kg.formats import PREFIXES, Form
from kg.frames import HEADER, Kind, frame, json_frame
from kg.guard import AcceptedQuery, unknown_graph
from kg.result_writers import CappedOutput, write_answer, write_solutions, write_triples

_SPARE_CPU_S = 5


def main(arguments: list[str]) -> None:
    """Open the snapshot, say so, and answer queries until the pool goes away."""
    snapshot, socket_number, memory_mb = arguments[0], int(arguments[1]), int(arguments[2])
    network = not leave_network()
    limit(resource.RLIMIT_CORE, 0)
    store = ox.Store.read_only(snapshot)
    _limit_memory(memory_mb)
    with socket.socket(fileno=socket_number) as pool, pool.makefile("rb") as requests:
        pool.sendall(json_frame(Kind.READY, {"network": network}))
        while len(header := requests.read(HEADER.size)) == HEADER.size:
            request = json.loads(requests.read(HEADER.unpack(header)[1]))
            _limit_cpu(request["time_limit_s"])
            try:
                truncated = _answer(store, request, pool)
            except MatiError as error:
                pool.sendall(json_frame(Kind.REFUSED, _refusal(error)))
            else:
                pool.sendall(json_frame(Kind.DONE, {"truncated": truncated}))


def _limit_memory(memory_mb: int) -> None:
    """Let a query take this much beyond what interpreter, engine and snapshot have mapped by now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + (memory_mb << 20)
    limit(resource.RLIMIT_AS, most)


def _limit_cpu(time_limit_s: float) -> None:
    """End this process some time after the limit even where the pool, which should, is gone."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    end = math.ceil(usage.ru_utime + usage.ru_stime + time_limit_s + _SPARE_CPU_S)
    resource.setrlimit(resource.RLIMIT_CPU, (end, resource.RLIM_INFINITY))


def _answer(store: ox.Store, request: dict[str, Any], pool: socket.socket) -> bool:
    form, name = Form(request["form"]), str(request["format"])
    default, named = list(request["default_graphs"]), list(request["named_graphs"])
    for iri in (*default, *named):
        if not store.contains_named_graph(_graph(iri)):
            raise unknown_graph(iri)
    if request["needs_second_look"]:
        from kg.algebra import check_algebra

        accepted = AcceptedQuery(
            request["text"], form, tuple(request["from_graphs"]), tuple(request["from_named"]), True
        )
        check_algebra(accepted)
    output = CappedOutput(
        lambda data: pool.sendall(frame(Kind.CHUNK, data)),
        max_rows=request["max_rows"],
        max_bytes=request["max_bytes"],
    )
    try:
        results = _query(store, request["text"], default, named)
        if isinstance(results, ox.QuerySolutions):
            write_solutions(results, name, output)
        elif isinstance(results, ox.QueryBoolean):
            write_answer(results, name, output)
        else:
            write_triples(results, name, output)
    except RuntimeError as error:  # an unknown function, say: found when the query runs
        raise QuerySyntax(f"the engine cannot run this query: {error}") from error
    except (BrokenPipeError, ConnectionResetError):
        raise
    except OSError as error:
        raise DataError(f"the snapshot cannot be read: {error}") from error
    return output.truncated


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise unknown_graph(iri) from None


def _query(
    store: ox.Store, text: str, default: list[str], named: list[str]
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    try:
        if default or named:
            return store.query(
                text,
                prefixes=PREFIXES,
                default_graph=[*map(_graph, default)],
                named_graphs=[*map(_graph, named)],
            )
        return store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    except SyntaxError as error:
        from kg.algebra import explain

        raise explain(text, str(error)) from error


def _refusal(error: MatiError) -> dict[str, object]:
    line, column = getattr(error, "line", None), getattr(error, "column", None)
    return {"code": error.code, "message": str(error), "line": line, "column": column}


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        os._exit(0)  # the pool is gone
