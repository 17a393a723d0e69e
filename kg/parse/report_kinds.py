"""What a clause reports of earlier work: done, under way, not done, or nothing."""

from __future__ import annotations

import re
from functools import cache

from kg.form import either, form
from kg.parse.wording import GAP
from kg.records import Span

_NEAR = 28  # code points from a word of duty to the deed
_AFTER = 60


@cache
def _words() -> dict[str, re.Pattern[str]]:
    data = form("reports")
    no_deed = "".join(rf"(?<!{word})" for word in data["did_not"])
    return {
        "not-done": re.compile(either(data["not_done"])),
        "progress": re.compile(rf"{either(data['progress'])}(?!{GAP}(?:วัน|เดือน|ปี|\d|ร้อยละ\s*100))"),
        "advance": re.compile(rf"(?:(?:คืบ|ก้าว)หน้า[^\s\d]{{0,20}}|ดำเนินการ(?:ไป)?แล้ว|แล้วเสร็จ|เสร็จ(?:ไป)?แล้ว){GAP}(?:ไป(?:แล้ว)?)?{GAP}(?:ประมาณ)?{GAP}(?:คิดเป็น)?{GAP}(?:ร้อยละ{GAP}\d|\d[\d.]*{GAP}(?:%|เปอร์เซ็นต์))"),
        "done": re.compile(either(data["done"])),
        "did": re.compile(
            rf"(?:{no_deed}ได้(?!{either(data['did_what_not'])})[^\n]{{2,400}}?|{either(data['deeds'])}[^\s]{{0,60}}?)"
            r"แล้ว(?=\s|$|เมื่อ|ตั้งแต่|จำนวน|ทั้ง|ใน|ทุก|และ)"
        ),
        "dated": re.compile(
            rf"{no_deed}ได้(?!{either(data['did_what_not'])})[^\n]{{2,200}}?เมื่อ(?:วัน|เดือน)[^\n]{{0,12}}\d"
        ),
        "late": re.compile(either(data["late"])),
        "told": re.compile(rf"(?:[^\s]{{0,60}}?[^\s\u0e40-\u0e44])??{no_deed}ได้(?!{either(data['did_what_not'])})[\u0e01-\u0e44]{{2}}"),
        "duty": re.compile(rf"{either(data['duty'])}(?!วัน|{GAP}\d)[^\s]{{0,{_NEAR}}}$"),
        "adjacent": re.compile(rf"{either(data['duty_adjacent'])}(?:ดำเนินการ|จัดทำ)?$"),
        "partly": re.compile(either(data["partly"])),
        "whole": re.compile(either(data["whole"])),
        "retold": re.compile(r"(?:^|\s)(?:ที่ประชุม|คณะ[^\s]{0,60})(?:ได้|จึง)?(?:มีมติ|มอบหมาย|เห็นชอบ|พิจารณา|อนุมัติ)"),
        "if": re.compile(r"(?:หาก|ถ้า|กรณี|เว้นแต่)[^\s]{0,30}$"),
    }  # fmt: skip


def report_kind(shown: str, span: Span, *, told: bool = False) -> str | None:
    """Return what a clause of a face reports: "done", "progress", "not-done", or None where it reports nothing.

    `told` says that the clause is what somebody reported ("… รายงานว่า").
    """
    words = _words()
    if words["retold"].search(shown, span.start, span.end):
        return None
    for missed in words["not-done"].finditer(shown, span.start, span.end):
        if not words["if"].search(shown[span.start : missed.start()]):
            return "not-done"
    whole = words["whole"].search(shown, span.start, span.end) is not None
    if not whole and words["advance"].search(shown, span.start, span.end):
        return "progress"
    for match in words["progress"].finditer(shown, span.start, span.end):
        if _happens(shown, span, match):
            return "progress"
    for match in words["done"].finditer(shown, span.start, span.end):
        if _is_duty(shown, span, match):
            continue
        rest = shown[match.end() : min(span.end, match.end() + _AFTER)]
        return "progress" if words["partly"].search(rest) and not whole else "done"
    for match in words["did"].finditer(shown, span.start, span.end):
        if not _is_duty(shown, span, match):
            return "done"
    deed = words["told"].match(shown, span.start, span.end) if told else None
    if deed is not None and not _is_duty(shown, span, deed):
        return "done"
    return "not-done" if words["late"].search(shown, span.start, span.end) else None


def _happens(shown: str, span: Span, match: re.Match[str]) -> bool:
    before = shown[span.start : match.start()]
    if match.group() == "คืบหน้า":  # "ความคืบหน้า" is a noun
        return not before.endswith(("ความ", "รายงาน", "มี"))
    return not before.endswith(("ตั้ง", "ให้", "ที่", "ซึ่ง", "จะ", "หาก", "กรณี"))


def _is_duty(shown: str, span: Span, match: re.Match[str]) -> bool:
    """Do the words before say that it shall, should or may be done, or that it is not?"""
    before = shown[max(span.start, match.start() - 2 * _NEAR) : match.start()]
    words = _words()
    return words["adjacent"].search(before) is not None or words["duty"].search(before) is not None


def done_on_a_day(shown: str, at: int, stop: int) -> bool:
    """Return whether the words at `at` say that something was done on a day ("ได้จัดอบรมเมื่อวันที่ …")."""
    words = _words()
    return words["dated"].match(shown, at, stop) is not None and not words["retold"].search(shown, at, stop)
