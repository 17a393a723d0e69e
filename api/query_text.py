"""Competency questions on a terminal: the list by subject, and rows a person can read."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.plain import clip
from api.query_values import suggestions
from api.query_view import Answered, shown
from kg.competency import Parameter, by_subject
from kg.evidence import Citation
from kg.snapshots import Iri

if TYPE_CHECKING:
    from api.desk import Desk

_LINE = 100  # code points: cells share a line while it is no longer
_INDENT = "     "


def questions_text() -> str:
    """Return the questions for a terminal by subject: name, title, what each may be narrowed by."""
    lines = []
    for subject, questions in by_subject():
        lines += ["", subject]
        for one in questions:
            narrowed = f"  [{', '.join(one.parameters)}]" if one.parameters else ""
            lines.append(f"  {one.name:24} {one.title}{narrowed}")
    return "\n".join([*lines[1:], "", "mati query NAME [PARAMETER=VALUE …]"])


def answered_text(desk: Desk, found: Answered, *, sparql: bool = False) -> str:
    """Return rows for a terminal, numbered, each with the words that show it; how to narrow them; the query."""
    question = found.question
    lines = [f"{question.title} · {len(found.rows):,} แถว", *_narrowing(desk, found), ""]
    for n, (row, evidence) in enumerate(zip(found.rows, found.evidence, strict=True), 1):
        cells = [
            f"{question.heading(column)}: {clip(shown(question, column, cell))}"
            for column, cell in zip(found.columns, row, strict=True)
            if cell is not None and not isinstance(cell, Iri)
        ]
        folded = _folded(cells)
        lines += [f"{n:3}. {line}" if at == 0 else _INDENT + line for at, line in enumerate(folded)]
        lines += [_INDENT + _where(citation) for citation in evidence]
    if sparql:
        lines += ["", found.sparql.strip()]
    return "\n".join(lines)


def _folded(cells: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for cell in cells:
        if lines and len(lines[-1]) + len(cell) <= _LINE:
            lines[-1] += " · " + cell
        else:
            lines.append(cell)
    return lines


def _where(citation: Citation) -> str:
    page = f" หน้า {citation.page}" if citation.page else ""
    doubt = " ! ตัวเลขอ่านจากภาพ อาจผิด" if citation.untrusted else ""
    return f"› {citation.file}{page} [{citation.start}:{citation.end}] “{clip(citation.quote)}”{doubt}"


def _narrowing(desk: Desk, found: Answered) -> list[str]:
    question = found.question
    lines = [f"  {key} = {', '.join(values)}" for key, values in found.given.items()]
    free = [one for one in question.parameters.values() if one.name not in found.given]
    lines += [f"  จำกัดได้ด้วย {one.name}: {one.about.partition(' / ')[0]}" for one in free]
    if free:
        value = example_value(desk, free[0])
        lines.append(f"  เช่น mati query {question.name} {shlex.quote(f'{free[0].name}={value}')}")
    return lines


def example_value(desk: Desk, parameter: Parameter) -> str:
    """Return a value that may be given: one of the store's own where it has any, else the question's example."""
    return next(iter(suggestions(desk, parameter)), parameter.example)
