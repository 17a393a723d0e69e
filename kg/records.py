"""The frozen values every stage hands to the next. Imports nothing of ours.

Spans are half-open `[start, end)` in code points of `Document.text`; the quote of a span is
`text[start:end]`, always. Values are in normal form (Arabic digits, dates as `datetime.date`); what was
written is the span's quote. Unknown is `None`, never invented. Years are Buddhist era where a name ends
in `_be`. Field names and codes follow `docs/record.schema.json`, the JSON that `mati record` prints.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum


class Kind(StrEnum):
    """The genre of a document."""

    FORMAL_MINUTES = "formal-minutes"
    CABINET_RESULTS = "cabinet-results"
    HOUSE_COMMITTEE = "house-committee"
    SITTING_RECORD = "sitting-record"
    PLAIN = "plain"


class Presence(StrEnum):
    """Which of the form's lists names an attendee."""

    PRESENT = "present"
    ABSENT = "absent"
    PARTICIPANT = "participant"


class Mode(StrEnum):
    """How a meeting was held, or how one person took part (a person is never hybrid)."""

    ONSITE = "onsite"
    ONLINE = "online"
    HYBRID = "hybrid"


class Section(StrEnum):
    """What an agenda item is for; typed by its title, never by its number."""

    CHAIR_INFORMS = "chair-informs"
    ENDORSE_MINUTES = "endorse-minutes"
    MATTERS_ARISING = "matters-arising"
    FOR_INFORMATION = "for-information"
    FOR_CONSIDERATION = "for-consideration"
    OTHER = "other"
    NEXT_MEETING = "next-meeting"


class ResolutionType(StrEnum):
    """What a resolution does; one resolution may do several."""

    APPROVE = "approve"
    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    ENDORSE_MINUTES = "endorse-minutes"
    ENDORSE_MINUTES_WITH_CORRECTIONS = "endorse-minutes-with-corrections"
    APPOINT = "appoint"
    DEFER = "defer"
    REJECT = "reject"
    OTHER = "other"
    NONE = "none"


