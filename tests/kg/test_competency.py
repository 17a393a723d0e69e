"""The competency questions: each has two bindings with two different answers, checked by hand on a small store."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from competency_store import publish
from hypothesis import given, settings
from hypothesis import strategies as st
from query_terms import unknown_terms

from kg import iris
from kg.competency import Competency, ask, competencies, competency, terms
from kg.errors import InputError, UnknownName
from kg.snapshots import Snapshot

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "competency.yaml").read_text(encoding="utf-8"))
ALL = [
    pytest.param(name, case, id=f"{name}-{n}")
    for name, cases in CASES.items()
    for n, case in enumerate(cases, 1)
]
each = pytest.mark.parametrize("question", competencies(), ids=lambda question: question.name)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("competency")
    publish(folder)
    with Snapshot.current(folder) as opened:
        yield opened


def plain(cell: Any) -> Any:
    """A cell as the cases write it."""
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    if isinstance(cell, Decimal | float):
        return str(cell)
    if isinstance(cell, str):
        return cell.replace(iris.BASE, "mati:")
    return cell


@pytest.mark.parametrize(("name", "case"), ALL)
def test_a_question_has_the_answer_a_person_read(snapshot: Snapshot, name: str, case: dict[str, Any]) -> None:
    rows = ask(snapshot, competency(name), case["given"])
    assert [[plain(row[column]) for column in case["columns"]] for row in rows] == case["rows"]


def test_there_are_enough_of_them() -> None:
    assert len(competencies()) >= 34
    assert list(CASES.keys() - {question.name for question in competencies()}) == []


@each
def test_two_bindings_have_two_answers(question: Competency) -> None:
    first, second = CASES[question.name]
    assert first["given"] != second["given"]
    assert first["rows"]
    assert second["rows"]
    assert (first["columns"], first["rows"]) != (second["columns"], second["rows"])


@each
def test_every_parameter_is_bound_in_a_case(question: Competency) -> None:
    bound = {name for case in CASES[question.name] for name in case["given"]}
    assert bound == set(question.parameters)
    assert set(re.findall(r"# VALUES \?(\w+)\n", question.query)) == set(question.parameters)


@each
def test_the_header_tells_the_columns_and_runs_without_parameters(
    question: Competency, snapshot: Snapshot
) -> None:
    rows = ask(snapshot, question)
    assert rows
    assert list(rows[0]) == list(question.answers)
    for told in (question.title, *question.answers.values()):
        assert re.search("[ก-ฮ]", told), told
    assert question.english
    assert not re.search("[ก-ฮ]", question.english)


@each
def test_evidence_is_a_span(question: Competency, snapshot: Snapshot) -> None:
    for row in ask(snapshot, question):
        if row.get("evidence") is not None:
            assert str(row["evidence"]).startswith(iris.BASE + "span/")


@each
def test_a_question_uses_only_terms_that_are_defined(question: Competency) -> None:
    assert unknown_terms(question.query) == set()


@each
def test_mandatory_patterns_stand_before_optional_ones(question: Competency) -> None:
    """Inside a group, a pattern after OPTIONAL or BIND is joined by trying all pairs."""
    groups = re.findall(r"^( *)GRAPH \?\w+ \{\n(.*?)\n\1\}", question.query, re.DOTALL | re.MULTILINE)
    for _, group in groups:
        lines = [line.strip() for line in group.splitlines()]
        loose = [n for n, line in enumerate(lines) if line.startswith(("OPTIONAL", "BIND"))]
        if loose and "UNION" not in group:
            assert all(line.startswith(("OPTIONAL", "BIND", "FILTER", "#")) for line in lines[loose[0] :]), (
                group
            )


@each
def test_examples_of_parameters_are_of_their_kind(question: Competency) -> None:
    for parameter in question.parameters.values():
        assert terms(question, {parameter.name: parameter.example})


def test_several_values_mean_any_of_them(snapshot: Snapshot) -> None:
    both = ask(snapshot, competency("agencies-under"), {"ministry": ["mati:agency/min1", "mati:agency/min2"]})
    assert len(both) == 3


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("fiscal-year-projects", {"year": "ปี 2567"}, "integer"),
        ("members-on", {"day": "17 มกราคม 2567"}, "date"),
        ("votes", {"body": "คณะรัฐมนตรี"}, "iri"),
        ("votes", {"body": "mati:agency/x> } INSERT"}, "iri"),
    ],
)
def test_a_value_of_another_kind_is_refused(name: str, values: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        terms(competency(name), values)


def test_what_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownName, match="ledger"):
        competency("nothing")
    with pytest.raises(UnknownName, match="it has agency, today"):
        terms(competency("ledger"), {"person": "mati:person/p1"})


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_text_is_bound_as_a_term_whatever_it_holds(words: str) -> None:
    question = competency("proposed")
    shown = question.sparql({"words": words})
    before, mark, after = question.query.partition("# VALUES ?words")
    assert mark
    assert shown.startswith(before + "VALUES ?words { ")
    assert shown.endswith(" }" + after)


def test_the_query_shown_is_the_query_run(snapshot: Snapshot) -> None:
    question = competency("votes")
    assert snapshot.rows(question.sparql({"body": "mati:agency/bodya"})) == ask(
        snapshot, question, {"body": "mati:agency/bodya"}
    )
