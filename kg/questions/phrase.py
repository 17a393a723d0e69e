"""Rows of a graph query put into words, Thai or English, with Arabic digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from kg.form import form
from kg.iris import CODES
from kg.parse.lines import without_page_breaks
from kg.questions.intents import Intent, Phrase
from kg.thai import BE_OFFSET, ENGLISH_MONTHS, arabic_digits, thai_date

Row = Mapping[str, object]
Shorten = Callable[[str], str]
"""Cuts a long quotation down to what matters for the question at hand."""

LONGEST = 460  # code points of an answer; the rows hold the rest
_SHORT = 90


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one answer row: shown values by column, and every evidence IRI among them, in order."""

    values: Mapping[str, str]
    evidence: tuple[str, ...]


def group_rows(rows: Sequence[Row], intent: Intent, language: str) -> list[Group]:
    """Merge rows that share the intent's key columns; several years become a list of years."""
    order: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        key = tuple(str(row.get(column)) for column in intent.key) or (str(sorted(row.items(), key=str)),)
        order.setdefault(key, []).append(row)
    return [_group(members, language) for members in order.values()]


def _group(rows: Sequence[Row], language: str) -> Group:
    first = rows[0]
    values = {name: shown(value, language) for name, value in first.items() if value is not None}
    years = sorted({int(str(row["year"])) for row in rows if row.get("year") is not None})
    values["years"] = _ranges(years)
    text = values.get("text", "")
    values["short"] = cut(text, _SHORT)
    values["taskOrText"] = values.get("task") or text
    values["matterOrTitle"] = cut(values.get("matter") or values.get("title", ""), _SHORT)
    values["venueText"] = f"ณ {values['venue']}" if values.get("venue") else ""
    if isinstance(minutes := first.get("minutes"), int):
        values["duration"] = _duration(minutes, language)
    evidence = [
        str(row[name])
        for row in rows
        for name in sorted(row)
        if name.startswith("evidence") and row[name] is not None
    ]
    return Group(values, tuple(dict.fromkeys(evidence)))


def shown(value: object, language: str) -> str:
    """Return a value as people read it: dates and times in full, codes by their label, text on one line."""
    if isinstance(value, date):
        if language == "th":
            return thai_date(value)
        month = ENGLISH_MONTHS[value.month - 1].capitalize()
        return f"{value.day} {month} {value.year} (B.E. {value.year + BE_OFFSET})"
    if isinstance(value, time):
        return f"{value:%H.%M} น." if language == "th" else f"{value:%H.%M} น. ({value:%H:%M})"
    text = str(value)
    if text.startswith(CODES):
        return str(form("labels")[language].get(text.removeprefix(CODES), text.rsplit("/", 1)[-1]))
    return " ".join(without_page_breaks(text).split())


def phrase(groups: Sequence[Group], intent: Intent, language: str, shorten: Shorten) -> str:
    """Return the answer in words: one row's phrase, or the count and the rows as far as they fit."""
    wording = intent.phrases[language]
    several_meetings = (
        len({g.values.get("meetingLabel") for g in groups}) > 1 and "{meetingLabel}" not in wording.row
    )
    if len(groups) == 1:
        values = dict(groups[0].values)
        for name in ("text", "taskOrText"):
            values[name] = shorten(values.get(name, ""))
        row = _row(values, wording)
        return arabic_digits(tidy(wording.one.format_map(_Blank({**values, "rows": row, "count": "1"}))))
    pieces = []
    for group in groups:
        values = dict(group.values)
        if len(groups) > 1:
            values["text"] = values["taskOrText"] = cut(values.get("task") or values.get("text", ""), 160)
        piece = _row(values, wording)
        if several_meetings and values.get("meetingLabel"):
            piece = f"[{cut(values['meetingLabel'], 70)}] {piece}"
        pieces.append(piece)
    pieces = list(dict.fromkeys(pieces))
    rows = _fit(pieces, wording.joiner, LONGEST, language)
    # rows that read alike are counted as often as the graph holds them
    return arabic_digits(tidy(wording.many.format_map(_Blank({"rows": rows, "count": str(len(groups))}))))


class _Blank(dict[str, str]):
    """A column without a value is an empty string in a phrase."""

    def __missing__(self, key: str) -> str:
        return ""


def _fit(pieces: Sequence[str], joiner: str, longest: int, language: str) -> str:
    used = 0
    for count, piece in enumerate(pieces):
        used += len(piece) + len(joiner)
        if used > longest and count:
            more = len(pieces) - count
            tail = f" … และอีก {more} รายการ" if language == "th" else f" … and {more} more"
            return joiner.join(pieces[:count]) + tail
    return joiner.join(pieces)


def tidy(text: str) -> str:
    """Return `text` without what empty values leave behind: doubled spaces, empty brackets, dangling marks."""
    text = " ".join(text.replace("()", "").replace("( ", "(").replace(" )", ")").split())
    return text.replace(" :", ":").replace(": ;", ";").rstrip(" :;,")


def cut(text: str, longest: int) -> str:
    """Return `text`, or its beginning to the last space that fits, with an ellipsis."""
    if len(text) <= longest:
        return text
    head = text[:longest]
    at = head.rfind(" ")
    return (head[:at] if at > longest // 2 else _whole(head)) + " …"


def _whole(head: str) -> str:
    """Drop a leading vowel left without its consonant at a cut."""
    return head.rstrip("เแโใไ")


def _ranges(years: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a} - {b}" for a, b in runs)


def _duration(minutes: int, language: str) -> str:
    hours, rest = divmod(max(minutes, 0), 60)
    if language == "en":
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{hours} ชั่วโมง {rest} นาที" if rest else f"{hours} ชั่วโมง"


def _row(values: Mapping[str, str], wording: Phrase) -> str:
    """One row in words, without a date that its task already holds."""
    task = values.get("taskOrText", "") if "{taskOrText}" in wording.row else ""
    due = values.get("due", "")
    return tidy(wording.row.format_map(_Blank({**values, "due": "" if due in task else due})))
