"""The documents about the service say what it does: OpenAPI, docs/http.md, docs/settings.md."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from page_reader import Page

from api import problems
from api.settings import SETTINGS


@pytest.fixture(scope="module")
def openapi(client) -> dict:
    return client.get("/api/openapi.json").json()


def operations(openapi):
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_operation_reads_well(openapi):
    names = [name for name, _ in operations(openapi)]
    assert len(names) == 22
    tags = {tag["name"] for tag in openapi["tags"]}
    for name, operation in operations(openapi):
        assert operation["summary"], name
        assert operation["description"].strip().endswith("."), name
        assert set(operation["tags"]) <= tags, name
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), f"{name} {parameter['name']}"
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert list(response["content"]) == ["application/problem+json"], f"{name} {status}"


def test_references_inside_the_document_resolve(openapi):
    for reference in set(re.findall(r'"#/components/schemas/(\w+)"', str(openapi).replace("'", '"'))):
        assert reference in openapi["components"]["schemas"]


def test_fields_of_answers_are_described(openapi):
    citation = openapi["components"]["schemas"]["Citation"]["properties"]
    assert all(told.get("description") for told in citation.values())


def test_the_guide_lists_every_route_page_and_code(openapi, client):
    guide = (ROOT / "docs" / "http.md").read_text(encoding="utf-8")
    for name, _ in operations(openapi):
        assert f"`{name}`" in guide, name
    codes = {cls.code: problems.KINDS[cls].status for cls in problems.KINDS}
    codes |= {code: status for status, (code, _) in problems.HTTP_CODES.items()}
    listed = {code: int(status) for code, status in re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", guide, re.M)}
    assert listed.keys() == codes.keys()
    assert listed == {**codes, "not-acceptable": 406}
    menu = {
        a["href"] for a in Page(client.get("/help").text).all("a") if re.fullmatch(r"/[a-z-]+", a["href"])
    }
    for address in menu:
        assert f"`{address}`" in guide, address


def test_the_reference_page_lists_every_operation(openapi, client):
    text = Page(client.get("/api").text).text
    for name, operation in operations(openapi):
        assert operation["summary"] in text, name
        assert name.partition(" ")[2] in text


def test_every_setting_is_documented():
    rows = re.findall(
        r"^\| `(MATI_\w+)` \| (.+?) \| (.+) \|$", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M
    )
    documented = {name: default for name, default, _ in rows}
    assert documented == {row.name: f"`{row.default}`" if row.default else "(none)" for row in SETTINGS}
