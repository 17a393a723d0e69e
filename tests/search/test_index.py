"""The whole index: what is found, what is filtered, what survives a kill, what is refused."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from threading import Thread

import pytest
from hashing import HashingEncoder
from minutes import BODY, RESOLUTION, example

from kg.errors import DataCorrupt, DataLocked, IndexMismatch
from kg.records import Meeting
from search.chunks import make_chunks
from search.filters import Filters
from search.index import SearchIndex

ENCODER = HashingEncoder()
HERE = Path(__file__).parent
MEETINGS = {
    "digital": Meeting(body=BODY, number=2, year_be=2566, date=date(2023, 2, 8)),
    "next": Meeting(body=BODY, number=3, year_be=2566, date=date(2023, 3, 8)),
    "council": Meeting(body="สภาเทศบาลเมืองสายชล", number=1, year_be=2567, date=date(2024, 1, 10)),
}
EXTRAS = {
    "digital": "ประธานแจ้งว่าเทศบาลได้รับรางวัลธรรมาภิบาลจากสถาบันพระปกเกล้า",
    "next": "กรุงเทพมหานครขอศึกษาดูงานระบบคิวออนไลน์ในเดือนพฤษภาคม",
    "council": "สมาชิกสภาสอบถามเรื่องน้ำท่วมขังบริเวณตลาดสดและถนนริมคลอง ปี ๒๕๖๖",
}
RECORDS = {name: example(meeting, extra=EXTRAS[name]) for name, meeting in MEETINGS.items()}
SHA = {name: document.sha256 for name, (document, _) in RECORDS.items()}


def build(path, names=tuple(RECORDS)):
    index = SearchIndex.create(path, ENCODER)
    for name in names:
        index.add_record(*RECORDS[name])
    index.commit()
    return index


def shown(hits):
    return [(hit.chunk.id, hit.score) for hit in hits]


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    with build(tmp_path_factory.mktemp("index") / "index") as built:
        yield built


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("ใครให้รางวัลธรรมาภิบาลแก่เทศบาล", "digital", "สถาบันพระปกเกล้า"),
        ("กทม. ขอดูงานเรื่องอะไร", "next", "กรุงเทพมหานคร"),
        ("อุทกภัยบริเวณตลาดสด", "council", "น้ำท่วม"),
        ("ตลาดสด ปี 2023", "council", "๒๕๖๖"),
        ("ครั้งที่ ๓/๒๕๖๖ กองยุทธศาสตร์ต้องเสนอแผนภายในวันที่ 31 มี.ค. 2566", "next", "๓๑ มีนาคม"),
    ],
)
def test_what_is_asked_is_found_first(index, query, name, words):
    best = index.search(query)[0]
    assert best.chunk.sha256 == SHA[name]
    assert words in best.chunk.text


def test_a_hit_is_its_own_proof(index):
    hits = index.search("กองยุทธศาสตร์และงบประมาณเสนอแผนต่อสภาเทศบาล", limit=5)
    texts = {document.sha256: document.text for document, _ in RECORDS.values()}
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert hits[0].chunk.text == RESOLUTION
    for hit in hits:
        cited = hit.citation
        assert cited.quote == texts[hit.chunk.sha256][cited.start : cited.end]
        assert cited.document == hit.chunk.sha256
        assert 0 <= hit.score <= 1
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(sha256s=frozenset({SHA["next"]})), {"next"}),
        (Filters(bodies=frozenset({"สภาเทศบาล เมืองสายชล"})), {"council"}),
        (Filters(years_be=frozenset({2566}), numbers=frozenset({2})), {"digital"}),
        (Filters(date_from=date(2023, 3, 1)), {"next", "council"}),
        (Filters(date_to=date(2023, 3, 8)), {"digital", "next"}),
        (Filters(kinds=frozenset({"resolution"})), {"digital", "next", "council"}),
        (Filters(), {"digital", "next", "council"}),
    ],
)
def test_filters_come_before_ranking(index, filters, names):
    hits = index.search("แผนของเทศบาล", limit=500, filters=filters)
    assert {hit.chunk.sha256 for hit in hits} == {SHA[name] for name in names}
    if filters.kinds:
        assert {hit.chunk.kind for hit in hits} == filters.kinds


@pytest.mark.parametrize(
    "filters",
    [Filters(sha256s=frozenset()), Filters(kinds=frozenset({"รูปภาพ"})), Filters(date_from=date(2030, 1, 1))],
)
def test_a_filter_that_nothing_passes_gives_nothing(index, filters):
    assert index.search("แผน", filters=filters) == []


@pytest.mark.parametrize("query", ["", " ", "?", "ๆ", "ใคร", "a" * 5000, "๑" * 3000, "zxqv", '"NOT (AND'])
def test_odd_questions_are_harmless(index, query):
    assert all(0 <= hit.score <= 1 for hit in index.search(query))


def test_order_of_arrival_and_history_do_not_matter(tmp_path, index):
    questions = ["แผนของเทศบาล", "กทม. ขอดูงาน", "ข้อเสนอแนะมีอะไรบ้าง", "ผู้มาประชุม"]
    expected = [shown(index.search(question, limit=50)) for question in questions]
    for at, names in enumerate(list(permutations(RECORDS))[1:3]):
        with build(tmp_path / f"o{at}", names) as other:
            assert [shown(other.search(question, limit=50)) for question in questions] == expected
    with build(tmp_path / "h", ("council",)) as other:
        stranger = make_chunks(*example(replace(MEETINGS["next"], number=9), extra="แผนของเทศบาลอื่น กทม."))
        other.add(stranger)
        other.commit()
        other.add_record(*RECORDS["next"])
        other.remove(stranger[0].sha256)
        other.commit()
        other.add_record(*RECORDS["next"])
        other.add_record(*RECORDS["digital"])
        other.commit()
        assert [shown(other.search(question, limit=50)) for question in questions] == expected


def test_add_replace_remove(tmp_path):
    with build(tmp_path, ("digital",)) as index:
        before = len(index)
        index.add_record(*RECORDS["digital"])
        index.commit()
        assert len(index) == before
        index.add_record(*RECORDS["next"])
        index.remove(SHA["digital"])
        assert index.documents() == {SHA["digital"]}
        index.commit()
        assert index.documents() == {SHA["next"]}
        index.add_record(*RECORDS["council"])
        index.remove(SHA["council"])
        index.remove("unknown")
        index.commit()
        assert index.documents() == {SHA["next"]}
        assert {hit.chunk.sha256 for hit in index.search("เทศบาล", limit=100)} == {SHA["next"]}
        index.verify()


def test_opened_again_it_is_the_same(tmp_path, index):
    with build(tmp_path):
        pass
    with SearchIndex.open(tmp_path, ENCODER) as again:
        assert shown(again.search("แผน", limit=30)) == shown(index.search("แผน", limit=30))
        assert again.documents() == set(SHA.values())
    with SearchIndex.create(tmp_path, ENCODER) as fresh:
        assert (len(fresh), fresh.documents(), fresh.search("แผน")) == (0, set(), [])


def test_a_reader_sees_commits_of_a_writer(tmp_path):
    with build(tmp_path, ("digital",)) as writer, SearchIndex.open(tmp_path, ENCODER) as reader:
        writer.add_record(*RECORDS["next"])
        assert reader.documents() == {SHA["digital"]}
        writer.commit()
        assert reader.documents() == {SHA["digital"], SHA["next"]}
        assert reader.search("กทม. ขอดูงาน")[0].chunk.sha256 == SHA["next"]


def test_readers_beside_a_writer_see_whole_states(tmp_path):
    """While two documents are swapped again and again, a reader always sees exactly one of them."""
    states: list[set[str]] = []
    with build(tmp_path, ("digital",)) as writer, SearchIndex.open(tmp_path, ENCODER) as reader:
        stop = False

        def read():
            while not stop:
                states.append({hit.chunk.sha256 for hit in reader.search("แผนของเทศบาล", limit=100)})

        threads = [Thread(target=read) for _ in range(2)]
        for thread in threads:
            thread.start()
        for turn in range(8):
            gone, come = ("digital", "next") if turn % 2 == 0 else ("next", "digital")
            writer.remove(SHA[gone])
            writer.add_record(*RECORDS[come])
            writer.commit()
        stop = True
        for thread in threads:
            thread.join()
    assert {frozenset(state) for state in states} == {frozenset({SHA["digital"]}), frozenset({SHA["next"]})}


def test_one_writer(tmp_path):
    with build(tmp_path, ()), pytest.raises(DataLocked, match="another process"):
        SearchIndex.open(tmp_path, ENCODER, write=True)
    with SearchIndex.open(tmp_path, ENCODER, write=True) as after:
        assert len(after) == 0


@pytest.mark.parametrize(
    "other", [HashingEncoder(id="another"), HashingEncoder(revision="2"), HashingEncoder(dimension=32)]
)
def test_another_encoder_is_refused(tmp_path, other):
    with build(tmp_path, ("digital",)) as index:
        version = index.version
    with pytest.raises(IndexMismatch, match=r"encoder hashing@1 \(64\).*mati reindex"):
        SearchIndex.open(tmp_path, other)
    with SearchIndex.create(tmp_path, other) as fresh:
        assert fresh.version != version or other.dimension != ENCODER.dimension


def test_another_tokenizer_or_format_is_refused(tmp_path):
    with build(tmp_path, ("digital",)):
        pass
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"tokenizer": "newmm-1"}))
    with pytest.raises(IndexMismatch, match=r"tokenizer newmm-1.*nlpo3"):
        SearchIndex.open(tmp_path, ENCODER)
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}))
    with pytest.raises(IndexMismatch, match="format 99"):
        SearchIndex.open(tmp_path, ENCODER)


def test_no_index_there(tmp_path):
    assert not SearchIndex.exists(tmp_path)
    with pytest.raises(DataCorrupt, match="no search index"):
        SearchIndex.open(tmp_path / "none", ENCODER)


@pytest.mark.parametrize("damage", ["cut", "flip", "gone"])
def test_every_damaged_file_is_named(tmp_path, damage):
    with build(tmp_path / "good", ("digital",)):
        pass
    manifest = json.loads((tmp_path / "good" / "manifest.json").read_text())
    names = [*manifest["files"], "manifest.json"]
    names += [] if damage == "flip" else ["chunks.sqlite"]  # its rows have checksums of their own, below
    for name in names:
        bad = tmp_path / Path(name).name
        shutil.copytree(tmp_path / "good", bad)
        spoil(bad / name, damage)
        expected = "no search index" if (name, damage) == ("manifest.json", "gone") else Path(name).name
        with (
            pytest.raises(DataCorrupt, match=f"{expected}.*mati reindex"),
            SearchIndex.open(bad, ENCODER) as index,
        ):
            index.verify()
        shutil.rmtree(bad)


def spoil(path, damage):
    whole = path.read_bytes()
    middle = len(whole) // 2
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        path.write_bytes(whole[:middle])
    else:
        path.write_bytes(whole[:middle] + bytes([whole[middle] ^ 0x80]) + whole[middle + 1 :])


def test_a_damaged_row_is_refused(tmp_path):
    with build(tmp_path, ("digital",)):
        pass
    path = tmp_path / "chunks.sqlite"
    whole = path.read_bytes()
    at = whole.index(EXTRAS["digital"].encode())
    path.write_bytes(whole[:at] + "ก".encode() + whole[at + 3 :])
    with (
        SearchIndex.open(tmp_path, ENCODER) as index,
        pytest.raises(DataCorrupt, match=r"chunks\.sqlite is damaged"),
    ):
        index.search(EXTRAS["digital"])


WRITER = """
import sys
sys.path[:0] = [sys.argv[1]]
from test_index import ENCODER, SearchIndex, Path, numbered
with SearchIndex.open(Path(sys.argv[2]), ENCODER, write=True) as index:
    for turn in range(int(sys.argv[3]), 10_000):
        index.add_record(*numbered(turn))
        index.commit()
        print(turn, flush=True)
"""


def numbered(turn):
    return example(extra=f"เรื่องที่ {turn}")


def test_killed_at_any_moment_the_last_commit_stays(tmp_path):
    """Each commit adds one document; after a kill exactly the acknowledged ones are there, or one more."""
    with build(tmp_path, ()):
        pass
    done = 0
    for turn in range(5):
        command = [sys.executable, "-c", WRITER, str(HERE), str(tmp_path), str(done)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            told = [writer.stdout.readline() for _ in range(1 + turn % 2)]
            time.sleep(0.009 * turn)
            os.kill(writer.pid, signal.SIGKILL)
            told += writer.stdout.read().split()
        with SearchIndex.open(tmp_path, ENCODER) as index:
            held = index.documents()
            acknowledged = int(told[-1]) + 1
            assert held in [{numbered(n)[0].sha256 for n in range(acknowledged + more)} for more in (0, 1)]
            assert {hit.chunk.sha256 for hit in index.search("แผน", limit=2000)} <= held
            index.verify()
        done = len(held)
    with SearchIndex.open(tmp_path, ENCODER, write=True) as index:
        index.add_record(*numbered(done))
        index.commit()
        assert len(index.documents()) == done + 1
    assert len(list(tmp_path.glob("gen-*"))) == 2
