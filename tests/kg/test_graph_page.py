"""Every query of docs/graph.md and ontology/README.md runs and has rows: on the hand-written store, and on the examples
as far as they hold what it asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import competency_store
import pytest
from query_terms import unknown_terms

from api.desk import Desk
from api.settings import Settings
from kg import iris
from kg.competency import competencies
from kg.formats import PREFIXES
from kg.snapshots import Snapshot

ROOT = Path(__file__).parents[2]
DECLARED = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
PAGES = {"docs/graph.md": 13, "ontology/README.md": 20}


@cache
def queries(page: str) -> tuple[str, ...]:
    return tuple(re.findall(r"```sparql\n(.*?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL))


ALL = [
    pytest.param(page, query, id=f"{page}-{n}") for page in PAGES for n, query in enumerate(queries(page), 1)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("store")
    competency_store.publish(folder)
    with Snapshot.current(folder) as snapshot:
        yield snapshot


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    settings = Settings(data=tmp_path_factory.mktemp("examples") / "mati-data")
    with Desk.open(settings, write=True) as desk:
        desk.ingest([ROOT / "examples" / "records"])
        yield desk.snapshot()


@pytest.mark.parametrize("page", PAGES)
def test_pages_have_their_queries(page: str) -> None:
    assert len(queries(page)) >= PAGES[page]


@pytest.mark.parametrize(("page", "query"), ALL)
def test_a_query_names_only_terms_that_are_defined(page: str, query: str) -> None:
    assert unknown_terms(DECLARED + query) == set()


def held(snapshot: Snapshot, query: str) -> bool:
    """Whether the store uses every term of ours and every code that the query names."""
    names = {PREFIXES[p] + n for p, n in re.findall(r"(?<![\w?:<])([\w-]+):(\w+)", query) if p in PREFIXES}
    codes = set(re.findall(rf"<({re.escape(iris.CODES)}[^>]+)>", query))
    asks = [
        f"ASK {{ {{ ?s <{name}> ?o }} UNION {{ ?s a <{name}> }} }}"
        for name in names
        if "XMLSchema#" not in name
    ]
    return all(map(snapshot.ask, asks + [f"ASK {{ ?s ?p <{code}> }}" for code in codes]))


@pytest.mark.parametrize(("page", "query"), [case for case in ALL if "docs/graph.md" in (case.id or "")])
def test_a_task_has_rows_in_the_hand_written_store(page: str, query: str, store: Snapshot) -> None:
    assert store.rows(DECLARED + query)


def test_queries_have_rows_in_the_examples(examples: Snapshot) -> None:
    asked = [(page, query) for page in PAGES for query in queries(page) if held(examples, query)]
    assert len(asked) >= 14
    empty = [(page, query) for page, query in asked if not examples.rows(DECLARED + query)]
    assert empty == []


def test_competency_questions_run_on_the_examples(examples: Snapshot) -> None:
    """Without parameters, those whose terms the examples hold have rows, and none takes long."""
    asked = [question for question in competencies() if held(examples, question.query)]
    assert len(asked) >= 8
    assert [question.name for question in asked if not examples.rows(question.query)] == []


def test_links_of_the_page_lead_somewhere() -> None:
    text = (ROOT / "docs" / "graph.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert len(links) > 5
    for link in links:
        assert (ROOT / "docs" / link).resolve().exists(), link
