"""How many voted how: "เห็นด้วย ๓๔๒ เสียง ไม่เห็นด้วย ๑๒ เสียง งดออกเสียง ๓ เสียง", "คะแนน ๘ ต่อ ๓"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.form import either, form, pattern, table
from kg.parse.agenda import innermost
from kg.parse.wording import GAP
from kg.records import AgendaItem, Resolution, ResolutionType, Span, Votes

_APART = 45  # code points between two numbers of one count
_AROUND = 700  # so far before or after a resolution its count may stand
_LEAD = 60
_NONE = frozenset({"-", "–", "—", "ไม่มี"})


def with_votes(
    text: str, items: Sequence[AgendaItem], resolutions: Sequence[Resolution]
) -> tuple[Resolution, ...]:
    """Return the resolutions with their votes counted, in the same order.

    The count stands in a resolution's words, or else between it and its neighbours in its item. In "๘ ต่อ ๓" the
    first number is of those who decided as the resolution does. "เอกฉันท์" alone has no numbers. Spans are in
    code points of `text`. Never raises.
    """
    if not any(word in text for word in ("เสียง", "คะแนน", "ลงมติ", "เอกฉันท์", "ไม่เห็น")):
        return tuple(resolutions)
    stretches = {item.number: span for item, span in innermost(items)}
    order = sorted(resolutions, key=lambda r: r.span)
    counted: dict[int, Resolution] = {}
    for index, resolution in enumerate(order):
        votes = find_votes(text, resolution.span, resolution.types)
        if votes is None and resolution.types != (ResolutionType.NONE,):
            own = stretches.get(resolution.agenda or "")
            before = order[index - 1].span.end if index else 0
            after = order[index + 1] if index + 1 < len(order) else None
            stop = (after.marker_span or after.span).start if after is not None else len(text)
            if own is not None:
                votes = _around(text, resolution, max(own.start, before), min(own.end, stop))
        counted[id(resolution)] = replace(resolution, votes=votes) if votes is not None else resolution
    return tuple(counted[id(resolution)] for resolution in resolutions)


def find_votes(text: str, span: Span, types: Sequence[ResolutionType] = ()) -> Votes | None:
    """Return the count of votes in a stretch, or None. `types` are of the resolution the stretch is of."""
    lead = _majority(text, span, rejects=_rejects(types))
    runs = [run for run in _runs(text, span) if _is_count(text, run, span.start)]
    if lead is not None:
        behind = ([m for m in run if m.start() >= lead.span.end] for run in runs)
        after = next((run for run in behind if run and run[0].start() - lead.span.end <= _APART), None)
        return _filled(lead, after) if after else lead
    if runs:
        best = max(runs, key=len)
        return _filled(Votes(Span(best[0].start(), best[-1].end())), best)
    whole = pattern("votes", "unanimous").search(text, span.start, span.end)
    return Votes(Span(*whole.span())) if whole else None


def _around(text: str, resolution: Resolution, start: int, end: int) -> Votes | None:
    """A count of at least two kinds, outside the resolution's words."""
    at = (resolution.marker_span or resolution.span).start
    for stretch in (
        Span(max(start, at - _AROUND), max(start, at)),
        Span(resolution.span.end, max(resolution.span.end, min(end, resolution.span.end + _AROUND))),
    ):
        runs = [r for r in _runs(text, stretch) if len(r) > 1 and _is_count(text, r, stretch.start)]
        if runs:
            best = max(runs, key=len)
            return _filled(Votes(Span(best[0].start(), best[-1].end())), best)
    return None


def _rejects(types: Sequence[ResolutionType]) -> bool:
    return ResolutionType.REJECT in types and ResolutionType.APPROVE not in types


@cache
def _count() -> re.Pattern[str]:
    data = form("votes")
    labels = "|".join(rf"(?P<{kind}>{either(listed)})" for kind, listed in _ordered())
    filler = rf"(?:{GAP}(?:{either(data['fillers'])}|[:：=]|[-–](?={GAP}\d)))*{GAP}"
    units = either([*data["units"], *data["people"]])
    return re.compile(
        rf"(?:{labels}){filler}(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,4}}(?![\d,./])|[-–—](?={GAP}{units})|ไม่มี)"
        rf"(?:{GAP}(?P<unit>{units}))?"
    )


def _ordered() -> list[tuple[str, tuple[str, ...]]]:
    """The kinds, those with the longest words first: "ไม่เห็นด้วย" is not "เห็นด้วย"."""
    kinds = table("votes", "counts")
    first = ("against", "not_voting", "abstained", "present", "in_favour")
    return [(kind, kinds[kind]) for kind in first]


def _runs(text: str, span: Span) -> list[list[re.Match[str]]]:
    """Counts that stand next to each other, each kind once."""
    runs: list[list[re.Match[str]]] = []
    for match in _count().finditer(text, span.start, span.end):
        last = runs[-1] if runs else None
        near = last is not None and match.start() - last[-1].end() <= _APART
        if last is not None and near and _kind(match) not in {_kind(m) for m in last}:
            last.append(match)
        else:
            runs.append([match])
    return runs


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind, _ in _ordered() if match[kind])


_OTHER_UNIT = re.compile(rf"{GAP}(?![,;)]|และ|งด|ไม่|เห็น|จาก|โดย|ทั้ง|จึง|ที่ประชุม|มติ|จำนวน|ผู้)[\u0e01-\u0e4e%]")


def _is_count(text: str, run: Sequence[re.Match[str]], floor: int) -> bool:
    """Do these numbers count votes? One alone needs เสียง after it, or คน where people voted."""
    units = form("votes")["units"]
    kinds = {_kind(m) for m in run}
    if kinds == {"present"}:
        return False
    if any(m["unit"] in units for m in run):
        return True
    voting = pattern("votes", "voting")
    voted = voting.search(text, max(floor, run[0].start() - _LEAD), run[0].start()) is not None
    if len(run) == 1:
        return voted and run[0]["unit"] is not None
    if any(_OTHER_UNIT.match(text, m.end()) for m in run if m["unit"] is None):
        return False
    return voted or bool(kinds & {"abstained", "not_voting"})


@cache
def _majorities() -> re.Pattern[str]:
    data = form("votes")
    units = either([*data["units"], *data["people"]])
    fill = rf"{GAP}(?:(?:จำนวน|[:：]){GAP})?"
    return re.compile(
        rf"(?<!ลง)(?<!ผู้){either(data['majority'])}{fill}(?P<first>\d{{1,4}})(?![\d,.])"
        rf"(?:{GAP}(?:{units}{GAP})?(?:ต่อ|:){GAP}(?P<second>\d{{1,4}})(?![\d,.])(?:{GAP}{units})?|{GAP}{units})"
    )


def _majority(text: str, span: Span, *, rejects: bool) -> Votes | None:
    match = _majorities().search(text, span.start, span.end)
    if match is None:
        return None
    where = Span(*match.span())
    first = int(match["first"])
    second = int(match["second"]) if match["second"] else None
    return Votes(where, second, first) if rejects else Votes(where, first, second)


def _filled(votes: Votes, run: Sequence[re.Match[str]]) -> Votes:
    """The votes with the numbers of a run; a number known already stays."""
    told = {_kind(m): _value(m["number"]) for m in run}
    known = {
        name: getattr(votes, name) if getattr(votes, name) is not None else told.get(name)
        for name in ("in_favour", "against", "abstained", "not_voting", "present")
    }
    return Votes(Span(votes.span.start, max(votes.span.end, run[-1].end())), **known)


def _value(words: str) -> int:
    return 0 if words in _NONE else int(words.replace(",", ""))
