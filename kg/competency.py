"""The questions an analyst asks of the graph: query files of `ontology/competency/`, their parameters, their rows.

A value given for a parameter is made a term of the parameter's kind and bound as that term; it is never pasted into a query.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from kg import iris
from kg.errors import InputError, UnknownName
from kg.form import read_yaml
from kg.snapshots import Cell, Iri, Snapshot, bound

KINDS = ("iri", "text", "integer", "date")

_HEADER = re.compile(r"\A# ---\n(?P<lines>(?:#.*\n)+?)# ---\n")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_PREFIX = "mati:"
_DERIVED = re.compile(r" \((?P<words>[a-z-]+ [^(),]+(?:, [a-z-]+ [^(),]+)*)\) / ")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question may be narrowed by. `kind` is one of `KINDS`; `example` is a value as people write it."""

    name: str
    kind: str
    about: str
    example: str


@dataclass(frozen=True, slots=True)
class Competency:
    """One question. `title` is Thai, `english` the same in English; `answers` tells each column of the rows, in order.

    `subject` is a key of `subjects()`. `codes` names the code list of each column that holds codes of one (several codes
    stand apart by spaces); `derived` gives, for each column that holds words of the query's own, those words in Thai.
    """

    name: str
    title: str
    english: str
    subject: str
    answers: Mapping[str, str]
    codes: Mapping[str, str]
    derived: Mapping[str, Mapping[str, str]]
    parameters: Mapping[str, Parameter]
    query: str

    def heading(self, column: str) -> str:
        """Return what a column is called in Thai."""
        return _DERIVED.sub(" / ", self.answers[column]).partition(" / ")[0]

    def sparql(self, given: Mapping[str, str | Sequence[str]] | None = None) -> str:
        """Return the query with the values of `given` bound; runnable as it is. Raises as `terms`."""
        return bound(self.query, terms(self, given or {}))


@lru_cache(maxsize=1)
def subjects() -> Mapping[str, str]:
    """Return the subjects that questions are listed under, in order, with what each is called in Thai."""
    source = files("ontology").joinpath("competency", "subjects.yaml")
    return MappingProxyType(read_yaml(source.read_text(encoding="utf-8")))


def by_subject() -> list[tuple[str, list[Competency]]]:
    """Return every question under what its subject is called in Thai, subjects in their order, questions by name."""
    return [
        (thai, [one for one in competencies() if one.subject == subject])
        for subject, thai in subjects().items()
    ]


@lru_cache(maxsize=1)
def competencies() -> tuple[Competency, ...]:
    """Return every question, by name.

    Raises:
        ValueError: a file's header is not of the form that `ontology/competency/README.md` gives.
    """
    folder = files("ontology").joinpath("competency")
    return tuple(
        _read(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8"))
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".rq")
    )


def competency(name: str) -> Competency:
    """Return the question of that name.

    Raises:
        UnknownName: there is none.
    """
    for question in competencies():
        if question.name == name:
            return question
    raise UnknownName(
        f"there is no question {name!r}: choose one of {', '.join(one.name for one in competencies())}"
    )


def terms(question: Competency, given: Mapping[str, str | Sequence[str]]) -> dict[str, list[Cell]]:
    """Return the values of parameters as terms; a parameter that is not given stays free.

    `given` holds values as people write them: an IRI in full or as "mati:project/…", whole numbers, dates as
    "2024-01-31". Several values of one parameter mean any of them.

    Raises:
        UnknownName: the question has no such parameter.
        InputError: a value is not of the parameter's kind.
    """
    found: dict[str, list[Cell]] = {}
    for name, values in given.items():
        parameter = question.parameters.get(name)
        if parameter is None:
            known = ", ".join(question.parameters) or "none"
            raise UnknownName(f"{question.name} has no parameter {name!r}: it has {known}")
        several = [values] if isinstance(values, str) else values
        found[name] = [_term(question, parameter, value) for value in several]
    return found


def ask(
    snapshot: Snapshot, question: Competency, given: Mapping[str, str | Sequence[str]] | None = None
) -> list[dict[str, Cell]]:
    """Return the rows that answer the question in a snapshot, in the query's order. Raises as `terms` and `rows`."""
    return snapshot.rows(question.query, terms(question, given or {}))


def _read(name: str, text: str) -> Competency:
    found = _HEADER.match(text)
    if found is None:
        raise ValueError(
            f"ontology/competency/{name}.rq does not begin with a header between two lines `# ---`"
        )
    header = read_yaml(re.sub(r"^# ?", "", found["lines"], flags=re.MULTILINE))
    thai, slash, english = str(header["title"]).partition(" / ")
    if not slash:
        raise ValueError(f"ontology/competency/{name}.rq: the title is not `Thai / English`")
    parameters = {
        key: Parameter(key, told["kind"], told["about"], str(told["example"]))
        for key, told in (header.get("parameters") or {}).items()
    }
    strange = [one.name for one in parameters.values() if one.kind not in KINDS]
    if strange:
        raise ValueError(
            f"ontology/competency/{name}.rq: the kind of {strange[0]} is none of {', '.join(KINDS)}"
        )
    if header["subject"] not in subjects():
        raise ValueError(
            f"ontology/competency/{name}.rq: its subject {header['subject']} is none of {', '.join(subjects())}"
        )
    answers = dict(header["answers"])
    derived = {column: _words(told) for column, told in answers.items() if _DERIVED.search(told)}
    return Competency(
        name=name,
        title=thai,
        english=english,
        subject=header["subject"],
        answers=answers,
        codes=dict(header.get("codes") or {}),
        derived=derived,
        parameters=parameters,
        query=text[found.end() :],
    )


def _words(told: str) -> dict[str, str]:
    found = _DERIVED.search(told)
    pairs = found["words"].split(", ") if found else []
    return {word: thai for word, _, thai in (pair.partition(" ") for pair in pairs)}


def _term(question: Competency, parameter: Parameter, value: str) -> Cell:
    if parameter.kind == "text":
        return value
    if parameter.kind == "iri":
        full = iris.BASE + value.removeprefix(_PREFIX) if value.startswith(_PREFIX) else value
        if _IRI.fullmatch(full):
            return Iri(full)
    else:
        with suppress(ValueError):
            return int(value) if parameter.kind == "integer" else date.fromisoformat(value)
    raise InputError(
        f"{question.name}: {value!r} is no {parameter.kind} for {parameter.name}; one would be {parameter.example}"
    )
