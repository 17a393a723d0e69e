"""Competency questions for people: values given by name, rows with their evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.plain import clip, plain
from kg import iris
from kg.competency import Competency, Parameter, ask, competency
from kg.errors import InputError
from kg.named_things import TYPES, thing_named
from kg.snapshots import Cell, Iri

if TYPE_CHECKING:
    from api.desk import Desk

_SPAN = re.compile(r"/span/([0-9a-f]{16})/(\d+)-(\d+)$")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words that show a row: file, half-open span in code points, quote."""

    file: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its rows. `columns` are without those of evidence; `evidence` has one list a row."""

    question: Competency
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    evidence: tuple[tuple[Evidence, ...], ...]
    sparql: str


def answered(desk: Desk, name: str, given: Mapping[str, Sequence[str]]) -> Answered:
    """Ask a competency question; values of things may be their names, codes and files short.

    Raises UnknownName (question, parameter, or thing) or InputError (a value).
    """
    question = competency(name)
    terms = {key: [_value(desk, question, key, value) for value in values] for key, values in given.items()}
    rows = ask(desk.snapshot(), question, terms)
    columns = [column for column in question.answers if not column.startswith("evidence")]
    spans = [[cell for key, cell in row.items() if key.startswith("evidence")] for row in rows]
    return Answered(
        question=question,
        columns=tuple(columns),
        rows=tuple(tuple(row.get(column) for column in columns) for row in rows),
        evidence=tuple(tuple(_evidence(desk, cells)) for cells in spans),
        sparql=question.sparql(terms),
    )


def _value(desk: Desk, question: Competency, key: str, value: str) -> str:
    parameter = question.parameters.get(key)
    if parameter is None or parameter.kind != "iri" or ":" in value:
        return value
    kind = _kind(parameter)
    if kind in TYPES:
        return thing_named(kind, value, desk.snapshot())
    if kind == "document":
        return desk.entry(value).iri
    return parameter.example.rpartition("/")[0] + "/" + value  # a code: "yearly" for …/code/numbering/yearly


def _kind(parameter: Parameter) -> str:
    return parameter.example.removeprefix("mati:").partition("/")[0]


def _evidence(desk: Desk, cells: Iterable[Cell]) -> Iterable[Evidence]:
    for cell in cells:
        found = _SPAN.search(cell) if isinstance(cell, Iri) else None
        if found is None:
            continue
        document = desk.document_by_key(found[1])
        start, end = int(found[2]), int(found[3])
        yield Evidence(document.file, start, end, document.text[start:end])


def questions_text(questions: Sequence[Competency]) -> str:
    """Return the questions for a terminal: name, title, what each may be narrowed by."""
    return "\n".join(
        f"{one.name:24} {one.title}" + (f"  [{', '.join(one.parameters)}]" if one.parameters else "")
        for one in questions
    )


def answered_text(found: Answered, *, sparql: bool = False) -> str:
    """Return rows for a terminal, each with the words that show it."""
    heads = {column: found.question.answers[column].partition(" / ")[0] for column in found.columns}
    lines = [f"{found.question.title} ({len(found.rows)})"]
    for n, (row, evidence) in enumerate(zip(found.rows, found.evidence, strict=True), 1):
        told = [
            f"{heads[c]}: {_shown(cell)}"
            for c, cell in zip(found.columns, row, strict=True)
            if cell is not None
        ]
        lines.append(f"{n}. " + " · ".join(told))
        lines += [f"     {e.file} [{e.start}:{e.end}] “{clip(e.quote)}”" for e in evidence]
    if sparql:
        lines += ["", found.sparql.strip()]
    return "\n".join(lines)


def answered_json(found: Answered) -> dict[str, Any]:
    """Return rows as JSON: one object a row, with its evidence."""
    return {
        "name": found.question.name,
        "title": {"th": found.question.title, "en": found.question.english},
        "columns": {column: found.question.answers[column] for column in found.columns},
        "rows": [
            {
                **{c: _json(cell) for c, cell in zip(found.columns, row, strict=True)},
                "evidence": plain(evidence),
            }
            for row, evidence in zip(found.rows, found.evidence, strict=True)
        ],
        "sparql": found.sparql,
    }


def question_json(question: Competency) -> dict[str, Any]:
    """Return a question as JSON: its names, columns and parameters."""
    return {
        "name": question.name,
        "title": {"th": question.title, "en": question.english},
        "columns": dict(question.answers),
        "parameters": {
            p.name: {"kind": p.kind, "about": p.about, "example": p.example}
            for p in question.parameters.values()
        },
    }


def _shown(cell: Cell) -> str:
    if isinstance(cell, Iri):
        short = cell.removeprefix(iris.CODES)
        return short.rpartition("/")[2] if short != cell else cell.replace(iris.BASE, "mati:")
    return clip(str(cell))


def _json(cell: Cell) -> Any:
    from decimal import Decimal

    return str(cell) if isinstance(cell, Decimal) else plain(cell)


def given_values(words: Sequence[str]) -> dict[str, list[str]]:
    """Return `name=value` words as values by name. Raises InputError for a word of another form."""
    given: dict[str, list[str]] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name or not value:
            raise InputError(f"{word!r} is no parameter: write NAME=VALUE, e.g. project=CITYMAP")
        given.setdefault(name, []).append(value)
    return given
