"""Pages as a browser without scripts has them: whole, honest, and nothing from elsewhere."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from page_reader import Page

PAGES = [
    "/ask",
    "/meetings",
    "/projects",
    "/queries",
    "/queries/ledger",
    "/queries/missing-meetings",
    "/sparql-editor",
    "/import",
    "/help",
    "/api",
    "/ontology",
    "/ontology/Resolution",
    "/ontology/evidence",
    "/code",
]


def read(client, path, status=200, **parameters) -> Page:
    response = client.get(path, params=parameters or None, follow_redirects=True)
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return Page(response.text)


@pytest.fixture(scope="module")
def every_page(client, entries) -> dict[str, Page]:
    """Each kind of page in each of its states, by address."""
    addresses = [*PAGES, *(f"/meetings/{entry['sha256'][:16]}" for entry in entries)]
    pages = {address: read(client, address) for address in addresses}
    links = {a["href"] for a in pages["/projects"].all("a") if a["href"].startswith("/projects/")}
    pages |= {address: read(client, address) for address in sorted(links)[:4]}
    questions = [a["href"] for a in pages["/ask"].all("a") if a["href"].startswith("/ask?")]
    pages |= {address: read(client, address) for address in questions[:4]}
    unanswerable = "/ask?q=ราคาน้ำมันดิบเบรนต์วันนี้กี่ดอลลาร์"
    pages[unanswerable] = read(client, unanswerable)
    pages["/no-such-page"] = read(client, "/no-such-page", 404)
    return pages


def test_ids_are_unique_and_every_fragment_has_one(every_page):
    for address, page in every_page.items():
        assert len(page.ids) == len(set(page.ids)), address
        known = set(page.ids)
        for link in page.all("a"):
            target = urlsplit(link["href"])
            if target.fragment and not target.path:
                assert target.fragment in known, f"{address}: {link['href']}"


def test_nothing_comes_from_elsewhere(every_page):
    for address, page in every_page.items():
        for tag, attributes in page.elements:
            for name in ("src", "href", "action", "srcset", "data"):
                value = attributes.get(name)
                if value is not None and value != "data:,":
                    assert not urlsplit(value).scheme, f"{address}: <{tag} {name}={value!r}>"
                    assert not value.startswith("//"), f"{address}: <{tag} {name}={value!r}>"
            assert "style" not in attributes, f"{address}: inline style on <{tag}>"
            assert not [name for name in attributes if name.startswith("on")], f"{address}: script on <{tag}>"
        inline = [text for text, around in page.texts if around and around[-1][0] in {"script", "style"}]
        assert "".join(inline).strip() == "", address


def test_pages_have_landmarks_one_heading_and_labelled_fields(every_page):
    for address, page in every_page.items():
        assert page.all("html") == [{"lang": "th"}], address
        assert len(page.all("main")) == 1, address
        assert len(page.all("h1")) == 1, address
        assert {"class": "skip", "href": "#main"} in page.all("a"), address
        labelled = {label.get("for") for label in page.all("label")}
        for field in [*page.all("input"), *page.all("textarea"), *page.all("select")]:
            if field.get("type") in {"hidden", "checkbox"}:
                continue
            assert field["id"] in labelled, f"{address}: {field}"
        for navigation in page.all("nav"):
            assert navigation.get("aria-label"), address


def test_every_link_of_every_page_leads_somewhere(client, every_page):
    checked = set()
    for page in every_page.values():
        for attributes in [*page.all("a"), *page.all("link"), *page.all("script")]:
            link = attributes.get("href") or attributes.get("src")
            target = urlsplit(link)
            if target.scheme == "data" or not target.path or target.path in checked:
                continue
            checked.add(target.path)
            status = client.get(link.partition("#")[0]).status_code
            assert status in {200, 303, 307}, link
    assert len(checked) > 20


def test_source_pane_is_the_stored_text(client, entries, every_page):
    for entry in entries:
        page = every_page[f"/meetings/{entry['sha256'][:16]}"]
        stored = client.get(f"/api/documents/{entry['sha256']}/text").content.decode()
        assert page.text_in("sheet") == stored, entry["file"]


def test_every_fact_is_marked_with_its_own_words(client, entries, every_page):
    for entry in entries:
        page = every_page[f"/meetings/{entry['sha256'][:16]}"]
        text = client.get(f"/api/documents/{entry['sha256']}/text").content.decode()
        words: dict[str, str] = {}
        for piece, around in page.texts:
            tag, attributes = around[-1] if around else ("", {})
            if tag == "mark" and attributes.get("data-f"):
                for key in attributes["data-f"].split():
                    words[key] = words.get(key, "") + piece
        cited = [a["data-cite"] for a in page.all("a") if a.get("data-cite")]
        for key in cited:
            start, _, end = key.partition("-")
            assert words[key] == text[int(start) : int(end)], f"{entry['file']} {key}"
        assert "✕" not in page.text, entry["file"]
        if entry["kind"] != "plain":
            assert len(cited) > 5, entry["file"]


def test_meeting_page_shows_what_the_record_holds(client, entries, every_page):
    for entry in entries:
        record = client.get(f"/api/records/{entry['sha256']}").json()
        text = re.sub(r"\s+", " ", every_page[f"/meetings/{entry['sha256'][:16]}"].text)
        for person in record["attendees"]:
            assert person["name"] in text, entry["file"]
        for project in record["projects"]:
            assert re.sub(r"\s+", " ", project["name"]) in text, entry["file"]
        for item in record["agenda"]:
            assert item["number"] in text, entry["file"]


def test_cited_span_is_lit_by_the_server(client, entries):
    entry = next(entry for entry in entries if entry["kind"] == "formal-minutes")
    record = client.get(f"/api/records/{entry['sha256']}").json()
    start, end = record["resolutions"][0]["span"]
    page = read(client, f"/meetings/{entry['sha256'][:16]}", span=f"{start}-{end}")
    text = client.get(f"/api/documents/{entry['sha256']}/text").content.decode()
    assert page.text_in("on") == text[start:end]
    assert f"s-{start}" in page.ids


@pytest.mark.parametrize("span", ["9999999-10000000", "x", "5-4", "-1-5"])
def test_a_span_that_is_none_is_said_so(client, entries, span):
    page = read(client, f"/meetings/{entries[0]['sha256'][:16]}", span=span)
    assert page.text_in("on") == ""
    assert "ไม่ระบายสี" in page.text


def test_meeting_is_found_by_key_name_and_iri(client, entries):
    entry = next(entry for entry in entries if entry["meeting_iri"])
    wanted = f"/meetings/{entry['sha256'][:16]}"
    for name in (entry["meeting_iri"].rsplit("/", 1)[-1], entry["file"], entry["sha256"]):
        response = client.get(f"/meetings/{name}?span=1-5")
        assert (response.status_code, response.headers["location"]) == (307, wanted + "?span=1-5")


def test_answers_cite_words_that_their_links_light(client, every_page):
    answered = 0
    for address, page in every_page.items():
        if not address.startswith("/ask?"):
            continue
        for link in page.all("a"):
            if link.get("data-evidence"):
                answered += 1
                target = urlsplit(link["href"])
                start, _, end = parse_qs(target.query)["span"][0].partition("-")
                lit = Page(client.get(link["href"].partition("#")[0]).text)
                name = target.path.rsplit("/", 1)[-1]
                text = client.get(f"/api/documents/{name}/text").content.decode()
                assert lit.text_in("on") == text[int(start) : int(end)]
                assert target.fragment in lit.ids
                assert link["data-evidence"] in page.ids
    assert answered >= 3


def test_what_is_not_in_the_records_is_said_so(client):
    page = read(client, "/ask", q="ราคาน้ำมันดิบเบรนต์วันนี้กี่ดอลลาร์ต่อบาร์เรล")
    assert "ไม่พบในรายงานการประชุม" in page.text_in("answer")


def test_an_answer_from_the_graph_shows_its_query(client, entries):
    entry = next(e for e in entries if e["number"] and e["year_be"] and e["body"] and e["date"])
    page = read(
        client,
        "/ask",
        q=f"การประชุมครั้งที่ {entry['number']}/{entry['year_be']} จัดขึ้นวันที่เท่าใด",
        **{"in": entry["file"]},
    )
    assert "SELECT" in page.text_in("answer")
    assert [a for a in page.all("a") if a["href"].startswith("/sparql-editor?query=")]


@pytest.mark.parametrize(
    ("question", "within", "status"), [("ก" * 1001, "", 422), ("ใครมาประชุม", "no-such-file.txt", 404)]
)
def test_a_question_that_cannot_be_asked_says_why(client, question, within, status):
    page = read(client, "/ask", status, q=question, **({"in": within} if within else {}))
    assert "รหัส" in page.text_in("answer")


def test_front_page_and_search_lead_to_ask(client):
    assert client.get("/").headers["location"] == "/ask"
    assert client.get("/search", params={"q": "น้ำ & ไฟ"}).headers["location"].startswith("/ask?q=%E0%B8%99")


def test_text_from_outside_is_escaped(client):
    hostile = "<script>alert(1)</script>\"'><b>"
    for address, name in [("/ask", "q"), ("/sparql-editor", "query"), ("/projects", "name"), ("/ask", "in")]:
        response = client.get(
            address, params={name: hostile, "q": hostile} if name == "in" else {name: hostile}
        )
        assert "<script>alert" not in response.text, address
        assert "<b>" not in response.text, address


def test_project_by_name_leads_to_its_page(client, every_page):
    address = next(address for address in every_page if re.fullmatch(r"/projects/[0-9a-f]{10}", address))
    name = every_page[address].text_in("brand") and next(
        text for text, around in every_page[address].texts if around and around[-1][0] == "h1"
    )
    response = client.get("/projects", params={"name": name})
    assert (response.status_code, response.headers["location"]) == (303, address)


def test_project_pages_list_resolutions_and_mentions(client, every_page):
    pages = {a: page for a, page in every_page.items() if a.startswith("/projects/")}
    assert pages
    assert any(
        "เห็นชอบ" in page.text_in("time") or "รับทราบ" in page.text_in("time") for page in pages.values()
    )
    for address, page in pages.items():
        assert page.text_in("quotes").strip(), address


def test_a_malformed_query_shows_its_place(client):
    page = read(client, "/sparql-editor", 400, query="SELECT ?s WHERE {\n  ?s ?p\n}")
    assert "บรรทัด" in page.text_in("panel")


@pytest.mark.parametrize("query", ["CONSTRUCT { ?s a ?o } WHERE { ?s a ?o } LIMIT 3", "ASK { ?s ?p ?o }"])
def test_other_forms_of_query_are_shown(client, query):
    page = read(client, "/sparql-editor", query=query)
    assert "จริง" in page.text or "<https://w3id.org/mati/id/" in page.text
