"""A record of the examples as a clerk would have typed it in a word processor or put it on a page."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from word_files import THAI_LIST, docx, numbered, p, run, table

_RULE = re.compile(r"\|[\s\-:|]+\|")
_ROW = re.compile(r"([0-9๐-๙]{1,3}\.)\s+(\S.*)")
_LAST = 12  # lines, among which the signatures are
_TABS = 3  # in a line: a table whose empty cells count
_BREAK = "\u2028"
_GAP = re.compile(r"\s{2,}")
_POINT = re.compile(r"([0-9๐-๙]{1,2})\. +(?=\S)")
_THAI = "๐๑๒๓๔๕๖๗๘๙"


@dataclass
class Table:
    """A table; a cell's lines are parted by line feeds."""

    rows: list[list[str]]


def blocks(text: str) -> list[str | Table]:
    """Paragraphs and tables of a record in the plain form of the examples; blank lines go but for those between signatures."""
    found: list[str | Table] = []
    text = re.sub(r"(?m)^\|(?:[^|\n]*\|)*[^|\n]+\n(?=[^|\n]+\|)", lambda m: m[0].replace("\n", _BREAK), text)
    lines = text.rstrip().split("\n")
    for number, line in enumerate(lines):
        last = found[-1] if found else None
        row = _cells(line)
        if _RULE.fullmatch(line.strip()):
            continue
        if row is not None and isinstance(last, Table) and len(last.rows[-1]) >= len(row) > 1:
            last.rows.append([*row, *[""] * (len(last.rows[-1]) - len(row))])
        elif row is not None:
            found.append(Table([row]))
        elif isinstance(last, Table) and line.startswith("  ") and line.strip():
            last.rows[-1][1] += "\n" + line.strip()
        elif line.strip():
            found.append(re.sub(r"^#+ +|\*\*", "", line).strip())
        elif number > len(lines) - _LAST:
            found.append("")
    return found


def _cells(line: str) -> list[str] | None:
    if line.startswith("|"):
        return [
            cell.replace("**", "").replace(_BREAK, "\n").strip()
            for cell in line.strip().strip("|").split("|")
        ]
    if line.count("\t") >= _TABS:
        return [cell.strip() for cell in line.split("\t")]
    row = _ROW.fullmatch(line.rstrip())
    if row is not None and _GAP.search(row[2]):
        return [row[1], *_GAP.split(row[2])]
    return None


def as_docx(text: str, *, tabs: bool = False, automatic: bool = False) -> bytes:
    """The record in Word: lists of people as tables, or in columns set by `tabs`; list numbers typed or `automatic`."""
    body = []
    lists: list[str] = []
    expected = 0
    for block in blocks(text):
        if isinstance(block, Table) and tabs and _ROW.match(" ".join(block.rows[0])):
            stops = "".join(f'<w:tab w:val="left" w:pos="{at}"/>' for at in (600, 4600, 7600))
            for number, *cells in block.rows:
                name, *under = cells[0].split("\n")
                body.append(p("\t".join([f"{number}\t{name}", *cells[1:]]), form=f"<w:tabs>{stops}</w:tabs>"))
                body += [p(f"\t{line}") for line in under]
            expected = 0
        elif isinstance(block, Table):
            body.append(table(*block.rows))
            expected = 0
        else:
            point = _POINT.match(block) if automatic else None
            number = int(point[1]) if point else 0
            if point is not None and number in {1, expected}:
                if number == 1:
                    lists.append("thaiNumbers" if point[1][0] in _THAI else "decimal")
                expected = number + 1
                body.append(p(run(block[point.end() :]), form=numbered(len(lists))))
            else:
                body.append(p(run(block)))
    numbering = "".join(THAI_LIST.format(key=i, form=form) for i, form in enumerate(lists, 1)) + "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in range(1, len(lists) + 1)
    )
    return docx("".join(body), numbering=numbering)


def as_html(text: str) -> bytes:
    """The record as a page of a site."""
    body = []
    for block in blocks(text):
        if isinstance(block, Table):
            rows = (
                "".join(f"<td>{html.escape(cell).replace(chr(10), '<br>')}</td>" for cell in row)
                for row in block.rows
            )
            body.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
        else:
            body.append(f"<p>{html.escape(block) or '&nbsp;'}</p>")
    page = (
        '<!DOCTYPE html>\n<html lang="th"><head><meta charset="utf-8"><title>ข่าวประชาสัมพันธ์</title></head><body>'
        f"<nav><a href='/'>หน้าแรก</a></nav><main>{''.join(body)}</main><footer>สงวนลิขสิทธิ์</footer></body></html>"
    )
    return page.encode()
