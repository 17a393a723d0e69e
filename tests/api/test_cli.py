"""The command line as other programs rely on it: forms, streams, exit statuses, and what is imported."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from commandline import ROOT, mati, python
from little_minutes import minutes

from api.cli import main
from api.desk import Desk
from api.settings import Settings

CITATION = {"file", "iri", "page", "start", "end", "quote"}


def run(capsys: pytest.CaptureFixture[str], *arguments: object, status: int = 0) -> str:
    """Run a command in this process; return its standard output, standard error being empty."""
    assert main([*map(str, arguments)]) == status
    out, told = capsys.readouterr()
    assert told == ""
    return out


@pytest.fixture
def on(examples_data: Path) -> list[object]:
    return ["--data", examples_data]


def assert_cited(desk: Desk, citations: list[dict[str, Any]]) -> None:
    for cited in citations:
        assert set(cited) >= CITATION
        text = desk.document(desk.entry(cited["file"]).sha256).text
        assert text[cited["start"] : cited["end"]] == cited["quote"] != ""


def test_help_is_instant_and_imports_nothing_heavy() -> None:
    taken = []
    for _ in range(3):
        started = time.perf_counter()
        done = mati("--help")
        taken.append(time.perf_counter() - started)
        assert done.returncode == 0
        assert all(name in done.stdout for name in ("ingest", "ask", "trace", "sparql", "serve"))
    assert min(taken) < 0.5
    loaded = python(
        "import sys\nfrom api.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules))"
    ).split()
    heavy = {
        "torch", "numpy", "rdflib", "fastapi", "pyoxigraph", "tantivy", "faiss", "pythainlp", "nlpo3", "tokenizers",
        "yaml", "tqdm",
    }  # fmt: skip
    assert heavy.isdisjoint(loaded)


def test_the_default_path_never_imports_a_model_library(examples_data: Path) -> None:
    loaded = python(
        "import sys\nfrom api.cli import main\n"
        "for question in ('ใครไม่มาประชุมครั้งที่ 5/2566', 'น้ำประปาหยุดจ่ายเพราะเหตุใด', 'What is the weather?'):\n"
        "    assert main(['--data', sys.argv[1], 'ask', question]) == 0\n"
        "assert main(['--data', sys.argv[1], 'search', 'กล้อง']) == 0\n"
        "print('LOADED', *sorted(sys.modules))",
        examples_data,
    ).partition("LOADED")[2]
    assert {"torch", "sentence_transformers", "transformers", "fastapi", "uvicorn", "rdflib"}.isdisjoint(
        loaded.split()
    )


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["fly"], ["ingest"], ["ask"], ["ask", "ใคร", "--batch", "x.jsonl"], ["sparql"],
        ["sparql", "ASK {}", "--file", "x.rq"], ["sparql", "ASK {}", "--format", "pdf"], ["export", "--format", "xlsx"],
        ["search"], ["search", "x", "--limit", "0"], ["search", "x", "--limit", "ten"], ["trace"], ["remove"], ["record"],
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as end:
        status = end.code
    out, told = capsys.readouterr()
    assert (status, out) == (2, "")
    assert told


def test_wrong_usage_and_errors_end_a_process_so() -> None:
    assert mati("fly").returncode == 2
    missing = mati("record", "no-such-file.txt")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("mati: no-such-file.txt")


def test_ingest_reports_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.txt").write_text(minutes(1), encoding="utf-8")
    args = ["--data", tmp_path / "data", "ingest", tmp_path / "1.txt"]
    assert main([*map(str, args)]) == 0
    assert capsys.readouterr().out == "added 1, replaced 0, unchanged 0, failed 0\n"
    report = json.loads(run(capsys, *args, "--json"))
    assert report["unchanged"] == ["1.txt"]
    assert report["added"] == report["replaced"] == report["failed"] == []


def test_ingest_shows_a_bar_on_a_terminal_alone(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(minutes(1), encoding="utf-8")
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    command = [sys.executable, "-m", "api.cli", "--data", tmp_path / "data", "ingest", tmp_path / "1.txt"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs, timeout=60, check=False)
    shown = os.read(ours, 10_000).decode() if select.select([ours], [], [], 1)[0] else ""
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, done.stdout) == (0, b"added 1, replaced 0, unchanged 0, failed 0\n")
    assert "1/1" in shown or "0/1" in shown
    assert mati("ingest", tmp_path / "1.txt", data=tmp_path / "data").stderr == ""


def test_record_prints_json_alone_and_needs_no_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = minutes(3)
    (tmp_path / "3.txt").write_text(text, encoding="utf-8")
    record = json.loads(run(capsys, "record", "3.txt"))
    assert (record["file"], record["meeting"]["number"], record["meeting"]["year_be"]) == ("3.txt", 3, 2567)
    assert [r["text"] for r in record["resolutions"]] == [
        text[slice(*r["span"])] for r in record["resolutions"]
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["3.txt"]


def test_ask_prints_the_answer_and_its_evidence(
    on: list[object], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    question = "ใครเป็นผู้จดรายงานการประชุมครั้งที่ 4/2566"
    shown = run(capsys, *on, "ask", question)
    answer = json.loads(run(capsys, *on, "ask", question, "--json"))
    assert shown.startswith(answer["answer"])
    assert answer["kind"] == "graph"
    assert "SELECT" in answer["sparql"]
    assert answer["citations"]
    assert_cited(desk, answer["citations"])
    assert f"[{answer['citations'][0]['start']}:{answer['citations'][0]['end']}]" in shown
    explained = run(capsys, *on, "ask", question, "--explain")
    assert answer["understanding"]["intent"] in explained
    assert "SELECT" in explained


def test_ask_in_one_document_by_name_by_part_of_it_and_by_iri(
    on: list[object], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = desk.entry("saichon-digital/2566-06.txt")
    said = [
        json.loads(run(capsys, *on, "ask", "ใครไม่มาประชุม", "--in", name, "--json"))
        for name in (entry.file, "2566-06.txt", entry.iri)
    ]
    for answer in said:
        assert {cited["file"] for cited in answer["citations"]} == {entry.file}
    assert len({answer["answer"] for answer in said}) == 1


def test_a_batch_gives_a_line_each_with_what_was_promised(
    on: list[object], desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [
        {"id": "g", "question": "การประชุมครั้งที่ 5/2566 เลิกเวลาใด"},
        {"id": 7, "question": "ปิดวาล์วน้ำไว้ที่ใด", "in": "notices/saichon-water-2566.txt"},
        {"question": "ใครชนะฟุตบอลโลก"},
    ]
    lines = tmp_path / "q.jsonl"
    lines.write_text(
        "\ufeff" + "\r\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8"
    )
    listed = tmp_path / "q.json"
    listed.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    printed = run(capsys, *on, "ask", "--batch", lines)
    answers = [json.loads(line) for line in printed.splitlines()]
    assert [answer["id"] for answer in answers] == ["g", 7, None]
    assert [answer["kind"] for answer in answers] == ["graph", "text", "none"]
    for answer in answers:
        assert set(answer) == {"id", "answer", "kind", "sparql", "citations", "seconds"}
        assert (answer["citations"] == []) == (answer["kind"] == "none")
        assert (answer["sparql"] is not None) or answer["kind"] != "graph"
        assert_cited(desk, answer["citations"])
    again = [json.loads(line) for line in run(capsys, *on, "ask", "--batch", listed).splitlines()]
    assert [{**a, "seconds": 0} for a in again] == [{**a, "seconds": 0} for a in answers]


def test_search_shows_hits_and_keeps_to_its_filters(
    on: list[object], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    hits = json.loads(run(capsys, *on, "search", "กล้องวงจรปิด", "--limit", "3", "--json"))
    assert [hit["rank"] for hit in hits] == [1, 2, 3]
    assert_cited(desk, hits)
    assert f"{hits[0]['file']} [{hits[0]['start']}:{hits[0]['end']}]" in run(
        capsys, *on, "search", "กล้องวงจรปิด"
    )

    def files(*filters: object) -> set[str]:
        found = json.loads(run(capsys, *on, "search", "มติที่ประชุม", "--limit", "50", "--json", *filters))
        return {hit["file"] for hit in found}

    everything = files()
    assert len(everything) > 4
    saichon = {f"saichon-digital/2566-0{n}.txt" for n in (4, 5, 6, 8)}
    assert files("--year", "2566") == files("--year", "2023") == saichon
    assert files("--from", "2023-05-01", "--to", "31 พฤษภาคม 2566") == {"saichon-digital/2566-05.txt"}
    assert files("--in", "2566-04.txt") == {"saichon-digital/2566-04.txt"}
    assert files("--body", desk.entry("2566-04.txt").body) == saichon
    kinds = json.loads(run(capsys, *on, "search", "มติ", "--kind", "resolution", "--limit", "50", "--json"))
    assert {hit["kind"] for hit in kinds} == {"resolution"}
    assert run(capsys, *on, "search", "มติ", "--year", "2499") == "nothing found\n"


def test_trace_prints_projects_resolutions_and_mentions(
    on: list[object], desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(run(capsys, *on, "trace", "Smart CCTV", "--json"))
    assert found["projects"]
    assert_cited(desk, [r["citation"] for r in found["resolutions"]])
    shown = run(capsys, *on, "trace", "Smart CCTV")
    assert f"resolutions ({len(found['resolutions'])})" in shown
    assert f"mentions ({len(found['mentions'])})" in shown


def test_sparql_gives_every_format(
    on: list[object], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "PREFIX m: <https://w3id.org/mati/ont#> SELECT ?m { ?m a m:Meeting } ORDER BY ?m LIMIT 3"
    assert json.loads(run(capsys, *on, "sparql", rows))["head"]["vars"] == ["m"]
    assert run(capsys, *on, "sparql", rows, "--format", "csv").splitlines()[0] == "m"
    assert len(json.loads(run(capsys, *on, "sparql", rows, "--format", "json"))["results"]["bindings"]) == 3
    assert run(capsys, *on, "sparql", rows, "--format", "tsv").startswith("?m\n<")
    assert "<sparql" in run(capsys, *on, "sparql", rows, "--format", "xml")
    assert json.loads(run(capsys, *on, "sparql", "ASK { ?s ?p ?o }", "--format", "json"))["boolean"] is True
    graph = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/mati/ont#Meeting> ; ?p ?o }"
    sizes = set()
    for name, syntax in (
        ("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES), ("rdfxml", ox.RdfFormat.RDF_XML), ("jsonld", ox.RdfFormat.JSON_LD),
    ):  # fmt: skip
        out = run(capsys, *on, "sparql", graph, "--format", name)
        sizes.add(len(set(ox.parse(out.encode(), syntax))))
    assert len(set(ox.parse(run(capsys, *on, "sparql", graph).encode(), ox.RdfFormat.TURTLE))) in sizes
    assert len(sizes) == 1
    assert sizes.pop() > 10
    file = tmp_path / "q.rq"
    file.write_text(rows, encoding="utf-8")
    assert run(capsys, *on, "sparql", "--file", file) == run(capsys, *on, "sparql", rows)


def test_export_is_whole_in_every_format_and_the_same_every_time(on: list[object]) -> None:
    data = Path(str(on[1]))
    quads = mati("export", data=data).stdout
    assert quads == mati("export", "--format", "nq", data=data, env={"PYTHONHASHSEED": "5"}).stdout
    held = set(ox.parse(quads.encode(), ox.RdfFormat.N_QUADS))
    assert len(held) == len(quads.splitlines()) > 1000
    assert quads.splitlines() == sorted(quads.splitlines())
    turtle = mati("export", "--format", "ttl", data=data).stdout
    assert {t.triple for t in ox.parse(turtle.encode(), ox.RdfFormat.TURTLE)} == {q.triple for q in held}
    linked = mati("export", "--format", "jsonld", data=data).stdout
    assert set(ox.parse(linked.encode(), ox.RdfFormat.JSON_LD)) == held


def test_list_check_remove_and_reindex(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = tmp_path / "in"
    files.mkdir()
    for n in (1, 2):
        (files / f"{n}.txt").write_text(minutes(n), encoding="utf-8")
    on = ["--data", tmp_path / "data"]
    run(capsys, *on, "ingest", files, "--json")
    listed = json.loads(run(capsys, *on, "list", "--json"))
    assert [(row["file"], row["date"]) for row in listed] == [
        ("1.txt", "2024-01-03"),
        ("2.txt", "2024-01-04"),
    ]
    assert "ครั้งที่ 2/2567" in run(capsys, *on, "list")
    checks = json.loads(run(capsys, *on, "check", "--json"))
    assert [check["file"] for check in checks] == ["1.txt", "2.txt"]
    assert "1.txt" in run(capsys, *on, "check")
    assert run(capsys, *on, "remove", listed[0]["iri"]) == "removed 1.txt\n"
    assert run(capsys, *on, "reindex") == "made again: 1 documents\n"
    assert [row["file"] for row in json.loads(run(capsys, *on, "list", "--json"))] == ["2.txt"]


def test_the_data_folder_is_found_by_option_then_variable_then_place(
    examples_data: Path, tmp_path: Path
) -> None:
    other = str(tmp_path / "other")
    assert mati("list", env={"MATI_DATA": str(examples_data)}).returncode == 0
    assert other in mati("list", env={"MATI_DATA": other}).stderr
    assert mati("list", data=examples_data, env={"MATI_DATA": other}).returncode == 0
    here = mati("list", env={"MATI_DATA": "", "PYTHONPATH": str(ROOT)}, cwd=tmp_path)
    assert "mati-data" in here.stderr


def test_output_is_utf8_in_any_locale(examples_data: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    done = mati("ask", "ใครไม่มาประชุมครั้งที่ 4/2566", "--json", data=examples_data, env=plain)
    assert done.returncode == 0
    assert "ภูริทัต" in json.loads(done.stdout)["answer"]


def test_a_reader_that_goes_away_is_no_error_to_show(examples_data: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "--data", str(examples_data), "export"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        told = running.stderr.read()
    assert told == b""


def test_the_installed_command_is_this_one(examples_data: Path) -> None:
    script = Path(sys.executable).with_name("mati")
    if not script.exists():
        pytest.skip("the `mati` script is not beside this Python: `pip install -e .` puts it there")
    done = subprocess.run([script, "--data", examples_data, "list"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_exporting_from_python_equals_the_command(examples_data: Path) -> None:
    out = io.BytesIO()
    with Desk.open(Settings(data=examples_data)) as desk:
        desk.export("nq", out)
    assert out.getvalue().decode() == mati("export", data=examples_data).stdout
