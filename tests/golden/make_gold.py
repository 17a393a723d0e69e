"""Build the gold records from the facts a person read in the texts.

`facts/<record>.yaml` says what a record says, with the words that say it; this script finds those words in
`examples/records/<record>.txt` and writes `<record>.json` with the offsets. No offset is ever typed.

usage: make_gold.py [--check]      (--check writes nothing and fails where a file would change)
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parent.parent / "examples" / "records"
ROW = re.compile(r"(?:\| *)?[0-9๐-๙]+\.?[ \t]")
AFTER_SUGGESTION = re.compile(r"\n\n|\n *มติ|\nที่ประชุม")
VOTES = ("in_favour", "against", "abstained", "not_voting", "present")
ATTENDEE = (
    "section", "number", "name", "variants", "prefix", "role", "position", "agency", "proxy_for",
    "absence_reason", "mode", "span",
)  # fmt: skip

Facts = dict[str, Any]


def find(text: str, words: str, start: int = 0, end: int | None = None) -> list[int]:
    """Return the span of the first `words` in `text[start:end]`; LookupError where they are absent."""
    at = text.find(words, start, len(text) if end is None else end)
    if at < 0:
        raise LookupError(f"not in the text from {start}: {words!r}")
    return [at, at + len(words)]


def stretch(text: str, facts: Facts, start: int = 0, end: int | None = None) -> list[int]:
    """Return the span of `text`/`quote`, or from the words `from` to the end of the words `to` after them."""
    if "from" not in facts:
        return find(text, facts["quote"] if "quote" in facts else facts["text"], start, end)
    first = find(text, facts["from"], start, end)
    return [first[0], find(text, facts["to"], first[0], end)[1]]


def meeting(text: str, facts: Facts) -> Facts:
    """Return the meeting's values and, under `spans`, where each was read."""
    values = {key: fact["value"] for key, fact in facts.items()}
    spans: Facts = {}
    for key, fact in facts.items():
        quotes = fact.get("quote", [])
        spans[key] = [find(text, quote) for quote in ([quotes] if isinstance(quotes, str) else quotes)]
    return {**values, "spans": {key: found for key, found in spans.items() if found}}


def line_end(text: str, start: int, lines: int = 1) -> int:
    """Return the end of the `lines`-th line from `start`, its line break left out."""
    end = start - 1
    for _ in range(lines):
        end = text.index("\n", end + 1)
    return end


def attendees(text: str, lists: list[Facts]) -> list[Facts]:
    """Return the rows of the attendance lists in order; a row's span covers the whole row."""
    out, cursor = [], 0
    for part in lists:
        cursor = find(text, "\n" + part["heading"], cursor)[1]
        for number, row in enumerate(part["rows"], 1):
            while not ROW.match(text, cursor):
                cursor = text.index("\n", cursor) + 1
            end = line_end(text, cursor, row.get("lines", 1))
            names = [row["name"], *row.get("variants", [])]
            if not any(name in text[cursor:end] for name in names):
                raise LookupError(f"{row['name']} is not in {text[cursor:end]!r}")
            full = {
                **row,
                "section": part["section"],
                "number": number,
                "variants": names,
                "span": [cursor, end],
            }
            out.append({key: full.get(key) for key in ATTENDEE})
            cursor = end + 1
    return out


def agenda(text: str, facts: Facts) -> list[Facts]:
    """Return the agenda items; an item ends where the next of its level or above begins."""
    items = facts.get("agenda", [])
    if not items:
        return []
    cursor = find(text, facts["agenda_after"])[1] if "agenda_after" in facts else 0
    starts = []
    for item in items:
        cursor = find(text, "\n" + item["heading"], cursor)[0] + 1
        starts.append(cursor)
    last = find(text, facts["agenda_end"], cursor)[0]
    borders = [
        *starts,
        *(m.start() for m in group_lines(text, facts, starts[0])),
        last + (text[last] == "\n"),
    ]
    out = []
    for item, start in zip(items, starts, strict=True):
        subs = {s for i, s in zip(items, starts, strict=True) if i["number"].startswith(item["number"] + ".")}
        end = min(b for b in borders if b > start and b not in subs)
        out.append(
            {
                "number": item["number"],
                "title": item["title"],
                "section": item.get("section"),
                "span": [start, end],
            }
        )
    return out


def group_lines(text: str, facts: Facts, start: int) -> list[re.Match[str]]:
    """Return the category lines of cabinet results that stand between matters."""
    names = "|".join(map(re.escape, facts.get("group_headings", [])))
    return list(re.compile(rf"^(?:{names})$", re.MULTILINE).finditer(text, start)) if names else []


def resolutions(text: str, rows: list[Facts], items: dict[str, list[int]]) -> list[Facts]:
    """Return the resolutions; a span begins after the words that introduce it (`marker`)."""
    out = []
    for row in rows:
        start, end = items[row["agenda"]]
        words = row["marker"] + row.get("from", row.get("text"))
        at = find(text, words, start, end)[0] + len(row["marker"])
        span = stretch(text, row, at, end)
        out.append({
            "agenda": row["agenda"], "text": text[slice(*span)], "types": row["types"],
            "assigned_to": row.get("assigned_to", []), "due": row.get("due"), "vote": row.get("vote"),
            "proposed_by": row.get("proposed_by"), "votes": votes(text, row.get("votes"), at), "span": span,
        })  # fmt: skip
    return out


