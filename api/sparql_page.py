"""The page to write SPARQL on: a text area, the result as a table or as Turtle, errors with their place."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.problems import problem_of
from api.rendering import page
from api.service import desk_of, service_of
from api.tables import table
from kg.errors import QueryError
from kg.formats import Form

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

_MOST_ROWS = 1_000
_MOST_GRAPH = 200_000  # bytes of Turtle shown


@router.get("/sparql-editor")
def sparql_page(request: Request, query: str = "") -> Response:
    """Run `query` and show what it gives; without one, show an example to run."""
    service = service_of(request)
    examples = example_queries()
    values: dict[str, Any] = {
        "query": query or examples[0]["query"], "examples": examples, "problem": None, "culprit": None, "table": None,
        "graph": None, "graph_complete": True, "milliseconds": 0, "most": _MOST_ROWS,
        "limit_ms": service.settings.query_time_limit_ms,
    }  # fmt: skip
    if not query.strip():
        return page(request, "sparql.html", **values)
    started = time.perf_counter()
    try:
        values |= _result(request, query)
    except QueryError as error:
        problem = problem_of(error)
        values |= {"problem": problem, "culprit": _culprit(query, problem)}
        return page(request, "sparql.html", status=problem["status"], **values)
    values["milliseconds"] = round((time.perf_counter() - started) * 1000)
    return page(request, "sparql.html", **values)


@cache
def example_queries() -> list[dict[str, str]]:
    """Return the examples of `templates/examples.yaml`: title and query."""
    path = Path(__file__).parent / "templates" / "examples.yaml"
    table_of_examples: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    head = table_of_examples["prefixes"]
    return [{"title": row["title"], "query": head + row["query"]} for row in table_of_examples["examples"]]


def _result(request: Request, query: str) -> dict[str, Any]:
    result = desk_of(request).sparql(query, accept="application/sparql-results+json, text/turtle;q=0.9")
    if result.form in {Form.SELECT, Form.ASK}:
        found = table(json.loads(result.body), most=_MOST_ROWS)
        return {"table": replace(found, complete=found.complete and not result.truncated)}
    turtle = result.body
    return {
        "graph": turtle[:_MOST_GRAPH].decode(errors="ignore"),
        "graph_complete": len(turtle) <= _MOST_GRAPH,
    }


def _culprit(query: str, problem: dict[str, Any]) -> tuple[str, str] | None:
    """Return the line an error names, cut in two at the place it names."""
    lines = query.splitlines()
    line, column = problem.get("line"), problem.get("column")
    if not line or not column or line > len(lines):
        return None
    text = lines[line - 1]
    return text[: column - 1][-200:], text[column - 1 :][:200] or " "
