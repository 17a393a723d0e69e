"""Renders the bundled example records to PDF with the real tools: `python tests/files/make_pdf.py [FOLDER]`.

Needs Debian's chromium, libreoffice-writer, fonts-thai-tlwg and fonts-noto. The PDFs in this folder were
made by it; tests read them, and make none themselves. A record's lines become paragraphs with the official
form's indent, its title is centred, its headings are bold, its table rows are tables.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
RECORDS = HERE.parents[1] / "examples" / "records"
HEADING = re.compile(
    r"(ระเบียบ)?วาระที่|(รายชื่อ)?ผู้(ไม่)?(มา|เข้าร่วม)ประชุม|กรรมาธิการผู้|เริ่มประชุม|เลิกประชุม|มติ|สาระสำคัญ"
)


@dataclass(frozen=True)
class Look:
    """How a record is set. `rules` draws table lines; `tabs` sets lists without lines by tab stops (Writer)."""

    font: str = "Laksaman"
    size: int = 16
    margins: str = "2.5cm 2cm 2cm 3cm"
    rules: bool = False
    justify: bool = True
    tabs: bool = False


@dataclass(frozen=True)
class Part:
    """A stretch of a record: `title`, `head`, `para`, or `table` (rows of cells)."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def parts(text: str) -> list[Part]:
    """Return the parts of a record's text file."""
    found: list[Part] = []
    rows: list[tuple[str, ...]] = []
    title = True
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if line.startswith("|"):
            while not line.rstrip().endswith("|") and index < len(lines):
                line += "\n" + lines[index]
                index += 1
            if not re.fullmatch(r"[|\-: ]+", line):
                rows.append(tuple(cell.strip() for cell in line.strip().strip("|").split("|")))
            continue
        cells = re.split(r"\t| {3,}|\s*\.{8,}\s*", line.strip(" "))
        if len(cells) > 1 and any(cells[1:]):
            rows.append(tuple(cell.strip() for cell in cells))
            continue
        if rows and line.startswith("     ("):  # goes on in the cell above
            last = rows[-1]
            rows[-1] = (*last[:1], f"{last[1]}\n{line.strip()}", *last[2:])
            continue
        if rows:
            found.append(Part("table", rows=tuple(rows)))
            rows = []
        if not line.strip():
            title = False
            found.append(Part("para", "\u00a0"))
        elif title:
            found.append(Part("title", line.strip()))
        elif len(line) < 80 and HEADING.match(line):
            found.append(Part("head", line.strip()))
        else:
            found.append(Part("para", line.strip()))
    if rows:
        found.append(Part("table", rows=tuple(rows)))
    return found


def page(text: str, look: Look) -> str:
    """Return a record as an HTML page to print."""
    align = "justify" if look.justify else "left"
    rule = "td{border:1px solid #000}" if look.rules else ""
    style = (
        f"@page{{size:A4;margin:{look.margins}}}body{{font:{look.size}pt '{look.font}';line-height:1.35;margin:0}}"
        f"p{{margin:0;text-indent:2.5cm;text-align:{align}}}p.t{{text-indent:0;text-align:center;font-weight:bold}}"
        "p.h{text-indent:0;font-weight:bold;text-align:left;margin-top:6pt}"
        f"table{{border-collapse:collapse;width:100%}}td{{vertical-align:top;padding:1px 5px}}{rule}"
    )
    body = []
    for part in parts(text):
        if part.kind == "table":
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(c).replace(chr(10), '<br>')}</td>" for c in row) + "</tr>"
                for row in part.rows
            )
            body.append(f"<table>{rows}</table>")
        else:
            mark = {"title": ' class="t"', "head": ' class="h"', "para": ""}[part.kind]
            body.append(f"<p{mark}>{html.escape(part.text)}</p>")
    return (
        f'<!doctype html><html lang="th"><meta charset="utf-8"><style>{style}</style>{"".join(body)}</html>'
    )


