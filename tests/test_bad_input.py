"""Bad input: a clear message that names the thing, says why and what to do; the rest goes on; nothing half-written."""

from __future__ import annotations

import json
import os
import random
import time
from pathlib import Path

import pytest
from commandline import mati
from little_minutes import minutes

from api.cli import main
from api.desk import Desk
from api.settings import Settings
from kg.errors import InputError
from search.answer import LONGEST_QUESTION

GARBAGE = random.Random(7).randbytes(5000)
THAI = minutes(1)
REFUSED = {
    "empty.txt": (b"", "file-empty", "no text"),
    "white.txt": (b" \n\t\r\n ", "file-empty", "no text"),
    "only-bom.txt": (b"\xef\xbb\xbf\n", "file-empty", "white space"),
    "nbsp.txt": ("\u00a0\u200b\n".encode(), "file-empty", "white space"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + GARBAGE, "file-damaged", "PNG"),
    "paper.txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "file-damaged", "PDF"),
    "word.txt": (b"PK\x03\x04" + GARBAGE, "file-damaged", "broken"),
    "garbage.txt": (GARBAGE, "not-text", "binary"),
    "high.txt": (bytes(128 + byte % 128 for byte in GARBAGE), "not-text", "UTF-8"),
    "zeros.txt": (b"text\x00\x00\x00more\x00" * 40, "not-text", "NUL"),
    "latin1.txt": (("déjà vu, mañana, façade. " * 40).encode("latin-1"), "not-text", "UTF-8"),
    "half.txt": (b"\xff\xfe" + THAI.encode("utf-16-le")[:-1], "not-text", "damaged"),
    "moji.txt": (THAI.encode().decode("cp1252", "replace").encode(), "not-text", "wrong encoding"),
}  # fmt: skip


