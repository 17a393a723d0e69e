"""Files in, library, graph and index in step: counts, names, replacement, order, crashes, two processes."""

from __future__ import annotations

import io
import json
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commandline import ROOT, mati, python
from little_minutes import minutes

from api.desk import Desk
from api.settings import Settings
from kg import iris
from kg.errors import DataError, DataLocked, MatiError, UnknownName
from kg.library import Library
from kg.store import Store
from search.encoder import load_encoder
from search.index import SearchIndex

EXAMPLES = ROOT / "examples" / "records"
SAICHON = EXAMPLES / "saichon-digital"


@contextmanager
def writing(data: Path) -> Iterator[Desk]:
    with Desk.open(Settings(data=data), write=True) as desk:
        yield desk


@contextmanager
def reading(data: Path) -> Iterator[Desk]:
    with Desk.open(Settings(data=data)) as desk:
        yield desk


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def exported(desk: Desk, form: str = "nq") -> bytes:
    out = io.BytesIO()
    desk.export(form, out)
    return out.getvalue()


def ranking(desk: Desk, query: str) -> list[tuple[object, ...]]:
    return [(h.rank, h.score, h.chunk.file, h.chunk.span, h.chunk.id) for h in desk.search(query, limit=20)]


def graphs(desk: Desk) -> set[str]:
    """The graphs of documents; those of series and of identity follow from all documents together."""
    return {graph for graph in desk.snapshot().graphs() if "-" not in graph.rpartition("/")[2]}


def assert_in_step(data: Path) -> None:
    """Library, graph and index hold the same documents, and the files are sound."""
    with (
        Library.open(data, write=False) as library,
        SearchIndex.open(data / "index", load_encoder()) as index,
    ):
        library.check()
        held = set(library.digests())
        assert index.documents() == held
        if not held:
            return  # killed before the first record: there is nothing to publish
        with reading(data) as desk:
            assert graphs(desk) == {iris.graph(sha256) for sha256 in held}
            for entry in desk.entries():
                assert desk.record(entry.sha256).sha256 == entry.sha256


def test_every_file_is_counted_as_what_became_of_it(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {f"{n}.txt": minutes(n) for n in (1, 2, 3)} | {"empty.txt": "  \n "})
    with writing(tmp_path / "data") as desk:
        first = desk.ingest([files])
        assert (first.added, first.replaced, first.unchanged) == (("1.txt", "2.txt", "3.txt"), (), ())
        assert [(f.file, f.code) for f in first.failed] == [("empty.txt", "file-empty")]

        again = desk.ingest([files])
        assert (again.added, again.replaced, again.unchanged) == ((), (), ("1.txt", "2.txt", "3.txt"))
        assert len(again.failed) == 1

        write(files, {"2.txt": minutes(2, matter="โครงการขุดลอกคลอง"), "4.txt": minutes(4)})
        third = desk.ingest([files])
        assert (third.added, third.replaced, third.unchanged) == (("4.txt",), ("2.txt",), ("1.txt", "3.txt"))


def test_nothing_changes_on_disk_where_nothing_changed(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"1.txt": minutes(1)})
    with writing(tmp_path / "data") as desk:
        desk.ingest([files])
        before = (tmp_path / "data/snapshots/CURRENT").read_text(), desk.snapshot().path
        desk.ingest([files])
        assert ((tmp_path / "data/snapshots/CURRENT").read_text(), desk.snapshot().path) == before


def test_names_are_relative_to_the_folder_given(tmp_path: Path) -> None:
    files = write(
        tmp_path / "in",
        {
            "a/b/deep.txt": minutes(1),
            "เทศบาล/ครั้งที่ ๒.txt": minutes(2),
            "UPPER.TXT": minutes(3),
            ".hidden/x.txt": minutes(4),
            ".x.txt": minutes(5),
            "table.csv": "a,b",
        },
    )
    with writing(tmp_path / "data") as desk:
        report = desk.ingest([files])
        assert sorted(report.added) == ["UPPER.TXT", "a/b/deep.txt", "เทศบาล/ครั้งที่ ๒.txt"]
        assert report.skipped == ("table.csv",)
        assert desk.ingest([files / "a" / "b" / "deep.txt"]).added == ("deep.txt",)
        assert {entry.file for entry in desk.entries()} == {*report.added, "deep.txt"}


