"""The gazetteer: its lists are whole and agree with one another, and names and abbreviations find what they stand for."""

from __future__ import annotations

import timeit
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import SKOS

from kg import iris
from kg.form import form
from kg.gazetteer import Office, lookup, offices, sure_abbreviations
from kg.office_lists import ancestors, listed
from kg.parse.offices import official_names

CASES = Path(__file__).parents[1] / "cases"
ONTOLOGY = Path(__file__).parents[2] / "ontology"
ROWS: list[dict[str, Any]] = yaml.safe_load((CASES / "gazetteer.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("row", ROWS, ids=[row["written"] for row in ROWS])
def test_a_name_finds_its_office(row: dict[str, Any]) -> None:
    office = lookup(row["written"])
    if row["office"] is None:
        assert office is None
        return
    assert office is not None
    assert (office.name, office.tier, office.parent) == (row["office"], row["tier"], row.get("parent"))
    assert (office.successor, office.until_be) == (row.get("successor"), row.get("until"))
    assert office.former == ("successor" in row)


def test_no_two_offices_share_a_full_name() -> None:
    counts = Counter(iris.name_key(full) for office in offices() for full in (office.name, *office.also))
    assert [key for key, count in counts.items() if count > 1] == []


def test_every_full_name_finds_its_office_and_no_abbreviation_hides_one() -> None:
    for office in offices():
        assert all(lookup(full) == office for full in (office.name, *office.also))
        for short in sure_abbreviations(office):
            assert lookup(short) == lookup("".join(short.split())) == office


def test_every_parent_and_successor_is_listed_and_no_office_is_above_itself() -> None:
    for office in offices():
        for other in (office.parent, office.successor):
            if other is not None:
                found = listed(other)
                assert found is not None, f"{office.name} names {other}, which no list has"
                assert found.name == other
        assert office.name not in ancestors(office)
        assert office.parent is None or not _of(office.parent).former


def test_the_lists_are_complete() -> None:
    now = [office for office in offices() if not office.former]
    tiers = Counter(office.tier for office in now)
    assert tiers["ministry"] == 20
    assert tiers["bma-district"] == 50
    assert tiers["province"] + 1 == 77  # with กรุงเทพมหานคร
    assert tiers["bma-office"] == 20
    assert tiers["department"] >= 150
    assert tiers["state-enterprise"] >= 45
    ministries = {office.name for office in now if office.tier == "ministry"}
    departments = Counter(office.parent for office in now if office.tier == "department")
    assert ministries <= set(departments)


def test_the_provinces_are_those_of_another_list() -> None:
    from pythainlp.corpus import provinces

    ours = {
        office.name.removeprefix("จังหวัด")
        for office in offices()
        if office.tier == "province" and not office.former
    }
    assert ours | {"กรุงเทพมหานคร"} == provinces()


def test_every_list_names_its_source() -> None:
    for office in offices():
        assert office.source.name
        assert office.source.address.startswith("https://")
        assert len(office.source.as_of) == len("2024-10-01")


def test_what_is_looked_for_in_texts_is_known_here() -> None:
    assert [name for name in official_names() if lookup(name) is None] == []


def test_an_ambiguous_abbreviation_stands_for_nothing_and_says_what_it_may_mean() -> None:
    for short, meanings in form("gazetteer/ambiguous")["ambiguous"].items():
        assert listed(short) is None
        assert len(meanings) > 1


def test_every_tier_is_a_code() -> None:
    codes = Graph().parse(ONTOLOGY / "codes.ttl")
    known = {str(value) for value in codes.objects(None, SKOS.notation)}
    heads = {group["tier"] for group in form("tiers")["heads"] if "tier" in group}
    forms = {told["tier"] for told in form("gazetteer/patterns")["forms"]}
    assert {office.tier for office in offices()} | heads | forms <= known
    assert {office.tier for office in offices()} | forms <= set(form("tiers")["ranks"])


def test_a_known_name_is_found_at_once() -> None:
    names = ["กรมป้องกันและบรรเทาสาธารณภัย", "ปภ.", "สำนักงานเขตบางรัก", "เทศบาลเมืองหนองน้ำใส"]
    assert all(lookup(name) for name in names)
    best = min(timeit.repeat(lambda: [lookup(name) for name in names], number=1000, repeat=5))
    assert best / 1000 / len(names) < 5e-6


@settings(max_examples=100)
@given(st.text(alphabet="กขคงสนปธมทอ.เแาะิี่ำ ()0", max_size=300))
def test_any_text_is_looked_up_without_an_error(text: str) -> None:
    office = lookup(text)
    assert office is None or office.name


def _of(name: str) -> Office:
    office = listed(name)
    assert office is not None
    return office
