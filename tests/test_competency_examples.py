"""The competency questions on the bundled examples, ingested as anybody would: answers a person read in the minutes."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.desk import Desk
from api.query_view import Answered, answered
from api.settings import Settings
from kg.competency import competencies

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples" / "records"
CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "competency_examples.yaml").read_text(encoding="utf-8")
)
ANSWERED = {name: cases for name, cases in CASES.items() if not isinstance(cases, str)}
ALL = [
    pytest.param(name, case, id=f"{name}-{n}")
    for name, cases in ANSWERED.items()
    for n, case in enumerate(cases, 1)
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    settings = Settings(data=tmp_path_factory.mktemp("examples") / "mati-data")
    with Desk.open(settings, write=True) as writing:
        assert writing.ingest([EXAMPLES]).failed == ()
    with Desk.open(settings) as reading:
        yield reading


def plain(cell: Any) -> Any:
    """A cell as the cases write it: words on one line, sums as they read, days in ISO form."""
    if hasattr(cell, "isoformat"):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return " ".join(cell.split()) if isinstance(cell, str) else cell


def asked(desk: Desk, name: str, given: dict[str, str]) -> Answered:
    return answered(desk, name, {key: [value] for key, value in given.items()})


@pytest.mark.parametrize(("name", "case"), ALL)
def test_a_question_has_the_answer_of_the_minutes(desk: Desk, name: str, case: dict[str, Any]) -> None:
    found = asked(desk, name, case["given"])
    at = [found.columns.index(column) for column in case["columns"]]
    rows = [[plain(row[n]) for n in at] for row in found.rows]
    assert sorted(rows, key=repr) == sorted(case["rows"], key=repr)


@pytest.mark.parametrize("question", competencies(), ids=lambda question: question.name)
def test_the_words_of_each_row_stand_in_its_file(desk: Desk, question: Any) -> None:
    found = answered(desk, question.name, {})
    assert bool(found.rows) == (question.name in ANSWERED)
    for row, evidence in zip(found.rows, found.evidence, strict=True):
        for words in evidence:
            # newline="": offsets count what stands in the file, line ends as they are
            with (EXAMPLES / words.file).open(encoding="utf-8", newline="") as file:
                assert file.read()[words.start : words.end] == words.quote, row
            assert words.quote


def test_every_question_is_asked_twice_or_says_why_not() -> None:
    assert CASES.keys() == {question.name for question in competencies()}
    assert len(ANSWERED) >= 36
    for name, (first, second, *_) in ANSWERED.items():
        assert first["given"] != second["given"], name
        assert (first["columns"], first["rows"]) != (second["columns"], second["rows"]), name
