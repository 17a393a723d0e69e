"""Who may change what, and what a request may bring."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import serving
from hypothesis import given
from hypothesis import strategies as st
from test_error_shape import assert_problem

from api.security import HEADERS, check_binding, is_loopback, safe_name
from api.settings import Settings
from kg.errors import InputError, SettingError

UPLOAD = {"file": ("fresh.txt", "ประกาศ\nขอเชิญประชุมในวันที่ 5 มกราคม 2567 ณ ห้องประชุมใหญ่".encode())}
TOKEN = "รหัสลับ-0123456789"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback_needs_no_token(host):
    assert is_loopback(host)
    check_binding(Settings(data=Path("x"), host=host))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "mati.example", "localhost.example", ""])
def test_any_other_address_needs_one(host):
    with pytest.raises(SettingError, match="MATI_TOKEN"):
        check_binding(Settings(data=Path("x"), host=host))
    check_binding(Settings(data=Path("x"), host=host, token="secret"))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("2566-05.txt", "2566-05.txt"),
        ("รายงานการประชุม ครั้งที่ ๕.txt", "รายงานการประชุม ครั้งที่ ๕.txt"),
        ("../../etc/passwd", "passwd"),
        ("C:\\minutes\\a.txt", "a.txt"),
        ("/a/b/", None),
        ("a\u202etxt.exe", "atxt.exe"),
        ("a\r\nX-Header: 1.txt", "aX-Header: 1.txt"),
        ("..", None),
        (".", None),
        ("", None),
        (None, None),
        ("ก" * 201, None),
    ],
)
def test_uploaded_names_are_made_safe(given_name, kept):
    if kept is None:
        with pytest.raises(InputError):
            safe_name(given_name)
    else:
        assert safe_name(given_name) == kept


@given(st.text(max_size=80))
def test_a_safe_name_is_one_part_and_stays_itself(name):
    try:
        safe = safe_name(name)
    except InputError:
        return
    assert not set(safe) & set("/\\\0\r\n")
    assert safe.strip(".") != ""
    assert safe_name(safe) == safe


def test_every_response_bears_the_headers(client):
    for path in (
        "/ask",
        "/api/health",
        "/sparql?query=ASK%20%7B%7D",
        "/static/app.css",
        "/nothing",
        "/api/nothing",
    ):
        headers = client.get(path).headers
        for name, value in HEADERS.items():
            assert headers[name] == value, path
        assert "access-control-allow-origin" not in headers
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.fixture(scope="module")
def guarded(settings, service, tmp_path_factory) -> Iterator:
    """A service of its own folder that has a token."""
    data = tmp_path_factory.mktemp("guarded") / "data"
    with serving(replace(settings, data=data, token=TOKEN)) as running:
        yield running


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"Bearer wrong",
        b"Bearer",
        b"Basic " + TOKEN.encode(),
        b"Bearer " + "รหัสลับ".encode(),
        b"Bearer \xff",
    ],
)
def test_changes_need_the_token(guarded, header):
    headers = {"authorization": header} if header else {}
    response = guarded.client.post("/api/records", files=UPLOAD, headers=headers)
    assert_problem(response, 401, "not-authorised")
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert_problem(guarded.client.delete("/api/records/fresh.txt", headers=headers), 401, "not-authorised")
    assert guarded.client.get("/api/records").json()["records"] == []


def test_the_token_opens_api_and_form(guarded):
    headers = {"authorization": b"Bearer " + TOKEN.encode()}
    assert guarded.client.post("/api/records", files=UPLOAD, headers=headers).status_code == 201
    assert guarded.client.delete("/api/records/fresh.txt", headers=headers).json() == {"removed": "fresh.txt"}
    assert guarded.client.post("/import", files=UPLOAD).status_code == 401
    assert guarded.client.post("/import", files=UPLOAD, data={"token": TOKEN}).status_code == 201
    assert guarded.client.delete("/api/records/fresh.txt", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 422),
        ({"sec-fetch-site": "none"}, 422),
        ({}, 422),
    ],
)
def test_other_sites_pages_cannot_change_anything(client, headers, status):
    empty = {"file": ("empty.txt", b" ")}
    assert client.post("/api/records", files=empty, headers=headers).status_code == status
    assert client.post("/import", files=empty, headers=headers).status_code == status
    own = {"origin": str(client.base_url).rstrip("/")}
    assert client.post("/import", files=empty, headers=own).status_code == 422


@pytest.fixture(scope="module")
def small(settings, service, tmp_path_factory) -> Iterator:
    """A service that takes files of at most 1,000 bytes."""
    data = tmp_path_factory.mktemp("small") / "data"
    with serving(replace(settings, data=data, max_file_bytes=1000)) as running:
        yield running


def test_too_large_a_file_is_refused(small):
    files = {"file": ("big.txt", b"a" * 1001)}
    assert_problem(small.client.post("/api/records", files=files), 413, "file-too-large")
    assert small.client.post("/import", files=files).status_code == 413


def test_too_large_a_body_is_refused_before_it_is_read(small):
    files = {"file": ("big.txt", b"a" * 200_000)}
    assert_problem(small.client.post("/api/records", files=files), 413, "body-too-large")


def test_a_body_of_unknown_length_is_refused_as_it_grows(small):
    def endless():
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(100):
            yield b"a" * 10_000

    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = small.client.post("/api/records", content=endless(), headers=headers)
    assert_problem(response, 413, "body-too-large")
    assert small.client.get("/api/health").json()["records"] == 0


def test_a_locked_folder_is_served_for_reading(service, settings):
    with serving(settings) as second:
        health = second.client.get("/api/health").json()
        assert health["writable"] is False
        assert health["read_only_because"]
        assert health["records"] == service.client.get("/api/health").json()["records"]
        assert second.client.get("/ask", params={"q": "มีการประชุมครั้งใดบ้าง"}).status_code == 200
        files = {"file": ("a.txt", b"text")}
        assert_problem(second.client.post("/api/records", files=files), 503, "data-locked")
        assert health["read_only_because"] in second.client.get("/import").text.replace("&#39;", "'")


def test_an_index_of_another_encoder_is_served_for_reading(own_settings):
    manifest = own_settings.data / "index" / "manifest.json"
    told = json.loads(manifest.read_text(encoding="utf-8"))
    manifest.write_text(json.dumps(told | {"encoder": "another"}), encoding="utf-8")
    with serving(own_settings) as stale:
        health = stale.client.get("/api/health").json()
        assert health["writable"] is False
        assert "mati reindex" in health["read_only_because"]
        assert_problem(stale.client.get("/api/search", params={"q": "น้ำ"}), 503, "index-mismatch")
        assert_problem(stale.client.post("/api/records", files=UPLOAD), 503, "index-mismatch")
        page = stale.client.get("/ask", params={"q": "ใครมาประชุม"})
        assert page.status_code == 503
        assert "index-mismatch" in page.text
        assert stale.client.get("/meetings").status_code == 200
        assert stale.client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}).json()["boolean"] is True