def test_a_folder_named_by_different_paths_gives_the_same_names(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"x/1.txt": minutes(1)})
    with writing(tmp_path / "data") as desk:
        assert desk.ingest([files]).added == ("x/1.txt",)
        assert desk.ingest([files / "x" / ".."]).unchanged == ("x/1.txt",)


def test_the_same_bytes_under_two_names_are_one_document(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"a.txt": minutes(1), "copy/b.txt": minutes(1)})
    with writing(tmp_path / "data") as desk:
        assert desk.ingest([files]).added == ("a.txt", "copy/b.txt")
        one, two = desk.entries()
        assert one.sha256 == two.sha256
        assert graphs(desk) == {iris.graph(one.sha256)}
        assert len({hit.chunk.span for hit in desk.search("ปลูกต้นไม้", limit=50)}) == len(
            desk.search("ปลูกต้นไม้", limit=50)
        )
        assert "copy/b.txt" in exported(desk).decode()

        desk.remove("a.txt")
        assert [entry.file for entry in desk.entries()] == ["copy/b.txt"]
        assert "a.txt" not in exported(desk).decode()
        assert {hit.citation.file for hit in desk.search("ปลูกต้นไม้")} == {"copy/b.txt"}
        desk.remove("copy/b.txt")
        assert (desk.entries(), graphs(desk), desk.search("ปลูกต้นไม้")) == ([], set(), [])
    assert_in_step(tmp_path / "data")


def test_a_replaced_file_leaves_nothing_of_the_old_one(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"1.txt": minutes(1, matter="โครงการสะพานไม้ไผ่"), "2.txt": minutes(2)})
    with writing(tmp_path / "data") as desk:
        desk.ingest([files])
        old = desk.entry("1.txt").sha256
        assert old in {hit.chunk.sha256 for hit in desk.search("สะพานไม้ไผ่")}

        write(files, {"1.txt": minutes(1, matter="โครงการเรือไฟฟ้า")})
        assert desk.ingest([files]).replaced == ("1.txt",)
        assert iris.graph(old) not in graphs(desk)
        assert "สะพานไม้ไผ่" not in exported(desk).decode()
        assert all("สะพานไม้ไผ่" not in hit.chunk.text for hit in desk.search("สะพานไม้ไผ่", limit=50))
        assert "เรือไฟฟ้า" in desk.search("เรือไฟฟ้า")[0].chunk.text
        with pytest.raises(UnknownName):
            desk.document(old)
    assert_in_step(tmp_path / "data")


def test_a_removed_file_is_gone_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"1.txt": minutes(1), "2.txt": minutes(2)})
    with writing(tmp_path / "data") as desk:
        desk.ingest([files])
        with pytest.raises(UnknownName, match=r"1\.txt"):
            desk.remove("11.txt")
        assert desk.remove(desk.entry("1.txt").iri) == "1.txt"
        assert [entry.file for entry in desk.entries()] == ["2.txt"]
        assert {hit.citation.file for hit in desk.search("คลอง", limit=50)} == {"2.txt"}
        with pytest.raises(UnknownName):
            desk.remove("1.txt")
    assert_in_step(tmp_path / "data")


def test_a_name_without_its_folders_removes_that_name_alone(tmp_path: Path) -> None:
    files = write(tmp_path / "in", {"a.txt": minutes(1), "sub/b.txt": minutes(1), "sub/c.txt": minutes(1)})
    with writing(tmp_path / "data") as desk:
        desk.ingest([files])
        assert desk.remove("b.txt") == "sub/b.txt"
        assert [entry.file for entry in desk.entries()] == ["a.txt", "sub/c.txt"]
        desk.remove(desk.entry("a.txt").iri)
        assert desk.entries() == []


def test_what_was_there_before_leaves_no_mark(tmp_path: Path) -> None:
    """Files replaced, removed and taken again give the same graph and ranking as files taken once."""
    final = {f"{n}.txt": minutes(n, matter=f"โครงการที่ {n} เรื่องคลองและเรือ") for n in (1, 2, 3)}
    with writing(tmp_path / "once") as desk:
        desk.ingest([write(tmp_path / "in", final)])
        once = [exported(desk), ranking(desk, "คลองและเรือ"), ranking(desk, "มติเรื่องโครงการที่ 2")]
    with writing(tmp_path / "often") as desk:
        earlier = {"3.txt": final["3.txt"], "2.txt": minutes(9, matter="คลอง คลอง เรือ"), "9.txt": minutes(8)}
        desk.ingest([write(tmp_path / "old", earlier)])
        desk.remove("9.txt")
        desk.ingest([tmp_path / "in" / "2.txt"])
        desk.ingest([tmp_path / "in"])
        often = [exported(desk), ranking(desk, "คลองและเรือ"), ranking(desk, "มติเรื่องโครงการที่ 2")]
    assert often == once


