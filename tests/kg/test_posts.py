"""Where a post ends and its office begins."""

from __future__ import annotations

import pytest

from kg.parse.posts import split_agency

CASES = [
    ("นักทรัพยากรบุคคลชำนาญการพิเศษสำนักงาน ก.ก.", "นักทรัพยากรบุคคลชำนาญการพิเศษ", "สำนักงาน ก.ก."),
    ("เจ้าพนักงานธุรการปฏิบัติงานกองคลัง", "เจ้าพนักงานธุรการปฏิบัติงาน", "กองคลัง"),
    ("นักวิชาการคอมพิวเตอร์ชำนาญการ สำนักดิจิทัล", "นักวิชาการคอมพิวเตอร์ชำนาญการ", "สำนักดิจิทัล"),
    ("นักจัดการงานทั่วไปชำนาญการ", "นักจัดการงานทั่วไปชำนาญการ", None),
    ("ประธานสภาฯ", "ประธานสภาฯ", None),
    ("ประธานสภาวัฒนธรรมจังหวัดสายชล", "ประธานสภาวัฒนธรรมจังหวัดสายชล", "สภาวัฒนธรรมจังหวัดสายชล"),
    ("หัวหน้าศูนย์ปฏิบัติการกองทัพ", "หัวหน้าศูนย์ปฏิบัติการกองทัพ", "ศูนย์ปฏิบัติการกองทัพ"),
]


@pytest.mark.parametrize(("written", "post", "office"), CASES)
def test_a_level_ends_a_post_where_a_line_end_lost_the_space(
    written: str, post: str, office: str | None
) -> None:
    assert split_agency(written) == (post, office)
