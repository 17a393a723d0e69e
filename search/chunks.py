"""What search returns: stretches of a record that read as one thing, with their headings. Knows no index.

Chunks follow the record's blocks. A list, a table or a roster that fits also gets one chunk for the whole, so
that "which ones?" finds all of it; chunks may therefore lie inside each other, never across. Page numbers,
catchwords and rules are left out. Domain words sit in `lead_ins` of `connectives.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kg import iris
from kg.citations import page_of
from kg.records import AgendaItem, Block, BlockKind, Document, Meeting, Record, Span
from kg.repair import repair
from kg.thai import fold, thai_date
from kg.trust import untrusted_digits
from search.sentences import lead_in, sentences

RULES = 2  # raise when the same record gives other chunks
LONGEST = 500  # code points of a chunk, unless one clause alone is longer
GROUPED = 240  # short neighbouring lines of a list are merged up to this
LONGEST_WHOLE = 1400  # a list, table or roster up to this also gets one chunk
_LEAD = 160  # code points of the paragraph before a list that its items are indexed with

_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")
_RULE_ROW = re.compile(r"[-|:\s]*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_WHOLE = {BlockKind.LIST_ITEM: "list", BlockKind.TABLE_ROW: "table", BlockKind.ATTENDANCE: "roster"}
# up to how many code points short neighbours of a kind are merged; rows of people and tables say much in little
_MERGED = {
    BlockKind.TITLE: LONGEST,
    BlockKind.LIST_ITEM: GROUPED,
    BlockKind.SIGNATURE: GROUPED,
    BlockKind.ATTENDANCE: 120,
    BlockKind.TABLE_ROW: 60,
}


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of one document that search returns.

    `text` equals `document.text[span.start:span.end]`. `scored_text` is the heading path and the text as it was meant
    (damage repaired, from `own_start` on), what is encoded; the word index has `label` (the meeting, for people)
    beside it. `untrusted` says that its digits may be wrong. `kind` is a `BlockKind` value,
    or "list", "table", "roster" for a whole one. `id` depends on the document's bytes and the span alone.
    `target` is the IRI that the chunk stands for, `page` counts from 1 or is None.
    """

    id: str
    sha256: str
    file: str
    span: Span
    text: str
    scored_text: str
    kind: str
    agenda: str | None = None
    heading: str | None = None
    label: str = ""
    body: str | None = None
    number: int | None = None
    year_be: int | None = None
    date: date | None = None
    page: int | None = None
    target: str = ""
    own_start: int = 0
    untrusted: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch on its way to be a chunk; `context` is what it is indexed with beside its headings."""

    span: Span
    kind: str
    block: Block
    context: str = ""


def make_chunks(
    document: Document, record: Record, target: Callable[[Chunk], str] | None = None
) -> tuple[Chunk, ...]:
    """Return the chunks of a record, in text order (a whole list before its items).

    Args:
        document: The text the record was read from.
        record: What was read; one without blocks is cut at blank lines.
        target: Gives a chunk (whose own `target` is still the IRI of its span) the IRI it stands for.
    """
    text = document.text
    blocks = [block for block in record.blocks if not _silent(block, record)] or _paragraphs(text)
    paths = _paths(record)
    label = meeting_label(record.meeting)
    meeting = record.meeting
    repaired = repair(text)
    chunks: dict[str, Chunk] = {}
    for piece in _pieces(text, blocks, record):
        span = piece.span
        headings = _headings(paths, piece.block)
        above = _TAG.sub(" ", "".join(f"{part}\n" for part in (*headings, piece.context) if part))
        meant = repaired.forward(span)
        chunk = Chunk(
            id=f"{document.sha256[:16]}-{span.start}-{span.end}",
            sha256=document.sha256,
            file=document.file,
            span=span,
            text=text[span.start : span.end],
            scored_text=above + _TAG.sub(" ", repaired.text[meant.start : meant.end]),
            kind=piece.kind,
            agenda=piece.block.agenda,
            heading=" › ".join(headings) or None,
            label=label,
            body=meeting.body,
            number=meeting.number,
            year_be=meeting.year_be,
            date=meeting.date,
            page=page_of(document, span.start),
            target=iris.span(document.sha256, span),
            own_start=len(above),
            untrusted=untrusted_digits(document, span),
        )
        chunks.setdefault(chunk.id, replace(chunk, target=target(chunk)) if target else chunk)
    return tuple(sorted(chunks.values(), key=lambda c: (c.span.start, -c.span.end)))


def _silent(block: Block, record: Record) -> bool:
    """Whether a block is no chunk: page furniture, and headings of the form (สาระสำคัญ, ผู้มาประชุม).

    What stands under a heading is indexed with it; only the title of a matter says something by itself.
    """
    if block.kind is not BlockKind.HEADING or not record.agenda:
        return block.kind is BlockKind.FURNITURE
    titles = [s for item in record.agenda for s in (item.title_span, item.matter_span) if s is not None]
    return not any(block.span.start < s.end and s.start < block.span.end for s in titles)


def head_and_body(chunk: Chunk) -> tuple[str, str]:
    """Return what a chunk is indexed with, in two parts: label and headings, then its own words."""
    return f"{chunk.label}\n{chunk.scored_text[: chunk.own_start]}", chunk.scored_text[chunk.own_start :]


def meeting_label(meeting: Meeting) -> str:
    """Return the meeting's name for people: body, number and date as far as known, "" where none is."""
    parts = [meeting.body or meeting.title]
    if meeting.number is not None:
        parts.append(
            f"ครั้งที่ {meeting.number}/{meeting.year_be}" if meeting.year_be else f"ครั้งที่ {meeting.number}"
        )
    if meeting.date is not None:
        parts.append(f"วันที่ {thai_date(meeting.date)}")
    return " ".join(part for part in parts if part)


