"""Posts and the offices in them: "ผู้อำนวยการกองบริหารทั่วไป สำนักงาน ก.ก." is a post of สำนักงาน ก.ก."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form, opens, words

_REPRESENTS = re.compile(r"^(?:ผู้แทน|ตัวแทน)\s*")
_ALSO_REPRESENTS = re.compile(r"(?<=\S)\s+ผู้แทน(?=\S)")
_CHAIR = re.compile(r"(?:รอง)?ประธาน")
_DEPUTY_FOR = re.compile(
    r"(?:รอง|ผู้ช่วย)[\u0e01-\u0e4e]*?(?:อธิการบดี|คณบดี|ผู้อ(?:ำ|ํา)นวยการ|เลขาธิการ|ผู้จัดการ|ผู้ว่าการ)\s*(?:ฝ่าย|ด้าน)"
)
_ABBREVIATED = re.compile(r"สภา\s*ฯ?")  # "ประธานสภาฯ": of this very council, which is not named
_NAMES = frozenset({"กรุงเทพมหานคร", "เมืองพัทยา"})
_INCOMPLETE = re.compile(
    r"(?:รอง|ผู้ช่วย)?(?:ผู้อ(?:ำ|ํา)นวยการ|ผอ\.|หัวหน้า|คณบดี|อธิการบดี|เลขาธิการ|อธิบดี|ผู้จัดการ|ผู้ก(?:ำ|ํา)กับการ)"
    r"|นายก|(?:รอง)?ปลัด|(?:รอง)?ประธานสภา|เลขานุการสภา|สมาชิกสภา|(?:รอง)?นายก"
)  # these need their office
_NOTE_START = re.compile(r"^(?:ที่|ซึ่ง)")


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(either(words("posts", "heads")))


@cache
def _units() -> re.Pattern[str]:
    return re.compile(either(words("agencies", "units")))


@cache
def _any_unit() -> re.Pattern[str]:
    return re.compile(either(words("agencies", "units", "subunits")))


@cache
def _levelled() -> re.Pattern[str]:
    professions, levels = either(words("posts", "professions")), either(words("posts", "levels"))
    return re.compile(
        rf"^(?P<level>{professions}[^ ]*?{levels})(?={either(words('agencies', 'units', 'subunits'))})"
    )


@cache
def _joined() -> re.Pattern[str]:
    return re.compile(either(words("agencies", "joined_units")))


@cache
def _represented() -> re.Pattern[str]:
    return re.compile(either(words("posts", "posts_represented")))


def opens_post(text: str) -> bool:
    """Return whether `text` begins with a post."""
    return _heads().match(text) is not None


def opens_office(text: str) -> bool:
    """Return whether `text` begins with the name of an office and not of a post."""
    return _any_unit().match(text) is not None and not opens_post(text)


def opens_large_office(text: str) -> bool:
    """Return whether `text` begins with an office of its own right (not a part such as กอง)."""
    return _units().match(text) is not None and not opens_post(text)


def post_represented(position: str) -> str | None:
    """Return the post somebody sits for, where `position` is "ผู้แทน" + a post ("ผู้แทนอธิบดีกรม…")."""
    found = _REPRESENTS.match(position)
    if found and _represented().match(position, found.end()):
        return position[found.end() :]
    return None


def split_represented(position: str) -> tuple[str, str] | None:
    """Return (own post, post sat for) where a post is followed by "ผู้แทน" + a post; None elsewhere."""
    found = _ALSO_REPRESENTS.search(position)
    if found is None or not _represented().match(position, found.end()):
        return None
    return position[: found.start()], position[found.end() :]


def split_agency(position: str) -> tuple[str | None, str | None]:
    """Return `(position, agency)` of a post as written in one line, spaces single.

    The agency is the last office named after a space (and leaves the position); else the office that the
    post itself names (and stays in it). A representative (ผู้แทน…) keeps the whole text as position.
    """
    if not position:
        return None, None
    position = _levelled().sub(r"\g<level> ", position)
    found = _REPRESENTS.match(position)
    if found:
        rest = position[found.end() :]
        if not rest:
            return position, None
        if _represented().match(rest):
            return position, _office_of(rest) or _trailing(rest)[1]
        return position, rest if opens_office(rest) else _office_of(rest)
    if opens_office(position) and not opens_post(position):
        return None, position
    before, agency = _trailing(position)
    if agency is not None:
        return before, agency
    return position, _office_of(position)


def _trailing(position: str) -> tuple[str, str | None]:
    chunks = position.split(" ")
    best: int | None = None
    smaller: int | None = None
    for i in range(len(chunks) - 1, 0, -1):
        chunk = chunks[i]
        if chunks[i - 1] in {"และ", "หรือ", "กับ", "ประจำ"} or chunk in {"ส่วน", "งาน"}:
            continue
        if _units().match(chunk) and not opens_post(chunk):
            best = i
            if i > 1 and _joined().match(chunk) and _is_part_of_school(chunks[i - 1]):
                best = i
            break
        if smaller is None and _any_unit().match(chunk) and not opens_post(chunk):
            smaller = i
    at = best if best is not None else smaller
    if at is None:
        return position, None
    if _INCOMPLETE.fullmatch(" ".join(chunks[:at])):
        return position, " ".join(chunks[at:])
    return " ".join(chunks[:at]), " ".join(chunks[at:])


def _is_part_of_school(chunk: str) -> bool:
    return chunk.startswith(("คณะ", "วิทยาเขต"))


def _office_of(position: str) -> str | None:
    office = _named_office(position)
    return None if office and _ABBREVIATED.fullmatch(office) else office


def _named_office(position: str) -> str | None:
    for head, office in sorted(form("posts")["offices_of"].items(), key=lambda pair: -len(pair[0])):
        if position.startswith(head) and len(position) > len(head):
            return office + _before_note(position[len(head) :]) if position[len(head)] != " " else None
    chair = _CHAIR.match(position)
    if chair and _any_unit().match(position, chair.end()):
        return _before_note(position[chair.end() :])
    if _DEPUTY_FOR.match(position) or opens(position, "posts", "professions"):
        return None
    at = 0
    for _ in range(4):  # "รองผู้อำนวยการสำนัก…": heads may follow one another
        head_found = _heads().match(position, at)
        if head_found is None:
            break
        at = head_found.end()
        while at < len(position) and position[at] == " ":
            at += 1
        if _any_unit().match(position, at):
            break
    else:
        return None
    rest = position[at:]
    unit = _any_unit().match(rest)
    if (
        at
        and unit is not None
        and (unit.end() < len(rest) or unit.group() in _NAMES)
        and not opens_post(rest)
    ):
        return _before_note(rest)
    return None


def _before_note(text: str) -> str:
    kept: list[str] = []
    for chunk in text.strip().split(" "):
        if kept and (_NOTE_START.match(chunk) or opens_post(chunk) or chunk.startswith("สังกัด")):
            break
        kept.append(chunk)
    return " ".join(kept)