def write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one small record."""
    folder = tmp_path_factory.mktemp("bad-input")
    with Desk.open(Settings(data=folder / "data"), write=True) as desk:
        desk.ingest([write(folder, "คลอง-01.txt", THAI.encode())])
    return folder / "data"


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command in this process that must end with status 1 and say why on standard error alone."""
    assert main([*map(str, arguments)]) == 1
    out, told = capsys.readouterr()
    assert out == ""
    assert told.startswith("mati: ")
    return told


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_text_is_refused_by_name(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    content, _, says = REFUSED[name]
    told = refused(capsys, "record", write(tmp_path, name, content))
    assert name in told
    assert says in told
    assert len(told) < 400


def test_a_bad_file_does_not_stop_the_others_and_leaves_nothing(tmp_path: Path) -> None:
    for name, (content, _, _) in REFUSED.items():
        write(tmp_path / "in", name, content)
    write(tmp_path / "in", "good.txt", THAI.encode())
    missing = tmp_path / "in" / "ไม่มี.txt"
    done = mati("ingest", tmp_path / "in", missing, "--json", data=tmp_path / "data")
    assert done.returncode == 1
    report = json.loads(done.stdout)
    assert report["added"] == ["good.txt"]
    found = {failure["file"]: failure for failure in report["failed"]}
    assert {name: failure["code"] for name, failure in found.items()} == {
        **{name: code for name, (_, code, _) in REFUSED.items()},
        str(missing): "file-missing",
    }
    assert all(Path(name).name in failure["message"] for name, failure in found.items())
    with Desk.open(Settings(data=tmp_path / "data")) as desk:
        assert [entry.file for entry in desk.entries()] == ["good.txt"]
        assert {hit.chunk.file for hit in desk.search("คลอง", limit=50)} == {"good.txt"}
        assert len([graph for graph in desk.snapshot().graphs() if "-" not in graph.rpartition("/")[2]]) == 1


def test_failures_are_told_on_standard_error_and_counted_on_standard_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = write(tmp_path, "empty.txt", b"")
    assert main(["--data", str(tmp_path / "data"), "ingest", str(empty)]) == 1
    out, told = capsys.readouterr()
    assert out == "added 0, replaced 0, unchanged 0, failed 1\n"
    assert "empty.txt" in told


def test_a_huge_file_is_refused_by_its_size_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = write(tmp_path, "huge.txt", b"")
    os.truncate(huge, 200 * 2**20)
    started = time.perf_counter()
    told = refused(capsys, "record", huge)
    assert time.perf_counter() - started < 2
    assert "huge.txt" in told
    assert "209,715,200" in told
    with Desk.open(Settings(data=tmp_path / "data"), write=True) as desk:
        assert [failure.code for failure in desk.ingest([tmp_path / "huge.txt"]).failed] == ["file-too-large"]


@pytest.mark.parametrize("name", ["no/such/file.txt", "x" * 300, "x" * 5000])
def test_a_path_that_leads_nowhere_is_a_failure_like_others(tmp_path: Path, name: str) -> None:
    good = write(tmp_path, "good.txt", THAI.encode())
    with Desk.open(Settings(data=tmp_path / "data"), write=True) as desk:
        report = desk.ingest([tmp_path / name, good])
    assert report.added == ("good.txt",)
    assert len(report.failed) == 1
    assert name in report.failed[0].message


def test_a_file_name_that_is_not_utf8_is_a_failure_like_others(tmp_path: Path) -> None:
    write(tmp_path / "in", "good.txt", THAI.encode())
    (tmp_path / "in" / os.fsdecode(b"\xa1\xd2.txt")).write_bytes(THAI.encode())
    done = mati("ingest", tmp_path / "in", "--json", data=tmp_path / "data")
    report = json.loads(done.stdout)
    assert (done.returncode, report["added"], len(report["failed"])) == (1, ["good.txt"], 1)
    assert "UTF-8" in report["failed"][0]["message"]


@pytest.mark.parametrize("encoding", ["cp874", "tis-620", "utf-16", "utf-8-sig"])
def test_a_record_reads_the_same_in_any_encoding_we_read(
    tmp_path: Path, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    read = []
    for used in ("utf-8", encoding):
        assert main(["record", str(write(tmp_path, "1.txt", THAI.encode(used)))]) == 0
        out, told = capsys.readouterr()
        assert told == ""
        record = json.loads(out)
        assert record["layer"]["encoding"] == {"tis-620": "cp874"}.get(used, used)
        read.append({key: value for key, value in record.items() if key not in ("sha256", "layer")})
    assert read[0] == read[1]
    assert read[0]["kind"] == "formal-minutes"
    assert len(read[0]["resolutions"]) == 2


def test_spans_count_code_points_of_the_decoded_file(tmp_path: Path) -> None:
    text = THAI.replace("\n", "\r\n").replace("คลอง", "คลอง🛶")
    with Desk.open(Settings(data=tmp_path / "data"), write=True) as desk:
        desk.ingest([write(tmp_path, "crlf.txt", text.encode("utf-16"))])
        answer = desk.ask("วาระที่ 2 มีมติอย่างไร")
    assert answer.citations
    for cited in answer.citations:
        assert text[cited.start : cited.end] == cited.quote


def test_text_that_is_no_minutes_is_searchable_with_a_warning(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tale = "กาลครั้งหนึ่งมีเต่าทองตัวหนึ่งอาศัยอยู่ใต้ใบบัว\n\nมันชอบฟังเสียงฝนตกกระทบหลังคาสังกะสี\n"
    file = write(tmp_path, "tale.txt", tale.encode())
    folder = str(tmp_path / "data")
    assert main(["--data", folder, "ingest", str(file)]) == 0
    out, told = capsys.readouterr()
    assert "added 1" in out
    assert "warning" in told
    assert main(["--data", folder, "search", "เต่าทองใต้ใบบัว", "--json"]) == 0
    hits = json.loads(capsys.readouterr().out)
    assert tale[hits[0]["start"] : hits[0]["end"]] == hits[0]["quote"]
    assert "เต่าทอง" in hits[0]["quote"]
    assert main(["--data", folder, "check", "--json"]) == 0
    check = json.loads(capsys.readouterr().out)[0]
    assert (check["file"], check["kind"]) == ("tale.txt", "plain")
    assert check["warnings"]


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * WHERE { ?s ?p }", "line 1, column 18"),
        ("SELECT *\nWHERE { ?s ?p ?o ", "line 2, column 7"),
        ("SELECT *\nWHERE\n  { ?s ??p ?o }", "line 3"),
    ],
)
def test_a_malformed_query_is_told_where(
    data: Path, query: str, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert place in refused(capsys, "--data", data, "sparql", query)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("INSERT DATA { <a:a> <a:a> <a:a> }", "read-only"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", "example.org"),
        ("", "empty"),
    ],
)
def test_a_query_we_do_not_run_says_so(
    data: Path, query: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in refused(capsys, "--data", data, "sparql", query)


def test_a_query_that_does_not_suit_the_format_says_which_do(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = refused(capsys, "--data", data, "sparql", "SELECT * { ?s ?p ?o } LIMIT 1", "--format", "ttl")
    assert "csv" in told


def test_an_unknown_document_suggests_near_names(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["ask", "ใครเป็นประธาน", "--in"], ["search", "คลอง", "--in"], ["remove"]):
        told = refused(capsys, "--data", data, *command, "คลอง-1.txt")
        assert "คลอง-01.txt" in told, command


def test_a_folder_without_records_is_refused_and_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = tmp_path / "nowhere"
    for command in (
        ["ask", "ใครเป็นประธาน"],
        ["search", "คลอง"],
        ["trace", "คลอง"],
        ["remove", "คลอง.txt"],
        ["check"],
        ["reindex"],
    ):
        assert str(nowhere) in refused(capsys, "--data", nowhere, *command)
        assert not nowhere.exists(), command


def test_a_project_no_one_named_is_told(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "ปลูกต้นไม้ริมคลอง" in refused(capsys, "--data", data, "trace", "ปลูกต้นกล้วยริมคลอง")
    assert "Zyx" in refused(capsys, "--data", data, "trace", "Zyx")
    refused(capsys, "--data", data, "trace", " ")


@pytest.mark.parametrize("question", ["", " \n\t ", "ก" * (LONGEST_QUESTION + 1)])
def test_a_question_that_is_none_is_refused(
    data: Path, question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "question" in refused(capsys, "--data", data, "ask", question)


@pytest.mark.parametrize(
    "question",
    [
        "ก" * LONGEST_QUESTION,
        "?" * 50,
        "๑" * 300,
        "()" * 100,
        "\ud800",
        "a\x00b",
        '"} DROP ALL #',
        "AND OR NOT +-",
        "🛶",
        "ครั้งที่ 99999999999999999999/2567",
        "ปี 9999 วันที่ 99/99/9999",
    ],
)
def test_a_strange_question_has_an_answer_all_the_same(data: Path, question: str) -> None:
    with Desk.open(Settings(data=data)) as desk:
        answer = desk.ask(question)
        text = desk.document(desk.entries()[0].sha256).text
    assert (answer.kind.value == "none") == (answer.citations == ())
    assert all(text[c.start : c.end] == c.quote for c in answer.citations)


def test_stray_bytes_in_a_question_still_give_json(data: Path) -> None:
    done = mati("ask", os.fsdecode(b"\xa1\xd2"), "--json", data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["kind"] == "none"


def test_a_data_folder_with_nothing_in_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ["ask", "ใคร"], ["search", "คลอง"], ["trace", "x"], ["sparql", "ASK {}"], ["export"], ["list"], ["check"],
    ):  # fmt: skip
        assert "mati ingest" in refused(capsys, "--data", tmp_path / "none", *command), command
    assert not (tmp_path / "none").exists()


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(tmp_path, "data", b"x")
    assert str(file) in refused(capsys, "--data", file, "ingest", file)


def test_a_damaged_data_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    with Desk.open(Settings(data=folder), write=True) as desk:
        desk.ingest([write(tmp_path, "1.txt", THAI.encode())])
    manifest = (folder / "index" / "manifest.json").read_bytes()
    (folder / "index" / "manifest.json").write_bytes(manifest[: len(manifest) // 2])
    assert "mati reindex" in refused(capsys, "--data", folder, "search", "คลอง")
    assert main(["--data", str(folder), "reindex"]) == 0
    capsys.readouterr()
    assert main(["--data", str(folder), "search", "คลอง", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    (folder / "library.sqlite").write_bytes(b"not a database" * 1000)
    assert "library.sqlite" in refused(capsys, "--data", folder, "list")


@pytest.mark.parametrize(
    ("variable", "value"), [("MATI_QUERY_WORKERS", "many"), ("MATI_ALLOW_DOWNLOAD", "perhaps")]
)
def test_a_wrong_setting_is_told(data: Path, variable: str, value: str) -> None:
    done = mati("list", data=data, env={variable: value})
    assert (done.returncode, done.stdout) == (1, "")
    assert variable in done.stderr
    assert value in done.stderr


BATCHES = {
    "a line that is no JSON": ('{"id": 1, "question": "ใคร"}\n\n{"id": 2,\n', "line 3"),
    "blank lines before": ("\n\n\nno json\n", "line 4"),
    "a line without a question": ('{"id": 1, "question": "ใคร"}\n{"id": 2}\n', "line 2"),
    "a question that is no text": ('{"id": 1, "question": 5}', "line 1"),
    "an in that is no text": ('{"id": 1, "question": "ใคร", "in": 5}', "line 1"),
    "a list with a broken entry": ('[{"id": 1, "question": "ใคร"}, 7]', "entry 2"),
    "a list cut short": ('[{"id": 1, "question": "ใคร"}', "not JSON"),
    "nested without end": ("[" * 100_000, "nested"),
    "nothing": (" \n", "no text"),
}


@pytest.mark.parametrize("case", BATCHES)
def test_a_batch_with_a_broken_line_names_it_and_answers_nothing(
    data: Path, tmp_path: Path, case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text, says = BATCHES[case]
    file = write(tmp_path, "questions.jsonl", text.encode())
    told = refused(capsys, "--data", data, "ask", "--batch", file)
    assert "questions.jsonl" in told
    assert says in told


def test_a_batch_goes_on_after_a_question_that_cannot_be_answered(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": "a", "question": "ใครเป็นประธาน", "in": "ไม่มี.txt"},
        {"id": "b", "question": "  "},
        {"id": "c", "question": "ใครเป็น\u2028ประธาน", "in": None},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    assert main(["--data", str(data), "ask", "--batch", str(write(tmp_path, "q.jsonl", lines.encode()))]) == 1
    answers = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [answer["id"] for answer in answers] == ["a", "b", "c"]
    assert [answer.get("code") for answer in answers] == ["unknown-name", "bad-input", None]
    assert "มานพ ทองสุขใส" in answers[2]["answer"]


def test_an_error_of_the_tree_is_what_a_caller_catches(data: Path) -> None:
    with Desk.open(Settings(data=data)) as desk:
        for question in ("", "ก" * (LONGEST_QUESTION + 1)):
            with pytest.raises(InputError):
                desk.ask(question)
