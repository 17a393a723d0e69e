"""Abbreviations a document gives its own meaning: "กระทรวงคมนาคม (คค.)"."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form
from kg.parse.offices import find_offices, official
from kg.parse.wording import one_line

_SHORT = re.compile(r"[ \t\u00a0]{0,4}\((?P<short>(?:[ก-ฮ]{1,6}\.[ \t\u00a0]?){1,6})\)")
_BACK = 90
_PUBLIC = re.compile(r"\s*\((?:องค์การ)?มหาชน\)\s*$")  # part of a name, no bracket of its own


@cache
def _heads() -> re.Pattern[str]:
    data = form("cabinet")
    return re.compile(rf"(?:{either(data['secretariats'])})?{either(data['agency_heads'])}")


def abbreviations(text: str) -> dict[str, str]:
    """Return the abbreviations defined in `text` with their full names; the first definition counts.

    Keys have no spaces. A name is read back from the bracket to the office word that begins it. Linear time.
    """
    found: dict[str, str] = {}
    for match in _SHORT.finditer(text):
        before = text[max(0, match.start() - _BACK) : match.start()].rsplit("\n", 1)[-1]
        before = _PUBLIC.sub("", before).rsplit(")", 1)[-1]
        key = "".join(match["short"].split())
        heads = list(_heads().finditer(before))
        if key in found or not heads:
            continue
        ministry = [h for h in heads if h.group().endswith(("กระทรวง", "สำนักงาน"))]
        head = (ministry or heads)[-1]
        found[key] = _official_end(one_line(before[head.start() :]))
    return found


def _official_end(name: str) -> str:
    """The official name that words end with ("กระทรวงคมนาคม โดยกรมเจ้าท่า" -> "กรมเจ้าท่า"), else the words."""
    offices = find_offices(name, 0, len(name))
    if not offices or offices[-1].end != len(name) or offices[-1].start == 0:
        return name
    if name[: offices[-1].start].endswith(tuple(form("cabinet")["secretariats"])):
        return name
    return official(name[offices[-1].start :])
