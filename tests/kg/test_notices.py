"""Every code of a warning has its Thai words and a line in the guide."""

from __future__ import annotations

import re
from pathlib import Path

from kg.form import form

ROOT = Path(__file__).parents[2]


def codes() -> set[str]:
    """The codes that the reader's source gives out."""
    found: set[str] = set()
    for path in (ROOT / "kg").rglob("*.py"):
        found |= set(re.findall(r'Notice\(\s*"([a-z-]+)"', path.read_text(encoding="utf-8")))
    return found


def test_the_pages_have_thai_words_for_each() -> None:
    told = form("notices")["codes"]
    assert codes() == set(told)
    assert all(re.search("[ก-๙]", words) for words in told.values())


def test_the_guide_explains_each() -> None:
    guide = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`([a-z-]+)`", "\n".join(re.findall(r"^\| (`[^|]*`) \|", guide, re.M))))
    assert codes() - listed == set()
