"""The graph on disk: the only door through which triples are written.

One named graph a document. Writing goes to `graph/`; `publish()` makes an immutable copy by hard links that
queries read, so that a reader never waits for a writer.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import pyoxigraph as ox

from kg import generations
from kg.errors import DataCorrupt, DataError, DataLocked
from kg.snapshots import Snapshot, write_dump

__all__ = ["FOLDER", "Snapshot", "Store"]

FOLDER = "graph"
_BULK_FROM = 4_000_000  # bytes of N-Quads; under it single puts are as fast


class Store:
    """The writable graph of a data folder. Open it with `Store.open`, after the library's writer lock."""

    def __init__(self, data: Path, engine: ox.Store) -> None:
        self.data = data
        self._engine: ox.Store | None = engine

    @classmethod
    def open(cls, data: Path) -> Self:
        """Open `<data>/graph`, made where it is missing; clears away what a killed writer left.

        Raises:
            DataLocked: another process has it open.
            DataCorrupt: its files are damaged.
            DataError: it cannot be written.
        """
        path = data / FOLDER
        try:
            path.mkdir(parents=True, exist_ok=True)
            engine = ox.Store(path)
        except (OSError, RuntimeError) as error:  # the engine tells some damage as RuntimeError
            raise _open_error(path, error) from error
        for orphan in path.glob("bulk-*.sst"):  # a killed bulk load; the engine never takes them away
            orphan.unlink()
        generations.prune(data)
        return cls(data, engine)

    def close(self) -> None:
        """Flush and let another process open the graph. Does nothing the second time."""
        if self._engine is not None:
            self._engine.flush()
            self._engine = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def put(self, graph_iri: str, nquads: bytes) -> None:
        """Replace one named graph, all or nothing; safe from a power cut after `flush()`.

        Args:
            graph_iri: the graph's IRI, no angle brackets.
            nquads: UTF-8 N-Quads, every line in that graph.

        Raises:
            DataCorrupt: the bytes are not N-Quads, or a line is of another graph. Nothing is changed.
            DataError: the disk is full.
        """
        graph = ox.NamedNode(graph_iri)
        triples = "\n".join(f"{quad.triple} ." for quad in _quads(graph, nquads))
        with _disk_errors(self.data):
            self._open_engine.update(
                f"DROP SILENT GRAPH {graph}; CREATE GRAPH {graph}; INSERT DATA {{ GRAPH {graph} {{\n{triples}\n}} }}"
            )

    def bulk_put(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Replace many named graphs; fast where they are large together.

        Each graph is at any time wholly there or wholly absent; a crash may leave some of them absent.

        Args:
            items: (graph IRI, its N-Quads) as for `put`; taken one by one.

        Raises:
            DataCorrupt, DataError: as `put`.
        """
        waiting: list[tuple[ox.NamedNode, bytes]] = []
        size = 0
        for graph_iri, nquads in items:
            waiting.append((ox.NamedNode(graph_iri), nquads))
            size += len(nquads)
            if size >= _BULK_FROM * 8:
                self._bulk(waiting)
                waiting, size = [], 0
        if size >= _BULK_FROM:
            self._bulk(waiting)
        else:
            for graph, nquads in waiting:
                self.put(graph.value, nquads)

    def _bulk(self, items: list[tuple[ox.NamedNode, bytes]]) -> None:
        latest = dict(items)
        # read before anything is dropped: bad input must change nothing
        quads = [list(_quads(graph, nquads)) for graph, nquads in latest.items()]
        with _disk_errors(self.data):
            engine = self._open_engine
            engine.update("; ".join(f"DROP SILENT GRAPH {graph}" for graph in latest))
            engine.bulk_extend(quad for of_graph in quads for quad in of_graph)
            for graph in latest:
                engine.add_graph(graph)

    def drop(self, graph_iri: str) -> None:
        """Remove one named graph, all or nothing; nothing happens where it is absent.

        Raises:
            DataError: the disk is full.
        """
        with _disk_errors(self.data):
            self._open_engine.update(f"DROP SILENT GRAPH {ox.NamedNode(graph_iri)}")

    def graphs(self) -> set[str]:
        """Return the IRIs of the named graphs, empty ones included."""
        return {graph.value for graph in self._open_engine.named_graphs()}

    def flush(self) -> None:
        """Make what was put safe from a power cut, and the next opening quick.

        Raises:
            DataError: the disk is full.
        """
        with _disk_errors(self.data):
            self._open_engine.flush()

    def publish(self) -> Path:
        """Copy the graph as it is (by hard links) to `snapshots/gen-N`, make that current, and return it.

        Keeps the last two snapshots and whatever a reader holds.

        Raises:
            DataError: the disk is full.
        """
        with _disk_errors(self.data):
            path = generations.next_path(self.data)
            unfinished = path.with_name(f"{path.name}.tmp")
            self._open_engine.backup(unfinished)
            unfinished.rename(path)
            generations.switch(path)
            generations.prune(self.data)
        return path

    def dump(self, output: BinaryIO, format_name: str = "nq") -> None:
        """Write the whole graph; see `Snapshot.dump`."""
        write_dump(self._open_engine, output, format_name)

    @property
    def _open_engine(self) -> ox.Store:
        if self._engine is None:
            raise DataError(f"the graph of {self.data} was closed: open it again")
        return self._engine


def _quads(graph: ox.NamedNode, nquads: bytes) -> Iterator[ox.Quad]:
    try:
        for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS):
            if quad.graph_name != graph:
                raise DataCorrupt(f"a quad for the graph {graph.value} is of another graph: {quad}")
            yield quad
    except SyntaxError as error:
        raise DataCorrupt(f"what should go into the graph {graph.value} is not N-Quads: {error}") from error


def _open_error(path: Path, error: OSError | RuntimeError) -> DataError:
    what = str(error)
    if "lock" in what.lower():
        return DataLocked(
            f"the graph {path} is open in another process: "
            "wait until it has finished, stop it, or use another folder with --data"
        )
    if isinstance(error, PermissionError) or "Permission denied" in what or not os.access(path, os.W_OK):
        return DataError(
            f"the graph {path} cannot be written ({what}): name a folder you may write to with --data"
        )
    return DataCorrupt(
        f"the graph {path} cannot be opened ({what}): remove that folder and run `mati ingest` again; "
        "the graph is made anew from the library"
    )


@contextmanager
def _disk_errors(data: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise DataError(
            f"the graph in {data} cannot be written ({error}): see that the disk has room and try again"
        ) from error
