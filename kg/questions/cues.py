"""What can be read off a question alone: its language, agenda number, meeting number, dates, years, order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from kg.thai import buddhist_year, find_dates, normalise

_AGENDA = re.compile(
    r"(?:ระเบียบวาระ(?:การประชุม)?|วาระ|agenda(?: item)?|item)(?: ?ที่| ?no\.?)? ?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?![\d/])"
)
_POINT = re.compile(r"(?:ข้อที่|ข้อ|no\.|number) ?(?P<number>\d{1,2})(?![\d/.])")
_CABINET_ITEM = re.compile(r"(?:เรื่องที่|ลำดับที่) ?(?P<number>\d{1,2})(?![\d/.])")
_MEETING = re.compile(r"(?:ครั้งที่|ที่|no\.?|meeting)? ?(?<!\d)(?P<number>\d{1,3}) ?/ ?(?P<year>\d{4})(?![\d/])")
_BARE_MEETING = re.compile(r"ประชุม[^\d]{0,60}?(?P<said>ครั้งที่ ?(?P<number>\d{1,3}))(?![\d/])")
_SESSION = re.compile(r"สมัยที่ ?\d{1,2}(?!\d)")
_LATEST = re.compile(r"(?:ครั้ง|ประชุม|นัด)(?:ที่)?(?:ล่าสุด|หลังสุด|สุดท้าย)|latest meeting|last meeting|most recent")
_FIRST = re.compile(r"ครั้งแรก|first meeting")
_YEAR = re.compile(
    r"(?<!\d)(?P<first>(?:2[45]|19|20)\d{2})(?: ?(?:-|–|ถึง|to) ?(?P<last>(?:2[45]|19|20)\d{2}))?(?!\d)"
)
# in English the words after "of the … committee" only say which meeting is meant, once its number does
_BODY = re.compile(
    r"\b(?:of|by|at) the [a-z ]{0,40}(?:subcommittee|committee|board|council|cabinet|commission)(?: (?:on|for) [a-z ,]+)?"
)
_QUOTED = re.compile(r"[\"“”'‘’](?P<words>[^\"“”'‘’]{2,120})[\"“”'‘’]")
_MENTIONED = re.compile(
    r"(?:อ้างถึง|กล่าวถึง|พูดถึง|ระบุถึง|เอ่ยถึง|mentions?|mentioning|refers? to) ?(?:คำว่า|เรื่อง|the )? ?(?P<words>.{2,80}?)"
    r"(?:มี|คือ)?(?:อะไร|ใด|ไหน|กี่มติ|บ้าง|หรือไม่|\?)*$"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """What a question says outright. `text` is its normal form; years are Buddhist era."""

    text: str
    language: str
    agenda: str | None = None
    meeting: tuple[int, int | None] | None = None
    session: str | None = None  # "สมัยที่ 2", for bodies that number within sessions
    dates: tuple[date, ...] = ()
    years: tuple[int, ...] = ()
    latest: bool = False
    first: bool = False
    point: int | None = None  # a numbered point ("ข้อที่ 3")
    phrase: str | None = None  # the words a question wants to see mentioned
    said: tuple[tuple[int, int], ...] = ()  # where numbers of meetings and dates stand in `text`


def read_cues(question: str) -> Cues:
    """Read what the question says outright. Never raises."""
    normal = normalise(question).text
    agenda = _AGENDA.search(normal) or _CABINET_ITEM.search(normal)
    meeting = _MEETING.search(normal)
    bare = _BARE_MEETING.search(normal)
    number: tuple[int, int | None] | None = None
    if meeting and buddhist_year(int(meeting["year"])):
        number = (int(meeting["number"]), buddhist_year(int(meeting["year"])))
    elif bare:
        number = (int(bare["number"]), None)
    dates = find_dates(normal)
    return Cues(
        text=normal,
        language=_language(normal),
        agenda=agenda["number"] if agenda else None,
        meeting=number,
        session=session[0].replace("ที่ ", "ที่") if (session := _SESSION.search(normal)) else None,
        dates=tuple(d.date for d in dates),
        years=_years(
            normal, [(d.span.start, d.span.end) for d in dates], meeting.span() if meeting else None
        ),
        latest=bool(_LATEST.search(normal)),
        first=bool(_FIRST.search(normal)),
        point=int(point["number"]) if (point := _POINT.search(normal)) else None,
        phrase=_phrase(normal),
        said=tuple(
            span
            for span in (
                *((d.span.start, d.span.end) for d in dates),
                *([meeting.span()] if meeting and number else []),
                *([bare.span("said")] if bare and number else []),
                *(m.span() for m in _BODY.finditer(normal) if number or dates),
            )
        ),
    )


def _phrase(normal: str) -> str | None:
    quoted = _QUOTED.search(normal)
    found = _MENTIONED.search(normal)
    match = quoted or found
    return match["words"].strip() if match and found else None


def _language(normal: str) -> str:
    thai = sum("\u0e00" <= c <= "\u0e7f" for c in normal)
    latin = sum("a" <= c <= "z" for c in normal)
    return "en" if latin > 2 * thai else "th"


def _years(normal: str, taken: list[tuple[int, int]], meeting: tuple[int, int] | None) -> tuple[int, ...]:
    spans = [*taken, *([meeting] if meeting else [])]
    years: list[int] = []
    for match in _YEAR.finditer(normal):
        if any(a <= match.start() < b for a, b in spans):
            continue
        first = buddhist_year(int(match["first"]))
        last = buddhist_year(int(match["last"])) if match["last"] else first
        if first and last and first <= last <= first + 30:
            years += [y for y in range(first, last + 1) if y not in years]
    return tuple(years)