def _pieces(text: str, blocks: list[Block], record: Record) -> Iterator[_Piece]:
    before: _Piece | None = None
    for (kind, _, _), group in groupby(blocks, key=lambda b: (b.kind, b.agenda, b.heading)):
        run = list(group)
        context = _context(text, before, kind)
        pieces = list(_run_pieces(text, run, record))
        if kind is BlockKind.TABLE_ROW:
            pieces, context = _table(text, pieces, context)
        if pieces:
            before = pieces[-1]
        whole = _whole(text, pieces)
        if whole is not None:
            yield replace(whole, context=context)
        for piece in _merge(pieces, _MERGED.get(kind, 0)):
            yield replace(piece, context=context)


def _run_pieces(text: str, run: list[Block], record: Record) -> Iterator[_Piece]:
    for block in run:
        spans = _rows(block, record) if block.kind is BlockKind.ATTENDANCE else (block.span,)
        for span in spans:
            for part in _split(text, span):
                yield _Piece(part, block.kind.value, block)


def _rows(block: Block, record: Record) -> Iterable[Span]:
    """Cut an attendance block where its people begin."""
    starts = sorted(
        {a.span.start for a in record.attendees if block.span.start < a.span.start < block.span.end}
        | {block.span.start}
    )
    return [Span(start, end) for start, end in zip(starts, [*starts[1:], block.span.end], strict=True)]


def _split(text: str, span: Span) -> Iterator[Span]:
    """Cut a stretch at clauses so that no part is over LONGEST, if clauses allow; parts are trimmed."""
    span = _trim(text, span)
    if span.end - span.start <= LONGEST:
        if span.start < span.end:
            yield span
        return
    parts = -(-(span.end - span.start) // LONGEST)
    wanted = (span.end - span.start) / parts  # even parts rather than full ones and a rest
    start = end = span.start
    for clause in sentences(text, span):
        if end > start and (clause.end - start > LONGEST or end - start >= wanted):
            yield _trim(text, Span(start, end))
            start = end
        end = clause.end
    yield _trim(text, Span(start, end))


def _merge(pieces: list[_Piece], most: int) -> Iterator[_Piece]:
    """Join short neighbours of one run, up to `most` code points together."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and piece.span.end - held.span.start <= most:
            held = replace(held, span=Span(held.span.start, piece.span.end))
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _whole(text: str, pieces: list[_Piece]) -> _Piece | None:
    """Return one piece for all of a list, table or roster, where it has several and fits."""
    if len(pieces) < 2 or pieces[0].block.kind not in _WHOLE:
        return None
    span = Span(pieces[0].span.start, pieces[-1].span.end)
    if span.end - span.start > LONGEST_WHOLE:
        return None
    return _Piece(span, _WHOLE[pieces[0].block.kind], pieces[0].block)


def _table(text: str, pieces: list[_Piece], context: str) -> tuple[list[_Piece], str]:
    """Drop ruling rows; the first row that says something is the header, indexed with every row."""
    rows = [p for p in pieces if not _RULE_ROW.fullmatch(text, p.span.start, p.span.end)]
    if not rows:
        return [], context
    header = text[rows[0].span.start : rows[0].span.end][:_LEAD]
    return rows, f"{context}\n{header}" if context else header


def _context(text: str, before: _Piece | None, kind: BlockKind) -> str:
    """Return the words that introduce a list or table: the end of a paragraph that says one follows."""
    if before is None or kind not in {BlockKind.LIST_ITEM, BlockKind.TABLE_ROW}:
        return ""
    words = text[before.span.start : before.span.end]
    if before.block.kind not in {
        BlockKind.PARAGRAPH,
        BlockKind.LIST_ITEM,
        BlockKind.RESOLUTION,
    } or not lead_in(words):
        return ""
    last = sentences(text, before.span)[-2:]
    return text[last[0].start : last[-1].end].strip()[-_LEAD:] if last else ""


def _paths(record: Record) -> dict[str, tuple[str, ...]]:
    """Return for each agenda number the headings above its content, outermost first."""
    by_number: dict[str, AgendaItem] = {}
    for item in record.agenda:
        by_number.setdefault(item.number, item)
    paths = {}
    for number, item in by_number.items():
        parent = by_number.get(number.rpartition(".")[0])
        above = [parent.title, parent.matter] if parent else [item.group]
        paths[number] = tuple(
            part for part in (*above, f"วาระที่ {number} {item.title}".strip(), item.matter) if part
        )
    return paths


def _headings(paths: dict[str, tuple[str, ...]], block: Block) -> tuple[str, ...]:
    path = paths.get(block.agenda, ()) if block.agenda is not None else ()
    if not block.heading:
        return path
    key = fold(block.heading)
    if any(key in fold(part) for part in path):
        return path
    return (*path, block.heading)


def _paragraphs(text: str) -> list[Block]:
    spans, start = [], 0
    for gap in _BLANK_LINE.finditer(text):
        spans.append(Span(start, gap.start()))
        start = gap.end()
    spans.append(Span(start, len(text)))
    return [Block(BlockKind.PARAGRAPH, span) for span in spans if text[span.start : span.end].strip()]


def _trim(text: str, span: Span) -> Span:
    words = text[span.start : span.end]
    return (
        Span(span.end - len(words.lstrip()), span.start + len(words.rstrip()))
        if words.strip()
        else Span(span.start, span.start)
    )