IN_ORDER = """
import io, json, sys
from pathlib import Path
from api.desk import Desk
from api.plain import answer_json, hits_json, plain
from api.settings import Settings
data, root, order = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]
for name in order:
    with Desk.open(Settings(data=data), write=True) as desk:
        for part in name.split("+"):
            (data / "in" / part).parent.mkdir(parents=True, exist_ok=True)
            (data / "in" / part).write_bytes((root / part).read_bytes())
        assert not desk.ingest([data / "in"]).failed
with Desk.open(Settings(data=data)) as desk:
    out = io.BytesIO()
    desk.export("nq", out)
    said = [desk.ask(q) for q in ("โครงการ Saichon Care มีมติอย่างไร", "ใครไม่มาประชุม", "น้ำประปาหยุดจ่ายเมื่อใด")]
    print(json.dumps({
        "export": out.getvalue().decode(),
        "hits": [hits_json(desk.search(q, limit=30)) for q in ("กล้องวงจรปิด", "budget", "มติที่ประชุม รับทราบ")],
        "answers": [{k: v for k, v in answer_json(a).items() if k != "seconds"} for a in said],
        "trace": plain(desk.trace("Saichon Care")),
    }))
"""


def test_order_runs_and_hash_seed_change_nothing(tmp_path: Path) -> None:
    files = [f"saichon-digital/2566-0{n}.txt" for n in (4, 5, 6)] + ["notices/saichon-water-2566.txt"]
    at_once = python(IN_ORDER, tmp_path / "a", EXAMPLES, "+".join(files), env={"PYTHONHASHSEED": "1"})
    one_by_one = python(IN_ORDER, tmp_path / "b", EXAMPLES, *reversed(files), env={"PYTHONHASHSEED": "77"})
    first, second = json.loads(at_once), json.loads(one_by_one)
    assert first["export"].splitlines() == second["export"].splitlines()
    assert first == second
    assert len(first["export"].splitlines()) > 500
    assert all(first["hits"])


KILLED_AT = """
import os, signal, sys
from pathlib import Path
from api.desk import Desk
from api.settings import Settings
def stop(done, total, name):
    if done == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
with Desk.open(Settings(data=Path(sys.argv[1])), write=True) as desk:
    desk.ingest([Path(sys.argv[2])], progress=stop)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of a data folder that was never disturbed."""
    with writing(tmp_path_factory.mktemp("whole")) as desk:
        desk.ingest([SAICHON])
        return exported(desk)


def finish(data: Path, whole: bytes) -> None:
    """A killed writer left `data`: readers are told politely, the next writer heals it, then all is as ever."""
    left = mati("list", data=data)
    assert left.returncode == 0 or left.stderr.startswith("mati: ")
    with writing(data):
        pass
    assert_in_step(data)
    with writing(data) as desk:
        report = desk.ingest([SAICHON])
        assert report.failed == report.replaced == ()
        assert exported(desk) == whole
    assert_in_step(data)


