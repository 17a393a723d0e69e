"""Questions that need more than one meeting: what became of it, was it endorsed, was it done, what is missing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from api.desk import Desk
from kg.questions.intents import intents
from tests.scoring import holds

HERE = Path(__file__).parent
TABLE = yaml.safe_load((HERE / "cases" / "thread_questions.yaml").read_text(encoding="utf-8"))
RECORDS = HERE.parent / "examples" / "records"
NEAR = {case["not"] for case in TABLE["near"]}


def asked(case: dict[str, Any]) -> str:
    return f"{case['question']} [{case['in']}]" if "in" in case else str(case["question"])


def test_every_expected_evidence_stands_in_the_records() -> None:
    assert len(TABLE["answers"]) >= 30
    for case in TABLE["answers"]:
        for cited in case.get("cites", ()):
            assert cited["words"] in (RECORDS / cited["file"]).read_text(encoding="utf-8"), case["question"]


@pytest.mark.parametrize("case", TABLE["answers"], ids=asked)
def test_a_question_over_meetings_is_answered_with_evidence(case: dict[str, Any], desk: Desk) -> None:
    answer = desk.ask(case["question"], within=case.get("in"))
    assert answer.kind.value == case.get("kind", "graph"), answer
    for words in case.get("says", ()):
        assert holds(answer.answer, words), (words, answer.answer)
    for cited in case.get("cites", ()):
        text = (RECORDS / cited["file"]).read_text(encoding="utf-8")
        places = [m.span() for m in re.finditer(re.escape(cited["words"]), text)]
        assert any(
            c.file == cited["file"] and c.start < end and start < c.end
            for c in answer.citations
            for start, end in places
        ), (
            cited,
            [(c.file, c.quote) for c in answer.citations],
        )


@pytest.mark.parametrize("case", TABLE["near"], ids=asked)
def test_a_question_that_only_resembles_one_is_not_taken_for_it(case: dict[str, Any], desk: Desk) -> None:
    answer = desk.ask(case["question"], within=case.get("in"))
    assert answer.understanding is not None
    assert answer.understanding.intent != case["not"], answer.answer


def test_near_misses_are_of_intents_that_exist_two_of_each() -> None:
    assert {intent.name for intent in intents()} >= NEAR
    for name in NEAR:
        assert sum(case["not"] == name for case in TABLE["near"]) >= 2, name


def test_an_answer_from_a_later_record_stays_with_the_record_asked_in(desk: Desk) -> None:
    """Asked within a record, minutes of that record are told endorsed by a later one; another record's are not told."""
    told = desk.ask("รายงานการประชุมครั้งนี้รับรองแล้วหรือยัง", within="saichon-digital/2566-05.txt")
    assert {c.file for c in told.citations} == {"saichon-digital/2566-05.txt", "saichon-digital/2566-06.txt"}
    other = desk.ask("รายงานการประชุมครั้งที่ 4/2566 รับรองแล้วหรือยัง", within="saichon-digital/2566-08.txt")
    assert "saichon-digital/2566-05.txt" not in {c.file for c in other.citations}
