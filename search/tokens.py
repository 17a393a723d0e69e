"""Thai text as index terms: words and character n-grams. The only door to the segmenter.

Index and query go through the same functions, so a change here is a change of `tokenizer_id()` and asks
for `mati reindex`. Everything runs in time linear in its input, on any input.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.errors import DataCorrupt
from kg.thai import find_dates, fold, normalise

RULES = 1  # raise when a rule of this module changes what tokens come out
_LONGEST_RUN = 400  # code points handed to the segmenter at once
_LONGEST_NUMBER = 24  # digits kept of one number
_LONGEST_ABBREVIATION = 6

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LETTER = r"เ?[ก-ฮ][\u0e34-\u0e39]?"  # what stands before one dot of an abbreviation: ก, เม, มิ
_PIECE = re.compile(
    rf"(?P<dotted>(?<![\u0e01-\u0e4e])[ก-ฮ]{{1,4}}\.(?:{_LETTER}\.)+|(?:{_LETTER}\.){{2,}}|{_LETTER}\.(?: {_LETTER}\.)+)"
    r"|(?P<short>(?<![\u0e01-\u0e4e])[ก-ฮ]{2,6}\.)"
    rf"|(?P<thai>(?:[\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e](?!\.{_LETTER}\.))+)"
    r"|(?P<number>\d+(?:[/.,:]\d+)*)"
    r"|(?P<other>[^\W\d_\u0e00-\u0e7f]+)"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BASE = re.compile(r"[\u0e01-\u0e2e\u0e40-\u0e44]")  # a cut may stand before a consonant or a leading vowel


def word_tokens(text: str) -> list[str]:
    """Return the index terms of `text`, in order (a full date's own term comes first of all).

    Words are lower-case, in normal form, with Arabic digits. Dotted abbreviations are one term without dots
    (อ.ก.ก. -> อกก); "7/2563" gives itself, "7" and "2563"; thousands commas go; a full date in any spelling
    gives the term "d:2020-10-21" beside its words. White space and punctuation give nothing.
    """
    normal = normalise(_SURROGATE.sub(" ", text)).text
    tokens = [f"d:{found.date.isoformat()}" for found in find_dates(normal)]
    for piece in _PIECE.finditer(normal):
        kind, value = piece.lastgroup, piece.group()
        if kind in {"dotted", "short"}:
            tokens.append(value.replace(".", "").replace(" ", ""))
        elif kind == "thai":
            tokens.extend(_thai_words(value))
        elif kind == "number":
            tokens.extend(_number_terms(value))
        else:
            tokens.append(value)
    return tokens


def char_grams(text: str, n: int) -> list[str]:
    """Return the overlapping `n`-character stretches of `text` without spaces and punctuation, in order.

    A text shorter than `n` gives itself whole; an empty one nothing.
    """
    return folded_grams(fold(_SURROGATE.sub(" ", text)), n)


def folded_grams(folded: str, n: int) -> list[str]:
    """Return the `n`-grams of a text that is already folded (`kg.thai.fold`)."""
    if len(folded) <= n:
        return [folded] if folded else []
    return [folded[i : i + n] for i in range(len(folded) - n + 1)]


def folded_text(text: str) -> str:
    """Return the text that `char_grams` cuts, so that it can be stored and searched again."""
    return fold(_SURROGATE.sub(" ", text))


@cache
def tokenizer_id() -> str:
    """Name the segmenter, its dictionary, our words and rules: equal names mean equal terms."""
    words = hashlib.sha256("\n".join(_own_words()).encode()).hexdigest()[:8]
    return f"nlpo3-{version('nlpo3')}+words_th-{version('pythainlp')}+mati-{words}+rules-{RULES}"


def _thai_words(run: str) -> list[str]:
    words: list[str] = []
    for chunk in _chunks(run):
        words.extend(_segment(chunk))
    if len(words) > 1 and len(run) <= _LONGEST_ABBREVIATION and _is_initials(run, words):
        return [run]
    return words


def _is_initials(run: str, words: list[str]) -> bool:
    """Tell an abbreviation written without dots (สทนช) from a word of consonants alone (ทบทวน)."""
    return any(len(word) == 1 for word in words) and all("ก" <= char <= "ฮ" for char in run)


def _chunks(run: str) -> list[str]:
    if len(run) <= _LONGEST_RUN:
        return [run]
    chunks, start = [], 0
    while len(run) - start > _LONGEST_RUN:
        end = start + _LONGEST_RUN
        # step back to a place where a syllable may begin; a run of marks alone is cut where it is
        cut = next((at for at in range(end, end - 20, -1) if _BASE.match(run, at)), end)
        chunks.append(run[start:cut])
        start = cut
    return [*chunks, run[start:]]


def _number_terms(value: str) -> list[str]:
    if "/" in value:
        parts = [part[:_LONGEST_NUMBER] for part in value.split("/")]
        return ["/".join(parts), *parts] if len(parts) == 2 else parts
    if _THOUSANDS.fullmatch(value):
        value = value.replace(",", "")
    if "," in value:
        return [part[:_LONGEST_NUMBER] for part in value.split(",")]
    value = value.replace(":", ".")
    if value.startswith("0") and "." in value:
        value = value.lstrip("0")
        value = "0" + value if value.startswith(".") else value
    return [value[:_LONGEST_NUMBER]]


def _segment(run: str) -> list[str]:
    import nlpo3

    # never safe=True: nlpo3 1.4 then repeats the start of the text
    words: list[str] = nlpo3.segment(run, _dictionary(), safe=False)
    return words


@cache
def _dictionary() -> str:
    """Load the general dictionary with our words; return the name it is loaded under."""
    import nlpo3

    name = tokenizer_id()
    general = _general_dictionary().read_text(encoding="utf-8")
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as merged:
        merged.write(general.rstrip("\n") + "\n" + "\n".join(_own_words()) + "\n")
        merged.flush()
        message, loaded = nlpo3.load_dict(merged.name, name)
    if not loaded and "already" not in message:
        raise DataCorrupt(f"the Thai dictionary could not be loaded: {message} Reinstall pythainlp.")
    return name


def _general_dictionary() -> Path:
    spec = importlib.util.find_spec("pythainlp")  # found, not imported: its import takes half a second
    path = Path(spec.origin).parent / "corpus" / "words_th.txt" if spec and spec.origin else Path("pythainlp")
    if not path.is_file():
        raise DataCorrupt(f"the Thai dictionary is missing: {path}. Reinstall pythainlp.")
    return path


@cache
def _own_words() -> tuple[str, ...]:
    lines = (Path(__file__).parent / "words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(sorted({line.strip() for line in lines if line.strip() and not line.startswith("#")}))
