"""Templates to pages: one Jinja environment, Thai words for codes, Thai dates, and addresses of spans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import yaml
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.assets import asset_url
from api.marks import anchor, key
from kg import iris
from kg.evidence import Citation
from kg.records import NextMeeting, Reference, Span
from kg.thai import BE_OFFSET, SHORT_MONTHS, WEEKDAYS

_TEMPLATES = Path(__file__).parent / "templates"
_PREFIXES = {"m": iris.ONTOLOGY, "c": iris.CODES, "mati": iris.BASE}


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> HTMLResponse:
    """Return `template` filled with `values` as an HTML response; `here` is the address asked for."""
    html = environment().get_template(template).render(here=request.url.path, **values)
    return HTMLResponse(html, status, headers=dict(headers) if headers else None)


@cache
def environment() -> Environment:
    """The templates, with everything escaped, and an unknown name an error."""
    env = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    env.globals.update(
        label=label, asset=asset_url, span_href=span_href, source_href=source_href, key=key, anchor=anchor,
        address=address,
    )  # fmt: skip
    env.filters.update(
        day=short_date, long_day=long_date, clock=clock, year=year_of, flat=flat, thousands=thousands
    )
    env.filters.update(meeting_name=meeting_name, compact=compact)
    env.globals.update(local_address=local_address)
    return env


@cache
def labels() -> dict[str, Any]:
    """The tables of `templates/labels.yaml`."""
    tables: dict[str, Any] = yaml.safe_load((_TEMPLATES / "labels.yaml").read_text(encoding="utf-8"))
    return tables


def label(table: str, code: object) -> str:
    """Return what the pages call `code`; a code without a label is shown as it is."""
    rows = labels()[table]
    found = rows.get(code, rows.get(str(code), code))
    return str(found)


def short_date(value: date | None) -> str:
    """Return "2 ก.ย. 2563", or "" for None."""
    return f"{value.day} {SHORT_MONTHS[value.month - 1]} {value.year + BE_OFFSET}" if value else ""


def long_date(value: date) -> str:
    """Return "วันพุธที่ 2 ก.ย. 2563"."""
    return f"วัน{WEEKDAYS[value.weekday()]}ที่ {short_date(value)}"


def year_of(value: date | None) -> int | None:
    """Return the Buddhist-era year of a date."""
    return value.year + BE_OFFSET if value else None


def clock(value: time | None) -> str:
    """Return "09.30", or "" for None."""
    return f"{value.hour:02}.{value.minute:02}" if value else ""


def flat(text: str | None) -> str:
    """Return `text` on one line."""
    return " ".join((text or "").split())


def thousands(number: int) -> str:
    """Return "1,284"."""
    return f"{number:,}"


def meeting_name(told: Reference | NextMeeting) -> str:
    """Return a meeting referred to in words: "คณะ… ครั้งที่ 7/2563 2 ก.ย. 2563", what is known of it."""
    number = f"ครั้งที่ {told.number}" if told.number is not None else ""
    if number and told.year_be is not None:
        number += f"/{told.year_be}"
    body = told.body if isinstance(told, Reference) else None
    return flat(" ".join(filter(None, (body, number, short_date(told.date))))) or "การประชุม"


def compact(iri: str) -> str:
    """Return an IRI with Mati's own prefixes shortened."""
    for prefix, start in _PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri[len(start) :]}"
    return iri


def local_address(iri: str) -> str | None:
    """Return the page that shows what an IRI of Mati's names, or None where there is none yet."""
    if not iri.startswith(iris.BASE):
        return None
    thing, _, rest = iri[len(iris.BASE) :].partition("/")
    first, _, tail = rest.partition("/")
    if thing == "span":
        return f"/meetings/{first}?span={tail}#s-{tail.partition('-')[0]}"
    if thing == "project":
        return f"/projects/{first}"
    of_document = thing in {"document", "graph", "text", "agenda", "resolution", "assignment", "attendance"}
    return f"/meetings/{first}" if of_document or thing == "meeting" else None


def span_href(span: Span) -> str:
    """Return the address of a span on the page of its own document."""
    return f"?span={key(span)}#{anchor(span)}"


def source_href(citation: Citation) -> str:
    """Return the address of the words cited, on their document's page."""
    name = citation.document[:16] if citation.document else quote(citation.file, safe="")
    return f"/meetings/{name}{span_href(Span(citation.start, citation.end))}"


def address(path: str, **query: str | None) -> str:
    """Return `path` with those of `query` that are not empty."""
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path
