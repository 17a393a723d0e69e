"""The threads between small invented series of meetings, as tests/cases/threads.yaml tells them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from outlines import gaps_as_told, outline, threads_as_told

from kg.threads.links import links_from_json, links_to_json
from kg.threads.outline import outline_from_json, outline_to_json
from kg.threads.resolve import follow

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "threads.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_threads_of(case: dict[str, Any]) -> None:
    made = {name: outline(name, told) for name, told in case["meetings"].items()}
    threads = follow({o.sha256: o for o in made.values()}, {})
    told = threads_as_told(made, threads)
    for part, wanted in case["expect"].items():
        if part == "gaps":
            assert gaps_as_told(made, threads) == sorted(wanted)
        elif isinstance(wanted, dict):
            assert {key: told[part].get(key) for key in wanted} == wanted, part
        else:
            assert told[part] == sorted(wanted), part
    for body, wanted in case.get("gaps_of", {}).items():
        assert gaps_as_told(made, threads, body) == sorted(wanted)
    for one in made.values():
        links = threads.links(one.sha256)
        assert links_from_json(json.loads(json.dumps(links_to_json(links)))) == links
        assert outline_from_json(json.loads(json.dumps(outline_to_json(one)))) == one
