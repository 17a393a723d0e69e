"""Who speaks, reports or has done something: a person by name, a post, an office, at the head of a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.form import either, form
from kg.parse.lines import tidy
from kg.parse.names import read_person
from kg.records import Span

_REACH = 130  # code points from a speaker's beginning to the verb


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks as written (a person without title), where, and the offset of the verb after it."""

    name: str
    span: Span
    verb: int


@cache
def _posts() -> re.Pattern[str]:
    data = form("speakers")
    return re.compile(
        rf"(?!{either(data['not_speakers'])})(?:{either([*data['posts'], *data['offices']])}|(?:[ก-ฮ]{{1,5}}\.){{2,5}})"
    )


_NOT_NAME = re.compile(r"[\n\t|:“”\"]|\s\d|\d{4}")


def read_speaker(shown: str, at: int, stop: int, verbs: re.Pattern[str]) -> Speaker | None:
    """Return who is named at offset `at` of a face and followed by one of `verbs`, or None.

    A person's post may stand between name and verb; a post or office runs to the verb. Nothing is read past
    `stop`; a speaker ends within 130 code points.
    """
    limit = min(stop, at + _REACH)
    person = read_person(shown, at, limit)
    if person is not None:
        verb = verbs.search(shown, person.span.end, limit)
        name, start = person.name, person.span.end
        if verb is None or "\n\n" in shown[start : verb.start()]:
            return None
        between = shown[start : verb.start()]
        if re.search(r"[\n\t|]\s*\S", between) or (between[:1].strip() and not person.name.count(" ")):
            return None
        return Speaker(name, person.span, verb.start())
    if _posts().match(shown, at, limit) is None:
        return None
    verb = verbs.search(shown, at + 2, limit)
    if verb is None:
        return None
    end = verb.start()
    while end > at and shown[end - 1].isspace():
        end -= 1
    words = shown[at:end]
    inner = re.search(r"\([^()]+\)$", words)
    if inner is not None:  # "กรรมการ (นาย ก ข)": the person speaks
        named = read_person(shown, at + inner.start() + 1, end - 1)
        if named is not None and named.span.end == end - 1:
            return Speaker(named.name, named.span, verb.start())
    name = tidy(shown[at:end])
    if end <= at or _NOT_NAME.search(shown[at:end]):
        return None
    if not is_meeting(name) and (_sentence().search(name) or name.endswith(("และ", "นำ", "ผู้"))):
        return None
    return Speaker(name, Span(at, end), verb.start())


@cache
def _sentence() -> re.Pattern[str]:
    return re.compile(either(form("speakers")["not_in_names"]) + r"|(?<=.)ที่ประชุม")


def is_meeting(name: str) -> bool:
    """Return whether a speaker is the meeting as a whole ("ที่ประชุม", "คณะกรรมการ", an abbreviation alone)."""
    data = form("speakers")
    if name.rstrip("ฯ ") in data["meeting"] or name.startswith(tuple(data["meeting_begins"])):
        return True
    return re.fullmatch(r"(?:[ก-ฮ]{1,5}\.){2,5}\s?ฯ?", name) is not None


def is_office(name: str) -> bool:
    """Return whether a speaker is an office, not a person or a post."""
    return _offices().match(name) is not None


@cache
def _offices() -> re.Pattern[str]:
    data = form("speakers")
    return re.compile(rf"(?!{either(data['posts'])}){either(data['offices'])}")
