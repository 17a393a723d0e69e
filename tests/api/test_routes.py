"""The HTTP API over the example records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import EXAMPLES

import api
from api.rendering import labels
from kg import records


def first(entries, **wanted):
    return next(e for e in entries if all(e[name] == value for name, value in wanted.items()))


def test_health(client, entries):
    health = client.get("/api/health").json()
    assert health["status"] == "ok"
    assert health["writable"] is True
    assert health["read_only_because"] is None
    assert health["records"] == len(entries)


def test_records_are_those_of_the_folder(entries):
    files = sorted(p.relative_to(EXAMPLES).as_posix() for p in EXAMPLES.rglob("*.txt"))
    assert sorted(entry["file"] for entry in entries if entry["file"].endswith(".txt")) == files
    dates = [entry["date"] or "" for entry in entries]
    assert dates == sorted(dates)


@pytest.mark.parametrize("by", ["file", "sha256", "iri"])
def test_a_record_is_read_by_name_sha_and_iri(client, entries, by):
    entry = first(entries, kind="formal-minutes")
    record = client.get(f"/api/records/{entry[by]}").json()
    assert record["sha256"] == entry["sha256"]
    assert record["file"] == entry["file"]
    assert record["meeting"]["number"] == entry["number"]


def test_text_and_its_spans(client, entries):
    for entry in entries:
        stored = (EXAMPLES / entry["file"]).read_bytes().decode("utf-8-sig")
        response = client.get(f"/api/documents/{entry['sha256']}/text")
        assert response.headers["content-type"] == "text/plain; charset=utf-8"
        assert response.content.decode() == stored
        part = client.get(f"/api/documents/{entry['file']}/text", params={"start": 5, "end": 25})
        assert part.content.decode() == stored[5:25]


@pytest.mark.parametrize("span", [{"start": 10, "end": 5}, {"end": 10**9}, {"start": 10**9}, {"start": -1}])
def test_a_span_outside_the_text_is_refused(client, entries, span):
    assert client.get(f"/api/documents/{entries[0]['sha256']}/text", params=span).status_code == 422


def assert_quotes(client, citations):
    for citation in citations:
        text = client.get(f"/api/documents/{citation['document'] or citation['file']}/text").content.decode()
        assert citation["quote"] == text[citation["start"] : citation["end"]]
        assert citation["quote"].strip()


def test_ask_by_get_and_by_post(client, entries):
    entry = next(e for e in entries if e["number"] and e["date"] and e["body"])
    question = f"การประชุมครั้งที่ {entry['number']}/{entry['year_be']} จัดขึ้นวันที่เท่าใด"
    got = client.get("/api/ask", params={"q": question, "in": entry["file"]}).json()
    posted = client.post("/api/ask", json={"question": question, "in": entry["file"]}).json()
    assert got.pop("seconds") >= 0
    assert posted.pop("seconds") >= 0
    assert got == posted
    assert got["kind"] == "graph"
    assert "SELECT" in got["sparql"]
    assert {citation["file"] for citation in got["citations"]} == {entry["file"]}
    assert_quotes(client, got["citations"])


def test_ask_what_is_not_there(client):
    answer = client.get("/api/ask", params={"q": "ราคาน้ำมันดิบเบรนต์วันนี้กี่ดอลลาร์ต่อบาร์เรล"}).json()
    assert answer["kind"] == "none"
    assert answer["citations"] == []


def test_search_and_its_filters(client, entries):
    found = client.get("/api/search", params={"q": "งบประมาณ", "limit": 5}).json()
    assert 1 <= len(found["hits"]) <= 5
    assert [hit["rank"] for hit in found["hits"]] == list(range(1, len(found["hits"]) + 1))
    assert_quotes(client, [hit["citation"] for hit in found["hits"]])
    entry = next(e for e in entries if e["number"] and e["date"] and e["body"])
    for only in (
        {"in": entry["file"]},
        {"body": entry["body"], "number": entry["number"], "year": entry["year_be"]},
        {"from": entry["date"], "to": entry["date"], "body": entry["body"]},
    ):
        hits = client.get("/api/search", params={"q": "ที่ประชุม", **only}).json()["hits"]
        assert {hit["citation"]["file"] for hit in hits} == {entry["file"]}, only


def test_search_takes_years_of_both_eras(client, entries):
    year = next(e["year_be"] for e in entries if e["year_be"])
    found = [
        client.get("/api/search", params={"q": "มติ", "year": y}).json()["hits"] for y in (year, year - 543)
    ]
    assert found[0] == found[1] != []


def test_trace(client, entries):
    for entry in entries:
        for project in client.get(f"/api/records/{entry['sha256']}").json()["projects"][:2]:
            trace = client.get("/api/trace", params={"name": project["name"]}).json()
            assert trace["projects"], project["name"]
            assert trace["mentions"], project["name"]
            assert_quotes(client, [mention["citation"] for mention in trace["mentions"]])
            for resolution in trace["resolutions"]:
                assert_quotes(client, [resolution["citation"], resolution["because"]])
                assert resolution["reason"] in {"exact", "acronym", "variant", "same-item"}


@pytest.mark.parametrize(
    ("format_", "media_type", "word"),
    [
        ("nq", "application/n-quads", b"<https://w3id.org/mati/id/graph/"),
        ("ttl", "text/turtle", b"@prefix"),
        ("jsonld", "application/ld+json", b"@"),
    ],
)
def test_export(client, format_, media_type, word):
    response = client.get("/api/export", params={"format": format_})
    assert response.headers["content-type"].partition(";")[0] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="mati.{format_}"'
    assert word in response.content
    if format_ == "jsonld":
        json.loads(response.content)


def test_a_record_is_added_replaced_and_removed(own):
    name = "cabinet/2569-01-20.txt"
    body = next(EXAMPLES.rglob("2566-05.txt")).read_bytes()
    before = own.client.get("/api/health").json()["records"]
    added = own.client.post("/api/records", files={"file": ("x/../ใหม่.txt", body + b"\n")})
    assert added.status_code == 201
    assert added.json()["outcome"] == "added"
    assert added.json()["record"]["file"] == "ใหม่.txt"
    assert added.json()["record"]["number"] == 5
    again = own.client.post("/api/records", files={"file": ("ใหม่.txt", body + b"\n")})
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    replaced = own.client.post("/api/records", files={"file": ("ใหม่.txt", body + b"\n\n")})
    assert (replaced.status_code, replaced.json()["outcome"]) == (201, "replaced")
    assert own.client.get("/api/health").json()["records"] == before + 1
    hits = own.client.get("/api/search", params={"q": "มติ", "in": "ใหม่.txt"}).json()["hits"]
    assert {hit["citation"]["file"] for hit in hits} == {"ใหม่.txt"}
    assert own.client.delete("/api/records/ใหม่.txt").json() == {"removed": "ใหม่.txt"}
    assert own.client.get("/api/records/ใหม่.txt").status_code == 404
    assert own.client.get(f"/api/records/{name}").status_code == 200


def test_projects_are_counted_once_however_many_records_tell_of_them(own):
    body = next(EXAMPLES.rglob("2566-05.txt")).read_bytes()
    path = "/api/records/2566-05.txt"
    name = own.client.get(path).json()["projects"][0]["name"]
    query = Path(api.__file__).parent / "templates" / "projects.rq"
    counts = []
    for extra in ("", "copy-1.txt", "copy-2.txt"):
        if extra:
            files = {"file": (extra, body + b"\n" * len(counts))}
            assert own.client.post("/api/records", files=files).status_code == 201
        result = own.client.get(
            "/sparql", params={"query": query.read_text(encoding="utf-8"), "format": "json"}
        ).json()
        rows = [row for row in result["results"]["bindings"] if row["name"]["value"] == name]
        counts.append([int(row["meetings"]["value"]) for row in rows])
    assert counts[0] == counts[1] == counts[2]
    assert len(counts[0]) == 1


def test_plain_text_is_taken_with_a_warning(own):
    text = "บันทึกช่วยจำ\nเครื่องถ่ายเอกสารชั้นสองเสีย ให้แจ้งช่างเข้าซ่อมในสัปดาห์หน้า\n" * 3
    added = own.client.post("/api/records", files={"file": ("memo.txt", text.encode())})
    assert added.status_code == 201
    assert added.json()["warned"] is True
    assert added.json()["record"]["kind"] == "plain"
    assert own.client.get("/meetings/memo.txt", follow_redirects=True).status_code == 200


def test_every_code_has_a_thai_label():
    tables = {
        "kind": records.Kind, "presence": records.Presence, "mode": records.Mode, "section": records.Section,
        "resolution": records.ResolutionType,
    }  # fmt: skip
    for table, codes in tables.items():
        assert set(labels()[table]) == {str(code) for code in codes}, table


def test_every_column_and_slot_of_a_question_has_a_thai_label(client, entries):
    from kg.questions.intents import intents

    columns = set()
    for intent in intents():
        assert set(intent.slots) <= set(labels()["slot"]), intent.name
        for question in intent.examples[:1]:
            entry = next(e for e in entries if e["number"] == 5)
            answer = client.get("/api/ask", params={"q": question, "in": entry["file"]}).json()
            columns |= set(answer["columns"])
    assert columns <= set(labels()["column"])
    assert len(columns) > 10


def test_a_table_leaves_out_what_all_rows_share():
    from api.answer_view import rows_of
    from kg.evidence import Answer, AnswerKind

    rows = (("5/2566", "ก", ""), ("5/2566", "ข", ""))
    shown = rows_of(
        Answer("?", "ก, ข", AnswerKind.GRAPH, columns=("meetingLabel", "name", "role"), rows=rows)
    )
    assert shown is not None
    assert shown.columns == ("ชื่อ",)
    assert shown.rows == (("ก",), ("ข",))
    assert rows_of(Answer("?", "ก", AnswerKind.GRAPH, columns=("name",), rows=(("ก",),))) is None
