"""Where a name in running Thai text ends: no space parts it from what follows."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP

_FULL = 60  # code points of a line that was broken because it was full
_PARAGRAPH = 140  # a longer line is a whole paragraph
_NEW = re.compile(r"(?:ระเบียบ|วาระ|มติ|เรื่อง|ทั้งนี้|ที่ประชุม|[ก-ฮ][.)])")
_LEADING = "เแโใไั"  # no word ends in one of these
_BRACKET = re.compile(rf"\((?:[A-Za-z][\w\s&.,'/-]{{0,60}}|{GAP}\d{{1,2}}{GAP}ปี{GAP})\)")


@cache
def _tokens(name: str) -> re.Pattern[str]:
    data = form(name)
    return re.compile(
        rf"(?P<keep>{either(data['keeps'])})"
        rf"|(?P<end>{either(data['ends'])}|[“”\"',;:\t|\[\]<>•]|\n\s*\n)"
        rf"|(?P<gap>[\s\u200b]+)|(?P<open>\()|(?P<close>\))"
    )


@cache
def _unfinished(name: str) -> re.Pattern[str]:
    return re.compile(rf"{either(form(name)['unfinished'])}$")


def wraps(text: str, start: int, end: int) -> bool:
    """Return whether a line was broken only because it was full: then a name may go on below."""
    above = start - (text.rfind("\n", max(0, start - _PARAGRAPH - 40), start) + 1)
    below = text[end : end + 12]
    return (
        _FULL <= above <= _PARAGRAPH
        and re.match(r"[\u0e01-\u0e4e(]", below) is not None
        and _NEW.match(below) is None
    )


def name_end(text: str, start: int, limit: int, data: str) -> tuple[int, bool]:
    """Return where a name that goes on from `start` ends, and whether a word or mark ended it.

    `data` names the form file with the lists `keeps` (words stepped over), `ends` and `unfinished` (a space
    after one of these does not end the name). An English name in brackets belongs to the name.
    """
    at = start
    while at < limit:
        match = _tokens(data).search(text, at, limit)
        if match is None:
            return limit, limit == len(text)
        if match["keep"]:
            at = match.end()
        elif match["gap"]:
            if match.group().count("\n") == 1 and wraps(text, match.start(), match.end()):
                at = match.end()
                continue
            bracket = _BRACKET.match(text, match.end())
            if bracket:
                return bracket.end(), True
            if match.start() > start and not _unfinished(data).search(text, start, match.start()):
                return match.start(), True
            at = match.end()
        elif match["open"]:
            bracket = _BRACKET.match(text, match.start())
            return (bracket.end() if bracket else match.start()), True
        elif text[match.start() - 1] in _LEADING and match.group()[0] >= "\u0e01":
            at = match.start() + 1  # inside a word: a leading vowel takes the letter after it
        else:
            return match.start(), True
    return limit, limit == len(text)
