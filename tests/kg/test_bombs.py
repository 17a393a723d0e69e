"""Files made to exhaust a reader: each refused within a second, in little memory, naming the limit."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from word_files import docx, p

from kg.documents.word.docx import read_docx
from kg.documents.word.zip_limits import open_package, read_part
from kg.errors import FileDamaged, FileRefused

ROOT = Path(__file__).parents[2]
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN, CLOSE = f"<w:document {W}><w:body>", "</w:body></w:document>"
MEASURED = """
import sys, time
from pathlib import Path
from kg.documents.sniff import sniff
from kg.documents.word.docx import read_docx
from kg.errors import InputError
data = Path(sys.argv[1]).read_bytes()
started = time.process_time()
try:
    sniff(data, name="ระเบิด.docx"); read_docx(data, name="ระเบิด.docx"); told = "read"
except InputError as error:
    told = f"{type(error).__name__}: {error}"
took = time.process_time() - started
peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) // 1024
print(took, peak, told, sep="\\n")
"""


def with_document(pieces: Iterable[str | bytes], *, stored: bool = False) -> bytes:
    """A DOCX whose document is these pieces, packed as tightly as may be."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(p("ก")))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "word/document.xml":
                new.writestr(name, old.read(name))
        entry = zipfile.ZipInfo("word/document.xml")
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        with new.open(entry, "w", force_zip64=True) as stream:
            for piece in pieces:
                stream.write(piece.encode() if isinstance(piece, str) else piece)
    return out.getvalue()


def laughs() -> str:
    entities = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'{HEAD}<!DOCTYPE w:document [<!ENTITY l0 "lol">{entities}]>{OPEN}{p("<w:r><w:t>&l9;</w:t></w:r>")}{CLOSE}'


def outside(encoding: str = "UTF-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
        f"{OPEN}<w:p><w:r><w:t>X&x;X</w:t></w:r></w:p>{CLOSE}"
    )


PARAGRAPHS = "<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 20_000
DEEP = "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"
BOMBS = {
    "600 MB of text": (lambda: with_document([b"a" * (1 << 20)] * 600), "FileRefused", "209,715,200"),
    "80 MB of text": (lambda: with_document([b"a" * (1 << 20)] * 80), "FileRefused", "67,108,864"),
    "3 million elements": (
        lambda: with_document([OPEN, *[PARAGRAPHS] * 150, CLOSE]),
        "FileRefused",
        "67,108,864",
    ),
    "tightly packed": (
        lambda: with_document([OPEN, *[PARAGRAPHS] * 60, CLOSE]),
        "FileRefused",
        "the limit is 200",
    ),
    "many tags": (
        lambda: with_document([OPEN, "<w:p/>" * 2_100_000, CLOSE], stored=True),
        "FileRefused",
        "2,000,000",
    ),
    "billion laughs": (lambda: with_document([laughs()]), "FileRefused", "DOCTYPE"),
    "external entity": (lambda: with_document([outside()]), "FileRefused", "DOCTYPE"),
    "entity in UTF-16": (
        lambda: with_document([outside("UTF-16").encode("utf-16")]),
        "FileRefused",
        "DOCTYPE",
    ),
    "60,000 deep": (
        lambda: with_document([OPEN, DEEP[0] * 30_000, p("ลึก"), DEEP[1] * 30_000, CLOSE]),
        "FileRefused",
        "256 elements",
    ),
    "cut short": (lambda: docx(p("ก" * 5000))[:-40], "FileDamaged", "Copy it again"),
    "no XML": (lambda: with_document(["<w:document"]), "FileDamaged", "no XML"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_at_once(name: str, tmp_path: Path) -> None:
    make, error, said = BOMBS[name]
    (tmp_path / "bomb").write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(tmp_path / "bomb")],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    seconds, megabytes, told = done.stdout.strip().split("\n", 2)
    assert told.startswith(f"{error}: ระเบิด.docx")
    assert said in told
    assert float(seconds) < 1
    assert int(megabytes) < 100


def many_parts(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for i in range(count):
            package.writestr(f"word/{i}", b"")
    return out.getvalue()


def test_packages_of_many_parts_are_refused() -> None:
    assert len(open_package(many_parts(2_000), name="x").namelist()) == 2_000
    with pytest.raises(FileRefused, match="2,001 parts; the limit is 2,000"):
        open_package(many_parts(2_001), name="x")


def patched(data: bytes, at_local: int, at_central: int, value: bytes) -> bytes:
    """`data` with a field of the document's headers changed, in both places."""
    changed = bytearray(data)
    for signature, offset, name_at in ((b"PK\x03\x04", at_local, 30), (b"PK\x01\x02", at_central, 46)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            if data[at + name_at :].startswith(b"word/document.xml"):
                changed[at + offset : at + offset + len(value)] = value
            at += 4
    return bytes(changed)


def test_a_package_that_lies_about_its_size_is_damaged() -> None:
    data = docx(p("ก" * 50_000))
    with pytest.raises(FileDamaged, match=r"word/document\.xml cannot be unpacked"):
        read_docx(patched(data, 22, 24, (100).to_bytes(4, "little")), name="x")


def test_a_locked_package_says_so() -> None:
    with pytest.raises(FileDamaged, match="locked with a password"):
        read_docx(patched(docx(p("ก")), 6, 8, b"\x01\x00"), name="x")


def test_a_part_that_is_not_there_is_none() -> None:
    assert read_part(open_package(docx(p("ก")), name="x"), "word/none.xml", name="x") is None
