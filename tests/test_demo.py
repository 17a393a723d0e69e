"""`make demo` shows four things with their evidence, and a second run is quick."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commandline import ROOT

from api.desk import Desk
from api.settings import Settings

TITLES = ("1. From the graph", "2. From passages", "3. Not in the records", "4. A project")
EVIDENCE = re.compile(r"(?P<file>\S+\.txt) \[(?P<start>\d+):(?P<end>\d+)\]")


def demo(data: Path) -> str:
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "demo.py", data],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "data"


@pytest.fixture(scope="module")
def shown(data: Path) -> str:
    return demo(data)


def parts(shown: str) -> list[str]:
    return [part.split("──\n", 1)[1] for part in shown.split("\n── ")[1:]]


def test_four_things_are_shown_with_their_evidence(shown: str, data: Path) -> None:
    assert [title for title in TITLES if f"── {title}" in shown] == list(TITLES)
    graph, passages, absent, project = parts(shown)
    for part in (graph, passages, project):
        assert EVIDENCE.search(part)
        assert "ไม่พบในรายงานการประชุม" not in part
    assert "ไม่พบในรายงานการประชุม" in absent
    assert "resolutions (" in project
    with Desk.open(Settings(data=data)) as desk:
        for found in EVIDENCE.finditer(shown):
            text = desk.document(desk.entry(found["file"]).sha256).text
            words = " ".join(text[int(found["start"]) : int(found["end"])].split())
            assert words
            assert words[:30] in " ".join(shown.split())


def test_the_four_are_of_four_kinds(shown: str, data: Path) -> None:
    asked = re.findall(r'ask "(.+?)"$', shown, flags=re.MULTILINE)
    with Desk.open(Settings(data=data)) as desk:
        assert [desk.ask(question).kind.value for question in asked] == ["graph", "text", "none"]


def test_it_tells_how_to_go_on(shown: str) -> None:
    assert "make serve" in shown
    assert "ingest PATH" in shown


def test_a_second_run_is_quick_and_shows_the_same(shown: str, data: Path) -> None:
    started = time.perf_counter()
    again = demo(data)
    assert time.perf_counter() - started < 10
    assert "Read 0 records" in again
    assert parts(again)[:3] == parts(shown)[:3]
