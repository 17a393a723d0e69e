"""Attendance lists: who came, who did not and why, who took part; each row with its span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.form import opens
from kg.parse.cell import Draft, read_cell, untitled
from kg.parse.clues import heading_mode
from kg.parse.lines import Line, tidy
from kg.parse.list_heads import ListHead, list_head
from kg.parse.listing import RawRow
from kg.parse.posts import opens_office, opens_post, post_represented, split_agency, split_represented
from kg.parse.roles import RoleWords, own_abbreviations, role_words
from kg.parse.rows import split_rows
from kg.parse.tables import Row
from kg.records import Attendee, Notice, Presence, Span

_OPENING = re.compile(
    r"(?:\(?\s*)?(?:เริ่ม|เปิด)(?:การ)?ประ[ชซข]ุม|ประ[ชซข]ุมเวลา|เมื่อ(?:ถึงเวลา|ครบองค์|กรรมการ|ที่ประชุม|สมาชิก|คณะกรรมการ|องค์ประชุม|มี|อนุกรรมการ)"
    r"|ประธาน(?:ที่ประชุม|กรรมการ|ในที่ประชุม)?\s*(?:กล่าว|แจ้ง|ได้)|(?:ระเบียบ)?วาระ(?:การประชุม)?(?:ที่)?\s*\d|ระเบียบวาระการประชุม"
)
_NAMED_BODY = re.compile(r"[\u0e01-\u0e4e]{0,60}?")


@dataclass(frozen=True, slots=True)
class Lists:
    """The attendance lists of a document.

    `attendees` in text order; `span` from the first heading to the end of the last row; `heads` the headings; `loose` lines inside the lists that no rule took; `notices` what a person should look at;
    `roles` the patterns of roles in this document; `claims` the lines that state a count, the count, and the
    offset where the people it counts end.
    """

    attendees: tuple[Attendee, ...] = ()
    span: Span | None = None
    heads: tuple[ListHead, ...] = ()
    loose: tuple[Line, ...] = ()
    notices: tuple[Notice, ...] = ()
    roles: RoleWords = field(default_factory=role_words)
    claims: tuple[tuple[Line, int, int], ...] = ()


def read_lists(
    text: str,
    shown: str,
    lines: Sequence[Line],
    tables: Sequence[Row],
    body: str | None,
    furniture: frozenset[int],
) -> Lists:
    """Return the attendance lists of a document.

    `shown` is the face of `text`, `lines` and `tables` its lines and table rows, `body` the body's name (its
    abbreviation is then known as a role), `furniture` the indexes of lines that are no content.
    """
    stretches = _stretches(lines, furniture)
    if not stretches:
        return Lists()
    ends = [line.text for _, rows in stretches for line in rows]
    roles = role_words(own_abbreviations(body, ends), council=body is None or body.startswith("สภา"))
    attendees: list[Attendee] = []
    loose: list[Line] = []
    notices: list[Notice] = []
    claims: list[tuple[Line, int, int]] = []
    end = stretches[0][0].line.body.end
    only = {head.section for head, _ in stretches}
    for head, content in stretches:
        section = head.section
        if section is Presence.PARTICIPANT and Presence.PRESENT not in only:
            section = Presence.PRESENT  # the one list of a record that has no ผู้มาประชุม
        rows, left, stated = split_rows(shown, content, tables, roles)
        until = content[-1].span.end if content else head.line.span.end
        claims.extend(_claims(head, stated, until))
        loose.extend(left)
        for row in rows:
            attendee, notice = read_row(text, shown, row, roles, replace(head, section=section))
            if attendee is not None:
                attendees.append(attendee)
                end = max(end, row.span.end)
            if notice is not None:
                notices.append(notice)
    span = Span(stretches[0][0].line.span.start, end)
    heads = tuple(head for head, _ in stretches)
    return Lists(tuple(attendees), span, heads, tuple(loose), tuple(notices), roles, tuple(claims))


def _claims(
    head: ListHead, stated: Sequence[tuple[Line, int]], until: int
) -> Iterator[tuple[Line, int, int]]:
    if head.claimed is not None:
        yield head.line, head.claimed, until
    ends = [line.span.start for line, _ in stated[1:]] + [until]
    for (line, count), end in zip(stated, ends, strict=False):
        yield line, count, end


def _stretches(lines: Sequence[Line], furniture: frozenset[int]) -> list[tuple[ListHead, list[Line]]]:
    found: list[tuple[ListHead, list[Line]]] = []
    open_list = False
    for line in lines:
        if line.index in furniture:
            continue
        head = list_head(line)
        if head is not None and (not found or open_list or len(found) < 8):
            found.append((head, []))
            open_list = True
        elif open_list and _OPENING.match(line.text):
            open_list = False
            if any(h.section is not Presence.PARTICIPANT for h, _ in found):
                break
        elif open_list:
            found[-1][1].append(line)
    return found


def read_row(
    text: str, shown: str, row: RawRow, roles: RoleWords, head: ListHead
) -> tuple[Attendee | None, Notice | None]:
    """Return the attendee of a row, and a notice where its name is doubtful. None where the row names nobody."""
    draft = Draft()
    # a row torn by a page may have more cells than its table has heads
    fields = (*row.fields, *("",) * len(row.cells))[: len(row.cells)]
    for cell, name in zip(row.cells, fields, strict=True):
        _read_field(draft, shown, cell, name, roles, head.section)
    if draft.person is None:
        untitled(draft, shown, row.cells[0][0])
    _council_posts(draft)
    position, agency, proxy_for = _posts(draft)
    if row.group is not None and (agency is None or _is_part(agency)):
        agency = row.group
    notice = None
    if draft.person is None:
        whole = position or agency or proxy_for
        if whole is None:
            return None, Notice(
                "attendance-unread",
                f"no person found in “{tidy(text[row.span.start : row.span.end])[:80]}”",
                row.span,
            )
        notice = Notice("attendee-unnamed", f"the list gives a post but no name: {whole[:80]}", row.span)
        name, prefix, name_span = whole, None, row.cells[0][0]
    else:
        name, prefix, name_span = draft.person.name, draft.person.prefix, draft.person.span
        if " " not in name and prefix is None:
            notice = Notice("name-doubtful", f"only one word read as a name: {name[:80]}", row.span)
    role = draft.role
    if position is None and role is not None and opens(role, "roles", "councils", "members_short"):
        position = role
        agency = agency or split_agency(role)[1]
    attendee = Attendee(
        section=head.section,
        number=row.number,
        name=name,
        span=row.span,
        name_span=name_span,
        prefix=prefix,
        role=role,
        position=position,
        agency=agency,
        proxy_for=proxy_for,
        absence_reason=(draft.reason or head.reason) if head.section is Presence.ABSENT else None,
        mode=draft.mode or row.mode or head.mode,
        variants=(name,),
    )
    return attendee, notice


def _council_posts(draft: Draft) -> None:
    """A post on some council (ประธานสภาคณาจารย์) is no role where the row gives a role beside it."""
    councils = [role for role in draft.roles if opens(role, "roles", "councils")]
    if councils and len(councils) < len(draft.roles):
        draft.posts.extend(councils)
        draft.roles = [role for role in draft.roles if role not in councils]


def _read_field(
    draft: Draft, shown: str, cell: tuple[Span, ...], name: str, roles: RoleWords, section: Presence
) -> None:
    if name in {"signature", "number"}:
        return
    for span in cell:
        value = tidy(shown[span.start : span.end])
        if draft.person is not None and value == draft.person.name:
            continue  # the signature column of a signed list
        if name == "role" and value.strip("-"):
            draft.roles.append(value)
        elif name == "mode":
            draft.mode = heading_mode(value) or draft.mode
        elif name == "agency" and value.strip("-"):
            draft.agency = value if draft.agency is None else f"{draft.agency}{value}"
        else:
            read_cell(draft, shown, span, roles, section)


def _posts(draft: Draft) -> tuple[str | None, str | None, str | None]:
    """Decide between the person's own post and the post they sat for."""
    listed = tidy(" ".join(draft.posts)) or None
    own, proxy_for = draft.own_post, draft.proxy_for
    if draft.proxy and proxy_for is None:
        proxy_for, listed = listed, None
    elif draft.post_first and own is not None and listed is not None and not draft.proxy:
        if not listed.startswith(("ผู้แทน", "ตัวแทน")) and listed != own:
            proxy_for = listed
        agency_of_listed = split_agency(listed)[1]
        position, agency = split_agency(own)
        if agency_of_listed is not None and agency is not None and _is_part(agency):
            agency = agency_of_listed
        return position, draft.agency or agency or agency_of_listed, proxy_for
    if own is not None and listed is not None and opens_office(listed) and not opens_post(listed):
        return own, draft.agency or listed, proxy_for
    whole = own if own is not None and (draft.proxy or listed is None) else listed
    if own is not None and listed is not None and draft.proxy and not draft.post_first:
        whole = listed
    if whole is None and own is not None:
        whole = own
    if whole is not None and proxy_for is None:
        both = split_represented(whole)
        whole, proxy_for = both if both is not None else (whole, post_represented(whole))
    position, agency = split_agency(whole) if whole else (None, None)
    if agency is None and position is None and proxy_for is not None:
        agency = split_agency(proxy_for)[1]
    if draft.agency is not None:
        if agency is not None and position is not None and whole != position:
            position = whole
        agency = draft.agency
    return position, agency, proxy_for


def _is_part(agency: str) -> bool:
    return opens(agency, "agencies", "parts") and not opens(agency, "agencies", "not_parts")
