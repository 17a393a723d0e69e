"""The numbers of lists in an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.documents.numbering import BULLET, write_number
from kg.documents.web.html_tokens import Tag, tokens

LISTS = frozenset({"ol", "ul", "menu", "dir"})
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLED = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?"
    r"(thai|none|lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|decimal)"
)
_STYLES = {
    "thai": "thaiNumbers", "none": "none", "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter", "upper-latin": "upperLetter", "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman", "decimal": "decimal",
}  # fmt: skip
_COUNTS_DOWN = re.compile(r"<ol[^>]{0,300}\sreversed", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d{1,6}", re.ASCII)


@dataclass(slots=True)
class Numbers:
    """The numbers of one list. `form` is empty for a list without numbers."""

    form: str
    next: int = 1
    step: int = 1

    def label(self, tag: Tag) -> str:
        """Count one `<li>`; return what a browser shows before it."""
        if not self.form:
            return f"{BULLET} "
        written = tag.attributes.get("value", "").strip()
        if _NUMBER.fullmatch(written):
            self.next = int(written)
        label = write_number(self.next, self.form)
        self.next += self.step
        return f"{label}. " if label else ""


def countdowns(source: str) -> Iterator[int]:
    """The number of items of every `<ol reversed>` of the page, which is what it counts down from."""
    if _COUNTS_DOWN.search(source) is None:
        return
    lengths: list[int] = []
    places: list[int] = []
    for token in tokens(source):
        if isinstance(token, str):
            continue
        if token.name in LISTS and not token.closing:
            places.append(len(lengths) if "reversed" in token.attributes else -1)
            if places[-1] >= 0:
                lengths.append(0)
        elif token.name in LISTS and places:
            places.pop()
        elif token.name == "li" and not token.closing and places and places[-1] >= 0:
            lengths[places[-1]] += 1
    yield from lengths


def numbers_of(tag: Tag, countdowns: Iterator[int]) -> Numbers:
    """How a list numbers its items."""
    if tag.name != "ol":
        return Numbers("")
    styled = _STYLED.search(tag.attributes.get("style", ""))
    form = (
        _STYLES[styled[1]] if styled is not None else _FORMS.get(tag.attributes.get("type", "1"), "decimal")
    )
    written = tag.attributes.get("start", "").strip()
    start = 1
    if "reversed" in tag.attributes:
        start = next(countdowns, 1)
    if _NUMBER.fullmatch(written):
        start = int(written)
    return Numbers(form, start, -1 if "reversed" in tag.attributes else 1)
