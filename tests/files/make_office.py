"""Makes the DOC files of this folder with LibreOffice: python tests/files/make_office.py (from the repository's root).

They are written by a real word processor because nothing of ours writes the format. `record.doc` is the example
named below as a clerk would have typed it; `odd.doc` holds what readers get wrong.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1])]

from clerk_forms import as_docx  # noqa: E402
from word_files import THAI_LIST, cell, docx, numbered, p, run, table  # noqa: E402

RECORD = "examples/records/saichon-digital/2566-04.txt"
BREAK = '<w:r><w:br w:type="page"/></w:r>'


def odd() -> bytes:
    """Lists, tables in tables, merged cells, notes, fields, hidden and deleted text, page breaks."""
    lists = "".join(
        f'<w:abstractNum w:abstractNumId="{key}">'
        f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1."/></w:lvl>'
        f'<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>'
        for key, form, start in ((1, "thaiLetters", 1), (2, "decimal", 4))
    ) + THAI_LIST.format(key=3, form="bullet").replace("%1.", "-")
    lists += "".join(f'<w:num w:numId="{i}"><w:abstractNumId w:val="{i}"/></w:num>' for i in (1, 2, 3))
    field = "".join(
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r>',
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("ผลของเขตข้อมูล"),
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        )
    )
    deleted = '<w:del w:id="1" w:author="ก"><w:r><w:delText>ถูกลบ</w:delText></w:r></w:del>'
    tall = '<w:vMerge w:val="restart"/>'
    rows = [
        "<w:tr>"
        + cell("กว้างสองช่อง", form='<w:tcW w:w="4000" w:type="dxa"/><w:gridSpan w:val="2"/>')
        + cell("ค๑")
        + "</w:tr>",
        "<w:tr>" + cell("สูง", form=tall) + cell("ข๒", "บรรทัดสอง") + cell("") + "</w:tr>",
        "<w:tr>"
        + cell("", form="<w:vMerge/>")
        + cell(p("ข๓"), table(["ใน๑", "ใน๒"]), "<w:p/>")
        + cell("ค๓")
        + "</w:tr>",
    ]
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    body = [
        *(
            p(text, form=numbered(1, depth))
            for text, depth in (("หนึ่ง", 0), ("ย่อย", 1), ("ย่อย", 1), ("สอง", 0))
        ),
        *(p(text, form=numbered(2)) for text in ("สี่", "ห้า")),
        p("ขีด", form=numbered(3)),
        p(
            "ก่อน",
            run("ซ่อน", "<w:vanish/>"),
            deleted,
            "<w:ins w:id='2' w:author='ก'>" + run("เพิ่ม") + "</w:ins>",
            "หลัง",
        ),
        p("มีเขตข้อมูล ", field, " จบ"),
        p("มีเชิงอรรถ", "<w:r><w:footnoteReference w:id='2'/></w:r>", " ต่อ"),
        table(*rows).replace("</w:tblPr>", f"</w:tblPr>{grid}"),
        p("มติที่ประชุม\tรับทราบ"),
        p("บรรทัดแรก\nบรรทัดสอง", BREAK),
        p("หน้าสอง ", "<w:r><w:noBreakHyphen/></w:r>", " 😀 จบ"),
    ]
    notes = "<w:footnote w:id='2'>" + p("ข้อความเชิงอรรถ") + "</w:footnote>"
    return docx("".join(body), numbering=lists, footnotes=notes)


def main() -> None:
    """Write the files."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "record.docx").write_bytes(as_docx(Path(RECORD).read_text(encoding="utf-8")))
        (Path(folder) / "odd.docx").write_bytes(odd())
        command = [
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "doc",
            "--outdir", str(HERE), f"{folder}/record.docx", f"{folder}/odd.docx",
        ]  # fmt: skip
        subprocess.run(command, check=True, timeout=300)


if __name__ == "__main__":
    main()
