"""Which intent a question has: cue words found, slots filled, and how much of the question that explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.form import form
from kg.questions.cues import Cues
from kg.questions.intents import Intent, intents
from kg.questions.linking import Links
from kg.thai import fold, normalise

LEAST_SCORE = 0.6
LEAST_IN_CONTEXT = 0.45  # where the words that no cue explains tell which meeting is meant
_NOT_WORD = re.compile(r"[^a-z\u0e00-\u0e7f]+")


@dataclass(frozen=True, slots=True)
class Match:
    """An intent that a question may have; `score` is 0 to about 1.4, `topic` what the question holds beyond it."""

    intent: Intent
    score: float
    topic: str


def match(cues: Cues, links: Links) -> list[Match]:
    """Return the intents whose cues and slots the question has, best first; ties by name."""
    found = [m for intent in intents() if (m := _match(intent, cues, links)) is not None]
    return sorted(found, key=lambda m: (-m.score, m.intent.name))


def _match(intent: Intent, cues: Cues, links: Links) -> Match | None:
    if any(pattern.search(cues.text) for pattern in intent.veto):
        return None
    spans: list[tuple[int, int]] = list(links.said)
    for group in intent.needs:
        hits = [m.span() for m in group.finditer(cues.text) if m.end() > m.start()]
        if not hits:
            return None
        spans += hits
    filled = _slots_filled(intent, links)
    if filled is None:
        return None
    names = [words for slot, words in links.matched if slot in intent.slots]
    rest = _rest(cues.text, spans, names)
    left = _left(rest)
    if intent.slots.get("topic") == "required" and not left:
        return None
    if intent.explains and _explained(cues.text, left) < intent.explains:
        return None
    unsaid = intent.slots.get("meeting", "named") != "named" and "meeting" not in links.values
    # a topic or an agenda number accounts for the rest: it says what the matter is about
    if "topic" in intent.slots or intent.slots.get("agenda") == "required":
        score = 0.62 + 0.1 * filled + 0.05 * len(intent.needs)
    else:
        # a thing named outright (a project, a post) says more than the words around it
        explained = _explained(cues.text, left) ** (0.6 if filled or unsaid else 1.0)
        score = explained * (0.75 + 0.06 * filled + 0.03 * len(intent.needs))
    score = score * intent.weight
    least = LEAST_IN_CONTEXT if unsaid and left and not names else LEAST_SCORE
    return Match(intent, score, rest if left else "") if score >= least else None


def _slots_filled(intent: Intent, links: Links) -> int | None:
    """How many of the slots an intent takes are linked, or None where one it must have is not."""
    filled = 0
    for slot, need in intent.slots.items():
        if slot == "topic":
            continue
        linked = slot in links.values
        if slot == "meeting" and not linked and need == "required":
            continue  # the words of the question may still tell which meeting is meant
        if slot == "minutes" and need == "required" and links.missing is not None:
            continue  # a meeting that no record here knows of is told, not looked for in passages
        if (need == "required" and not linked) or (need == "absent" and linked):
            return None
        filled += linked and slot != "meeting"
    return filled


@cache
def _function_words() -> re.Pattern[str]:
    words = {normalise(w).text for w in form("question_words")["function_words"]}
    thai = sorted((w for w in words if not re.fullmatch(r"[a-z]+", w)), key=lambda w: (-len(w), w))
    latin = sorted(w for w in words if re.fullmatch(r"[a-z]+", w))
    return re.compile(
        "|".join([*map(re.escape, thai), rf"\b(?:{'|'.join(latin)})\b", r"[\d.,/:()?“”\"'‘’-]+"])
    )


def _rest(text: str, taken: Sequence[tuple[int, int]], names: Sequence[str]) -> str:
    """What is left of a question without cue words and linked names."""
    chars = list(text)
    for start, end in taken:
        chars[start:end] = " " * (end - start)
    rest = "".join(chars)
    for name in names:
        rest = _without(rest, name)
    return " ".join(rest.split())


def _left(rest: str) -> str:
    """What says something of its own in what is left of a question."""
    pieces = _function_words().sub(" ", rest).split()
    return " ".join(p for p in pieces if len(_NOT_WORD.sub("", p)) > 1)


def _without(text: str, folded: str) -> str:
    """Blank out the first stretch of `text` whose folded form is `folded`."""
    loose = r"[^a-z0-9\u0e01-\u0e4e]*".join(map(re.escape, folded))
    return re.sub(loose, " ", text, count=1)


def _explained(text: str, left: str) -> float:
    whole = len(fold(text))
    return 1.0 - len(fold(left)) / whole if whole else 0.0
