"""When the best sentences found are no answer: they lack what is asked for, or speak of something else.

Scores alone do not tell an unanswerable question from a hard one (measured: `docs/measurements.md`), so each rule
here names a thing the question asks for that the sentences do not hold. What is doubted is not answered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.thai import fold, normalise
from search.expect import FORMLESS, Expectation, find_expected
from search.passages import Sentence
from search.synonyms import wanted_words
from search.tokens import word_tokens

LEAST_LEXICAL, LEAST_DENSE = 0.17, 0.30  # of the best passage: under both, it is about something else
_LOOKED_AT = 8
_NEAR = 3
# "X ของ Y คืออะไร": X is what is asked for, so X must stand where the answer stands
_WHAT_IS = re.compile(r"(?:คืออะไร|คือเท่าไ[รห]|คือเท่าใด|ชื่ออะไร)[ ?]*$")
_ENGLISH_WHAT_IS = re.compile(r"^what (?:is|was|are|were) the (?P<noun>[a-z]+(?: [a-z]+)?) (?:of|for)\b")
_MEASURED = re.compile(
    r"(?:ได้|มี|เป็น|รวม)(?P<noun>[\u0e01-\u0e2e\u0e40-\u0e44][\u0e00-\u0e7f]{2,20}?)(?:เท่าไ[รห]|เท่าใด)"
)
_NAME_OF = re.compile(r"^(?:ชื่อ|รายชื่อ|หมายเลข|เลขที่) ?")
_EVERYDAY = frozenset(
    {
        "เงิน",
        "วงเงิน",
        "งบประมาณ",
        "จำนวน",
        "ราคา",
        "มูลค่า",
        "ค่า",
        "ชื่อ",
        "เรื่อง",
        "สิ่ง",
        "ผล",
        "มติ",
        "รวม",
        "ทั้งหมด",
    }
)


def doubt(
    question: str, wanted: Expectation, ranked: Sequence[Sentence], named: Sequence[Sequence[str]]
) -> str | None:
    """Return why the ranked sentences do not answer the question, in words, or None where they may.

    `named` holds, for each thing the question names outright (a project, a person), its folded spellings: one of
    them must stand in the passage quoted.
    """
    if not ranked or _far(ranked[0]):
        return "no passage is about this"
    kinds = [kind for kind in wanted.kinds if kind not in FORMLESS]
    near = [s for s in ranked[:_LOOKED_AT] if _names(s, named)]
    if named and not near:
        return "no passage that gives this names what the question names"
    if kinds and not any(s.fits for s in near or ranked[:_LOOKED_AT]):
        return f"no passage about it gives a {' or '.join(kinds)}"
    unknown = _unknown_people(question, ranked[:_LOOKED_AT])
    if unknown:
        return f"no passage about it names {unknown}"
    focus = _focus(question)
    if focus and not any(_holds(s, focus) for s in ranked[:_NEAR]):
        return f"no passage about it speaks of {focus}"
    return None


def _far(best: Sentence) -> bool:
    return best.hit.lexical < LEAST_LEXICAL and best.hit.dense < LEAST_DENSE


def _names(sentence: Sentence, named: Sequence[Sequence[str]]) -> bool:
    """Whether a sentence's passage, or for one row of many the sentence itself, names each thing named."""
    chunk = sentence.hit.chunk
    rows = chunk.kind in {"table", "table-row", "list", "roster"}
    place = fold(sentence.text if rows else chunk.scored_text)
    return all(any(key in place for key in keys) for keys in named)


def _unknown_people(question: str, ranked: Sequence[Sentence]) -> str | None:
    """The first person a question names by title whom none of the passages names."""
    for span in find_expected(question, "person"):
        name = question[span.start : span.end]
        if not any(fold(name) in fold(s.hit.chunk.scored_text) for s in ranked):
            return name
    return None


def _focus(question: str) -> str | None:
    """The noun a question asks for by name ("รหัสผ่าน…คืออะไร"), or None where it asks otherwise."""
    text = normalise(question).text
    english = _ENGLISH_WHAT_IS.search(text)
    if english:
        return english["noun"]
    measured = _MEASURED.search(text)
    if measured:
        noun = max(word_tokens(measured["noun"]), key=len, default="")
        if noun not in _EVERYDAY and len(noun) > 2:
            return noun
    if not _WHAT_IS.search(text):
        return None
    words = word_tokens(_NAME_OF.sub("", text)[:60])
    return words[0] if words and words[0] not in _EVERYDAY and len(words[0]) > 2 else None


def _holds(sentence: Sentence, focus: str) -> bool:
    """Whether a sentence's passage holds the noun, or another form of it."""
    place = fold(sentence.hit.chunk.scored_text)
    forms = [fold(word.text) for word in wanted_words(focus)]
    return any(form and form in place for form in forms)
