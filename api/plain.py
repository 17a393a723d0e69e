"""Values as JSON and as text for a terminal."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import TYPE_CHECKING, Any

from kg.evidence import Answer, AnswerKind, Citation, Trace
from kg.thai import thai_date

if TYPE_CHECKING:
    from api.desk import Entry, RecordCheck
    from kg.shapes import ShapeResult
    from search.index import Hit

_QUOTED = 220  # code points of a quote shown on a terminal


def plain(value: object) -> Any:
    """Return `value` as what JSON can hold: dataclasses as objects, dates and times in ISO form."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def json_text(value: object) -> str:
    """Return `value` as JSON for people and programs: `plain`, indented, Thai as it is."""
    return json.dumps(plain(value), ensure_ascii=False, indent=2)


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return a citation: file, iri, page, start, end, quote, label, untrusted."""
    keys = ("file", "iri", "page", "start", "end", "quote", "label", "untrusted")
    return {key: getattr(citation, key) for key in keys}


def answer_json(answer: Answer) -> dict[str, Any]:
    """Return an answer with its citations, query and understanding."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "kind": answer.kind.value,
        "sparql": answer.sparql,
        "citations": [citation_json(c) for c in answer.citations],
        "columns": list(answer.columns),
        "rows": [list(row) for row in answer.rows],
        "understanding": plain(answer.understanding),
        "nearest": [citation_json(c) for c in answer.nearest],
        "seconds": answer.seconds,
    }


def answer_text(answer: Answer, *, explain: bool = False) -> str:
    """Return an answer for a terminal: the answer, then the words it rests on."""
    lines = [answer.answer]
    if answer.kind is AnswerKind.NONE:
        reason = answer.understanding.reason if answer.understanding else None
        if reason:
            lines.append(f"  ({reason})")
        if answer.nearest:
            lines.append("  nearest, not an answer:")
    lines += _evidence(answer.citations or answer.nearest)
    if explain:
        lines += _explanation(answer)
    return "\n".join(lines)


def _evidence(citations: Sequence[Citation]) -> list[str]:
    lines = []
    for number, citation in enumerate(citations, 1):
        page = f" p. {citation.page}" if citation.page else ""
        lines.append(
            f"  [{number}] {citation.file}{page} [{citation.start}:{citation.end}] {citation.label or ''}".rstrip()
        )
        lines.append(f"      “{clip(citation.quote)}”")
        if citation.untrusted:
            lines.append("      ! its digits were read by OCR and may be wrong")
    return lines


def clip(text: str) -> str:
    """Return a quote on one line, shortened for display only."""
    line = " ".join(text.split())
    return line if len(line) <= _QUOTED else line[:_QUOTED].rstrip("เแโใไ ") + " …"


def _explanation(answer: Answer) -> list[str]:
    lines = [f"  kind: {answer.kind.value} · {answer.seconds:.3f} s"]
    understanding = answer.understanding
    if understanding is not None:
        lines.append(f"  intent: {understanding.intent or '-'} ({understanding.score:.2f})")
        lines += [f"  {slot}: {words}" for slot, words in understanding.linked.items()]
        if understanding.alternatives:
            lines.append(
                "  also: " + ", ".join(f"{name} ({score:.2f})" for name, score in understanding.alternatives)
            )
    if answer.sparql:
        lines += ["  query:", *("    " + line for line in answer.sparql.strip().splitlines())]
    return lines


def hits_json(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Return hits with their citation, score and place."""
    return [
        {
            "rank": hit.rank,
            "score": hit.score,
            "lexical": hit.lexical,
            "dense": hit.dense,
            "kind": hit.chunk.kind,
            "agenda": hit.chunk.agenda,
            "heading": hit.chunk.heading,
            **citation_json(hit.citation),
        }
        for hit in hits
    ]


def hits_text(hits: Sequence[Hit]) -> str:
    """Return hits for a terminal."""
    if not hits:
        return "nothing found"
    lines = []
    for hit in hits:
        chunk = hit.chunk
        place = f" วาระที่ {chunk.agenda}" if chunk.agenda else ""
        lines.append(
            f"{hit.rank}. {hit.score:.3f} {chunk.file} [{chunk.span.start}:{chunk.span.end}] {chunk.label}{place}"
        )
        lines.append(f"     “{clip(chunk.text)}”")
    return "\n".join(lines)


def trace_text(found: Trace) -> str:
    """Return a trace for a terminal: the projects, the resolutions with why, the mentions."""
    lines = []
    for project in found.projects:
        years = f" · ปี {', '.join(map(str, project.years_be))}" if project.years_be else ""
        category = f" · {project.category}" if project.category else ""
        lines.append(f"{project.name}{category}{years} ({project.reason})")
    lines.append(f"\nresolutions ({len(found.resolutions)}):")
    for n, resolution in enumerate(found.resolutions, 1):
        day = thai_date(resolution.date) if resolution.date else ""
        lines.append(
            f"  {n}. {resolution.meeting_label} · {day} · วาระที่ {resolution.agenda or '-'} {resolution.agenda_title or ''} "
            f"· {', '.join(resolution.types)}"
        )
        lines.append(
            f"     “{clip(resolution.text)}” {resolution.citation.file} [{resolution.citation.start}:{resolution.citation.end}]"
        )
        because = resolution.because
        lines.append(
            f"     why: {resolution.reason}, “{clip(resolution.matched)}” [{because.start}:{because.end}]"
        )
    lines.append(f"\nmentions ({len(found.mentions)}):")
    for mention in found.mentions:
        where = mention.citation
        place = f" วาระที่ {mention.agenda}" if mention.agenda else ""
        lines.append(
            f"  {where.file} [{where.start}:{where.end}]{place} · {mention.reason}: “{clip(mention.matched)}”"
        )
    return "\n".join(lines)


def entries_text(entries: Sequence[Entry]) -> str:
    """Return the documents for a terminal."""
    return "\n".join(
        f"{entry.date.isoformat() if entry.date else '----------'}  {entry.kind:16}  {entry.file}  {entry.label}"
        for entry in entries
    )


_TICKS = {True: "✓", False: "✗", None: "–"}  # None: not asked of such a record


def checks_text(checks: Sequence[RecordCheck]) -> str:
    """Return the checks of every record for a terminal."""
    lines = []
    for check in checks:
        levels = " ".join(f"{_TICKS[met]} {level}" for level, met in check.levels.items())
        lines.append(f"{check.file} ({check.kind}): {levels}")
        lines += [f"    {result.severity}: {result.message}" for result in check.results[:8]]
        if len(check.results) > 8:
            lines.append(f"    … and {len(check.results) - 8} more")
        for notice in check.warnings:
            where = f" [{notice.span.start}:{notice.span.end}]" if notice.span else ""
            lines.append(f"    {notice.code}{where}: {notice.message}")
    return "\n".join(lines)


def contradictions_text(found: Sequence[ShapeResult]) -> str:
    """Return where records contradict each other, for a terminal."""
    lines = [
        f"{one.severity}: {one.message} · {one.focus}{f' · {one.value}' if one.value else ''}"
        for one in found
    ]
    return "\n".join(lines) or "no two records contradict each other"
