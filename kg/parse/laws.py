"""Laws and plans cited."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from rapidfuzz import fuzz

from kg.form import either, flexible, form
from kg.parse.ending import name_end, wraps
from kg.parse.wording import joined, trim
from kg.records import AgendaItem, Law, Span
from kg.thai import fold

_REACH = 220
_ALIKE = 92.0  # percent; two laws of one year differ by more than one word
_YEARS = re.compile(
    r"(?P<range>\(?\s*(?:พ\s*\.\s*ศ\s*\.|พุทธศักราช|ปี)?\s*(?P<year>2[45]\d\d|[๒][๔๕][๐-๙][๐-๙])"
    r"(?:\s*[-–]\s*(?:พ\s*\.\s*ศ\s*\.)?\s*\d{4})?\s*\)?)"
)
_ERA_LEFT = re.compile(r"\s*\(?\s*พ\s*\.\s*ศ\s*\.\s*$")
_LAW_YEAR = re.compile(r"(?:พ\s*\.\s*ศ\s*\.|(?:พระ)?พุทธศักราช)\s*(?P<year>\d{4}|[.…]+)")


@cache
def _title() -> re.Pattern[str]:
    data = form("laws")
    return re.compile(rf"(?:(?P<law>{either(data['laws'])})|(?P<plan>{either(data['plans'])}))")


def find_laws(text: str, items: Sequence[AgendaItem]) -> tuple[Law, ...]:
    """Return the laws and plans cited, each once in an agenda item, in text order.

    A name is cut at its year, which is kept apart (`year_be`); `span` covers name and year. Line breaks
    inside a name are no part of it. Spans are in code points of `text`. Never raises.
    """
    found: list[Law] = []
    at = 0
    for match in _title().finditer(text):
        if match.start() < at:
            continue
        law = _law(text, match)
        if law is not None:
            found.append(law)
            at = law.span.end
    return _once(_completed(text, found), items)


def _law(text: str, match: re.Match[str]) -> Law | None:
    kind = "law" if match["law"] else "plan"
    title = match.group()
    limit = min(len(text), match.end() + _REACH)
    whole = _complete().match(text, match.start())
    end, closed = (whole.end(), True) if whole else name_end(text, match.end(), limit, "laws")
    year_be: int | None = None
    last = end
    if kind == "law":
        year = _LAW_YEAR.search(text, match.end(), limit)
        draft = re.search(r"ร่าง\)?\s*$", text[max(0, match.start() - 8) : match.start()])
        if draft and (year is None or not year["year"].isdigit()):
            return None  # a draft is no law yet
        if whole and year and text[end : year.start()].strip():
            year = None
        if year and (not text[end : year.start()].strip() or _whole(text, match.end(), year.start())):
            end, last = year.start(), year.end()
            year_be = int(year["year"]) if year["year"].isdigit() else None
    else:
        years = re.compile(
            r"\s*(?:ฉบับที่\s*\S{1,10}\s*)?(?:ระยะ(?:ที่)?\s*[\d-]{1,5}\s*(?:ปี)?\s*|(?:\d{1,2}\s*)?ปี\s*(?=\())?(?:ประจำปี\s*(?:งบประมาณ)?\s*)?"
        ).match(text, end)
        start = years.end() if years else end
        span_of_years = re.compile(r"\s+\d{1,2}$").search(text, match.end(), end)
        if span_of_years and text[end:start].lstrip().startswith("ปี"):
            end = span_of_years.start()  # "แผนอัตรากำลัง ๓ ปี (พ.ศ. …)"
        year = _YEARS.match(text, start, limit)
        if year is None:
            year = re.compile(r"[^\n]{0,110}?ระยะ\s*\d{1,2}\s*ปี\s*" + _YEARS.pattern).match(text, end, limit)
        if year:
            if "ประจำปี" in text[end:start] and _bare(text[match.start() : end], title):
                end = start
            year_be, last = int(year["year"]), year.end()
    name = _known(_ERA_LEFT.sub("", joined(text[match.start() : end])).rstrip(" (-–,"), year_be)
    where = trim(text, match.start(), max(last, match.start() + len(title)))
    if not _named(name, title, year_be, closed=closed):
        return None
    return Law(_full(name), kind, where, year_be)


@cache
def _complete() -> re.Pattern[str]:
    return re.compile(either(form("laws")["complete"]))


def _bare(name: str, title: str) -> bool:
    """Is a name the title's own words and no more (an English name in brackets apart)?"""
    return fold(re.sub(r"\([A-Za-z][^)]*\)", "", name)) == fold(title)


