"""The pages in a real browser. Needs Debian's chromium; nothing is fetched from anywhere but the service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from conftest import EXAMPLES
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no chromium here: apt-get install --no-install-recommends chromium"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Visit:
    """A tab of its own; `asked` are the addresses it requested, `complaints` what the console reported."""

    def __init__(self, browser: Browser, base_url: str, **options) -> None:
        self.context = browser.new_context(base_url=base_url, locale="th-TH", **options)
        self.page: Page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type == "error" else None
        )


@pytest.fixture
def visit(browser, service) -> Iterator[Visit]:
    visit = Visit(browser, service.url, viewport={"width": 1440, "height": 900})
    yield visit
    visit.context.close()
    outside = [
        url
        for url in visit.asked
        if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(service.url)
    ]
    assert outside == [], "a request left the service"
    assert visit.complaints == []


@pytest.fixture(scope="module")
def meeting(entries) -> dict:
    return next(entry for entry in entries if entry["kind"] == "formal-minutes" and entry["number"])


def lit(page: Page) -> str:
    return page.evaluate("[...document.querySelectorAll('mark.on')].map(mark => mark.textContent).join('')")


def lit_is_in_view(page: Page) -> bool:
    return page.evaluate(
        """() => {
            const words = document.querySelector('mark.on').getBoundingClientRect();
            const pane = document.querySelector('.src').getBoundingClientRect();
            return words.top >= Math.max(0, pane.top) && words.top < Math.min(innerHeight, pane.bottom);
        }"""
    )


def test_ask_answers_and_its_citation_lights_the_words(visit, client, meeting):
    question = f"การประชุมครั้งที่ {meeting['number']}/{meeting['year_be']} จัดขึ้นวันที่เท่าใด"
    quotes = client.get("/api/ask", params={"q": question, "in": meeting["file"]}).json()["citations"]
    visit.page.goto(f"/ask?in={meeting['sha256'][:16]}")
    visit.page.fill("#q", question)
    visit.page.press("#q", "Enter")
    visit.page.wait_for_selector(".answer .cite")
    visit.page.click(".answer .cite >> nth=0")
    visit.page.wait_for_selector("mark.on")
    assert urlsplit(visit.page.url).path == f"/meetings/{meeting['sha256'][:16]}"
    assert lit(visit.page) == quotes[0]["quote"]
    assert lit_is_in_view(visit.page)


def test_every_fact_of_a_meeting_lights_its_words(visit, client, meeting):
    text = client.get(f"/api/documents/{meeting['sha256']}/text").content.decode()
    visit.page.goto(f"/meetings/{meeting['sha256'][:16]}")
    keys = visit.page.eval_on_selector_all("a[data-cite]", "links => links.map(link => link.dataset.cite)")
    assert len(keys) > 20
    for index in range(0, len(keys), max(1, len(keys) // 12)):
        start, _, end = keys[index].partition("-")
        visit.page.locator("a[data-cite]").nth(index).click()
        assert lit(visit.page) == text[int(start) : int(end)]
        assert lit_is_in_view(visit.page), keys[index]
        assert f"span={keys[index]}" in visit.page.url


def test_words_in_the_source_lead_to_their_fact(visit, meeting):
    visit.page.goto(f"/meetings/{meeting['sha256'][:16]}")
    visit.page.locator(".sheet mark.k-res").first.click()
    assert visit.page.locator("a[data-cite].on").count() >= 1


def test_pane_text_is_the_stored_text_in_the_browser_too(visit, client, entries):
    for entry in entries[:3]:
        visit.page.goto(f"/meetings/{entry['sha256'][:16]}")
        shown = visit.page.evaluate(
            "[...document.querySelectorAll('.sheet')].map(sheet => sheet.textContent).join('')"
        )
        assert shown == client.get(f"/api/documents/{entry['sha256']}/text").content.decode()


def test_project_page_lists_resolutions_that_light(visit):
    visit.page.goto("/projects")
    row = (
        visit.page.locator("tbody tr").filter(has_not=visit.page.locator("td:last-child", has_text="0")).first
    )
    row.locator("a").first.click()
    visit.page.wait_for_selector("ol.time li")
    words = visit.page.locator("ol.time .b mark.q")
    matched = words.first.text_content() if words.count() else None
    visit.page.locator("ol.time a", has_text="ดูคำที่ตรงในต้นฉบับ").first.click()
    visit.page.wait_for_selector("mark.on")
    assert lit(visit.page).strip()
    if matched:
        assert lit(visit.page) == matched
    assert lit_is_in_view(visit.page)


def test_a_file_can_be_added(browser, own):
    visit = Visit(browser, own.url)
    source = next(EXAMPLES.rglob("2566-05.txt"))
    visit.page.goto("/import")
    visit.page.set_input_files(
        "#file", {"name": "เพิ่ม.txt", "mimeType": "text/plain", "buffer": source.read_bytes() + b"\n"}
    )
    visit.page.click("button.go >> nth=0")
    visit.page.wait_for_selector("[role=status] .ok")
    visit.page.click("[role=status] a")
    visit.page.wait_for_selector(".sheet")
    assert "เพิ่ม.txt" in visit.page.text_content(".src header")
    assert visit.complaints == []
    visit.context.close()


def addresses(entries, client) -> list[str]:
    projects = client.get("/api/records/" + next(e for e in entries if e["number"])["sha256"]).json()[
        "projects"
    ]
    named = [client.get("/projects", params={"name": p["name"]}).headers["location"] for p in projects[:1]]
    meetings = [f"/meetings/{entry['sha256'][:16]}" for entry in entries]
    asked = ["/ask", "/ask?q=มีมติอะไรบ้าง", "/ask?q=ราคาน้ำมันดิบเบรนต์วันนี้"]
    return [
        *asked,
        *meetings,
        *named,
        "/meetings",
        "/projects",
        "/sparql-editor",
        "/import",
        "/help",
        "/api",
        "/none",
    ]


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_the_window(visit, entries, client, width):
    visit.page.set_viewport_size({"width": width, "height": 844})
    for address in addresses(entries, client):
        visit.page.goto(address)
        wide = visit.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px wider than {width} px"
    visit.complaints = [told for told in visit.complaints if "404" not in told]


def test_on_a_phone_a_fact_leads_down_to_its_words_and_back_returns(browser, service, meeting):
    visit = Visit(browser, service.url, viewport={"width": 390, "height": 844}, has_touch=True)
    visit.page.goto(f"/meetings/{meeting['sha256'][:16]}")
    visit.page.locator(".res a.t").first.tap()
    visit.page.wait_for_function("scrollY > 400")
    assert lit(visit.page)
    assert lit_is_in_view(visit.page)
    visit.page.go_back()
    assert "span=" not in visit.page.url
    visit.context.close()


def test_everything_works_without_scripts(browser, service, client, meeting):
    visit = Visit(browser, service.url, java_script_enabled=False)
    visit.page.goto(f"/ask?in={meeting['sha256'][:16]}")
    visit.page.fill("#q", f"การประชุมครั้งที่ {meeting['number']}/{meeting['year_be']} จัดขึ้นวันที่เท่าใด")
    visit.page.press("#q", "Enter")
    visit.page.locator(".answer .cite").first.click()
    words = visit.page.locator("mark.on").all_text_contents()
    start, _, end = urlsplit(visit.page.url).query.partition("span=")[2].partition("-")
    text = client.get(f"/api/documents/{meeting['sha256']}/text").content.decode()
    assert "".join(words) == text[int(start) : int(end)]
    visit.page.goto("/sparql-editor")
    visit.page.locator("button.go").click()
    assert visit.page.locator("main tbody tr").count() > 0
    visit.context.close()


def test_keys_work_by_their_place_under_a_thai_layout(visit):
    visit.page.goto("/meetings")
    # what a browser reports for that key under Kedmanee: code Slash, key ฝ
    visit.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {code: 'Slash', key: 'ฝ', bubbles: true}))"
    )
    assert visit.page.evaluate("document.activeElement.id") == "q"


def test_dark_and_print_are_legible(visit, meeting):
    contrast = """selector => {
        const style = getComputedStyle(document.querySelector(selector));
        const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(v => v / 255)
            .map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
        const back = getComputedStyle(document.body).backgroundColor;
        const [one, two] = [light(style.color), light(back)].sort((a, b) => b - a);
        return (one + .05) / (two + .05);
    }"""
    for scheme in ("light", "dark"):
        visit.page.emulate_media(color_scheme=scheme)
        visit.page.goto(f"/meetings/{meeting['sha256'][:16]}")
        for selector in ("body", ".soft", "main a", ".tag"):
            assert visit.page.evaluate(contrast, selector) >= 4.5, f"{scheme} {selector}"
    visit.page.emulate_media(media="print", color_scheme="light")
    assert not visit.page.is_visible("header.top")
    assert visit.page.is_visible("#source")
