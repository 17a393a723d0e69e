"""Records as JSON: the schema holds for every example, and the way back loses nothing."""

import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest

from kg.documents import read_document
from kg.parse import read_record
from kg.record_json import record_from_json, record_to_json
from kg.records import Kind

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples" / "records").glob("*/*.txt"))
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    schema = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_examples_are_there() -> None:
    assert len(EXAMPLES) >= 6


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example_fits_the_schema_and_comes_back(
    path: Path, validator: jsonschema.Draft202012Validator
) -> None:
    document = read_document(path)
    record = read_record(document)
    written = json.loads(json.dumps(record_to_json(record), ensure_ascii=False))
    validator.validate(written)
    assert record_from_json(written) == record
    for resolution in written["resolutions"]:
        start, end = resolution["span"]
        assert document.text[start:end] == resolution["text"]
    for suggestion in written["suggestions"]:
        start, end = suggestion["span"]
        assert document.text[start:end] == suggestion["text"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_line_lies_in_one_block(path: Path) -> None:
    document = read_document(path)
    blocks = read_record(document).blocks
    for one, other in pairwise(blocks):
        assert one.span.end <= other.span.start
    at = 0
    for line in document.text.splitlines(keepends=True):
        end = at + len(line)
        if any(char.isalnum() for char in line):
            assert [b for b in blocks if b.span.start < end and at < b.span.end], line
        at = end


def test_schema_refuses_what_is_not_a_record(validator: jsonschema.Draft202012Validator) -> None:
    record = record_to_json(read_record(read_document(EXAMPLES[0])))
    record["agenda"] = [{"number": 4}]
    assert not validator.is_valid(record)


def test_reading_is_the_same_each_time() -> None:
    for path in EXAMPLES:
        document = read_document(path)
        assert read_record(document) == read_record(document)


@pytest.mark.shared
def test_real_records_fit_the_schema(validator: jsonschema.Draft202012Validator) -> None:
    records = sorted((SHARED / "records").glob("*/*.txt"))
    if not records:
        pytest.skip("no ../shared/records beside the repository")
    for path in [p for p in records if p.stat().st_size < 60_000]:
        record = read_record(read_document(path))
        validator.validate(record_to_json(record))
        assert record_from_json(record_to_json(record)) == record


@pytest.mark.shared
def test_the_real_formal_record_is_read_right() -> None:
    gold_path = SHARED / "eval" / "gold_bma_2563_07.json"
    if not gold_path.exists():
        pytest.skip("no ../shared/eval beside the repository")
    gold = json.loads(gold_path.read_text(encoding="utf-8"))
    record = record_to_json(read_record(read_document(SHARED / "records" / gold["file"])))
    assert record["kind"] == Kind.FORMAL_MINUTES
    for name in ("body", "number", "year_be", "date", "start", "end", "mode"):
        assert record["meeting"][name] == gold["meeting"][name], name
    for field in (
        "section",
        "number",
        "prefix",
        "role",
        "position",
        "agency",
        "proxy_for",
        "absence_reason",
        "mode",
    ):
        wanted = [(a["number"], a[field]) for a in gold["attendees"]]
        assert [(a["number"], a[field]) for a in record["attendees"]] == wanted, field
    for item, wanted in zip(record["agenda"], gold["agenda"], strict=True):
        assert {k: item[k] for k in ("number", "section", "span")} == {
            k: wanted[k] for k in ("number", "section", "span")
        }
    assert [s["span"] for s in record["suggestions"]] == [s["span"] for s in gold["suggestions"]]
    assert record["recorder"]["name"] == gold["recorder"]["name"]
