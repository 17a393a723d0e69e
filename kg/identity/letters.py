"""How far apart two names are as slips of OCR and typing, in letters."""

from __future__ import annotations

from functools import cache, lru_cache

from rapidfuzz.distance import Levenshtein

from kg.form import form

_CLUSTER = 2  # letters within which a lost and an added letter are one that moved


@lru_cache(maxsize=65_536)
def slip(one: str, other: str) -> float:
    """Return what the differences of two keys (`iris.name_key`) count in letters; 0.0 where there are none.

    A letter taken for one that looks or sounds like it, a mark lost, a letter doubled or two that changed places count
    less than a letter (`kg/form/identity.yaml`, `slips`). Symmetric but for ties between equally short editings.
    """
    if one == other:
        return 0.0
    if (len(other), other) < (len(one), one):
        one, other = other, one
    weights, marks, vowels = _weights(), _marks(), _vowels()
    lost: list[tuple[int, str]] = []
    total = 0.0
    for edit in Levenshtein.editops(one, other):
        operation, at, to = edit.tag, edit.src_pos, edit.dest_pos
        if operation == "replace":
            total += _replaced(one[at], other[to])
            continue
        text, place = (one, at) if operation == "delete" else (other, to)
        letter = text[place]
        moved = next((seen for seen in lost if seen[1] == letter and abs(seen[0] - place) <= _CLUSTER), None)
        if moved is not None:
            lost.remove(moved)
            total += 2 * weights["swapped"] - _alone(letter, marks, vowels, weights)
            continue
        if letter in (text[place - 1 : place], text[place + 1 : place + 2]):
            total += weights["doubled"]
            continue
        lost.append((place, letter))
        total += _alone(letter, marks, vowels, weights)
    return round(total, 3)


def together(one: str, other: str) -> int:
    """Return how many letters in a row differ, at the place where most do: a word changed, not letters misread."""
    longest = run = 0
    last = (-2, -2)
    for edit in Levenshtein.editops(one, other):
        near = edit.src_pos - last[0] <= 1 and edit.dest_pos - last[1] <= 1
        run = run + 1 if near else 1
        longest, last = max(longest, run), (edit.src_pos, edit.dest_pos)
    return longest


@lru_cache(maxsize=65_536)
def skeleton(key: str) -> str:
    """Return a key's consonants and digits with letters that are taken for each other as one, for blocking."""
    return key.translate(_classes())


def _alone(letter: str, marks: frozenset[str], vowels: frozenset[str], weights: dict[str, float]) -> float:
    if letter in marks:
        return weights["mark_lost"]
    return weights["vowel"] if letter in vowels else weights["other"]


@lru_cache(maxsize=4096)
def _replaced(one: str, other: str) -> float:
    weights, pair = _weights(), frozenset((one, other))
    if pair in _pairs("look_alike"):
        return weights["look_alike"]
    if pair in _pairs("sound_alike"):
        return weights["sound_alike"]
    if pair <= _marks():
        return weights["mark_changed"]
    return weights["vowel"] if pair <= _vowels() else weights["other"]


@cache
def _weights() -> dict[str, float]:
    return {name: float(value) for name, value in form("identity")["slips"].items()}


@cache
def _marks() -> frozenset[str]:
    return frozenset(form("identity")["marks"])


@cache
def _vowels() -> frozenset[str]:
    return frozenset(form("identity")["vowels"])


@cache
def _pairs(name: str) -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((one, other)) for group in form("identity")[name] for one in group for other in group
    )


@cache
def _classes() -> dict[int, str | None]:
    classes: dict[int, str | None] = {
        ord(letter): group[0] for group in form("identity")["skeleton"] for letter in group
    }
    return classes | dict.fromkeys(map(ord, _marks() | _vowels()))
