"""The competency questions as people and programs ask them: the command line, the API, the pages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from commandline import mati
from conftest import EXAMPLES
from page_reader import Page
from test_error_shape import assert_problem

from api.settings import Settings
from kg.competency import by_subject, competencies

BODY = "คณะกรรมการขับเคลื่อนเมืองดิจิทัล เทศบาลนครสายชล"
LEDGER = {"agency": "สำนักคลัง", "today": "2023-06-01"}


@pytest.fixture(scope="module")
def folder(settings: Settings) -> Path:
    return settings.data


def told(done) -> str:
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# the command line


def test_the_list_has_every_question_under_its_subject_and_needs_no_data() -> None:
    lines = told(mati("query")).splitlines()
    for subject, questions in by_subject():
        at = lines.index(subject)
        assert [line.split()[0] for line in lines[at + 1 : at + 1 + len(questions)]] == [
            question.name for question in questions
        ]
    assert "[agency, today]" in next(line for line in lines if line.startswith("  ledger "))


def test_rows_are_numbered_in_thai_with_their_words(folder: Path) -> None:
    out = told(mati("query", "ledger", "agency=สำนักคลัง", "today=2023-06-01", data=folder))
    head, _, rows = out.partition("\n\n")
    assert "2 แถว" in head
    assert "agency = สำนักคลัง" in head
    assert "  1. " in rows
    assert "  2. " in rows
    assert "กำหนด: 26 พฤษภาคม 2566 · วิธีรู้กำหนด: ระบุวันที่" in rows
    assert "สถานะ: เกินกำหนด" in rows
    assert "สถานะ: ยังไม่รายงาน" in rows
    assert "overdue" not in rows
    assert "https://" not in rows
    assert "mati:" not in rows
    assert "› saichon-digital/2566-05.txt [2800:2896] “มอบหมายให้สำนักคลังแจ้งสงวนสิทธิ์" in rows


def test_a_question_tells_how_to_narrow_it_with_a_call_that_works(folder: Path) -> None:
    head = told(mati("query", "missing-meetings", data=folder)).partition("\n\n")[0]
    assert "จำกัดได้ด้วย body: คณะที่ประชุม" in head
    example = head.splitlines()[-1].partition("mati query missing-meetings ")[2]
    assert example == f"'body={BODY}'"
    out = told(mati("query", "missing-meetings", example.strip("'"), data=folder))
    assert out.startswith("การประชุมที่ขาดในคลัง · 5 แถว")
    assert "ขาดอย่างไร: ขาดระหว่างครั้งที่มีบันทึก" in out


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["nothing"], "choose one of absences, "),
        (["ledger", "ministry=กระทรวงคมนาคม"], "it has agency, today"),
        (["ledger", "agency"], "write NAME=VALUE"),
    ],
)
def test_a_mistake_is_answered_with_what_there_is(folder: Path, values: list[str], said: str) -> None:
    done = mati("query", *values, data=folder)
    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr


def test_csv_has_the_columns_and_the_evidence(folder: Path) -> None:
    out = told(mati("query", "ledger", "agency=สำนักคลัง", "today=2023-06-01", "--csv", data=folder))
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["due"], first["status"], first["basis"]) == ("2023-05-26", "overdue", "stated")
    assert (second["due"], second["status"]) == ("2023-06-02", "open")
    text = (EXAMPLES / first["file"]).read_text(encoding="utf-8")
    assert text[int(first["start"]) : int(first["end"])] == first["quote"] != ""


def test_json_and_csv_are_not_asked_at_once(folder: Path) -> None:
    assert mati("query", "ledger", "--json", "--csv", data=folder).returncode == 2


def test_json_on_the_command_line_is_that_of_the_api(folder: Path, client: httpx.Client) -> None:
    out = told(mati("query", "ledger", "agency=สำนักคลัง", "today=2023-06-01", "--json", data=folder))
    assert json.loads(out) == client.get("/api/queries/ledger", params=LEDGER).json()


# the API


def test_the_api_lists_every_question(client: httpx.Client) -> None:
    listed = client.get("/api/queries").json()
    assert [one["name"] for one in listed] == [question.name for question in competencies()]
    ledger = next(one for one in listed if one["name"] == "ledger")
    assert ledger["subject"] == "work"
    assert ledger["parameters"]["today"]["kind"] == "date"


def test_rows_have_their_evidence_and_codes_their_words(client: httpx.Client) -> None:
    found = client.get("/api/queries/ledger", params=LEDGER).json()
    assert found["codes"]["status"]["overdue"] == "เกินกำหนด"
    assert found["codes"]["basis"]["stated"] == "ระบุวันที่"
    assert [row["status"] for row in found["rows"]] == ["overdue", "open"]
    for row in found["rows"]:
        (words,) = row["evidence"]
        text = client.get(f"/api/documents/{words['file']}/text").content.decode()
        assert text[words["start"] : words["end"]] == words["quote"]
        assert words["iri"].endswith(f"/{words['start']}-{words['end']}")
        assert words["label"] == row["meetingLabel"]


def test_the_query_that_is_told_is_the_query_that_ran(client: httpx.Client) -> None:
    found = client.get("/api/queries/ledger", params=LEDGER).json()
    again = client.get("/sparql", params={"query": found["sparql"], "format": "json"}).json()
    assert [row["status"]["value"] for row in again["results"]["bindings"]] == ["overdue", "open"]


def test_the_api_gives_csv(client: httpx.Client) -> None:
    response = client.get("/api/queries/ledger", params=LEDGER | {"format": "csv"})
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"] == 'attachment; filename="ledger.csv"'
    assert [row["status"] for row in csv.DictReader(io.StringIO(response.text))] == ["overdue", "open"]


@pytest.mark.parametrize(
    ("address", "status", "code", "said"),
    [
        ("/api/queries/nothing", 404, "unknown-name", "choose one of absences, "),
        ("/api/queries/ledger?ministry=x", 404, "unknown-name", "it has agency, today"),
        ("/api/queries/ledger?agency=สำนักคลอง", 404, "unknown-name", "สำนักคลัง"),
        ("/api/queries/ledger?today=เมื่อวาน", 422, "bad-input", "2024-06-01"),
        ("/api/queries/merges?decision=อื่น", 404, "unknown-name", "rule (ตามกฎ)"),
        ("/api/queries/what-became?item=4.2", 422, "bad-input", "the meeting and the item's number"),
        ("/api/queries/ledger?format=xml", 422, "invalid-request", ""),
    ],
)
def test_mistakes_are_problems_that_tell_what_there_is(
    client: httpx.Client, address: str, status: int, code: str, said: str
) -> None:
    assert said in assert_problem(client.get(address), status, code)["detail"]


def test_codes_may_be_given_in_thai(client: httpx.Client) -> None:
    thai, code = (
        client.get("/api/queries/merges", params={"decision": word}).json()["rows"]
        for word in ("ตามกฎ", "rule")
    )
    assert thai == code != []


# the pages


def read(client: httpx.Client, path: str, status: int = 200, **parameters: str) -> Page:
    response = client.get(path, params=parameters or None)
    assert response.status_code == status, response.text[:300]
    return Page(response.text)


def test_the_page_lists_every_question(client: httpx.Client) -> None:
    page = read(client, "/queries")
    links = {a["href"] for a in page.all("a")}
    assert links >= {f"/queries/{question.name}" for question in competencies()}
    assert all(subject in page.text for subject, _ in by_subject())


@pytest.mark.parametrize("question", competencies(), ids=lambda question: question.name)
def test_every_question_has_a_page(client: httpx.Client, question) -> None:
    page = read(client, f"/queries/{question.name}")
    assert question.title in page.text
    assert {field["name"] for field in page.all("input") if field["name"] != "q"} == set(question.parameters)
    assert len(page.ids) == len(set(page.ids))
    labelled = {label.get("for") for label in page.all("label")}
    assert {field["id"] for field in page.all("input")} <= labelled


def test_a_row_leads_to_its_words(client: httpx.Client) -> None:
    page = read(client, "/queries/ledger", **LEDGER)
    assert "2 แถว" in page.text
    assert "26 พ.ค. 2566" in page.text
    assert "เกินกำหนด" in page.text
    cites = [a["href"] for a in page.all("a") if a.get("class") == "cite"]
    assert len(cites) == 2
    assert "span=2800-2896" in cites[0]
    source = read(client, cites[0].partition("#")[0])
    assert "2800-2896" in {mark.get("id", "").removeprefix("s-") for mark in source.all("mark")} | {
        key for mark in source.all("mark") for key in (mark.get("data-f") or "").split()
    }


def test_names_are_suggested(client: httpx.Client) -> None:
    page = read(client, "/queries/missing-meetings")
    assert BODY in {option["value"] for option in page.all("option")}
    assert len(page.all("datalist")) == 1
    codes = read(client, "/queries/series")
    assert {option["value"] for option in codes.all("option")} >= {"รายปี"}


def test_the_query_can_be_opened_and_the_rows_taken_away(client: httpx.Client) -> None:
    page = read(client, "/queries/ledger", **LEDGER)
    links = [urlsplit(a["href"]) for a in page.all("a")]
    editor = next(link for link in links if link.path == "/sparql-editor" and link.query)
    assert "2023-06-01" in parse_qs(editor.query)["query"][0]
    assert "2 แถว" in read(client, f"{editor.path}?{editor.query}").text
    table = next(link for link in links if "format=csv" in link.query)
    assert parse_qs(table.query) == {key: [value] for key, value in LEDGER.items()} | {"format": ["csv"]}


def test_a_name_that_is_none_is_told_on_the_page(client: httpx.Client) -> None:
    page = read(client, "/queries/ledger", 404, agency="สำนักคลอง")
    assert "สำนักคลัง" in page.text
    assert next(field["value"] for field in page.all("input") if field["name"] == "agency") == "สำนักคลอง"
    read(client, "/queries/nothing", 404)


def test_nothing_found_is_said(client: httpx.Client) -> None:
    assert "ไม่พบสิ่งที่ตรงในคลัง" in read(client, "/queries/doubtful-digits").text
