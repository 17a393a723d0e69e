"""Who sat for whom: the words แทน and ผู้แทน in attendance rows, and what is no proxy."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, words
from kg.parse.celltext import BLANK, join_lines
from kg.parse.lines import tidy
from kg.parse.posts import opens_post
from kg.records import Span

_STANDS_IN = re.compile(r"(?P<mark>\((?:ผู้)?แทน\)|(?<=\n)[ ]*แทน)\s*$")


@cache
def proxy() -> re.Pattern[str]:
    """Return the pattern of the words that say somebody sat for another (มาประชุมแทน, แทน, ผู้แทน alone).

    "ผู้แทน ก.พ." speaks for an office: that is a post.
    """
    long = [w for w in words("attendance", "proxy_words") if w not in {"แทน", "ผู้แทน"}]
    office = rf"(?:(?:[ก-ฮ]{{1,5}}\.){{1,6}}|{either(words('agencies', 'units'))})"
    edge = r"(?:^|(?<=[\s\x01]))"
    return re.compile(rf"{edge}{either(long)}\s*|{edge}ผู้แทน(?=[\s\x01]|$)(?!\s+{office})\s*|{edge}แทน\s*")


@cache
def proxy_end() -> re.Pattern[str]:
    """Return the pattern of such words at the end of a text."""
    return re.compile(rf"\s*{either(words('attendance', 'proxy_words'))}\s*$")


@cache
def proxy_start() -> re.Pattern[str]:
    """Return the pattern of such words at the start of a text; ผู้แทน opens a post and is none."""
    listed = [w for w in words("attendance", "proxy_words") if w != "ผู้แทน"]
    return re.compile(rf"^(?:เป็น)?{either(listed)}\s*")


def stands_in(flat: str, main: str, person: Span) -> Span | None:
    """Return the stretch from "(แทน)" before a person to the end of their line, or None.

    `flat` is the cell as written, `main` the same with brackets and the person blanked out, `person` where the
    person stands in both. Only where a post is listed before: "ผู้ว่าการ… (แทน) นาย ก ข ผู้อำนวยการ…".
    """
    mark = _STANDS_IN.search(flat, 0, person.start)
    if mark is None or not tidy(main[: mark.start("mark")].replace(BLANK, " ")):
        return None
    stop = main.find("\n", person.end)
    return Span(mark.start("mark"), len(main) if stop < 0 else stop)


def own_after_proxy(parts: list[str]) -> tuple[list[str], str]:
    """Part off a person's own post where it stands on lines of its own after "แทน" and the post sat for.

    `parts` are the lines of a row that are left when person, role and reason are taken. Returns the lines
    before the own post, and the own post in one line ("" where there is none).
    """
    for i, part in enumerate(parts[:-1]):
        found = proxy().match(part)
        if found is None or found.end() == len(part) or any(opens_post(p) for p in parts[:i]):
            continue
        for k in range(i + 1, len(parts)):
            if opens_post(parts[k]):
                return parts[:k], join_lines("\n".join(parts[k:]))
    return parts, ""
