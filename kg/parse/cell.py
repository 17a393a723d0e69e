"""What one attendance row says: name, role, post, proxy, reason for absence, on-site or online."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.parse.celltext import BLANK, brackets, join_lines, pieces
from kg.parse.lines import tidy
from kg.parse.names import Person, read_person, read_title, read_untitled
from kg.parse.notes import is_duty, notes, online, onsite
from kg.parse.posts import opens_office, opens_post
from kg.parse.proxies import own_after_proxy, proxy, proxy_end, proxy_start, stands_in
from kg.parse.reasons import read_reason
from kg.parse.roles import RoleWords, strip_role
from kg.records import Mode, Presence, Span

_LONGEST = 2_000  # no row of a real list is longer; keeps every rule's cost bounded
_AND_ROLE = re.compile(r"(?:^|(?<=\s))(และ\s*(?:ผู้ช่วย|รอง)?เลขานุการ)\s*$")
_EDGE_DASH = re.compile(r"^[-–—.\s]*(?:[-–—.](?=\s|$)|$)\s*|\s+[-–—]+$")


@dataclass(slots=True)
class Draft:
    """The parts of a row while it is read. Texts are one line each, in the order they were met."""

    person: Person | None = None
    roles: list[str] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    own_post: str | None = None
    post_first: bool = False
    agency: str | None = None
    proxy: bool = False
    proxy_for: str | None = None
    reason: str | None = None
    mode: Mode | None = None

    @property
    def role(self) -> str | None:
        """The role as one text, its parts rejoined (กรรมการและ + ผู้ช่วยเลขานุการ)."""
        if not self.roles:
            return None
        text = self.roles[0]
        for more in self.roles[1:]:
            if text.endswith("และ") or more.startswith("และ"):
                text += more
        return tidy(text)


def read_cell(draft: Draft, shown: str, span: Span, roles: RoleWords, section: Presence) -> None:
    """Read one cell (or one plain row) into `draft`. `shown` is the face; `span` may hold line breaks."""
    span = Span(span.start, min(span.end, span.start + _LONGEST))
    text = list(shown[span.start : span.end])
    _take_tails(draft, text, roles, section)
    groups = brackets("".join(text))
    flat = "".join(text)
    for start, end in groups:
        text[start:end] = BLANK * (end - start)
    _take_tails(draft, text, roles, section)
    main = "".join(text)
    main = _take_person(draft, span, main)
    main, groups = _take_stand_in(draft, span, flat, main, groups)
    inline = _read_brackets(draft, span, flat, groups, roles)
    for start, end in inline:
        written = flat[start:end]
        if proxy_end().fullmatch(written.strip("() ")):
            written = f" {written[1:-1]} "
        main = main[:start] + written + main[end:]
    _take_main(draft, main, section)


def _take_tails(draft: Draft, text: list[str], roles: RoleWords, section: Presence) -> None:
    """Blank out reasons and roles at the ends of lines and in columns of their own."""
    whole = "".join(text)
    at = 0
    for line in whole.split("\n"):
        end = at + len(line)
        for step in (_take_reason, _take_role):
            current = "".join(text[at:end])
            kept = step(draft, current.rstrip(" \t\r" + BLANK), roles, section)
            if kept is not None:
                text[at + kept : end] = [BLANK if c == BLANK else " " for c in text[at + kept : end]]
        at = end + 1
    current = "".join(text)
    for start, stop in pieces(current):
        found = roles.whole.fullmatch(current[start:stop])
        if found and not draft.roles:
            draft.roles.append(found["role"].strip())
            text[start:stop] = " " * (stop - start)


def _take_reason(draft: Draft, line: str, roles: RoleWords, section: Presence) -> int | None:
    if section is not Presence.ABSENT or draft.reason is not None or not line:
        return None
    found = read_reason(line)
    if found is None:
        return None
    draft.reason = found[1]
    at = found[0]
    while at > 0 and line[at - 1] in "([ \t":  # the bracket the reason stood in
        at -= 1
    return at


def _take_role(draft: Draft, line: str, roles: RoleWords, section: Presence) -> int | None:
    rest, role = strip_role(line, roles)
    if role is not None:
        draft.roles.append(role)
        return len(rest)
    more = _AND_ROLE.search(line)
    if more is not None and draft.roles:
        draft.roles.append(more[1])
        return more.start()
    return None


def _take_person(draft: Draft, span: Span, main: str) -> str:
    if draft.person is not None:
        return main
    for first, last in pieces(main):
        bound = main.find(BLANK, first)
        stop = len(main) if bound < 0 else bound
        person = _masked_person(main, span, first, stop)
        if person is None:
            person = _inner_person(main, span, first, last, stop)
        if person is not None:
            draft.person = person
            draft.post_first = bool(tidy(main[: person.span.start - span.start].replace(BLANK, " ")))
            start, end = person.span.start - span.start, person.span.end - span.start
            return main[:start] + " " * (end - start) + main[end:]
    return main


def _take_stand_in(
    draft: Draft, span: Span, flat: str, main: str, groups: list[tuple[int, int]]
) -> tuple[str, list[tuple[int, int]]]:
    """Take the post sat for and the person's own post from "ผู้ว่าการ… (แทน) นาย ก ข ผู้อำนวยการ…"."""
    if draft.person is None or draft.proxy or not span.start <= draft.person.span.start < span.end:
        return main, groups
    name = Span(draft.person.span.start - span.start, draft.person.span.end - span.start)
    found = stands_in(flat, main, name)
    if found is None:
        return main, groups
    draft.proxy, draft.post_first = True, True
    draft.own_post = tidy(main[name.end : found.end].replace(BLANK, " ")) or None
    main = main[: found.start] + " " * (found.end - found.start) + main[found.end :]
    return main, [group for group in groups if group[0] != found.start]


