"""The pages for people: plain HTML that works without scripts, every state an address."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Query, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import meeting_view, project_view
from api.answer_view import rows_of
from api.evidence_view import shortened, shown
from api.marks import key, pane, parse_key
from api.problems import problem_of
from api.reference import reference
from api.rendering import labels, page, source_href
from api.security import require_same_site, require_token, safe_name
from api.service import desk_of, service_of
from api.threads_view import threads_of
from api.upload import take_upload
from kg.documents import SUFFIXES
from kg.errors import InputError, MatiError, UnknownName
from kg.form import form as form_words
from kg.questions.intents import intents
from kg.reading import named_project

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_PASSAGES = 8
_EXAMPLE_MEETINGS, _EXAMPLE_PROJECTS = 2, 3
_MENTIONS = 100


@router.get("/")
def home() -> Response:
    """The ask page is the front page."""
    return RedirectResponse("/ask", 307)


@router.get("/search")
def search_page(q: str = "") -> Response:
    """One box asks and searches."""
    return RedirectResponse(f"/ask?q={quote(q)}", 307)


@router.get("/ask")
def ask_page(request: Request, q: str = "", within: Annotated[str, Query(alias="in")] = "") -> Response:
    """The answer first, with its evidence; how the question was read; then passages."""
    desk = desk_of(request)
    question = " ".join(q.split())
    values: dict[str, Any] = {
        "q": question, "within": within, "scope": None, "problem": None, "answer": None, "evidence": [],
        "nearest": [], "hits": [], "examples": [], "empty": not desk.entries(), "intent_title": intent_title,
    }  # fmt: skip
    if not question or values["empty"]:
        return page(request, "ask.html", **values | {"examples": example_questions(request)})
    try:
        values["scope"] = desk.entry(within) if within else None
        answer = desk.ask(question, within=within or None)
        hits = desk.search(question, limit=_PASSAGES, filters=meeting_view.only(values["scope"]))
    except InputError as error:
        problem = problem_of(error)
        return page(request, "ask.html", status=problem["status"], **values | {"problem": problem})
    values["answer"] = answer
    values["rows"] = rows_of(answer)
    values["evidence"] = shown(desk, answer.citations)
    values["nearest"] = shown(desk, answer.nearest)
    values["hits"] = [_hit(hit) for hit in hits]
    if not answer.citations:
        values["examples"] = example_questions(request)
    return page(request, "ask.html", **values)


@router.get("/meetings")
def meetings_page(request: Request) -> Response:
    """Every record, under the body that met, latest first."""
    entries = sorted(
        desk_of(request).entries(), key=lambda entry: (entry.date is not None, entry.date), reverse=True
    )
    entries.sort(key=lambda entry: (entry.body is None, entry.body or ""))
    groups = [(body, list(rows)) for body, rows in groupby(entries, key=lambda entry: entry.body)]
    return page(request, "meetings.html", groups=groups, count=len(entries))


@router.get("/meetings/{name:path}")
def meeting_page(request: Request, name: str, span: str = "") -> Response:
    """One record beside its source; `span` ("182-205") lights those words."""
    desk = desk_of(request)
    entries = desk.entries()
    entry = next((one for one in entries if one.meeting_iri and one.meeting_iri.endswith(f"/{name}")), None)
    entry = entry or desk.entry(name)
    short = entry.sha256[:16]
    if name != short:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/meetings/{short}{query}", 307)
    record, document = desk.record(entry.sha256), desk.document(entry.sha256)
    context = desk.context(entry.sha256)
    lit = parse_key(span)
    drawn = pane(
        document.text, meeting_view.marks_of(record), pages=[page.span for page in document.pages], lit=lit
    )
    refused = {key(mark.span) for mark in drawn.refused}
    decided = meeting_view.decisions(record)
    return page(
        request, "meeting.html", entry=entry, record=record, document=document, short=short,
        sheets=drawn.sheets, refused=refused,
        asked_refused=span if span and (lit is None or key(lit) in refused) else None,
        decided=decided, steps=meeting_view.outline(record, decided), chair=meeting_view.chair(record),
        assigned=sum(len(one.assignments) for one in record.resolutions),
        suggestions=meeting_view.suggestions_by_item(record), attendance=meeting_view.attendance(record),
        series=meeting_view.series(entries, entry), shortened=shortened, row_span=meeting_view.row_span,
        notice_words=form_words("notices")["codes"], method_words=meeting_view.METHOD_WORDS,
        threads=threads_of(desk, record, document, context.links, entries),
        project_key=lambda name: named_project(context.names, name).rsplit("/", 1)[-1],
    )  # fmt: skip


@router.get("/projects")
def projects_page(request: Request, name: str = "") -> Response:
    """Every project; with `name`, the project that name is taken for."""
    desk = desk_of(request)
    if name.strip():
        traced = desk.trace(name)
        if not traced.projects:
            raise UnknownName(
                f"No project is named {name!r} in the records. /projects lists those there are."
            )
        return RedirectResponse(f"/projects/{traced.projects[0].iri.rsplit('/', 1)[-1]}", 303)
    projects = project_view.listed(desk)
    return page(request, "projects.html", projects=projects, groups=project_view.by_category(projects))


@router.get("/projects/{project_key}")
def project_page(request: Request, project_key: str) -> Response:
    """One project: its resolutions in time, why each matched, and every mention."""
    desk = desk_of(request)
    trace = desk.trace(project_view.name_of(desk, project_key))
    project = next((one for one in trace.projects if one.iri.endswith(f"/{project_key}")), None)
    if project is None:
        raise UnknownName(f"No project has the key {project_key!r}. /projects lists those there are.")
    mentions = shown(desk, (mention.citation for mention in trace.mentions[:_MENTIONS]))
    return page(
        request,
        "project.html",
        project=project,
        trace=trace,
        years=project_view.timeline(trace),
        mentions=mentions,
    )


@router.get("/import")
def import_page(request: Request) -> Response:
    """The form that adds a record."""
    return _import_page(request)


@router.post("/import")
def import_file(
    request: Request, file: Annotated[UploadFile, File()], token: Annotated[str, Form()] = ""
) -> Response:
    """Add the uploaded record and say what became of it."""
    service = service_of(request)
    require_same_site(request)
    require_token(request, service.settings, given=token)
    try:
        ingested = take_upload(service, safe_name(file.filename), file.file)
    except MatiError as error:
        problem = problem_of(error)
        return _import_page(request, status=problem["status"], problem=problem)
    return _import_page(request, status=200 if ingested.outcome == "unchanged" else 201, ingested=ingested)


@router.get("/help")
def help_page(request: Request) -> Response:
    """How to ask, where answers come from, keys, access."""
    known = [{"title": intent_title(intent.name), "examples": intent.examples} for intent in intents()]
    return page(request, "help.html", intents=known, examples=example_questions(request))


@router.get("/api")
def api_page(request: Request) -> Response:
    """The API's reference, made from its OpenAPI document."""
    return page(request, "api.html", groups=reference(request.app.openapi()))


