"""The same minutes through the real tools: word processor, browser, scanner; the same record comes out of each."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from clerk_forms import as_docx
from essence import differences, essence
from rapidfuzz.fuzz import ratio

from kg.documents import read_document
from kg.documents.pdf.picture import render_page
from kg.parse import read_record
from kg.records import Document, Method, Span
from kg.thai import arabic_digits
from kg.trust import untrusted_digits

TESTS = Path(__file__).parent
sys.path.insert(0, str(TESTS / "files"))

from make_pdf import Look, print_chromium, print_writer  # noqa: E402

RECORDS = TESTS.parent / "examples" / "records"
RECORD = RECORDS / "saichon-digital" / "2566-05.txt"
SCANNED = RECORDS / "saichon-digital" / "2566-04.txt"  # without Markdown, which nobody prints
DPI = 200
needs_writer = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs Debian's libreoffice-writer")
needs_chromium = pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium")
needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None, reason="needs Debian's tesseract-ocr-tha"
)


@pytest.fixture(scope="module")
def truth() -> Document:
    return read_document(RECORD)


def as_pdf_by_writer(text: str, folder: Path) -> Path:
    print_writer(text, Look(font="Laksaman"), folder / "record.pdf")
    return folder / "record.pdf"


def as_pdf_by_chromium(text: str, folder: Path) -> Path:
    print_chromium(text, Look(font="Garuda", size=14), folder / "record.pdf")
    return folder / "record.pdf"


def as_doc_by_writer(text: str, folder: Path) -> Path:
    (folder / "record.docx").write_bytes(as_docx(text))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "doc",
    ]
    command += ["--outdir", str(folder), str(folder / "record.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return folder / "record.doc"


@pytest.mark.parametrize(
    ("made", "method"),
    [
        pytest.param(as_pdf_by_writer, Method.PDF_TEXT, marks=needs_writer),
        pytest.param(as_pdf_by_chromium, Method.PDF_TEXT, marks=needs_chromium),
        pytest.param(as_doc_by_writer, Method.DOC, marks=needs_writer),
    ],
)
def test_the_same_record_comes_out(
    made: Callable[[str, Path], Path], method: Method, truth: Document, tmp_path: Path
) -> None:
    document = read_document(made(truth.text, tmp_path))
    assert document.method is method
    assert all(page.exact for page in document.pages) or method is Method.DOC
    record = read_record(document)
    assert differences(essence(read_record(truth), truth), essence(record, document)) == []
    for resolution in record.resolutions:
        assert document.text[resolution.span.start : resolution.span.end] == resolution.text


def scanned(pdf: bytes) -> bytes:
    """The pages of a PDF as a scanner sees them: turned a little, grey, noisy, packed as JPEG."""
    import pypdfium2
    from PIL import Image

    rng = np.random.default_rng(7)
    with pypdfium2.PdfDocument(pdf) as document:
        count = len(document)
    sheets = []
    for index in range(count):
        grey = Image.fromarray(render_page(pdf, index, dpi=DPI))
        grey = grey.rotate(float(rng.uniform(-0.6, 0.6)), resample=Image.Resampling.BICUBIC, fillcolor=250)
        noisy = np.asarray(grey, np.float32) * 0.97 + 6 + rng.normal(0, 6, (grey.height, grey.width))
        sheets.append(Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)))
    out = io.BytesIO()
    sheets[0].save(out, "PDF", save_all=True, append_images=sheets[1:], resolution=DPI, quality=70)
    return out.getvalue()


@needs_chromium
@needs_tesseract
def test_a_scan_gives_the_people_and_the_resolutions_and_no_wrong_year_unsaid(tmp_path: Path) -> None:
    truth = read_document(SCANNED)
    pdf = as_pdf_by_chromium(truth.text, tmp_path).read_bytes()
    (tmp_path / "scan.pdf").write_bytes(scanned(pdf))
    document = read_document(tmp_path / "scan.pdf")
    assert document.method is Method.OCR
    assert all(page.method is Method.OCR and page.confidence is not None for page in document.pages)
    record, wanted = read_record(document), read_record(truth)
    assert record.kind is wanted.kind
    assert [item.number for item in record.agenda] == [item.number for item in wanted.agenda]
    assert abs(len(record.resolutions) - len(wanted.resolutions)) <= 0.25 * len(wanted.resolutions)
    names = [person.name for person in record.attendees]
    found = [person for person in wanted.attendees if any(ratio(person.name, name) >= 80 for name in names)]
    assert len(found) >= 0.5 * len(wanted.attendees)
    for name in ("number", "year_be", "date"):
        right = getattr(record.meeting, name) == getattr(wanted.meeting, name)
        assert right or getattr(record.meeting, name) is None or f"/meeting/{name}" in record.untrusted
    years = set(re.findall(r"25\d\d", arabic_digits(truth.text)))
    for year in re.finditer(r"(?<!\d)25\d\d(?!\d)", arabic_digits(document.text)):
        assert year.group() in years or untrusted_digits(document, Span(*year.span()))
