"""Who is who, over HTTP and on the command line: what is told, what a decision changes, and who may decide."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import serving
from test_error_shape import assert_problem

FULL, SHORT = "โครงการพัฒนาระบบรับเรื่องร้องทุกข์ออนไลน์ (Saichon Care)", "โครงการ Saichon Care"
MERGE = {
    "action": "merge", "kind": "person", "one": "นางอรพินท์ ธาราวัฒน์", "other": "วิเชียร สุทธิไพศาล",
    "who": "งานสารบรรณ", "why": "ทดสอบ",
}  # fmt: skip


def names(client, **query):
    found = client.get("/api/identity/entities", params=query).json()
    return {entity["name"]: [s["name"] for s in entity["spellings"]] for entity in found["entities"]}


def test_a_project_goes_by_its_full_name_and_tells_why(client):
    found = client.get("/api/identity/entities", params={"kind": "project", "like": "saichon care"}).json()
    (entity,) = found["entities"]
    assert entity["name"] == FULL
    assert {s["name"] for s in entity["spellings"]} == {FULL, SHORT}
    assert [reason["code"] for link in entity["links"] for reason in link["reasons"]]
    assert len(entity["documents"]) == 4


def test_entities_are_limited_and_counted(client):
    found = client.get("/api/identity/entities", params={"all": True, "limit": 3}).json()
    assert len(found["entities"]) == 3
    assert found["total"] > 100


@pytest.mark.parametrize("kind", ["person", "agency", "project"])
def test_doubtful_pairs_are_of_the_kind_asked(client, kind):
    found = client.get("/api/identity/doubtful", params={"kind": kind}).json()
    assert {link["kind"] for link in found["links"]} <= {kind}
    assert found["total"] >= len(found["links"])


def test_an_unknown_kind_is_a_problem(client):
    assert_problem(client.get("/api/identity/entities", params={"kind": "river"}), 422, "invalid-request")


def test_a_decision_is_taken_told_and_taken_back(own_settings):
    with serving(own_settings) as service:
        client = service.client
        taken = client.post("/api/identity/decisions", json=MERGE)
        assert taken.status_code == 201
        assert taken.json()[0]["one"] == "อรพินท์ ธาราวัฒน์"  # as records have it, without the title
        merged = names(client, kind="person", like="ธาราวัฒน์")
        assert sorted(next(iter(merged.values()))) == ["วิเชียร สุทธิไพศาล", "อรพินท์ ธาราวัฒน์"]
        rows = client.get("/api/queries/merges").json()["rows"]
        assert any("งานสารบรรณ" in str(row) for row in rows)
        number = client.get("/api/identity/decisions").json()[0]["id"]
        undo = f"/api/identity/decisions/{number}/undo"
        assert client.post(undo, json={"who": "งานสารบรรณ", "why": "ผิดคน"}).json() == {"undone": number}
        assert names(client, kind="person", like="ธาราวัฒน์") == {"อรพินท์ ธาราวัฒน์": ["อรพินท์ ธาราวัฒน์"]}
        assert client.get("/api/identity/decisions").json()[0]["undone"]["why"] == "ผิดคน"
        assert_problem(client.post(undo, json={"who": "งานสารบรรณ"}), 404, "unknown-name")


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [({"action": "marry"}, 422, "invalid-request"), ({"who": ""}, 422, "bad-input"),
     ({"other": MERGE["one"]}, 422, "bad-input"), ({"colour": "red"}, 422, "invalid-request"),
     ({"action": "split", "documents": ["no-such.txt"]}, 404, "unknown-name")],
)  # fmt: skip
def test_a_wrong_decision_changes_nothing(own_settings, wrong, status, code):
    with serving(own_settings) as service:
        assert_problem(service.client.post("/api/identity/decisions", json=MERGE | wrong), status, code)
        assert service.client.get("/api/identity/decisions").json() == []


def test_deciding_needs_the_token_and_never_comes_from_another_site(own_settings):
    with serving(replace(own_settings, token="secret-0123456789")) as service:
        client = service.client
        assert_problem(client.post("/api/identity/decisions", json=MERGE), 401, "not-authorised")
        key = {"Authorization": "Bearer secret-0123456789"}
        foreign = {**key, "Sec-Fetch-Site": "cross-site"}
        assert_problem(client.post("/api/identity/decisions", json=MERGE, headers=foreign), 403, "forbidden")
        assert client.post("/api/identity/decisions", json=MERGE, headers=key).status_code == 201


def test_minutes_as_corrected_show_each_change(client):
    found = client.get("/api/documents/saichon-digital/2566-05.txt/revision").json()
    (change,) = found["changes"]
    assert (change["old"], change["new"]) == ("ระยะทาง ๑๘ กิโลเมตร", "ระยะทาง ๒๘ กิโลเมตร")
    text = client.get("/api/documents/saichon-digital/2566-05.txt/text").text
    assert text[change["start"] : change["end"]] == change["old"]
    assert change["new"] in found["text"]
    assert len(found["text"]) == len(text)


def test_each_level_is_met_not_met_or_not_asked(client):
    levels = client.get("/api/documents/saichon-digital/2566-05.txt/check").json()["levels"]
    assert list(levels) == ["identified", "decided", "attended", "followed-up", "evidence"]
    assert levels["identified"] is True
    plain = client.get("/api/documents/notices/saichon-water-2566.txt/check").json()["levels"]
    assert set(plain.values()) == {None}
