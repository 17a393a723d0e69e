"""Outlines written down in a few lines of YAML, and the threads between them as a reader would say them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from kg import iris
from kg.iris import name_key
from kg.records import Kind, Section
from kg.threads.headings import is_heading
from kg.threads.parts import Amendment, Decision, Item, Outline, Pointer, Seat, Sheet, Task, Told
from kg.threads.resolve import Threads
from kg.threads.titles import mark

BODY = "คณะกรรมการพัฒนาตำบลบางนกยูง"
DECIDED = [Section.FOR_CONSIDERATION, Section.MATTERS_ARISING, Section.FOR_INFORMATION, Section.OTHER]


def sha(name: str) -> str:
    """The sha256 of the document that a scenario calls `name`."""
    return sha256(name.encode()).hexdigest()


def outline(name: str, told: Mapping[str, Any]) -> Outline:
    """An outline from its lines: see tests/cases/threads.yaml for the form."""
    number, year = _number(told.get("number"))
    items = tuple(_items(told.get("items", {})))
    at = {item.name: index for index, item in enumerate(items)}
    planned = told.get("planned")
    return Outline(
        sha256=sha(name),
        file=f"{name}.txt",
        kind=Kind(told.get("kind", "formal-minutes")),
        body=told.get("body", BODY),
        number=number,
        year_be=year,
        date=told.get("date"),
        session=told.get("session"),
        year_beside=bool(told.get("number")) and "/" in str(told["number"]),
        items=items,
        decisions=tuple(_decisions(told.get("decides", {}), at)),
        tasks=tuple(_tasks(told.get("assigns", []), at)),
        pointers=tuple(
            _pointer(n, p, at, told.get("body", BODY)) for n, p in enumerate(told.get("refers", []), 1)
        ),
        reports=tuple(
            Told(n, at.get(r["in"]), r.get("kind", "progress"), r.get("agent"), False, r.get("text", ""))
            for n, r in enumerate(told.get("reports", []), 1)
        ),
        amendments=tuple(
            Amendment(n, at.get(c["in"]), c.get("page"), c.get("line"), c.get("old"), c.get("new"))
            for n, c in enumerate(told.get("corrects", []), 1)
        ),
        planned=(*_number(planned.get("number")), _iso(planned.get("date"))) if planned else None,
        seats=tuple(
            Seat(s.get("list", "present"), n, s["name"], s.get("role"), s.get("post"), s.get("for"))
            for n, s in enumerate(told.get("seats", []), 1)
        ),
        sheets=tuple(
            Sheet(p["page"], p["lines"][0][0], p["lines"][-1][1], tuple((a, b) for a, b in p["lines"]))
            for p in told.get("pages", [])
        ),
    )


def _number(written: Any) -> tuple[int | None, int | None]:
    if written is None:
        return None, None
    number, _, year = str(written).partition("/")
    return int(number), int(year) if year else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _items(told: Mapping[str, Any]) -> list[Item]:
    items: list[Item] = []
    at: dict[str, int] = {}
    for index, (name, said) in enumerate(told.items()):
        said = {"title": said} if isinstance(said, str) else said
        title = said["title"]
        above = at.get(name.partition("~")[0].rpartition(".")[0])
        section = said.get("section", items[above].section if above is not None else None)
        projects = tuple(said.get("projects", ()))
        start, end = said.get("at", (1000 * index, 1000 * index + 900))
        inside = any(other.startswith(f"{name}.") for other in told)
        heading = inside or is_heading(title)
        items.append(
            Item(name, title, name_key(title), mark(title), section, start, end, above, heading,
                 said.get("titled", len(projects)), projects)
        )  # fmt: skip
        at[name] = index
    return items


def _decisions(told: Mapping[str, Any], at: Mapping[str, int]) -> list[Decision]:
    return [Decision(name, 1, at[name], tuple(types)) for name, types in told.items()]


def _tasks(told: list[Mapping[str, Any]], at: Mapping[str, int]) -> list[Task]:
    counts: dict[str, int] = {}
    made = []
    for task in told:
        name = task["in"]
        counts[name] = counts.get(name, 0) + 1
        made.append(Task(name, 1, counts[name], at[name], task["agent"], False, task.get("task"), None))
    return made


def _pointer(n: int, told: Mapping[str, Any], at: Mapping[str, int], body: str) -> Pointer:
    number, year = _number(told.get("number"))
    return Pointer(
        n, at.get(told.get("in", "")), told.get("body", body), number, year, _iso(told.get("date")), told.get("session"),
        told.get("item"), told.get("page"), told.get("line"), told.get("words", ""),
    )  # fmt: skip


def threads_as_told(made: Mapping[str, Outline], threads: Threads) -> dict[str, Any]:
    """The threads in the words of the scenarios, for those parts that a scenario may state."""
    names = {outline.sha256: name for name, outline in made.items()}
    told: dict[str, Any] = {
        "references": {},
        "follows": [],
        "matters": {},
        "status": {},
        "answers": [],
        "corrects": {},
    }
    for name, outline in sorted(made.items()):
        links = threads.links(outline.sha256)
        for link in links.references:
            to = names[link.sha256] if link.sha256 else None
            place = [str(x) for x in (link.status, to, link.item) if x is not None]
            if link.span:
                place.append(f"{link.span[0]}-{link.span[1]}")
            told["references"][f"{name} {link.n}"] = " ".join(place)
        for f in links.follows:
            told["follows"].append(f"{name} {f.item} -> {names[f.sha256]} {f.earlier} {f.reason}")
        for concern in links.concerns:
            told["matters"].setdefault(concern.matter, []).append(f"{name} {concern.item}")
        told["status"][name] = links.status
        for a in links.answers:
            told["answers"].append(f"{name} {a.n} -> {names[a.sha256]} {a.agenda} {a.assignment} {a.reason}")
        for c in links.corrects:
            told["corrects"][f"{name} {c.n}"] = names[c.sha256] if c.sha256 else c.status
    told["matters"] = sorted(items for items in told["matters"].values() if len(items) > 1)
    return told


def gaps_as_told(made: Mapping[str, Outline], threads: Threads, body: str = BODY) -> list[str]:
    """The gaps of a body's series, each as "4/2567", with the session or date where it has one, sorted."""
    quads = threads.graphs()[iris.series_graph(iris.agency(body))].decode()
    found: dict[str, dict[str, str]] = {}
    for line in quads.splitlines():
        subject, predicate, value = line.split(" ", 2)
        if "/gap/" in subject:
            found.setdefault(subject, {})[predicate.rpartition("#")[2].rpartition("/")[2].strip(">")] = value
    told = []
    for gap in found.values():
        plain = {key: value.partition("^^")[0].partition("@")[0].strip('"') for key, value in gap.items()}
        parts = [plain[k] for k in ("number", "yearBE") if k in plain and "startDate" not in plain]
        told.append(" ".join(["/".join(parts), plain.get("session", ""), plain.get("startDate", "")]).strip())
    return sorted(told)
