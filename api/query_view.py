"""Competency questions for people: values given by name, rows with their evidence, as JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from api.plain import citation_json, plain
from api.query_values import code_words, value_iri
from kg import iris
from kg.citations import cite
from kg.competency import Competency, ask, competency
from kg.errors import InputError
from kg.evidence import Citation
from kg.records import Document, Span
from kg.snapshots import Cell, Iri
from kg.thai import thai_date

if TYPE_CHECKING:
    from api.desk import Desk

_SPAN = re.compile(r"/span/([0-9a-f]{16})/(\d+)-(\d+)$")
_MONEY = 1000  # from here on a decimal is shown with its thousands apart


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its rows. `columns` are without that of evidence; `evidence` has the words of each row."""

    question: Competency
    given: Mapping[str, Sequence[str]]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    evidence: tuple[tuple[Citation, ...], ...]
    sparql: str


def answered(desk: Desk, name: str, given: Mapping[str, Sequence[str]]) -> Answered:
    """Ask a competency question; values are as `value_iri` takes them.

    Raises:
        UnknownName: there is no such question, parameter, or thing.
        InputError: a value is not of its parameter's kind.
    """
    question = competency(name)
    terms = {
        key: [value_iri(desk, question, key, value) for value in values] for key, values in given.items()
    }
    rows = ask(desk.snapshot(), question, terms)
    columns = tuple(column for column in question.answers if column != "evidence")
    words = _Words(desk)
    return Answered(
        question=question,
        given=given,
        columns=columns,
        rows=tuple(tuple(row.get(column) for column in columns) for row in rows),
        evidence=tuple(words.of(row.get("evidence")) for row in rows),
        sparql=question.sparql(terms),
    )


class _Words:
    """The words that spans stand for; each document is read once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._documents: dict[str, tuple[Document, str]] = {}

    def of(self, cell: Cell) -> tuple[Citation, ...]:
        found = _SPAN.search(cell) if isinstance(cell, Iri) else None
        if found is None:
            return ()
        key = found[1]
        if key not in self._documents:
            document = self._desk.document_by_key(key)
            self._documents[key] = (document, self._desk.entry(document.sha256).label)
        document, label = self._documents[key]
        return (cite(document, Span(int(found[2]), int(found[3])), str(cell), label),)


def shown(question: Competency, column: str, cell: Cell) -> str:
    """Return a cell for people: codes and the query's own words in Thai, dates in Thai style, "" for nothing."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return thai_date(cell)
    if isinstance(cell, Iri):
        return cell.replace(iris.BASE, "mati:")
    if isinstance(cell, Decimal) and abs(cell) >= _MONEY:
        return f"{cell:,}"
    words = words_of(question, column)
    return " · ".join(words.get(word, word) for word in str(cell).split(" ")) if words else str(cell)


def words_of(question: Competency, column: str) -> Mapping[str, str]:
    """Return what the codes of a column are called in Thai; empty for a column that holds none."""
    if column in question.codes:
        return code_words(question.codes[column])
    return question.derived.get(column, {})


def answered_json(found: Answered) -> dict[str, Any]:
    """Return rows as JSON: one object a row, with its evidence; `codes` tells the codes of a column in Thai."""
    question = found.question
    return {
        "name": question.name,
        "title": {"th": question.title, "en": question.english},
        "columns": {column: question.answers[column] for column in found.columns},
        "codes": {c: dict(words) for c in found.columns if (words := words_of(question, c))},
        "rows": [
            {
                **{c: _json(cell) for c, cell in zip(found.columns, row, strict=True)},
                "evidence": [citation_json(citation) for citation in evidence],
            }
            for row, evidence in zip(found.rows, found.evidence, strict=True)
        ],
        "sparql": found.sparql,
    }


def answered_csv(found: Answered) -> str:
    """Return rows as CSV (RFC 4180): the columns as they are, then file, page, start, end and quote of the evidence."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([*found.columns, "file", "page", "start", "end", "quote"])
    for row, evidence in zip(found.rows, found.evidence, strict=True):
        where: list[str | int | None] = [None] * 5
        for words in evidence[:1]:
            where = [words.file, words.page, words.start, words.end, words.quote]
        writer.writerow([*map(_json, row), *where])
    return out.getvalue()


def question_json(question: Competency) -> dict[str, Any]:
    """Return a question as JSON: its names, subject, columns and parameters."""
    return {
        "name": question.name,
        "title": {"th": question.title, "en": question.english},
        "subject": question.subject,
        "columns": dict(question.answers),
        "parameters": {
            p.name: {"kind": p.kind, "about": p.about, "example": p.example}
            for p in question.parameters.values()
        },
    }


def _json(cell: Cell) -> Any:
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
