"""The library: names, documents, records, state; one writer, many readers; a killed writer."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataCorrupt, DataError, DataLocked, UnknownName
from kg.library import FILE_NAME, Library, Put
from kg.records import Document, Method, Notice, Page, Span


def document(file: str, text: str) -> Document:
    return Document(file, text, hashlib.sha256(text.encode()).hexdigest(), "utf-8")


FIRST = document("เขตสายลม/2566-01.txt", "รายงานการประชุม ครั้งที่ ๑/๒๕๖๖")
SECOND = document("เขตสายลม/2566-02.txt", "รายงานการประชุม ครั้งที่ ๒/๒๕๖๖")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "ข้อมูล ๑"


@pytest.fixture
def library(data: Path) -> Iterator[Library]:
    with Library.open(data, write=True, command="mati ingest บันทึก") as opened:
        yield opened


def test_put_says_what_it_did(library: Library) -> None:
    assert library.put(FIRST, "{}") == Put("added")
    assert library.put(FIRST, "{}") == Put("unchanged")
    assert library.put(FIRST, '{"kind": "plain"}') == Put("replaced")
    assert library.record_json(FIRST.sha256) == '{"kind": "plain"}'


def test_other_bytes_under_a_name_orphan_the_old_document(library: Library) -> None:
    library.put(FIRST, "{}")
    changed = document(FIRST.file, "แก้ไขแล้ว")
    assert library.put(changed, "{}") == Put("replaced", FIRST.sha256)
    assert list(library.documents()) == [changed.sha256]
    with pytest.raises(UnknownName):
        library.document(FIRST.sha256)


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_library_is_brought_up_to_date_by_the_first_writer(data: Path, version: int) -> None:
    with Library.open(data, write=True) as library:
        library.put(FIRST, "{}")
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        for table in ("derived", "decisions"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("method", "untrusted") if version == 1 else ():
            connection.execute(f"ALTER TABLE documents DROP COLUMN {column}")
        connection.execute(f"PRAGMA user_version = {version}")
        connection.commit()
    with pytest.raises(DataError, match="mati reindex"):
        Library.open(data, write=False)
    with Library.open(data, write=True) as library:
        assert library.document(FIRST.sha256) == FIRST
        library.set_derived("names", {FIRST.sha256: ("1", "[]")})
        assert library.decide("{}") == 1
    with Library.open(data, write=False) as library:
        assert library.document(FIRST.sha256) == FIRST


def test_what_is_derived_of_a_document_goes_with_it(library: Library) -> None:
    library.put(FIRST, "{}")
    library.put(SECOND, "{}")
    library.set_derived("names", {FIRST.sha256: ("1", "[]"), SECOND.sha256: ("1", "[]")})
    library.set_derived("names", {FIRST.sha256: ("2", "[1]")})
    assert library.derived("names") == {FIRST.sha256: ("2", "[1]"), SECOND.sha256: ("1", "[]")}
    assert library.derived_of("names", FIRST.sha256) == "[1]"
    assert library.derived("other") == {}
    library.remove(FIRST.file)
    assert library.derived_of("names", FIRST.sha256) is None
    assert list(library.derived("names")) == [SECOND.sha256]


def test_an_undone_decision_stays_in_the_log_and_its_number_is_not_used_again(library: Library) -> None:
    first, second = library.decide('{"a": 1}'), library.decide('{"a": 2}')
    library.undo(second, '{"who": "ผู้ตรวจ"}')
    assert library.decide('{"a": 3}') == second + 1
    assert library.decisions() == [
        (first, '{"a": 1}', None),
        (second, '{"a": 2}', '{"who": "ผู้ตรวจ"}'),
        (second + 1, '{"a": 3}', None),
    ]
    for number in (second, 99):
        with pytest.raises(UnknownName, match=f"no decision {number}"):
            library.undo(number, "{}")


def test_two_names_may_point_to_one_document(library: Library) -> None:
    copy = document("สำเนา.txt", FIRST.text)
    library.put(copy, "{}")
    assert library.put(FIRST, "{}") == Put("added")
    assert library.files(FIRST.sha256) == sorted([FIRST.file, copy.file])
    assert library.document(FIRST.sha256).file == min(FIRST.file, copy.file)
    changed = document(copy.file, "อื่น")
    assert library.put(changed, "{}") == Put("replaced", None)
    assert library.remove(FIRST.file) == FIRST.sha256
    assert library.names() == [(copy.file, changed.sha256)]


def test_remove_of_an_unknown_name_changes_nothing(library: Library) -> None:
    library.put(FIRST, "{}")
    with pytest.raises(UnknownName, match=r"2566-01\.txt"):
        library.remove("2566-01.txt")
    assert library.names() == [(FIRST.file, FIRST.sha256)]


def test_a_document_comes_back_as_it_was_put(library: Library) -> None:
    notice = Notice("tall-page", "หน้า ๒ ยาวเกินไป", Span(3, 5))
    whole = replace(
        document("ก.txt", "ก\u0000ข\r\nค\u2028น้ำ\U0001f4dc"),
        encoding=None,
        pages=(
            Page(Span(0, 4), Method.OCR, "๑", confidence=0.9),
            Page(Span(4, 9), Method.PDF_TEXT, exact=False),
        ),
        method=Method.OCR,
        untrusted=(Span(2, 3),),
        warnings=(notice, Notice("x", "ย")),
    )
    library.put(whole, "{}")
    assert library.document(whole.sha256) == whole


@settings(max_examples=20, deadline=None)
@given(text=st.text(), record=st.text(), name=st.text(min_size=1))
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, text: str, record: str, name: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with Library.open(folder, write=True) as library:
        put = document(name, text)
        library.put(put, record)
        assert library.document(put.sha256) == put
        assert library.record_json(put.sha256) == record
        assert library.names() == [(name, put.sha256)]


def test_digests_follow_the_records(library: Library) -> None:
    library.put(SECOND, "{}")
    library.put(FIRST, "{}")
    before = library.digests()
    assert list(before) == sorted([FIRST.sha256, SECOND.sha256])
    library.put(FIRST, '{"a": 1}')
    after = library.digests()
    assert after[FIRST.sha256] == hashlib.sha256(b'{"a": 1}').hexdigest() != before[FIRST.sha256]
    assert after[SECOND.sha256] == before[SECOND.sha256]


@pytest.mark.parametrize(
    "name",
    [
        "เขตสายลม/2566-01.txt",
        "2566-01.txt",
        "./2566-01.txt",
        "{sha}",
        "{start}",
        "https://w3id.org/mati/id/document/{start}",
        "<https://w3id.org/mati/id/graph/{start}>",
        "https://w3id.org/mati/id/agenda/{start}/4.1",
        "https://elsewhere.example/mati/span/{start}/3-9",
    ],
)
def test_resolve(library: Library, name: str) -> None:
    library.put(FIRST, "{}")
    library.put(SECOND, "{}")
    asked = name.format(sha=FIRST.sha256, start=FIRST.sha256[:16])
    assert library.resolve(asked) == FIRST.sha256


@pytest.mark.parametrize(
    "name", ["2566-03.txt", "", "01.txt", "https://w3id.org/mati/id/document/0123456789abcdef", "0" * 64]
)
def test_unknown_names_are_said_to_be_unknown(library: Library, name: str) -> None:
    library.put(FIRST, "{}")
    with pytest.raises(UnknownName, match="no document"):
        library.resolve(name)


def test_near_names_are_suggested(library: Library) -> None:
    library.put(FIRST, "{}")
    with pytest.raises(UnknownName, match=r"did you mean เขตสายลม/2566-01\.txt"):
        library.resolve("เขตสายลม/2566-1.txt")


def test_a_name_that_means_two_documents_is_refused(library: Library) -> None:
    library.put(document("ก/01.txt", "หนึ่ง"), "{}")
    library.put(document("ข/01.txt", "สอง"), "{}")
    with pytest.raises(UnknownName, match=r"ก/01\.txt, ข/01\.txt"):
        library.resolve("01.txt")


def test_state(library: Library, data: Path) -> None:
    library.set_states({"held:b": "2", "held:a": "1", "version": "3"})
    library.set_state("held:b", None)
    assert library.states("held:") == {"held:a": "1"}
    assert library.state("version") == "3"
    assert library.state("held:b") is None
    library.close()
    with Library.open(data, write=False) as reader:
        assert reader.states() == {"held:a": "1", "version": "3"}


def test_readers_see_each_commit_beside_the_writer(library: Library, data: Path) -> None:
    with Library.open(data, write=False) as reader:
        assert reader.names() == []
        library.put(FIRST, "{}")
        assert reader.names() == [(FIRST.file, FIRST.sha256)]
        with pytest.raises(DataError, match="readonly"):
            reader.put(SECOND, "{}")
    assert library.names() == [(FIRST.file, FIRST.sha256)]


def test_a_second_writer_is_told_who_writes(library: Library, data: Path) -> None:
    with pytest.raises(DataLocked, match=rf"process {os.getpid()}: mati ingest บันทึก.*--data"):
        Library.open(data, write=True)
    library.close()
    Library.open(data, write=True).close()


def test_reading_where_nothing_is(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="mati ingest PATH"):
        Library.open(tmp_path / "nowhere", write=False)
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DataError, match="--data"):
        Library.open(tmp_path / "file", write=True)


def test_a_damaged_file_is_named(data: Path) -> None:
    Library.open(data, write=True).close()
    (data / FILE_NAME).write_bytes(b"not a database, by any means" * 100)
    for write in (True, False):
        with pytest.raises(DataCorrupt, match=FILE_NAME):
            Library.open(data, write=write)


def test_a_library_of_a_newer_mati(data: Path) -> None:
    Library.open(data, write=True).close()
    with sqlite3.connect(data / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(DataCorrupt, match="schema 99"):
        Library.open(data, write=False)


def test_a_database_of_something_else(data: Path) -> None:
    data.mkdir()
    with sqlite3.connect(data / FILE_NAME) as connection:
        connection.execute("CREATE TABLE photos (x)")
    connection.close()
    with pytest.raises(DataCorrupt, match="something else"):
        Library.open(data, write=True)


def test_check_finds_a_changed_record(library: Library, data: Path) -> None:
    library.put(FIRST, "{}")
    library.check()
    library.close()
    with sqlite3.connect(data / FILE_NAME) as connection:
        connection.execute("UPDATE documents SET record = '[]'")
    connection.close()
    with Library.open(data, write=False) as reader, pytest.raises(DataCorrupt, match=r"2566-01\.txt"):
        reader.check()


READER = """
import ctypes, pathlib, sys
from kg.errors import DataError
from kg.library import Library
ctypes.CDLL(None).unshare(0x10000000)  # root writes anywhere; in a user namespace of its own it does not
data = pathlib.Path(sys.argv[1])
try:
    Library.open(data, write=True)
