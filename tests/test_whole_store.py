"""The graph is a function of the set of records and of people's decisions, whatever the order they came in."""

from __future__ import annotations

import io
import json
import random
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from commandline import ROOT, mati

from api.desk import Desk
from api.settings import Settings
from benchmarks._made_minutes import Made, made_minutes
from kg.errors import InputError, UnknownName
from kg.identity.log import Undone

EXAMPLES = ROOT / "examples" / "records"


@contextmanager
def writing(data: Path) -> Iterator[Desk]:
    with Desk.open(Settings(data=data), write=True) as desk:
        yield desk


def exported(desk: Desk) -> bytes:
    out = io.BytesIO()
    desk.export("nq", out)
    return out.getvalue()


@pytest.fixture(scope="module")
def made() -> tuple[Made, ...]:
    return tuple(made_minutes(8, bodies=2))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory, made: Sequence[Made]) -> Path:
    """The bundled records and made ones, in one folder."""
    folder = tmp_path_factory.mktemp("sources")
    for path in sorted(EXAMPLES.glob("*/*.txt")):
        target = folder / path.relative_to(EXAMPLES)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
    for one in made:
        target = folder / one.name
        target.parent.mkdir(exist_ok=True)
        target.write_text(one.text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, sources: Path) -> bytes:
    with writing(tmp_path_factory.mktemp("whole")) as desk:
        assert not desk.ingest([sources]).failed
        return exported(desk)


def ingest_in_order(desk: Desk, sources: Path, order: Sequence[Path]) -> None:
    for path in order:
        report = desk.ingest_bytes(path.relative_to(sources).as_posix(), path.read_bytes())
        assert not report.failed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_order_of_ingestion_gives_the_same_bytes(
    tmp_path: Path, sources: Path, whole: bytes, seed: int
) -> None:
    order = sorted(sources.glob("*/*.txt"))
    random.Random(seed).shuffle(order)
    with writing(tmp_path / "data") as desk:
        ingest_in_order(desk, sources, order)
        assert exported(desk) == whole


@pytest.mark.parametrize("seed", [4, 5])
def test_removing_records_gives_the_store_that_never_had_them(
    tmp_path: Path, sources: Path, seed: int
) -> None:
    paths = sorted(sources.glob("*/*.txt"))
    gone = random.Random(seed).sample(paths, 4)
    with writing(tmp_path / "never") as desk:
        ingest_in_order(desk, sources, [path for path in paths if path not in gone])
        never = exported(desk)
    with writing(tmp_path / "data") as desk:
        desk.ingest([sources])
        assert exported(desk) != never
        for path in gone:
            desk.remove(path.relative_to(sources).as_posix())
        assert exported(desk) == never


def test_what_made_records_truly_say_is_in_the_graph(
    tmp_path: Path, sources: Path, made: Sequence[Made]
) -> None:
    query = """
        PREFIX m: <https://w3id.org/mati/ont#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?file ?name ?list WHERE {
          ?row a m:Attendance ; m:person/skos:prefLabel ?name ; m:attendanceList ?list ;
               m:evidence/m:inDocument/m:fileName ?file }"""
    with writing(tmp_path / "data") as desk:
        desk.ingest([sources])
        rows = desk.snapshot().rows(query)
    for one in made:
        for people, listed in ((one.present, "present"), (one.absent, "absent")):
            found = {
                row["name"] for row in rows if row["file"] == one.name and str(row["list"]).endswith(listed)
            }
            assert found == set(people), one.name


def people_of(desk: Desk, name: str) -> list[str]:
    query = """
        PREFIX m: <https://w3id.org/mati/ont#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?label WHERE {
          ?row a m:Attendance ; m:person/skos:prefLabel ?label ; m:nameAsWritten ?written
          FILTER CONTAINS(STR(?written), "%s") } ORDER BY ?label"""
    return [str(row["label"]) for row in desk.snapshot().rows(query % name)]


