"""Answers from the graph: understand a question, fill the query of its intent, run it, phrase the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.evidence import Understanding
from kg.questions.cues import read_cues
from kg.questions.gazetteer import Gazetteer
from kg.questions.intents import Intent
from kg.questions.linking import Links, link
from kg.questions.match import LEAST_SCORE, Match, match
from kg.questions.phrase import Group, Shorten, group_rows, phrase
from kg.snapshots import Iri, Snapshot, bound

Topics = Callable[[str, frozenset[str] | None], Sequence[tuple[str, float]]]
"""Finds the agenda items (IRIs, best first, with scores 0 to 1) that words are about, in given documents."""

Context = Callable[[], Sequence[str]]
"""Finds the meeting (IRIs) that a question which names none is plainly about, possibly none."""


@dataclass(frozen=True, slots=True)
class Finders:
    """What reading a question needs from search: matters, the meeting meant, and what matters in a long text."""

    topics: Topics
    context: Context
    shorten: Shorten


_TRIED = 4
_ALTERNATIVES = 3
_SUBJECTS = ("project", "agency", "person")  # a question that must name one is about all its meetings
_VARIABLES = {
    "meeting": "meeting", "agenda": "agenda", "person": "who", "post": "row", "agency": "agencyIri",
    "project": "project", "year": "year", "planned": "planned", "phrase": "phrase",
    "category": "categoryName", "point": "n", "minutes": "minutes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GraphAnswer:
    """What the graph says. No rows: the graph knows the question and holds no answer (`text` is empty)."""

    intent: Intent
    score: float
    text: str
    sparql: str
    groups: tuple[Group, ...]
    language: str
    links: Links
    matches: tuple[Match, ...]

    @property
    def understanding(self) -> Understanding:
        """How the question was read."""
        return understood(self.language, self.links, self.matches, self.intent)


@dataclass(frozen=True, slots=True)
class Read:
    """A question as the graph reads it, whether or not it has an answer there."""

    language: str
    links: Links
    matches: tuple[Match, ...]
    answer: GraphAnswer | None = None  # with rows: the answer
    empty: GraphAnswer | None = None  # without rows: the best reading whose rows are none
    unmatched: Match | None = None  # the best reading whose matter no agenda item is about
    unheld: bool = False  # the best reading asks for a meeting that is not recorded here


def read_question(
    question: str,
    snapshot: Snapshot,
    known: Gazetteer,
    *,
    within: frozenset[str] | None,
    finders: Finders,
) -> Read:
    """Read a question against the graph and run the best intents' queries until one has rows.

    `within` limits to documents (16-hex keys). Only query files of `ontology/queries/` run; what the question
    gives reaches them as bound terms alone.
    """
    cues = read_cues(question)
    links = link(cues, known, within)
    matches = tuple(match(cues, links))
    empty: GraphAnswer | None = None
    unmatched: Match | None = None
    unheld = False
    meetings: tuple[str, ...] | None = None
    for candidate in matches[:_TRIED]:
        if not _about_held(candidate.intent, links):
            unheld = unheld or candidate is matches[0]
            continue
        bindings = _bindings(candidate, links, finders.topics)
        if bindings is not None and _wants_context(candidate, links):
            if meetings is None:
                meetings = tuple(finders.context())
            if meetings:
                bindings["meeting"] = [Iri(iri) for iri in meetings]
            elif candidate.intent.slots["meeting"] == "required" or candidate.score < LEAST_SCORE:
                continue
        if bindings is None:
            if unmatched is None and candidate.intent.empty == "none":
                unmatched = candidate
            continue
        query = bound(candidate.intent.query, bindings)
        rows = [row for row in snapshot.rows(query) if _inside(row, within)]
        groups = tuple(group_rows(rows, candidate.intent, cues.language))
        answer = GraphAnswer(
            intent=candidate.intent,
            score=candidate.score,
            text=phrase(groups, candidate.intent, cues.language, finders.shorten) if groups else "",
            sparql=query,
            groups=groups,
            language=cues.language,
            links=links,
            matches=matches,
        )
        if groups:
            return Read(cues.language, links, matches, answer, empty, unmatched)
        if empty is None and candidate.intent.empty == "none":
            empty = answer
    return Read(cues.language, links, matches, None, empty, unmatched, unheld)


def _inside(row: Mapping[str, object], within: frozenset[str] | None) -> bool:
    """Whether a row's evidence stands in the documents asked in; another record may be of the same meeting."""
    if within is None:
        return True
    spans = [str(value) for name, value in row.items() if name.startswith("evidence") and value is not None]
    return any(f"/span/{key}/" in span for span in spans for key in within)


def _wants_context(candidate: Match, links: Links) -> bool:
    """Whether an intent takes a meeting, the question names none, and its other words may tell which."""
    return (
        candidate.intent.slots.get("meeting", "named") != "named"
        and "meeting" not in links.values
        and bool(candidate.topic)
        and "topic" not in candidate.intent.slots
        and not any(candidate.intent.slots.get(slot) == "required" for slot in _SUBJECTS)
        and candidate.intent.binds("meeting")
    )


def _about_held(intent: Intent, links: Links) -> bool:
    """Whether an intent may speak where the question's meeting is not recorded (only announced, or unknown)."""
    if "meeting" in links.values or not {"meeting", "minutes"} & set(intent.slots):
        return True
    if "minutes" in links.values and "minutes" in intent.slots:
        return True  # another record may speak of minutes that are not here
    return links.missing is None or ("planned" in links.values and "planned" in intent.slots)


def understood(
    language: str, links: Links, matches: Sequence[Match], chosen: Intent | None, reason: str | None = None
) -> Understanding:
    """Return what people are shown of how a question was read."""
    score = min(1.0, next((m.score for m in matches if m.intent is chosen), 0.0))
    others = tuple((m.intent.name, round(min(1.0, m.score), 3)) for m in matches if m.intent is not chosen)
    return Understanding(
        language=language,
        intent=chosen.name if chosen else None,
        score=round(score, 3),
        linked=links.labels,
        alternatives=others[:_ALTERNATIVES],
        reason=reason,
    )


def _bindings(candidate: Match, links: Links, topics: Topics) -> dict[str, list[Iri | str | int]] | None:
    """The query's parameters, or None where a topic it must have matches no agenda item."""
    intent = candidate.intent
    bindings: dict[str, list[Iri | str | int]] = {}
    for slot, variable in _VARIABLES.items():
        if slot in links.values and intent.binds(variable) and slot in intent.slots:
            bindings[variable] = [_term(slot, value) for value in links.values[slot]]
    topic = intent.slots.get("topic")
    if topic and intent.binds("item") and candidate.topic and "agenda" not in bindings:
        items = topics(candidate.topic, links.documents)
        if items:
            bindings["item"] = [Iri(iri) for iri, _ in items]
        elif topic == "required":
            return None
    return bindings


def _term(slot: str, value: str) -> Iri | str | int:
    if slot in {"year", "point"}:
        return int(value)
    return value if slot in {"agenda", "phrase", "category"} else Iri(value)
