"""A real record that is not part of this repository: how much of it is read, and its questions answered."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from commandline import ROOT

from api.cli import main
from api.desk import Desk
from api.plain import answer_json
from api.settings import Settings

SHARED = ROOT.parent / "shared"
RECORD = SHARED / "records" / "bma" / "2563-07.txt"
EVAL = SHARED / "eval"
NEEDED = (RECORD, EVAL / "score_record.py", EVAL / "score_questions.py", EVAL / "questions_dev.json")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(
        not all(path.exists() for path in NEEDED),
        reason="../shared is not beside this checkout: it holds real records that may not be copied here",
    ),
]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_record", EVAL / "score_record.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    data = tmp_path_factory.mktemp("real") / "data"
    with Desk.open(Settings(data=data), write=True) as desk:
        assert desk.ingest([SHARED / "records" / "bma"]).failed == ()
        yield desk


def test_every_field_group_of_the_real_record_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    gold = json.loads((EVAL / "gold_bma_2563_07.json").read_text(encoding="utf-8"))
    assert main(["record", str(RECORD)]) == 0
    rows, _ = scorer().score(gold, json.loads(capsys.readouterr().out))
    with capsys.disabled():
        print(  # noqa: T201 - the figures are for whoever runs this
            f"\nreal record: lowest {min(rows.values()):.3f}, mean {sum(rows.values()) / len(rows):.3f}"
        )
    assert {group: value for group, value in rows.items() if value < 0.95} == {}


def test_the_questions_of_the_real_record_are_answered(
    real: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    questions = json.loads((EVAL / "questions_dev.json").read_text(encoding="utf-8"))
    own = [q for q in questions if str(q.get("file")).endswith("2563-07.txt")]
    assert len(own) >= 20
    (tmp_path / "questions.json").write_text(json.dumps(own), encoding="utf-8")
    with (tmp_path / "answers.jsonl").open("w", encoding="utf-8") as out:
        for q in own:
            within = "2563-07.txt" if q.get("scope") == "doc" or q.get("in") else None
            out.write(
                json.dumps({"id": q["id"], **answer_json(real.ask(q["question"], within=within))}) + "\n"
            )
    done = subprocess.run(
        [sys.executable, EVAL / "score_questions.py", tmp_path / "questions.json", tmp_path / "answers.jsonl"],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    total = next(line for line in done.stdout.splitlines() if line.startswith("ALL"))
    with capsys.disabled():
        print(f"\nreal record's questions: {total}")  # noqa: T201 - as above
    assert float(total.split("right=")[1].split("%")[0]) >= 70


def test_every_quote_of_the_real_record_is_the_words_of_its_span(real: Desk) -> None:
    entry = real.entry("2563-07.txt")
    text = real.document(entry.sha256).text
    for project in real.record(entry.sha256).projects:
        found = real.trace(project.name)
        assert found.mentions, project.name
        for cited in (*(m.citation for m in found.mentions), *(r.citation for r in found.resolutions)):
            if cited.document == entry.sha256:
                assert text[cited.start : cited.end] == cited.quote


def test_the_real_record_is_ingested_in_two_seconds_warm(real: Desk, tmp_path: Path) -> None:
    with Desk.open(Settings(data=tmp_path / "data"), write=True) as desk:
        started = time.process_time()
        assert desk.ingest([RECORD]).added == ("2563-07.txt",)
        assert time.process_time() - started < 2