def votes(text: str, facts: Facts | None, at: int) -> Facts | None:
    """Return a count of votes: the numbers told (null for others) and where, from `at` on."""
    if facts is None:
        return None
    return {**{key: facts.get(key) for key in VOTES}, "span": find(text, facts["quote"], at)}


def told(text: str, rows: list[Facts], items: dict[str, list[int]], keys: tuple[str, ...]) -> list[Facts]:
    """Return reports, remarks or corrections with their words, each found in its item after the one before."""
    out: list[Facts] = []
    for row in rows:
        start, end = items[row["agenda"]]
        before = [fact["span"][1] for fact in out if fact["agenda"] == row["agenda"]]
        span = stretch(text, row, max([start, *before]), end)
        out.append(
            {
                "agenda": row["agenda"],
                **{k: row.get(k) for k in keys},
                "text": text[slice(*span)],
                "span": span,
            }
        )
    return out


def suggestions(text: str, rows: list[Facts], items: dict[str, list[int]]) -> list[Facts]:
    """Return the numbered suggestions; one ends at a blank line, at the next one, or at the resolution."""
    out = []
    for row in rows:
        start, end = items[row["agenda"]]
        cursor = find(text, row["heading"], start, end)[1]
        starts = []
        for words in row["starts"]:
            cursor = find(text, words, cursor, end)[0]
            starts.append(cursor)
        for number, at in enumerate(starts, 1):
            after = AFTER_SUGGESTION.search(text, at, end)
            stop = min([*starts[number : number + 1], after.start() if after else end])
            out.append(
                {"agenda": row["agenda"], "number": number, "span": [at, at + len(text[at:stop].rstrip())]}
            )
    return out


def named(text: str, rows: list[Facts], items: dict[str, list[int]]) -> list[Facts]:
    """Return projects or laws with the span where each is first named in its item."""
    out = []
    for row in rows:
        span = find(text, row.get("quote", row["name"]), *items[row["agenda"]])
        out.append({**{key: value for key, value in row.items() if key != "quote"}, "span": span})
    return out


def signatory(text: str, facts: Facts | None) -> Facts | None:
    """Return the name and span of who took or checked the minutes; the signature is the last such place."""
    if facts is None:
        return None
    start = text.rindex(facts["from"])
    return {"name": facts["name"], "span": [start, find(text, facts["to"], start)[1]]}


def gold(file: str, text: str, facts: Facts) -> Facts:
    """Return the gold record of one text."""
    items = agenda(text, facts)
    spans = {item["number"]: item["span"] for item in items}
    blank = {"acronym": None, "category": None, "years_be": []}
    following = facts.get("next_meeting")
    keys = ("number", "year_be", "date", "time", "venue")
    return {
        "file": file,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "kind": facts["kind"],
        "meeting": meeting(text, facts["meeting"]),
        "attendees": attendees(text, facts.get("attendees", [])),
        "agenda": items,
        "resolutions": resolutions(text, facts.get("resolutions", []), spans),
        "suggestions": suggestions(text, facts.get("suggestions", []), spans),
        "remarks": told(text, facts.get("remarks", []), spans, ("kind", "by")),
        "reports": told(text, facts.get("reports", []), spans, ("kind", "agent")),
        "corrections": told(
            text, facts.get("corrections", []), spans, ("page", "line", "old", "new", "after")
        ),
        "projects": [{**blank, **row} for row in named(text, facts.get("projects", []), spans)],
        "laws": [{"year_be": None, **row} for row in named(text, facts.get("laws", []), spans)],
        "references": [
            {**{k: row.get(k) for k in ("body", "number", "year_be", "date")}, "span": stretch(text, row)}
            for row in facts.get("references", [])
        ],
        "next_meeting": following
        and {**{k: following.get(k) for k in keys}, "span": stretch(text, following)},
        "recorder": signatory(text, facts.get("recorder")),
        "checker": signatory(text, facts.get("checker")),
        "warnings": [
            {"code": w["code"], "message": w["message"], "span": find(text, w["quote"])}
            for w in facts.get("warnings", [])
        ],
    }


def main(check: bool) -> int:
    """Build every gold record; with `check`, return 1 where one is out of date."""
    stale = 0
    for source in sorted((HERE / "facts").rglob("*.yaml")):
        name = source.relative_to(HERE / "facts").with_suffix("")
        text = (RECORDS / name).with_suffix(".txt").read_text(encoding="utf-8")
        try:
            record = gold(f"{name}.txt", text, yaml.safe_load(source.read_text(encoding="utf-8")))
        except LookupError as error:
            raise SystemExit(f"{name}: {error}") from error
        target = (HERE / name).with_suffix(".json")
        built = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        if check and (not target.exists() or target.read_text(encoding="utf-8") != built):
            sys.stderr.write(f"{target} is out of date: run {Path(__file__).name}\n")
            stale = 1
        elif not check:
            target.parent.mkdir(exist_ok=True)
            target.write_text(built, encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
