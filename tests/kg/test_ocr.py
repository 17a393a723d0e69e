"""OCR: what an engine prints, layout, tables, and a scanned page read with the real engine."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from kg.documents.ocr.digit_values import Token
from kg.documents.ocr.hocr import parse_hocr
from kg.documents.ocr.layout import Row, paragraphs_of, rows_of, without_false_spaces
from kg.documents.ocr.pictures import read_image_file
from kg.documents.ocr.read import OcrPage, composed, read_picture
from kg.documents.ocr.scan_image import upright, without_specks
from kg.documents.ocr.tables import find_grids, stacked
from kg.documents.ocr.tesseract import Tesseract
from kg.documents.ocr.values import OcrLine, OcrSymbol
from kg.errors import FileRefused, MissingExtra

ROOT = Path(__file__).parents[2]
SCAN = ROOT / "tests" / "files" / "scanned_minutes.jpg"
SCANNED = """รายงานการประชุมคณะกรรมการพัฒนาห้องสมุดเทศบาลตำบลดอนแก้ว
ครั้งที่ ๔/๒๕๖๗
วันพุธที่ ๑๗ กรกฎาคม ๒๕๖๗
ณ ห้องประชุมชั้น ๖ อาคารอำนวยการ
ผู้มาประชุม
๑. นายสมหวัง ใจกว้าง ประธานกรรมการ
๒. นางสาวดวงดาว แสนสุข กรรมการ
เริ่มประชุมเวลา ๐๙.๓๐ น.
ระเบียบวาระที่ ๑ เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ
ประธานแจ้งว่า ในปีงบประมาณ พ.ศ. ๒๕๖๘ เทศบาลได้รับเงินอุดหนุนจำนวน ๑,๔๗๙,๐๐๐ บาท เพื่อปรับปรุงห้องสมุดประชาชนและจัดซื้อหนังสือใหม่ ๓๘๖ เล่ม ตามแผนพัฒนาท้องถิ่น พ.ศ. ๒๕๖๖ - ๒๕๗๐
มติที่ประชุม รับทราบ
ลำดับ\tรายการ\tงบประมาณ (บาท)
๑\tชั้นวางหนังสือ\t๘๖,๐๐๐
๒\tเครื่องปรับอากาศ\t๗๔,๕๐๐
"""
WITHOUT = "Tesseract with its Thai model is not installed (apt-get install tesseract-ocr tesseract-ocr-tha)"


@cache
def engine() -> Tesseract | None:
    try:
        return Tesseract()
    except MissingExtra:
        return None


@cache
def scanned() -> OcrPage:
    found = engine()
    assert found is not None
    ((grey, dpi),) = read_image_file(SCAN.read_bytes(), name=SCAN.name)
    return read_picture(grey, dpi=dpi, engine=found)


needs_tesseract = pytest.mark.skipif(engine() is None, reason=WITHOUT)


def folded(text: str) -> str:
    return re.sub(r"\s+", "", text)


# What the engine prints

PRINTED = """<?xml version="1.0" encoding="UTF-8"?>
 <body>
  <div class='ocr_page' id='page_1' title='image "-"; bbox 0 0 400 100; ppageno 0'>
   <div class='ocr_carea' id='block_1_1' title="bbox 10 10 300 40">
    <p class='ocr_par' id='par_1_1' lang='tha' title="bbox 10 10 300 40">
     <span class='ocr_line' id='line_1_1' title="bbox 10 10 300 40; baseline 0.01 -5; x_size 24">
      <span class='ocrx_word' id='word_1_1' title='bbox 10 10 50 40; x_wconf 93'>
       <span class='ocrx_cinfo' title='x_bboxes 10 10 30 40; x_conf 99.1'>ก</span>
       <span class='ocrx_cinfo' title='x_bboxes 31 10 50 40; x_conf 88.5'>&lt;</span>
      </span>
      <span class='ocrx_word' id='word_1_2' title='bbox 52 10 70 40; x_wconf 95'>
       <span class='ocrx_cinfo' title='x_bboxes 52 10 70 40; x_conf 99.0'>๒</span>
      </span>
     </span>
    </p>
   </div>
  </div>
{plain}
 </body>
