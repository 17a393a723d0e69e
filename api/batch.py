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

_KEPT = ("id", "answer", "kind", "sparql", "citations", "seconds")


def answer_batch(desk: Desk, path: Path, out: TextIO) -> int:
    """Answer each question of `path` (JSON lines, or one JSON list) on a line of `out`; return the exit status.

    A line that cannot be answered gives `{"id", "error", "code"}` and the rest goes on; the status is then 1.
    Raises InputError where the file is missing or no line of it is JSON.
    """
    status = 0
    for line in read_questions(path):
        try:
            question = line["question"]
            found = answer_json(desk.ask(str(question), within=line.get("in")))
            row = {key: found[key] for key in _KEPT if key in found}
            row["id"] = line.get("id")
        except MatiError as error:
            row = {"id": line.get("id"), "error": str(error), "code": error.code}
            status = 1
        print(json.dumps(row, ensure_ascii=False), file=out, flush=True)
    return status


def read_questions(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a file. Raises InputError naming the line that is no question."""
    text = read_document(path, name=str(path)).text.strip()
    if text.startswith("["):
        try:
            rows = json.loads(text)
        except json.JSONDecodeError as error:
            raise InputError(f"{path} is not JSON: {error}.") from error
    else:
        rows = [_row(path, number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InputError(f'{path}: entry {number} is no question; write {{"id": …, "question": "…"}}.')
    return list(rows)


def _row(path: Path, number: int, line: str) -> Any:
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}, line {number}: not JSON ({error}).") from error