class BlockKind(StrEnum):
    """What a stretch of the source is; every line of the source lies in exactly one block."""

    TITLE = "title"
    ATTENDANCE = "attendance"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    RESOLUTION = "resolution"
    SIGNATURE = "signature"
    FURNITURE = "furniture"  # page numbers, catchwords, rules: not content, not searched


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open stretch of `Document.text`, in code points."""

    start: int
    end: int


class Method(StrEnum):
    """How a text layer came out of its file."""

    TEXT = "text"  # the file is its own text layer
    HTML = "html"
    DOCX = "docx"
    DOC = "doc"
    PDF_TEXT = "pdf-text"  # the text a born-digital PDF carries
    PDF_OCR_LAYER = "pdf-ocr-layer"  # the hidden text somebody's OCR left in a PDF
    OCR = "ocr"  # read by us from a picture


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: its stretch of the text layer and how that was read.

    Pages are in order, do not overlap, and hold every character but those between them. `label` is the
    number printed on it ("๒"), where seen. `exact` is False where the break is only a hint (DOCX).
    `confidence` (0 to 1) is OCR's own.
    """

    span: Span
    method: Method
    label: str | None = None
    exact: bool = True
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One file's frozen text layer.

    `file` is the name as ingested (relative, forward slashes). `sha256` is of the file's bytes, lower-case
    hex. `text` is the text layer: for a text file the decoded file itself, character for character (a leading
    byte-order mark excepted). `encoding` is the character encoding of a text or HTML file, else None. `pages`
    are empty where the file has no pages. `untrusted` are the stretches, in order and apart, whose digits may
    be wrong though they look right (OCR): a number read there must never be stated without saying so.
    """

    file: str
    text: str
    sha256: str
    encoding: str | None
    pages: tuple[Page, ...] = ()
    warnings: tuple[Notice, ...] = ()
    method: Method = Method.TEXT
    untrusted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should look at. `code` is kebab-case and stable; `message` is one sentence."""

    code: str
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """The meeting a record is of. `spans` gives, under each field's name, where it was read (one or more)."""

    body: str | None = None
    number: int | None = None
    year_be: int | None = None
    date: date | None = None
    start: time | None = None
    end: time | None = None
    venues: tuple[str, ...] = ()
    mode: Mode | None = None
    title: str | None = None
    session: str | None = None  # e.g. "สมัยสามัญ สมัยที่ 2", for bodies that number within sessions
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attendee:
    """One row of an attendance list.

    `name` has no title (that is `prefix`); `variants` holds every spelling met, `name` included.
    `position` is the person's post, `role` what they are in this meeting, `proxy_for` the post or person
    they sat for (ผู้มาประชุมแทน). `span` covers the whole row, `name_span` prefix and name. `mentions` are
    the other places that name this person (on-site and online lists, signature).
    """

    section: Presence
    number: int | None
    name: str
    span: Span
    name_span: Span
    prefix: str | None = None
    role: str | None = None
    position: str | None = None
    agency: str | None = None
    proxy_for: str | None = None
    absence_reason: str | None = None
    mode: Mode | None = None
    variants: tuple[str, ...] = ()
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An agenda item or sub-item. `number` is Arabic text ("4", "4.1"); `span` covers the whole item."""

    number: str
    title: str
    section: Section | None
    span: Span
    title_span: Span
    matter: str | None = None  # the เรื่อง named under the heading, where the heading only says the section
    matter_span: Span | None = None
    group: str | None = None  # cabinet results: the category heading or ministry the item stands under


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who must do what (by when). `span` quotes the words that assign.

    `due` is the last day its words allow; `due_basis` says how it is known: "stated" (a day, month or year is
    written) or "counted" (from the meeting's day, or to the next meeting announced).
    """

    agent: str
    span: Span
    task: str | None = None
    due: date | None = None
    due_as_written: str | None = None
    due_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """One มติ. `agenda` is the number of the item it stands in; `text` equals the quote of `span`.

    A marker without a resolution ("- ไม่มี -") is kept with types `(none,)`. `marker_span` covers the words
    that introduce it, if any. `due` is a day that the words state in full (basis "stated"); other deadlines
    ("ภายใน ๓๐ วัน") have their day in the assignments only.
    """

    agenda: str | None
    text: str
    types: tuple[ResolutionType, ...]
    span: Span
    assignments: tuple[Assignment, ...] = ()
    due: date | None = None
    due_as_written: str | None = None
    vote: str | None = None
    proposed_by: str | None = None
    marker_span: Span | None = None
    votes: Votes | None = None
    due_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Votes:
    """How many voted how, as counted in the words at `span`; a number that is not told is None.

    `in_favour` is of what was proposed: "ไม่เห็นชอบ ด้วยคะแนน ๗ ต่อ ๒" has 7 against. "เอกฉันท์" alone has no numbers.
    """

    span: Span
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None
    not_voting: int | None = None
    present: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An opinion or suggestion of the meeting, or of one who spoke in it.

    `kind` is "suggestion", "opinion", "observation" or "question"; `by` is who made it as written (without
    title where a person), None where the meeting as a whole did.
    """

    agenda: str | None
    number: int | None
    text: str
    span: Span
    kind: str = "suggestion"
    by: str | None = None
    by_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Words that tell how far something assigned earlier has come. `text` equals the quote of `span`.

    `kind` is "progress", "done" or "not-done"; `agent` who has done it, as written.
    """

    agenda: str | None
    text: str
    kind: str
    span: Span
    agent: str | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that a meeting makes to earlier minutes. `page` and `line` are as the minutes number them.

    `old` is replaced by `new`; None for `old` where words are added (behind the words `after`, where told), for
    `new` where they are taken out.
    """

    agenda: str | None
    span: Span
    page: int | None = None
    line: int | None = None
    old: str | None = None
    new: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names something, and why we think so (`exact`, `acronym`, `variant`)."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Project:
    """A project (โครงการ) named in the record; `span` is where it is named in full."""

    name: str
    span: Span
    acronym: str | None = None
    category: str | None = None
    years_be: tuple[int, ...] = ()
    agenda: str | None = None
    variants: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    years_span: Span | None = None  # the column header or words that give the years
    kind: str = "project"  # or "programme", "plan", "system", "activity": what its head word says
    part_of: str | None = None  # the programme or plan it is under, where told ("ภายใต้แผนงาน…")
    part_of_span: Span | None = None  # where that is named


@dataclass(frozen=True, slots=True)
class Law:
    """A law or plan cited. `kind` is "law" or "plan"."""

    name: str
    kind: str
    span: Span
    year_be: int | None = None
    agenda: str | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another meeting referred to; `item`, `page` and `line` are of its minutes, where told."""

    span: Span
    body: str | None = None
    number: int | None = None
    year_be: int | None = None
    date: date | None = None
    agenda: str | None = None
    item: str | None = None  # its agenda item, as Arabic text ("4.1")
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money that a resolution names, or a matter it decides. `amount` is in baht, a decimal number as text ("6170647915")."""

    amount: str
    as_written: str
    span: Span
    agenda: str | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting as announced."""

    span: Span
    number: int | None = None
    year_be: int | None = None
    date: date | None = None
    time: time | None = None
    venue: str | None = None


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who took (ผู้จด) or checked (ผู้ตรวจ) the minutes."""

    name: str
    span: Span
    prefix: str | None = None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the source that reads as one thing. Blocks are in text order and do not overlap.

    `agenda` is the innermost agenda number it stands in; `heading` the nearest heading above it (text as
    written, one line); `marker` a list item's own number as Arabic text ("2", "4.1").
    """

    kind: BlockKind
    span: Span
    agenda: str | None = None
    heading: str | None = None
    marker: str | None = None


@dataclass(frozen=True, slots=True)
class Repair:
    """Damage the reader saw through, `count` times; `written` at `span` is its first place.

    `kind` is of letters ("decomposed-am") or of words: "name-variant" (one person in two spellings),
    "misread-word" (a role or reason given in its right spelling). `read_as` is what `written` was taken for,
    `confidence` (0 to 1) how sure that is. The text layer keeps what was written.
    """

    kind: str
    count: int
    confidence: float
    span: Span
    written: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Record:
    """What was read from one document.

    `untrusted` names, as JSON pointers into the record's JSON form ("/meeting/date"), the values that rest on
    digits which may be wrong (`Document.untrusted`). `suggestions` are those listed as the meeting's opinions,
    `remarks` what one who spoke said in running text.
    """

    file: str
    sha256: str
    kind: Kind
    meeting: Meeting
    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    remarks: tuple[Suggestion, ...] = ()
    reports: tuple[Report, ...] = ()
    corrections: tuple[Correction, ...] = ()
    projects: tuple[Project, ...] = ()
    laws: tuple[Law, ...] = ()
    references: tuple[Reference, ...] = ()
    money: tuple[Money, ...] = ()
    next_meeting: NextMeeting | None = None
    recorder: Signatory | None = None
    checker: Signatory | None = None
    blocks: tuple[Block, ...] = ()
    warnings: tuple[Notice, ...] = ()
    repairs: tuple[Repair, ...] = ()
    untrusted: tuple[str, ...] = ()