def test_a_decision_is_carried_out_survives_reingest_and_can_be_undone(
    tmp_path: Path, sources: Path, made: Sequence[Made]
) -> None:
    one, other = made[0].present[0], made[1].present[0]
    merge = {"action": "merge", "kind": "person", "one": one, "other": other, "who": "กองแผนงาน"}
    with writing(tmp_path / "data") as desk:
        desk.ingest([sources])
        before = exported(desk)
        taken = desk.decide([{**merge, "when": "2026-11-23"}])
        assert [decision.id for decision in taken] == [1]
        assert people_of(desk, one) == people_of(desk, other)
        merged = exported(desk)
        assert merged != before
        assert desk.decide([{**merge, "when": "2026-11-23"}]) == ()  # known already
        desk.remove(made[0].name)
        desk.ingest([sources])
        assert exported(desk) == merged
        desk.undo_decision(1, Undone("กองแผนงาน", "2026-11-24", "คนละคน"))
        assert exported(desk) == before
        assert [entry.undone and entry.undone.why for entry in desk.decisions()] == ["คนละคน"]
        with pytest.raises(UnknownName):
            desk.undo_decision(1, Undone("กองแผนงาน", "2026-11-24"))
        with pytest.raises(InputError, match="who"):
            desk.decide([{**merge, "who": " ", "when": "2026-11-23"}])


def test_a_name_is_split_in_the_records_given(tmp_path: Path, sources: Path, made: Sequence[Made]) -> None:
    secretary, body = made[0].present[-1], made[0].body
    mine = [one for one in made if one.body == body]
    with writing(tmp_path / "data") as desk:
        desk.ingest([sources])
        desk.decide(
            [
                {
                    "action": "split", "kind": "person", "one": secretary, "other": "คนใหม่ที่ชื่อซ้ำ",
                    "who": "งานสารบรรณ", "when": "2026-11-23", "documents": [mine[-1].name],
                }
            ]
        )  # fmt: skip
        query = """
            PREFIX m: <https://w3id.org/mati/ont#>
            SELECT DISTINCT ?person WHERE { ?row a m:Attendance ; m:person ?person ; m:nameAsWritten ?name
              FILTER CONTAINS(STR(?name), "%s") }"""
        assert len(desk.snapshot().rows(query % secretary)) == 2


def test_the_command_line_decides_logs_and_takes_over_a_log(tmp_path: Path, made: Sequence[Made]) -> None:
    data, source = tmp_path / "data", tmp_path / "in"
    source.mkdir()
    (source / "1.txt").write_text(made[0].text, encoding="utf-8")
    assert mati("ingest", source, data=data).returncode == 0
    one, other = made[0].present[:2]
    told = mati("identity", "merge", "person", one, other, "--why", "ทดสอบ", "--who", "ผู้ดูแล", data=data)
    assert told.returncode == 0, told.stderr
    assert told.stdout.startswith(f"1. merge person {one} = {other} · ผู้ดูแล")
    shown = mati("identity", "show", f"นาย{other}", data=data)
    assert one in shown.stdout
    assert "ทดสอบ" in shown.stdout
    log = tmp_path / "log.json"
    log.write_text(mati("identity", "log", "--json", data=data).stdout, encoding="utf-8")
    assert json.loads(log.read_text(encoding="utf-8"))[0]["who"] == "ผู้ดูแล"
    again = tmp_path / "again"
    assert mati("ingest", source, data=again).returncode == 0
    assert mati("identity", "apply", log, data=again).stdout == "taken 1, known before 0\n"
    assert mati("identity", "apply", log, data=again).stdout == "taken 0, known before 1\n"
    assert mati("export", data=again).stdout == mati("export", data=data).stdout
    assert mati("identity", "undo", "1", "--who", "ผู้ดูแล", data=again).returncode == 0
    wrong = mati("identity", "undo", "7", data=again)
    assert (wrong.returncode, "decision 7" in wrong.stderr) == (1, True)
    unknown = mati("identity", "show", "ชื่อที่ไม่มีใครใช้", data=again)
    assert (unknown.returncode, "No record names" in unknown.stderr) == (1, True)


def test_a_reader_tells_who_is_who_though_an_older_mati_left_no_summaries(
    tmp_path: Path, made: Sequence[Made]
) -> None:
    data = tmp_path / "data"
    with writing(data) as desk:
        desk.ingest_bytes("1.txt", made[0].text.encode())
        entities = desk.identity().entities
    with closing(sqlite3.connect(data / "library.sqlite")) as connection:
        connection.execute("DELETE FROM derived")
        connection.commit()
    with Desk.open(Settings(data=data)) as desk:
        assert desk.identity().entities == entities