def writer(text: str, look: Look) -> str:
    """Return a record as a flat OpenDocument text."""
    top, right, bottom, left = look.margins.split()
    font = f'style:font-name-complex="{look.font}" fo:font-family="{look.font}" style:font-family-complex="{look.font}"'
    size = f'fo:font-size="{look.size}pt" style:font-size-complex="{look.size}pt"'
    base = f'<style:text-properties {font} {size} style:language-complex="th" style:country-complex="TH"/>'
    bold = f'<style:text-properties {font} {size} fo:font-weight="bold" style:font-weight-complex="bold"/>'
    align = "justify" if look.justify else "start"
    tabs = "".join(f'<style:tab-stop style:position="{at}cm"/>' for at in (1, 8.5, 12))
    edge = 'fo:border="0.5pt solid #000000"' if look.rules else 'fo:border="none"'
    styles = (
        f'<style:style style:name="T" style:family="paragraph"><style:paragraph-properties fo:text-align="center"/>{bold}</style:style>'
        f'<style:style style:name="H" style:family="paragraph"><style:paragraph-properties fo:margin-top="6pt"/>{bold}</style:style>'
        f'<style:style style:name="P" style:family="paragraph"><style:paragraph-properties fo:text-align="{align}" fo:text-indent="2.5cm"/>{base}</style:style>'
        f'<style:style style:name="L" style:family="paragraph"><style:paragraph-properties><style:tab-stops>{tabs}</style:tab-stops></style:paragraph-properties>{base}</style:style>'
        f'<style:style style:name="C" style:family="table-cell"><style:table-cell-properties {edge} fo:padding="0.1cm"/></style:style>'
        f'<style:page-layout style:name="A"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin-top="{top}" fo:margin-right="{right}" fo:margin-bottom="{bottom}" fo:margin-left="{left}"/><style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style></style:page-layout>'
    )
    master = (
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A"><style:header>'
        '<text:p text:style-name="T">- <text:page-number>1</text:page-number> -</text:p></style:header>'
        "</style:master-page></office:master-styles>"
    )
    body = "".join(_writer_part(part, look) for part in parts(text))
    spaces = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
        for k, v in (
            ("office", "office"),
            ("style", "style"),
            ("text", "text"),
            ("table", "table"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        f'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>{styles}'
        f"</office:automatic-styles>{master}<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def _writer_part(part: Part, look: Look) -> str:
    if part.kind != "table":
        return f'<text:p text:style-name="{part.kind[0].upper()}">{html.escape(part.text)}</text:p>'
    if look.tabs and not look.rules:
        rows = ("<text:tab/>".join(html.escape(c.replace("\n", " ")) for c in row) for row in part.rows)
        return "".join(f'<text:p text:style-name="L">{row}</text:p>' for row in rows)
    cells = (
        "".join(
            '<table:table-cell table:style-name="C" office:value-type="string">'
            + "".join(f'<text:p text:style-name="L">{html.escape(p)}</text:p>' for p in cell.split("\n"))
            + "</table:table-cell>"
            for cell in row
        )
        for row in part.rows
    )
    width = max(len(row) for row in part.rows)
    rows_xml = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return (
        f'<table:table><table:table-column table:number-columns-repeated="{width}"/>{rows_xml}</table:table>'
    )


def print_chromium(text: str, look: Look, out: Path) -> None:
    """Write a record as Chromium prints it."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "record.html"
        source.write_text(page(text, look), encoding="utf-8")
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


def print_writer(text: str, look: Look, out: Path, options: str = "") -> None:
    """Write a record as LibreOffice exports it; `options` are those of its PDF filter."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.fodt"
        source.write_text(writer(text, look), encoding="utf-8")
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", f"pdf{options}", "--outdir", str(out.parent), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)


FIXTURES = (
    ("hospital_chromium", "thatharn-hospital/2568-08.txt", print_chromium, Look("Garuda", 14)),
    (
        "university_chromium_ruled",
        "stu-digital/2567-02.txt",
        print_chromium,
        Look("Noto Sans Thai", 13, rules=True),
    ),
    ("university_writer", "stu-digital/2567-02.txt", print_writer, Look(justify=False)),
    ("council_writer", "thatharn-council/2567-2-1.txt", print_writer, Look("Norasi", tabs=True)),
    ("committee_writer_tabs", "saichon-digital/2566-05.txt", print_writer, Look("Garuda", 15, tabs=True)),
)


LETTER = "ประกาศ\n\nขอเชิญประชุมคณะกรรมการอาคาร ครั้งที่ ๑/๒๕๗๐"
LOCKS = {
    "locked": {"EncryptFile": True, "DocumentOpenPassword": "ปิด"},
    "no_copying": {"RestrictPermissions": True, "PermissionPassword": "x", "EnableCopyingOfContent": False},
}


def filter_options(values: dict[str, bool | str]) -> str:
    """Return options of LibreOffice's PDF filter as its command line takes them."""
    kinds = {bool: "boolean", str: "string"}
    shown = {
        key: {"type": kinds[type(value)], "value": str(value).lower() if value in (True, False) else value}
        for key, value in values.items()
    }
    return f":writer_pdf_Export:{json.dumps(shown)}"


def main() -> None:
    """Write the fixtures to the folder named, or to this one."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, record, tool, look in FIXTURES:
        tool((RECORDS / record).read_text(encoding="utf-8"), look, out / f"{name}.pdf")
    for name, values in LOCKS.items():
        print_writer(LETTER, Look(), out / f"{name}.pdf", filter_options(values))


if __name__ == "__main__":
    main()
