"""The questions the graph can answer: one query file of `ontology/queries/` each, its header in YAML comments.

A header says what the intent is called, which cue words a question must hold (`needs`: every group; `veto`:
none), which slots the query takes, example questions, and how rows are phrased in Thai and English. Adding an
intent is adding a file; `ontology/queries/README.md` explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from kg.form import read_yaml
from kg.thai import normalise

_HEADER = re.compile(r"\A# ---\n(?P<yaml>(?:#[^\n]*\n)+?)# ---\n")


@dataclass(frozen=True, slots=True)
class Phrase:
    """How rows become words in one language. `{var}` is a column; `{rows}` the rows joined; `{count}` their number."""

    row: str
    one: str
    many: str
    joiner: str = ", "


@dataclass(frozen=True, slots=True)
class Intent:
    """One kind of question the graph answers.

    `slots` maps a slot's name to "required", "optional" or "absent" (the slot must not be linked). A meeting may also
    be "named": it limits the answer where the question names it, and is never guessed from the other words.
    `needs` and `veto` are regular expressions over the normal form of the question. `weight` breaks ties in
    favour of the more special intent. `explains` is the share of the question that cues and names must account for. `empty` says what no rows mean: "none" (the records do not hold it) or
    "passages" (look in the text instead).
    """

    name: str
    query: str
    needs: tuple[re.Pattern[str], ...]
    veto: tuple[re.Pattern[str], ...]
    slots: Mapping[str, str]
    phrases: Mapping[str, Phrase]
    examples: tuple[str, ...]
    title: str
    weight: float = 1.0
    empty: str = "none"
    explains: float = 0.0
    key: tuple[str, ...] = ()
    filters: Mapping[str, str] = field(default_factory=dict)

    def binds(self, variable: str) -> bool:
        """Whether the query has a place for values of a variable."""
        return f"# VALUES ?{variable}\n" in self.query


def parse_intent(name: str, text: str) -> Intent:
    """Read one query file. Raises ValueError naming the file and the key that is wrong (a fault of ours)."""
    match = _HEADER.match(text)
    if match is None:
        raise ValueError(f"{name}: the file must begin with a '# ---' header")
    header = read_yaml(re.sub(r"(?m)^# ?", "", match["yaml"]))
    try:
        phrases = {language: Phrase(**header["phrase"][language]) for language in ("th", "en")}
        return Intent(
            name=name,
            query=text[match.end() :].strip() + "\n",
            needs=tuple(_pattern(group) for group in header.get("needs", [])),
            veto=tuple(_pattern(group) for group in header.get("veto", [])),
            slots=header.get("slots") or {},
            phrases=phrases,
            examples=tuple(header["examples"]),
            title=header["title"],
            weight=float(header.get("weight", 1.0)),
            empty=header.get("empty", "none"),
            explains=float(header.get("explains", 0.0)),
            key=tuple(header.get("key", ())),
            filters=header.get("filters") or {},
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"{name}: header key {error} is missing or wrong") from error


def _pattern(group: str | list[str]) -> re.Pattern[str]:
    """A group is a list of alternatives, each matched in the normal form, spaces in Thai being optional."""
    alternatives: list[str] = []
    for entry in [group] if isinstance(group, str) else group:
        alternatives += _shared_cues()[entry[1:]] if entry.startswith("@") else [entry]
    return re.compile("|".join(_alternative(a) for a in alternatives))


@cache
def _shared_cues() -> dict[str, list[str]]:
    path = resources.files("ontology") / "queries" / "cues.yaml"
    table: dict[str, list[str]] = read_yaml(path.read_text(encoding="utf-8"))
    return table


def _alternative(text: str) -> str:
    if text.startswith("re:"):
        return f"(?:{text[3:]})"
    escaped = re.escape(normalise(text).text)
    if re.fullmatch(r"[a-z0-9 '\\-]+", escaped):
        return rf"\b{escaped}\b"
    return escaped.replace(r"\ ", " ?")


@cache
def intents() -> tuple[Intent, ...]:
    """Return every intent of `ontology/queries/`, by name."""
    folder = resources.files("ontology") / "queries"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(parse_intent(f.name.removesuffix(".rq"), f.read_text(encoding="utf-8")) for f in files)