def _masked_person(main: str, span: Span, at: int, stop: int) -> Person | None:
    """Read on the cell's text with roles blanked out, so that a role is never a surname."""
    masked = read_person(main, at, stop)
    if masked is None:
        return None
    moved = Span(masked.span.start + span.start, masked.span.end + span.start)
    return Person(masked.prefix, masked.name, moved)


def _inner_person(main: str, span: Span, first: int, last: int, stop: int) -> Person | None:
    """Look for a titled name after a post in one piece: "ปลัดเทศบาล นายสมชาย ใจดี"."""
    for gap in re.finditer(r" (?=\S)", main[first:last]):
        at = first + gap.end()
        if read_title(main, at, stop) is not None:
            return _masked_person(main, span, at, stop)
    return None


def _read_brackets(
    draft: Draft, span: Span, flat: str, groups: list[tuple[int, int]], roles: RoleWords
) -> list[tuple[int, int]]:
    inline: list[tuple[int, int]] = []
    for start, end in groups:
        close = end - 1 if flat[end - 1] == ")" else end
        content = flat[start + 1 : close]
        after = flat[end:].split("\n", 1)[0].strip()
        if after and proxy_end().fullmatch(content.strip()):
            inline.append((start, end))  # "(แทน) ผู้บังคับการ…": the post sat for follows
        elif not _read_bracket(draft, span.start + start + 1, content, roles):
            inline.append((start, end))
    return inline


def _read_bracket(draft: Draft, at: int, content: str, roles: RoleWords) -> bool:
    """Read one bracket; False where it is part of the text around it."""
    value = join_lines(content)
    if not value:
        return True
    lead = len(content) - len(content.lstrip())
    person = read_person(content, lead, len(content)) if draft.person is None else None
    if person is not None:
        draft.person = Person(person.prefix, person.name, Span(at + person.span.start, at + person.span.end))
        draft.post_first = True
        rest = content[person.span.end :]
        ending = proxy_end().search(rest)
        if ending:
            draft.proxy = True
            rest = rest[: ending.start()]
        draft.own_post = join_lines(rest) or None
        return True
    started = proxy_start().match(value)
    if started:
        draft.proxy = True
        draft.proxy_for = value[started.end() :] or draft.proxy_for
        return True
    if value == "ผู้แทน":
        draft.proxy = True
        return True
    inside = proxy().search(value)
    if inside and inside.start() and opens_post(value):
        draft.proxy = True
        draft.own_post = value[: inside.start()].strip()
        draft.proxy_for = value[inside.end() :].strip() or draft.proxy_for
        return True
    if (
        _mode_note(draft, value)
        or roles.whole.fullmatch(value)
        or notes().match(value)
        or value == "ถึงแก่กรรม"
    ):
        if roles.whole.fullmatch(value) and not draft.roles and is_duty(value):
            draft.roles.append(value)
        return True
    if opens_post(value) or opens_office(value):
        if draft.own_post is None and not draft.posts:
            draft.own_post = value
            return True
    elif draft.reason is None:
        found = read_reason(value)
        if found is not None and found[0] == 0:
            draft.reason = found[1]
            return True
    return False


def _mode_note(draft: Draft, value: str) -> bool:
    if online().search(value) and not opens_post(value) and not opens_office(value):
        draft.mode = Mode.ONLINE
        return True
    if onsite().match(value):
        draft.mode = Mode.ONSITE
        return True
    return False


def _take_main(draft: Draft, main: str, section: Presence) -> None:
    parts: list[str] = []
    columns: list[str] = []
    for line in main.split("\n"):
        kept = []
        for piece in re.split(r"[ ]{2,}|\t", line):
            value = tidy(piece.replace(BLANK, " "))
            value = _EDGE_DASH.sub("", value)
            if value and len(value) < 60 and _mode_note(draft, value):
                continue
            if value:
                kept.append(value)
        if kept:
            parts.append(" ".join(kept))
            columns = kept
    if section is Presence.ABSENT and draft.reason is None and len(columns) > 1 and not _is_post(columns[-1]):
        draft.reason = columns[-1]
        parts = [p[: -len(columns[-1])].rstrip() if p.endswith(columns[-1]) else p for p in parts]
    parts, own = own_after_proxy([p for p in parts if p])
    text = join_lines("\n".join(parts))
    found = proxy().search(text)
    if found:
        draft.proxy = True
        after = text[found.end() :].strip()
        if after:
            draft.proxy_for = draft.proxy_for or after
        text = text[: found.start()].strip()
    draft.posts.extend(post for post in (text, own) if post)


def _is_post(text: str) -> bool:
    return opens_post(text) or opens_office(text)


def untitled(draft: Draft, shown: str, span: Span) -> None:
    """Take a name without a title from the start of a row, where no titled person was found."""
    first = re.split(r"[\t\n(|]|[ ]{2}", shown[span.start : min(span.end, span.start + 200)], maxsplit=1)[
        0
    ].rstrip()
    person = read_untitled(shown, Span(span.start, span.start + len(first)))
    if person is None and draft.posts and len(draft.posts[0].split(" ")) == 2:
        return
    if person is None:
        return
    draft.person = person
    written = tidy(first)
    draft.posts = [p for p in (_without(post, written) for post in draft.posts) if p]


def _without(post: str, name: str) -> str:
    return post[len(name) :].strip() if post.startswith(name) else post
