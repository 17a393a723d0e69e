"""What an agency is part of and of which tier it is; and how many agencies of real records the gazetteer knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from commandline import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.agencies import canonical, full_name, home, ladder, tier
from kg.documents.files import read_document
from kg.gazetteer import lookup
from kg.identity import identify, person, relative_scope
from kg.parse import read_record
from kg.records import Record

ROWS: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/cases/agencies.yaml").read_text(encoding="utf-8"))
SHARED = ROOT.parent / "shared" / "records"


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_name_tells_what_it_is_part_of(row: dict[str, Any]) -> None:
    rungs = ladder(row["name"])
    assert rungs[0].name == row["name"]
    assert [rung.name for rung in rungs[1:]] == row["above"]
    assert rungs[0].tier == tier(row["name"]) == row["tier"]
    if "home" in row:
        assert home(row["name"]) == row["home"]


def test_a_bare_name_of_a_part_gets_the_office_it_is_part_of() -> None:
    assert full_name("กองคลัง", "เทศบาลเมืองท่าธาร") == "กองคลัง เทศบาลเมืองท่าธาร"
    assert full_name("สำนักการศึกษา", "กรุงเทพมหานคร") == "สำนักการศึกษา กรุงเทพมหานคร"
    assert full_name("กองคลัง เทศบาลตำบลท่าทราย", "เทศบาลเมืองท่าธาร") == "กองคลัง เทศบาลตำบลท่าทราย"
    assert full_name("สภาเทศบาล", "เทศบาลเมืองท่าธาร") == "สภาเทศบาลเมืองท่าธาร"
    assert full_name("กรมชลประทาน", "เทศบาลเมืองท่าธาร") == "กรมชลประทาน"
    assert full_name("บริษัท ธารเทคโนโลยี จำกัด", "เทศบาลเมืองท่าธาร") == "บริษัท ธารเทคโนโลยี จำกัด"


def test_a_name_of_a_record_becomes_one_of_the_store() -> None:
    council = "สภาเทศบาลเมืองท่าธาร"
    assert canonical("สนง. ก.พ.", council) == "สำนักงานคณะกรรมการข้าราชการพลเรือน"
    assert canonical("อบต.หนองน้ำใส") == "องค์การบริหารส่วนตำบลหนองน้ำใส"
    assert canonical("กองคลัง", council) == "กองคลัง เทศบาลเมืองท่าธาร"
    assert canonical("สภาเทศบาล", council) == council
    assert canonical("สำนักการคลัง", "คณะอนุกรรมการพัฒนาบุคลากร ใน ก.ก.") == "สำนักการคลัง กรุงเทพมหานคร"
    assert canonical("กองคลัง", "คณะรัฐมนตรี") == canonical("กองคลัง") == "กองคลัง"
    assert canonical("ชมรม  คนรักคลอง", council) == "ชมรม คนรักคลอง"


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(
            [
                "กอง",
                "คลัง",
                " ",
                "สำนัก",
                "กรม",
                "คณะกรรมการ",
                "ใน",
                "ก.ก.",
                "เทศบาลเมือง",
                "ท่าธาร",
                "สภา",
                "ของ",
                "จังหวัด",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_every_ladder_ends_and_no_rung_comes_twice(name: str) -> None:
    names = [rung.name for rung in ladder(name)]
    assert len(set(names)) == len(names) <= 8


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not beside this checkout")
def test_most_agencies_of_real_records_are_known(capsys: pytest.CaptureFixture[str]) -> None:
    names = [name for path in _small_records() for name in _agencies(read_record(read_document(path)))]
    found = [name for name in names if lookup(name) is not None]
    placed = [
        name for name in names if lookup(name) is not None or len(ladder(name)) > 1 or tier(name) is not None
    ]
    with capsys.disabled():
        print(  # noqa: T201 - the figures are for whoever runs this
            f"\nagencies of real records: {len(found)} of {len(names)} mentions found in the gazetteer "
            f"({len(found) / len(names):.1%}), {len(placed)} with a place or tier ({len(placed) / len(names):.1%})"
        )
    assert len(found) / len(names) >= 0.6


def _small_records() -> list[Path]:
    return sorted(path for path in SHARED.glob("*/*.txt") if path.stat().st_size < 120_000)


def _agencies(record: Record) -> list[str]:
    who = identify(record)
    told = [attendee.agency for attendee in record.attendees]
    told += [task.agent for resolution in record.resolutions for task in resolution.assignments]
    return [name for name in told if name and relative_scope(name) is None and person(who, name) is None]
