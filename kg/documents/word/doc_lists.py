"""The automatic lists of a DOC [PlfLst, PlfLfo]."""

from __future__ import annotations

import struct
from dataclasses import replace

from kg.documents.numbering import Level, Listing
from kg.documents.word.doc_file import DocFile

# [MSONFC]: number formats by code, under their names in OOXML
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "decimal",
    22: "decimalZero", 23: "bullet", 53: "thaiLetters", 54: "thaiNumbers", 55: "thaiCounting", 57: "numberInDash",
    255: "none",
}  # fmt: skip
_FOLLOW = {0: " ", 1: " ", 2: ""}
_LISTS, _OVERRIDES = 73, 74  # places in the header
_LEVELS = 9


def read_lists(doc: DocFile) -> dict[int, Listing]:
    """Return the lists of `doc` by the number (from 1) that paragraphs give."""
    overrides = doc.stretch(_OVERRIDES)
    if len(overrides) < 4:
        return {}
    defined = _definitions(doc)
    count = struct.unpack_from("<I", overrides)[0]
    at = 4 + 16 * count
    lists = {}
    for number in range(min(count, (len(overrides) - 4) // 16)):
        key, _, _, changes = struct.unpack_from("<iiiB", overrides, 4 + 16 * number)
        levels = dict(defined.get(key, {}))
        starts: dict[int, int] = {}
        at += 4
        for _ in range(changes):
            if at + 8 > len(overrides):
                break
            start, flags = struct.unpack_from("<iI", overrides, at)
            at += 8
            depth = flags & 0xF
            if flags & 0x20:
                levels[depth], at = _level(overrides, at)
                start = levels[depth].start
            if flags & 0x10:
                starts[depth] = start
                levels[depth] = replace(levels.get(depth, Level()), start=start)
        if levels:
            lists[number + 1] = Listing(str(key), levels, starts)
    return lists


def _definitions(doc: DocFile) -> dict[int, dict[int, Level]]:
    start, size = struct.unpack_from("<II", doc.word, 0x9A + 8 * _LISTS)
    if size < 2:
        return {}
    count = struct.unpack_from("<H", doc.table, start)[0]
    at = start + 2 + 28 * count  # the levels stand behind the heads; few writers count them in the size
    found: dict[int, dict[int, Level]] = {}
    for i in range(count):
        head = start + 2 + 28 * i
        key = struct.unpack_from("<i", doc.table, head)[0]
        simple = doc.table[head + 26] & 1
        levels = found.setdefault(key, {})
        for depth in range(1 if simple else _LEVELS):
            levels[depth], at = _level(doc.table, at)
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """One level [LVL] and where the next begins."""
    start, form, flags = struct.unpack_from("<iBB", data, at)
    follow, characters, paragraphs, restart = data[at + 15], data[at + 24], data[at + 25], data[at + 26]
    at += 28 + characters + paragraphs
    count = struct.unpack_from("<H", data, at)[0]
    raw = struct.unpack_from(f"<{count}H", data, at + 2)
    text = "".join(f"%{code + 1}" if code < _LEVELS else chr(code) for code in raw)
    level = Level(
        form=_FORMS.get(form, "decimal"),
        text=text,
        start=start,
        follow=_FOLLOW.get(follow, " "),
        legal=bool(flags & 0x04),
        restart=restart if flags & 0x08 else None,
    )
    return level, at + 2 + 2 * count
