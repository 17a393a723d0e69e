"""The digit model, the merging of two readings of a line, and the fingerprint of digits that cannot be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents.ocr.digit_align import align
from kg.documents.ocr.digit_merge import SURE, merge_line
from kg.documents.ocr.digit_model import DIGITS, MODEL, chances, load_model
from kg.documents.ocr.digit_values import Piece, Token
from kg.documents.ocr.values import OcrSymbol
from kg.documents.plain.fingerprint import untrusted_digits

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "digit_fingerprint.yaml").read_text("utf-8"))
HELD_OUT = Path("/usr/share/fonts/truetype/tlwg/Laksaman.ttf")
WIDE, HIGH, STEP = 14, 20, 18  # of an invented letter, pixels


def symbol(text: str, place: float, *, spaced: bool = False) -> OcrSymbol:
    left = round(place * STEP)
    return OcrSymbol(text, (left, 0, left + WIDE, HIGH), 0.99, spaced)


def piece(text: str, place: float, sure: float = 0.999, *, wide: float = 1.0) -> Piece:
    """Ink at `place`; `text` a digit or anything else."""
    left = round(place * STEP)
    rest = (1 - sure) / 20
    row = [rest] * 21
    row[DIGITS.index(text) if text in DIGITS else 20] = sure
    return Piece((left, 0, left + round(WIDE * wide), HIGH), tuple(row))


def shown(tokens: tuple[Token, ...]) -> str:
    """The line; digits that are not trusted in ⟨ ⟩."""
    found = ""
    for token in tokens:
        text = f"⟨{token.text}⟩" if token.trusted is False else token.text
        found += (" " if token.spaced else "") + text
    return found.replace("⟩⟨", "")


def line(read: str, ink: str, **doubts: float) -> str:
    """Merge what an engine read with what stands there, letter under letter; `_` is a place without one."""
    symbols, spaced = [], False
    for place, text in enumerate(read):
        if text == " ":
            spaced = True
        elif text != "_":
            symbols.append(symbol(text, place, spaced=spaced))
            spaced = False
    pieces = [
        piece(text, place, doubts.get(f"at{place}", 0.999))
        for place, text in enumerate(ink)
        if text not in " ._"
    ]
    return shown(merge_line(symbols, pieces))


@pytest.mark.parametrize(
    ("read", "ink", "want"),
    [
        ("พศ ๒๕๒๓", "พศ ๒๕๖๓", "พศ ๒๕๖๓"),  # the year as Tesseract has it
        ("พศ ๒๕๖๓", "พศ ๒๕๖๓", "พศ ๒๕๖๓"),
        ("ที _/๒๕๖๓", "ที ๗/๒๕๖๓", "ที ๗/๒๕๖๓"),  # a digit left out
        ("ที ว/๒๕๖๓", "ที ๖/๒๕๖๓", "ที ๖/๒๕๖๓"),  # a letter for a digit that stands alone
        ("พศ 2563", "พศ 2563", "พศ 2563"),
        ("พศ 2503", "พศ 2563", "พศ 2563"),
        ("กด", "ก๑", "กด"),  # inside a word letters stay
        ("ตค", "๓ค", "ตค"),
        ("ก๑ข", "กคข", "ก⟨๑⟩ข"),  # a digit where the ink is none
        ("๒๕๒๓", "", "⟨๒๕๒๓⟩"),  # no ink found
        ("_. นา", "๑_ นา", "๑. นา"),  # a list's number left out
        ("๑ๆ วน", "๑๗ วน", "๑๗ วน"),
    ],
)
def test_two_readings_become_one(read: str, ink: str, want: str) -> None:
    assert line(read, ink) == want


def test_one_doubtful_digit_makes_the_number_doubtful() -> None:
    assert line("พศ ๒๕๒๓", "พศ ๒๕๖๓", at5=0.8) == "พศ ⟨๒๕๖๓⟩"


def test_a_number_beside_a_doubtful_piece_is_doubtful() -> None:
    assert line("๒๕๖ก", "๒๕๖ก", at3=0.7) == "⟨๒๕๖⟩ก"


def test_two_digits_in_one_piece_are_not_trusted() -> None:
    symbols = [symbol(text, place) for place, text in enumerate("๒๕๖๓")]
    pieces = [piece("๒", 0), piece("๕", 1), piece("ก", 2, wide=2.4)]
    found = merge_line(symbols, pieces)
    assert "".join(token.text for token in found) == "๒๕๖๓"
    assert all(token.trusted is False for token in found)


def test_a_second_thought_of_the_engine_is_dropped() -> None:
    symbols = [symbol(text, place) for text, place in zip("๒๕๒๐๑", (0, 1, 1.8, 2.3, 3), strict=True)]
    assert shown(merge_line(symbols, [piece(text, place) for place, text in enumerate("๒๕๖๑")])) == "๒๕๖๑"


@given(
    st.text("๐๑๕๖กนA1. ", max_size=14),
    st.lists(st.tuples(st.sampled_from("๐๖๗ก1"), st.floats(0.05, 1)), max_size=14),
)
@settings(max_examples=150, deadline=None)
def test_no_digit_is_trusted_without_sure_ink(read: str, ink: list[tuple[str, float]]) -> None:
    symbols = [symbol(text, place) for place, text in enumerate(read) if text != " "]
    pieces = [piece(text, place, sure) for place, (text, sure) in enumerate(ink)]
    sure = sorted(DIGITS[piece.value + place] for piece in pieces if piece.sure >= SURE for place in (0, 10))
    for token in merge_line(symbols, pieces):
        assert (token.trusted is not None) == token.text.isdecimal()
        if token.trusted:
            assert token.text in sure


@given(st.text("ก๑.ั", max_size=12), st.lists(st.booleans(), max_size=12), st.integers(-20, 20))
@settings(max_examples=100, deadline=None)
def test_partners_rise_on_both_sides(read: str, digits: list[bool], moved: int) -> None:
    symbols = [symbol(text, place) for place, text in enumerate(read)]
    boxes = [(place * STEP + moved, 0, place * STEP + WIDE + moved, HIGH) for place in range(len(digits))]
    found = align(symbols, boxes, digits, HIGH)
    assert list(found) == sorted(found)
    assert list(found.values()) == sorted(set(found.values()))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_fingerprint(case: dict[str, Any]) -> None:
    text = case["text"] * (1 if "then" in case else case.get("times", 1)) + case.get("then", "") * case.get(
        "times", 1
    )
    assert untrusted_digits(text) is case["untrusted"]


def test_the_model_is_small() -> None:
    assert MODEL.stat().st_size <= 150_000


def test_chances_sum_to_one() -> None:
    found = chances(np.zeros((3, 24, 24), np.float32), np.zeros((3, 3), np.float32), load_model())
    assert found.shape == (3, len(DIGITS) + 1)
    assert np.allclose(found.sum(axis=1), 1, atol=1e-5)


@pytest.mark.skipif(
    not HELD_OUT.exists(), reason="the font held out of training (fonts-tlwg-laksaman) is not installed"
)
@pytest.mark.parametrize(("together", "want"), [("๑๘", "๑๘"), ("๒๕", "๒๕"), ("๒๕๖๗", "")])
def test_digits_grown_together_are_cut_or_not_trusted(together: str, want: str) -> None:
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    from kg.documents.ocr.blobs import find_blobs
    from kg.documents.ocr.digits import reread_lines
    from kg.documents.ocr.values import OcrLine

    font = ImageFont.truetype(str(HELD_OUT), 44, layout_engine=ImageFont.Layout.BASIC)
    picture = Image.new("L", (900, 100), 250)
    pen = ImageDraw.Draw(picture)
    before = "ครงมนบห"
    for place, letter in enumerate(before):
        pen.text((20 + 60 * place, 60), letter, font=font, fill=30, anchor="ls")
    x = 600.0
    for letter in together:  # so close that the ink touches
        pen.text((x, 60), letter, font=font, fill=30, anchor="ls")
        left, _, right, _ = pen.textbbox((0, 0), letter, font=font, anchor="ls")
        x += right - left - 4
    blobs = find_blobs(np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6))))
    assert len(blobs.boxes) < len(before + together), "they do touch"
    symbols = tuple(
        OcrSymbol(letter, (20 + 60 * place, 38, 42 + 60 * place, 60), 0.9)
        for place, letter in enumerate(before)
    )
    (tokens,) = reread_lines([OcrLine(symbols, (20, 30, 800, 70), 60.0)], blobs)
    assert "".join(token.text for token in tokens if token.trusted) == want


@pytest.mark.skipif(
    not HELD_OUT.exists(), reason="the font held out of training (fonts-tlwg-laksaman) is not installed"
)
@pytest.mark.parametrize("height", [16, 20, 30])
def test_the_model_reads_a_font_it_never_saw(height: int) -> None:
    from PIL import Image, ImageDraw, ImageFilter, ImageFont

    from kg.documents.ocr.blobs import find_blobs, glyphs_of, measures_of

    font = ImageFont.truetype(str(HELD_OUT), round(height * 2.05), layout_engine=ImageFont.Layout.BASIC)
    text = "กข" + DIGITS + "คง"
    picture = Image.new("L", (height * 50, height * 4), 250)
    for place, letter in enumerate(text):
        ImageDraw.Draw(picture).text(
            (height * (1 + 1.9 * place), height * 2.5), letter, font=font, fill=30, anchor="ls"
        )
    noise = np.random.default_rng(1).normal(0, 6, picture.size[::-1])
    grey = np.clip(np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), np.float32) + noise, 0, 255)
    blobs = find_blobs(grey.astype(np.uint8))
    tall = np.flatnonzero(blobs.boxes[:, 3] - blobs.boxes[:, 1] > height * 0.4)
    assert len(tall) == len(text)
    found = chances(glyphs_of(blobs, tall), measures_of(blobs.boxes[tall]), load_model())
    assert "".join((DIGITS + "ก")[place] for place in found.argmax(axis=1)) == "กก" + DIGITS + "กก"