</html>
"""


def test_printed_lines_take_spaces_from_the_plain_text() -> None:
    (line,) = parse_hocr(PRINTED.replace("{plain}", "ก< ๒\n"))
    assert line.text == "ก< ๒"
    assert [symbol.box for symbol in line.symbols] == [(10, 10, 30, 40), (31, 10, 50, 40), (52, 10, 70, 40)]
    assert [round(symbol.confidence, 3) for symbol in line.symbols] == [0.93, 0.885, 0.95]
    assert line.base + line.slope * 10 == pytest.approx(35)


def test_printed_lines_take_spaces_from_gaps_where_the_plain_text_is_another() -> None:
    (line,) = parse_hocr(PRINTED.replace("{plain}", "ข< ๒\n"))
    assert line.text == "ก<๒"


@pytest.mark.parametrize("printed", ["", "no markup\n", "<span class='ocrx_cinfo' title=''>ก</span>"])
def test_anything_printed_is_read(printed: str) -> None:
    assert len(parse_hocr(printed)) <= 1


# Layout


def symbols(text: str, left: int, top: int) -> tuple[OcrSymbol, ...]:
    found, spaced = [], False
    for place, char in enumerate(text):
        if char != " ":
            x = left + 12 * place
            found.append(OcrSymbol(char, (x, top, x + 10, top + 20), 0.9, spaced and bool(found)))
        spaced = char == " "
    return tuple(found)


def ocr_line(text: str, left: int, top: int) -> OcrLine:
    own = symbols(text, left, top)
    return OcrLine(own, (left, top - 8, left + 12 * len(text), top + 25), top + 20.0)


def row(text: str, left: int, top: int) -> Row:
    tokens = tuple(Token(one.text, one.box, 0.9, one.spaced) for one in symbols(text, left, top))
    return Row(tokens, left, left + 12 * len(text), top + 20.0, 20.0)


def written(paragraphs: list[tuple[Token, ...]]) -> list[str]:
    return ["".join((" " if token.spaced else "") + token.text for token in found) for found in paragraphs]


def test_lines_side_by_side_are_one_row() -> None:
    lines = [ocr_line("กรรมการ", 600, 12), ocr_line("ถัดไป", 10, 52), ocr_line("๑. นาย", 10, 10)]
    assert [line.text for line in rows_of(lines)] == ["๑. นาย กรรมการ", "ถัดไป"]


def test_a_column_read_as_one_line_is_dropped() -> None:
    column = OcrLine((OcrSymbol("9", (10, 10, 24, 300), 0.9),), (10, 10, 24, 300), 300.0)
    assert [line.text for line in rows_of([column, ocr_line("ข้อความ", 50, 10)])] == ["ข้อความ"]


def test_full_rows_run_on_and_indented_or_listed_ones_begin_anew() -> None:
    full = "กขคงจฉชซฌญฎฏฐฑฒณดตถท"
    rows = [
        row(full, 10, 10),
        row("ตอนปลาย", 10, 50),
        row("ย่อหน้า" + full[:11], 60, 90),
        row("๒. รายการ", 10, 130),
        row(full, 10, 170),
        row("2567 ครับ", 10, 210),
        row(full, 10, 250),
        row("ไกลลงไป", 10, 400),
    ]
    assert written(list(paragraphs_of(rows))) == [
        full + "ตอนปลาย",
        "ย่อหน้า" + full[:11],
        "๒. รายการ",
        full + " 2567 ครับ",
        full,
        "ไกลลงไป",
    ]


def test_spaces_inside_words_go_where_letters_stand_close() -> None:
    close = OcrLine(
        (
            OcrSymbol("ก", (0, 0, 10, 20), 0.9),
            OcrSymbol("ร", (12, 0, 22, 20), 0.9, True),
            OcrSymbol("ง", (34, 0, 44, 20), 0.9, True),
        ),
        (0, 0, 44, 20),
        20.0,
    )
    assert without_false_spaces(close).text == "กร ง"


@pytest.mark.parametrize(
    ("read", "want"),
    [("กํา", "กำ"), ("นํ้า", "น้ำ"), ("เเผน", "แผน"), ("กาํ", "กาํ"), ("ก้า", "ก้า"), ("ํา", "ำ"), ("", "")],
)
def test_letters_written_in_parts_are_composed(read: str, want: str) -> None:
    tokens = [Token(char, (0, 0, 1, 1), 1.0) for char in read]
    assert "".join(token.text for token in composed(tokens)) == want


# The picture


def ruled(rows: list[int], columns: list[int]) -> np.ndarray:
    grey = np.full((900, 1000), 245, np.uint8)
    for y in rows:
        grey[y : y + 3, columns[0] : columns[-1] + 3] = 40
    for x in columns:
        grey[rows[0] : rows[-1] + 3, x : x + 3] = 40
    return grey


def test_a_ruled_table_has_its_cells() -> None:
    (grid,) = find_grids(ruled([100, 200, 330, 420], [80, 300, 900]), dpi=200)
    assert (grid.rows, grid.columns, len(grid.cells)) == (3, 2, 6)
    assert np.allclose(grid.cells[0].box, (81, 101, 301, 201), atol=3)


def test_a_cell_over_two_columns_is_one() -> None:
    grey = ruled([100, 200, 330], [80, 300, 900])
    grey[104:199, 298:305] = 245
    (grid,) = find_grids(grey, dpi=200)
    assert [(cell.row, cell.column) for cell in grid.cells] == [(0, 0), (1, 0), (1, 1)]


def test_a_box_or_an_underline_is_no_table() -> None:
    assert find_grids(ruled([100, 300], [80, 900]), dpi=200) == []
    grey = np.full((500, 900), 245, np.uint8)
    grey[200:203, 100:800] = 30
    assert find_grids(grey, dpi=200) == []


def test_cells_are_stacked_without_overlap() -> None:
    grey = ruled([100, 200, 330, 420], [80, 300, 900])
    (grid,) = find_grids(grey, dpi=200)
    picture, places = stacked(grey, grid, dpi=200)
    assert picture.min() > 100, "no ruling is left"
    bottoms = [place[3] for place in places]
    assert all(place[1] > bottom for place, bottom in zip(places[1:], bottoms, strict=False))


def test_a_turned_page_is_set_upright() -> None:
    grey = np.full((1000, 1000), 250, np.uint8)
    rows, columns = np.mgrid[0:1000, 0:1000]
    level = rows - np.tan(np.deg2rad(1.2)) * (columns - 500)
    grey[(level % 50 < 14) & (columns % 20 < 12) & (columns > 100) & (columns < 900)] = 30
    turned, angle = upright(grey)
    assert abs(angle) == pytest.approx(1.2, abs=0.11)
    profile = (turned < 128).mean(axis=1)
    assert profile[200:800].max() > 0.35, "rows stand out again"


def test_specks_go_and_dots_of_letters_stay() -> None:
    grey = np.full((200, 400), 250, np.uint8)
    for x in range(50, 350, 30):
        grey[100:124, x : x + 4] = grey[100:104, x : x + 16] = 20
    grey[119:124, 329:334] = 20  # a full stop
    grey[20:23, 30:33] = 20  # dirt
    for x in range(60, 200, 9):
        grey[160:164, x : x + 4] = 20  # a dotted line
    clean = without_specks(grey)
    assert clean[19:24, 29:34].min() > 200
    assert clean[121, 331] < 60
    assert clean[162, 62] < 60


# The real engine


def test_no_tesseract_says_how_to_install_it() -> None:
    with pytest.raises(
        MissingExtra, match=r"apt-get install tesseract-ocr tesseract-ocr-tha.*pip install"
    ) as failed:
        Tesseract(command="no-such-tesseract")
    assert "no-such-tesseract" in str(failed.value)


@needs_tesseract
def test_no_thai_model_says_how_to_install_it(tmp_path: Path) -> None:
    with pytest.raises(MissingExtra, match="tesseract-ocr-tha"):
        Tesseract(models=tmp_path)


@needs_tesseract
def test_a_page_that_takes_too_long_is_refused() -> None:
    with pytest.raises(FileRefused, match="seconds"):
        Tesseract(seconds=0.01).read_lines(np.full((300, 300), 255, np.uint8), dpi=200)


@needs_tesseract
def test_an_empty_page_is_empty() -> None:
    found = engine()
    assert found is not None
    page = read_picture(np.full((700, 500), 250, np.uint8), dpi=100, engine=found)
    assert (page.text, page.untrusted, page.confidence) == ("", (), 0.0)


@needs_tesseract
def test_a_scanned_page_is_read() -> None:
    text = scanned().text
    want, got = folded(SCANNED), folded(text)
    assert Levenshtein.distance(want, got) <= 0.03 * len(want), text
    assert "ํา" not in text
    assert 0.5 < scanned().confidence <= 1


@needs_tesseract
def test_no_wrong_year_is_stated_silently() -> None:
    page = scanned()
    doubtful = {place for span in page.untrusted for place in range(span.start, span.end)}
    real = re.findall(r"๒๕[๐-๙]{2}", SCANNED)
    years = list(re.finditer(r"(?<![๐-๙])[๐-๙]{4}(?![๐-๙])", page.text))
    assert all(year[0] in real or year.start() in doubtful for year in years)
    sure = [year[0] for year in years if year.start() not in doubtful]
    assert len(sure) >= 4, page.text
    assert any(notice.code == "digits-reread" for notice in page.notices)


@needs_tesseract
def test_untrusted_stretches_are_digits_in_order() -> None:
    page = scanned()
    assert all(page.text[span.start : span.end].isdecimal() for span in page.untrusted)
    assert list(page.untrusted) == sorted(page.untrusted)


@needs_tesseract
def test_a_ruled_table_is_rows_of_cells() -> None:
    rows = [line.split("\t") for line in scanned().text.splitlines() if "\t" in line]
    assert len(rows) == 3
    assert all(len(cells) == 3 for cells in rows)
    assert rows[1][2] == "๘๖,๐๐๐"


@needs_tesseract
def test_a_paragraph_is_one_line() -> None:
    (line,) = [line for line in scanned().text.splitlines() if line.startswith("ประธานแจ้ง")]
    assert line.rstrip().endswith("๒๕๗๐")


@needs_tesseract
@pytest.mark.skipif(
    sys.platform == "win32", reason="limits of a process are set with resource, which Windows lacks"
)
def test_it_works_in_a_process_with_limits() -> None:
    code = f"""
import resource, sys
sys.path.insert(0, {str(ROOT)!r})
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
resource.setrlimit(resource.RLIMIT_AS, (1_600_000_000, 1_600_000_000))
from kg.documents.ocr.read import read_picture
from kg.documents.ocr.pictures import read_image_file
from kg.documents.ocr.tesseract import Tesseract
with open({str(SCAN)!r}, "rb") as stream:
    ((grey, dpi),) = read_image_file(stream.read(), name="scan")
sys.stdout.buffer.write(read_picture(grey[:420], dpi=dpi, engine=Tesseract()).text.encode())
"""
    env = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, env=env, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()[-800:]
    assert "รายงานการประชุม" in done.stdout.decode()