def intent_title(name: str) -> str:
    """Return what an intent is called in Thai; a name that is none is shown as it is."""
    title = next((intent.title for intent in intents() if intent.name == name), name)
    return title.partition(" / ")[0]


def example_questions(request: Request) -> list[str]:
    """Return questions about what is in the store: its latest numbered meetings and its first projects."""
    desk = desk_of(request)
    templates = labels()["questions"]
    numbered = [entry for entry in desk.entries() if entry.number and entry.year_be and entry.body]
    latest = numbered[-_EXAMPLE_MEETINGS:]
    found = [
        template.format(body=entry.body, number=entry.number, year=entry.year_be)
        for template, entry in zip(templates["meeting"], latest * len(templates["meeting"]), strict=False)
    ]
    found += [
        template.format(project=project)
        for project in project_view.most_decided(desk, _EXAMPLE_PROJECTS)
        for template in templates["project"]
    ]
    return found


def _import_page(
    request: Request, *, status: int = 200, problem: Any = None, ingested: Any = None
) -> Response:
    service = service_of(request)
    return page(
        request, "import.html", status=status, problem=problem, ingested=ingested, suffixes=sorted(SUFFIXES),
        read_only_because=service.read_only_because, limit=service.settings.max_file_bytes,
        needs_token=service.settings.token is not None,
    )  # fmt: skip


def _hit(hit: Any) -> dict[str, Any]:
    citation = hit.citation
    return {
        "href": source_href(citation), "label": hit.heading or citation.label or citation.file,
        "path": citation.label if hit.heading else None, "page": citation.page, "file": citation.file,
        "text": shortened(citation.quote, 320),
    }  # fmt: skip
