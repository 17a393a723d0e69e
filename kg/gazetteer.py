"""Offices of the Thai state by name: what a full name, an abbreviation or the form of a name says.

Names come from the lists (`kg.office_lists`), or are told by their form (`kg.name_forms`): เทศบาลเมือง…, รพ.….
"""

from __future__ import annotations

from functools import lru_cache

from kg.name_forms import read_form
from kg.office_lists import Office, ancestors, listed, offices, sure_abbreviations

__all__ = ["Office", "ancestors", "lookup", "offices", "sure_abbreviations"]


@lru_cache(maxsize=16_384)
def lookup(name: str) -> Office | None:
    """Return the office that `name` stands for, or None. An abbreviation of several offices stands for none.

    `name` is a full name or an abbreviation, with or without dots and spaces; the office it is part of may follow
    ("สำนักการศึกษา กทม.").
    """
    return listed(name) or _with_owner(name) or read_form(name)


def _with_owner(name: str) -> Office | None:
    """The office that a name with its owner behind it means: "สำนักการระบายน้ำ กรุงเทพมหานคร"."""
    head, _, tail = name.strip().rpartition(" ")
    owner = listed(tail) if head else None
    if owner is None:
        return None
    whole = listed(head + owner.name)
    if whole is not None:
        return whole
    office = listed(head)
    return office if office is not None and owner.name in ancestors(office) else None
