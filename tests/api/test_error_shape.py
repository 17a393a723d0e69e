"""One error shape, whatever the origin (RFC 9457): type, title, status, detail, code, and nothing of a trace."""

from __future__ import annotations

import inspect

import pytest

from api import problems
from kg import errors


def assert_problem(response, status: int, code: str) -> dict:
    """The response is a problem of this status and code, well formed."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert body["code"] == code
    assert body["type"] == f"https://w3id.org/mati/problem/{code}"
    assert body["title"]
    assert len(body["detail"]) > 10
    assert set(body) <= {"type", "title", "status", "detail", "code", "line", "column", "errors"}
    assert "Traceback" not in response.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    return body


ORIGINS = [
    ("GET", "/api/ask", {}, 422, "invalid-request"),
    ("GET", "/api/ask", {"params": {"q": "  "}}, 422, "bad-input"),
    ("GET", "/api/ask", {"params": {"q": "ก" * 1001}}, 422, "bad-input"),
    ("GET", "/api/ask", {"params": {"q": "ใครมาประชุม", "in": "none.txt"}}, 404, "unknown-name"),
    ("POST", "/api/ask", {"json": {"in": "x"}}, 422, "invalid-request"),
    ("POST", "/api/ask", {"json": {"question": "ก", "more": 1}}, 422, "invalid-request"),
    ("POST", "/api/ask", {"content": b"{", "headers": {"content-type": "application/json"}}, 422, "invalid-request"),
    ("POST", "/api/ask", {"content": b"x" * (1 << 20) + b"x"}, 413, "body-too-large"),
    ("GET", "/api/search", {"params": {"q": "น้ำ", "limit": "0"}}, 422, "invalid-request"),
    ("GET", "/api/search", {"params": {"q": "น้ำ", "limit": "many"}}, 422, "invalid-request"),
    ("GET", "/api/search", {"params": {"q": "น้ำ", "kind": "poem"}}, 422, "invalid-request"),
    ("GET", "/api/search", {"params": {"q": "น้ำ", "in": "none.txt"}}, 404, "unknown-name"),
    ("GET", "/api/trace", {}, 422, "invalid-request"),
    ("GET", "/api/records/none.txt", {}, 404, "unknown-name"),
    ("GET", "/api/documents/none.txt/text", {}, 404, "unknown-name"),
    ("GET", "/api/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd/text", {}, 404, "unknown-name"),
    ("GET", "/api/export", {"params": {"format": "docx"}}, 422, "invalid-request"),
    ("POST", "/api/records", {}, 422, "invalid-request"),
    ("POST", "/api/records", {"files": {"file": ("a.txt", b" \n ")}}, 422, "file-empty"),
    ("POST", "/api/records", {"files": {"file": ("a.txt", b"\x00\x01\x02" * 999)}}, 422, "not-text"),
    ("POST", "/api/records", {"files": {"file": ("..", b"text")}}, 422, "bad-input"),
    ("DELETE", "/api/records/none.txt", {}, 404, "unknown-name"),
    ("DELETE", "/api/ask", {}, 405, "method-not-allowed"),
    ("GET", "/api/none", {}, 404, "not-found"),
    ("GET", "/static/none.css", {}, 404, "not-found"),
    ("GET", "/static/%2e%2e/app.py", {}, 404, "not-found"),
    ("GET", "/sparql", {}, 400, "bad-request"),
    ("GET", "/sparql", {"params": {"query": "SELECT * {"}}, 400, "query-syntax"),
    ("GET", "/sparql", {"params": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}, 403, "query-forbidden"),
    ("GET", "/sparql", {"params": {"query": "DROP ALL"}}, 403, "query-forbidden"),
    ("GET", "/sparql", {"params": {"query": "ASK {}", "update": "DROP ALL"}}, 403, "query-forbidden"),
    ("GET", "/sparql", {"params": {"query": ["ASK {}", "ASK {}"]}}, 400, "bad-request"),
    ("GET", "/sparql", {"params": {"query": "ASK {}"}, "headers": {"accept": "image/png"}}, 406, "not-acceptable"),
    ("GET", "/sparql", {"params": {"query": "ASK {}", "format": "docx"}}, 406, "not-acceptable"),
    ("POST", "/sparql", {"content": b"ASK {}", "headers": {"content-type": "text/plain"}}, 415, "unsupported-media-type"),
    ("POST", "/sparql", {"content": b"ASK {}"}, 415, "unsupported-media-type"),
    ("POST", "/sparql", {"content": b"ASK {\xff}", "headers": {"content-type": "application/sparql-query"}}, 400, "bad-request"),
    ("POST", "/sparql", {"content": b"query=%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}}, 400, "bad-request"),
    ("POST", "/sparql", {"content": b"DROP ALL", "headers": {"content-type": "application/sparql-update"}}, 403, "query-forbidden"),
    ("POST", "/sparql", {"data": {"nothing": "here"}}, 400, "bad-request"),
    ("PUT", "/sparql", {}, 405, "method-not-allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "more", "status", "code"), ORIGINS)
def test_every_origin_has_the_one_shape(client, method, path, more, status, code):
    assert_problem(client.request(method, path, **more), status, code)


def test_syntax_error_says_line_and_column(client):
    response = client.get("/sparql", params={"query": "SELECT ?s WHERE {\n  ?s ?p ]\n}"})
    body = assert_problem(response, 400, "query-syntax")
    assert (body["line"], body["column"]) == (2, 9)


def test_invalid_parameters_are_each_named(client):
    body = assert_problem(client.get("/api/search", params={"limit": "x"}), 422, "invalid-request")
    assert {error["where"] for error in body["errors"]} == {"query.q", "query.limit"}


def test_pages_answer_people_with_a_page(client):
    for path in ("/nothing-here", "/meetings/none.txt", "/projects/0000000000"):
        response = client.get(path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "ไม่พบ" in response.text


def test_every_error_of_mati_has_a_row():
    own = [cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, errors.MatiError)]
    assert set(problems.KINDS) == set(own)


def test_an_error_without_a_row_takes_its_parents():
    class Fresh(errors.QueryForbidden):
        code = "fresh"

    assert problems.kind_of(Fresh("x")).status == 403
    assert problems.problem_of(Fresh("x"))["code"] == "fresh"