@pytest.mark.parametrize("after", [2, 3])
def test_a_writer_killed_between_its_steps_leaves_whole_records(
    tmp_path: Path, whole: bytes, after: int
) -> None:
    data = tmp_path / "data"
    killed = subprocess.run(
        [sys.executable, "-c", KILLED_AT, data, SAICHON, str(after)], cwd=ROOT, check=False, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL
    with Library.open(data, write=False) as library:
        assert len(library.names()) == after
    finish(data, whole)


def test_a_writer_killed_at_any_moment_leaves_whole_records(tmp_path: Path, whole: bytes) -> None:
    data = tmp_path / "data"
    moment = random.Random(2566)
    for _ in range(3):
        shutil.rmtree(data / "index", ignore_errors=True)  # so that every attempt has the index to make again
        running = subprocess.Popen(
            [sys.executable, "-m", "api.cli", "--data", data, "ingest", SAICHON],
            cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        while not (data / "index").exists() and running.poll() is None:
            time.sleep(0.01)
        time.sleep(moment.uniform(0.0, 0.8))
        running.kill()
        _, told = running.communicate(timeout=60)
        assert b"Traceback" not in told
    finish(data, whole)


def test_a_second_writer_is_told_who_writes_and_readers_go_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = write(tmp_path / "in", {"1.txt": minutes(1)})
    with writing(data) as desk:
        desk.ingest([files])
    with Desk.open(Settings(data=data), write=True, command="mati ingest"):
        with pytest.raises(DataLocked, match="mati ingest"):
            Desk.open(Settings(data=data), write=True)
        second = mati("ingest", files, data=data)
        assert (second.returncode, second.stdout) == (1, "")
        assert str(data) in second.stderr
        assert "process" in second.stderr
        with reading(data) as desk:
            assert desk.ask("ใครเป็นประธาน", within="1.txt").citations
            with pytest.raises(DataError, match="reading only"):
                desk.ingest([files])
    with writing(data) as desk:  # the lock goes with the writer
        assert desk.ingest([files]).unchanged == ("1.txt",)


def test_readers_see_the_state_before_until_the_ingest_ends(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with writing(data) as desk:
        desk.ingest([SAICHON / "2566-04.txt"])
    seen: list[tuple[set[str], set[str]]] = []

    def look(done: int, total: int, name: str) -> None:
        if done < total:
            with reading(data) as reader:
                seen.append((graphs(reader), {h.chunk.sha256 for h in reader.search("มติ", limit=50)}))

    with writing(data) as desk:
        before = graphs(desk)
        report = desk.ingest([SAICHON / "2566-05.txt", SAICHON / "2566-06.txt"], progress=look)
        assert len(report.added) == len(seen) == 2
    for held, found in seen:
        assert held == before
        assert {iris.graph(sha256) for sha256 in found} == before
    with reading(data) as reader:
        assert len(graphs(reader)) == 3


def test_a_reader_opened_before_answers_while_another_writes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with writing(data) as desk:
        desk.ingest([SAICHON / "2566-04.txt"])
    answers, wrong, stop = [], [], threading.Event()

    def keep_asking() -> None:
        with reading(data) as reader:
            while not stop.is_set():
                try:
                    answers.append(reader.ask("ใครไม่มาประชุม").answer)
                except MatiError as error:
                    wrong.append(error)
                    return

    with reading(data) as reader:
        before = reader.ask("ใครไม่มาประชุม").answer
    asking = threading.Thread(target=keep_asking)
    asking.start()
    try:
        with writing(data) as desk:
            desk.ingest([EXAMPLES / "notices"])
            desk.ingest([SAICHON])
            after = desk.ask("ใครไม่มาประชุม").answer
    finally:
        stop.set()
        asking.join(60)
    assert wrong == []
    assert before != after
    assert set(answers) <= {before, after}  # whole states only, the old one or the new


def test_removing_what_a_reader_has_open_gives_it_no_false_answer(tmp_path: Path) -> None:
    data = tmp_path / "data"
    files = write(tmp_path / "in", {"1.txt": minutes(1), "2.txt": minutes(2, matter="โครงการเรือไฟฟ้า")})
    with writing(data) as desk:
        desk.ingest([files])
    with reading(data) as reader:
        reader.sources()
        text = {entry.sha256: reader.document(entry.sha256).text for entry in reader.entries()}
        with writing(data) as desk:
            desk.remove("2.txt")
        for question in ("ที่ประชุมมีมติเรื่องโครงการเรือไฟฟ้าอย่างไร", "เรือไฟฟ้าใช้ทำอะไร", "ใครเป็นประธานครั้งที่ 2/2567"):
            for cited in reader.ask(question).citations:
                assert text[cited.document][cited.start : cited.end] == cited.quote
    with reading(data) as reader:
        assert {c.file for c in reader.ask("ใครเป็นประธานครั้งที่ 2/2567").citations} == set()


def test_a_graph_that_lost_documents_is_made_whole_by_the_next_writer(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with writing(data) as desk:
        desk.ingest([write(tmp_path / "in", {"1.txt": minutes(1), "2.txt": minutes(2)})])
        before = exported(desk)
        sha256 = desk.entry("1.txt").sha256
    with Store.open(data) as store:
        store.drop(iris.graph(sha256))
        store.put(iris.graph("f" * 64), b"")
        store.publish()
    with writing(data) as desk:
        assert exported(desk) == before
    assert_in_step(data)
    shutil.rmtree(data / "graph")
    shutil.rmtree(data / "snapshots")
    shutil.rmtree(data / "index")
    with writing(data) as desk:
        assert exported(desk) == before
    assert_in_step(data)
