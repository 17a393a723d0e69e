"""Questions in a file, answered one JSON line each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from api.plain import answer_json
from kg.documents import read_document
from kg.errors import InputError, MatiError

if TYPE_CHECKING:
    from api.desk import Desk

_KEPT = ("answer", "kind", "sparql", "citations", "seconds")


def answer_batch(desk: Desk, path: Path, out: TextIO) -> int:
    """Answer each question of `path` (JSON lines, or one JSON list) on a line of `out`; return the exit status.

    A line that cannot be answered gives `{"id", "error", "code"}` and the rest goes on; the status is then 1.
    Raises InputError where the file is missing or no line of it is JSON.
    """
    status = 0
    for line in read_questions(path):
        try:
            found = answer_json(desk.ask(line["question"], within=line.get("in")))
            row = {"id": line.get("id")} | {key: found[key] for key in _KEPT}
        except MatiError as error:
            row = {"id": line.get("id"), "error": str(error), "code": error.code}
            status = 1
        print(json.dumps(row, ensure_ascii=False), file=out, flush=True)
    return status


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a file. Raises InputError naming the line that is no question."""
    text = read_document(path, name=str(path)).text
    if text.lstrip().startswith("["):
        rows = _json(text, str(path))
        where = f"{path}, entry"
        numbered = list(enumerate(rows, 1))
    else:
        where = f"{path}, line"
        # not splitlines(): JSON strings may hold U+2028 and its like
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        numbered = [(number, _json(line, f"{where} {number}")) for number, line in lines]
    for number, row in numbered:
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InputError(f'{where} {number}: no question; write {{"id": …, "question": "…"}}.')
        if not isinstance(row.get("in"), str | None):
            raise InputError(f'{where} {number}: "in" is {row["in"]!r}; write a file name or an IRI.')
    return [row for _, row in numbered]


def _json(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{where}: not JSON ({error}).") from error
    except RecursionError as error:
        raise InputError(f"{where}: not JSON we read (nested too deep).") from error
