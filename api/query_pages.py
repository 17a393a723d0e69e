"""The pages of the competency questions: the list, and each with its form, its rows and their evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.evidence_view import Evidence, shown
from api.problems import problem_of
from api.query_values import kind_of, suggestions
from api.query_view import Answered, answered
from api.query_view import shown as shown_cell
from api.rendering import page, short_date
from api.service import desk_of
from kg.competency import Competency, by_subject, competency
from kg.errors import InputError, UnknownName
from kg.snapshots import Cell, Iri

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MOST_ROWS = 500
_MOST_NAMES = 400  # suggested for one field


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter as a field of a form. `type` is the input's; `names` are suggested."""

    name: str
    label: str
    type: str
    value: str
    hint: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the page shows it: its cells, and the evidence of the row where it has any."""

    cells: tuple[str, ...]
    evidence: Evidence | None


@router.get("/queries")
def queries_page(request: Request) -> Response:
    """Every question under its subject."""
    return page(request, "queries.html", subjects=by_subject())


@router.get("/queries/{name}")
def query_page(request: Request, name: str) -> Response:
    """One question: the form that narrows it, its rows with their evidence, the query behind it."""
    question = competency(name)
    given = {key: [value] for key, value in request.query_params.items() if value.strip()}
    values: dict[str, Any] = {
        "question": question, "fields": _fields(request, question), "problem": None, "found": None,
        "headings": (), "rows": (), "evidence": (), "most": _MOST_ROWS, "csv": "", "json": "",
    }  # fmt: skip
    desk = desk_of(request)
    try:
        found = answered(desk, name, given)
    except (InputError, UnknownName) as error:
        problem = problem_of(error)
        return page(request, "query.html", status=problem["status"], **values | {"problem": problem})
    columns = _columns(found)
    evidence = iter(shown(desk, (one for cited in found.evidence[:_MOST_ROWS] for one in cited)))
    values["rows"] = [
        Row(
            cells=tuple(_cell(question, found.columns[at], row[at]) for at in columns),
            evidence=next(evidence) if cited else None,
        )
        for row, cited in zip(found.rows[:_MOST_ROWS], found.evidence, strict=False)
    ]
    values |= {
        "found": found,
        "headings": [question.heading(found.columns[at]) for at in columns],
        "evidence": [row.evidence for row in values["rows"] if row.evidence],
        "csv": _api_address(name, given | {"format": ["csv"]}),
        "json": _api_address(name, given),
    }
    return page(request, "query.html", **values)


def _fields(request: Request, question: Competency) -> list[Field]:
    desk = desk_of(request)
    fields = []
    for parameter in question.parameters.values():
        names = suggestions(desk, parameter)[:_MOST_NAMES]
        kind = kind_of(parameter)
        hint = "ครั้งที่ 4/2566 วาระที่ 4.2" if kind == "agenda" else parameter.example
        fields.append(
            Field(
                name=parameter.name,
                label=parameter.about.partition(" / ")[0],
                type="date" if kind == "date" else "text",
                value=request.query_params.get(parameter.name, ""),
                hint=next(iter(names), hint),
                names=tuple(names),
            )
        )
    return fields


def _columns(found: Answered) -> list[int]:
    """The columns that hold something to read: not IRIs, and not empty in every row."""
    return [
        at
        for at in range(len(found.columns))
        if any(row[at] is not None and not isinstance(row[at], Iri) for row in found.rows)
    ]


def _cell(question: Competency, column: str, cell: Cell) -> str:
    return short_date(cell) if isinstance(cell, date) else shown_cell(question, column, cell)


def _api_address(name: str, given: dict[str, list[str]]) -> str:
    query = urlencode(given, doseq=True)
    return f"/api/queries/{name}" + (f"?{query}" if query else "")