def _whole(text: str, start: int, end: int) -> bool:
    """Is what lies between a title and its year one name (no other title, no paragraph's end)?"""
    between = text[start:end].rstrip()
    return (
        all(wraps(text, start + m.start(), start + m.end()) for m in re.finditer(r"\s*\n\s*", between))
        and "\n\n" not in between
        and "\t" not in between
        and _title().search(between) is None
        and re.search(r"มาตรา|ดังกล่าว|เสนอ|ได้|ดังนี้|ลงวันที่|และให้|[“”\"]", between) is None
    )


def _named(name: str, title: str, year: int | None, *, closed: bool) -> bool:
    """Is it a name, and not the bare word "แผนปฏิบัติการ" or a long run of prose?"""
    data = form("laws")
    key = fold(name)
    if any(key.startswith(fold(c)) for c in data["complete"]):
        return True
    rest = key[len(fold(title)) :]
    if len(rest) < 4 and year is None:
        return False
    if title in data["by_year"] and year is not None:
        return True
    if title in data["weak"] and not any(w in name for w in data["weak_needs"]):
        return False
    if title in data["weak"] and year is None and "ว่าด้วย" not in name:
        return False
    return closed or year is not None


@cache
def _known_laws() -> dict[int, tuple[tuple[str, str], ...]]:
    table: dict[int, list[tuple[str, str]]] = {}
    for name, year in form("laws")["known"]:
        table.setdefault(int(year), []).append((fold(name), str(name)))
    return {year: tuple(names) for year, names in table.items()}


def _known(name: str, year: int | None) -> str:
    """A well-known law's right name, where a name of its year differs from it by a few letters (OCR)."""
    key = fold(name)
    for known, right in _known_laws().get(year or 0, ()):
        if fuzz.ratio(key, known, score_cutoff=_ALIKE):
            return name if key == known else right
    for word in form("laws")["complete"]:
        follows = key.removeprefix(fold(word))
        if key.startswith(fold(word)) and (not follows or follows[0].isdigit()):
            return str(word)
    return name


def _full(name: str) -> str:
    for short, long in form("laws")["full"].items():
        match = re.match(flexible(short), name)
        if match:
            return f"{long}{name[match.end() :].strip()}"
    return name


def _completed(text: str, found: list[Law]) -> Iterator[Law]:
    """Let a name that a wrap cut short grow to the longer spelling the document has elsewhere."""
    longest = sorted({fold(law.name): law.name for law in found}.items())
    keys = [key for key, _ in longest]
    for law in found:
        key = fold(law.name)
        place = bisect_right(keys, key)
        grown = None
        while place < len(keys) and keys[place].startswith(key):
            grown = _grown(text, law, keys[place], longest[place][1]) or grown
            place += 1
            if place - bisect_right(keys, key) > 8:
                break
        yield grown or law


def _grown(text: str, law: Law, key: str, name: str) -> Law | None:
    """The law with the longer name, where the text at its place really goes on with it."""
    if law.year_be is not None:
        return None
    window = text[law.span.start : law.span.start + len(name) * 2 + 20]
    used, folded = 0, ""
    while used < len(window) and len(folded) < len(key):
        folded += fold(window[used])
        used += 1
    if folded == key:
        return replace(law, name=name, span=Span(law.span.start, law.span.start + used))
    return None


def _once(laws: Iterator[Law], items: Sequence[AgendaItem]) -> tuple[Law, ...]:
    starts = sorted((i.span.start, -i.span.end, i.number) for i in items)
    seen: dict[tuple[str, str | None], Law] = {}
    for law in laws:
        agenda = agenda_at(items, starts, law.span.start)
        if items and agenda is None:
            continue  # the title block names the body, often after a plan
        key = (fold(law.name), agenda)
        known = seen.get(key)
        if known is None or (known.year_be is None and law.year_be is not None):
            seen[key] = replace(law, agenda=agenda)
    return tuple(sorted(seen.values(), key=lambda law: law.span))


def agenda_at(items: Sequence[AgendaItem], starts: Sequence[tuple[int, int, str]], at: int) -> str | None:
    """Return the number of the innermost item around an offset; `starts` are sorted (start, -end, number)."""
    place = bisect_right(starts, (at, 0, ""))
    while place and starts[place - 1][0] <= at:
        _, end, number = starts[place - 1]
        if at < -end:
            return number
        place -= 1
        if len(starts) - place > 200:
            return next((i.number for i in items if i.span.start <= at < i.span.end), None)
    return None