except DataError as error:
    assert "--data" in str(error)
    with Library.open(data, write=False) as library:
        print(library.names())
"""


def test_a_read_only_folder_can_be_read(library: Library, data: Path) -> None:
    library.put(FIRST, "{}")
    library.close()
    for path in (*data.iterdir(), data):
        path.chmod(path.stat().st_mode & ~0o222)
    child = subprocess.run([sys.executable, "-c", READER, data], capture_output=True, text=True, check=True)
    data.chmod(stat.S_IRWXU)
    if not child.stdout:
        pytest.skip("this user may write anywhere and no user namespace can be made: run as another user")
    assert child.stdout == f"{[(FIRST.file, FIRST.sha256)]}\n"


WRITER = """
import sys, hashlib, pathlib
from kg.library import Library
from kg.records import Document
library = Library.open(pathlib.Path(sys.argv[1]), write=True)
n = 0
while True:
    text = f"ครั้งที่ {n} " + "ที่ประชุมรับทราบ " * 2000
    digest = hashlib.sha256(text.encode()).hexdigest()
    library.put(Document("a.txt", text, digest, "utf-8"), f'{{"n": {n}}}')
    library.set_state("n", str(n))
    print(n, flush=True)
    n += 1
"""


def test_a_killed_writer_leaves_whole_documents_and_no_lock(tmp_path: Path) -> None:
    for wait_s in (0.05, 0.13, 0.3):
        child = subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(wait_s)
        child.send_signal(signal.SIGKILL)
        acknowledged = [int(line) for line in child.stdout.read().split()]
        child.stdout.close()
        child.wait()
        with Library.open(tmp_path, write=True) as library:
            library.check()
            [(_, sha256)] = library.names()
            [only] = library.documents()
            n = int(library.state("n") or -1)
            text = library.document(sha256).text
            assert only == sha256 == hashlib.sha256(text.encode()).hexdigest()
            assert text.startswith((f"ครั้งที่ {n} ", f"ครั้งที่ {n + 1} "))
            assert n >= max(acknowledged, default=0)


def test_a_path_longer_than_the_name_finds_the_file(tmp_path: Path) -> None:
    with Library.open(tmp_path, write=True) as library:
        library.put(document("2566-05.txt", "ก"), "{}")
        assert library.resolve("saichon/2566-05.txt") == library.resolve("2566-05.txt")
        with pytest.raises(UnknownName):
            library.resolve("saichon/12566-05.txt")
