"""Index terms: what a text gives, the same for every way of writing it, in linear time."""

from pathlib import Path
from time import perf_counter

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.thai import thai_digits
from search.tokens import char_grams, folded_grams, folded_text, tokenizer_id, word_tokens

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "tokens.yaml").read_text(encoding="utf-8"))
THAI = st.text(
    st.sampled_from("กขคงนมยรลวสอะาิีึืุูเแโใไ่้๊๋์ํำๆฯ็ัฤ๐๑๒๓0123456789.,/:-() \n\u200b\u00a0aBc"), max_size=120
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:30])
def test_terms_of_a_text(case):
    assert word_tokens(case["text"]) == case["terms"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ครั้งที่ ๗/๒๕๖๓", "ครั้งที่ 7/2563"),
        ("พ.ร.บ.", "พรบ."),
        ("อ.ก.ก.", "อ. ก. ก."),
        ("น้ำ", "นํ้า"),
        ("แผน", "เเผน"),
        ("ประชุม\u200bวันนี้", "ประชุมวันนี้"),
        ("BMA OSS", "bma oss"),
        ("๑,๒๐๐", "1200"),
    ],
)
def test_two_ways_of_writing_one_thing(one, other):
    assert word_tokens(one) == word_tokens(other)


def test_every_spelling_of_a_date_shares_one_term():
    spellings = ["21 ตุลาคม 2563", "๒๑ ต.ค. ๖๓", "21/10/2563", "2020-10-21", "21 October 2020"]
    assert {word_tokens(spelling)[0] for spelling in spellings} == {"d:2020-10-21"}


def test_words_are_the_text_without_spaces():
    text = "ที่ประชุมรับทราบและมอบหมายให้สำนักการโยธาดำเนินการ"
    assert "".join(word_tokens(text)) == text


def test_grams():
    assert char_grams("กข คง", 3) == ["กขค", "ขคง"]
    assert char_grams("กข", 3) == ["กข"]
    assert char_grams(" - ", 3) == []
    assert char_grams("ครั้งที่ ๗", 4) == folded_grams(folded_text("ครั้งที่ 7"), 4)


def test_tokenizer_id_names_its_parts():
    assert all(part in tokenizer_id() for part in ("nlpo3-", "words_th-", "mati-", "rules-"))


@given(THAI)
@settings(max_examples=80, deadline=None)
def test_terms_hold_no_white_space_and_ignore_digit_style(text):
    terms = word_tokens(text)
    assert all(term and not any(char.isspace() for char in term) for term in terms)
    assert word_tokens(thai_digits(text)) == terms


@given(THAI)
@settings(max_examples=40, deadline=None)
def test_grams_cover_the_folded_text(text):
    grams, folded = char_grams(text, 4), folded_text(text)
    assert "".join(gram[0] for gram in grams) + (grams[-1][1:] if grams else "") == folded


@pytest.mark.parametrize("unit", ["1", "ก", "่", "เ", "ก.", "กก.", "1/", "ด้านหน้ายาย", "a", "\ud800", " "])
def test_any_input_takes_linear_time(unit):
    text = unit * (300_000 // len(unit))
    began = perf_counter()
    word_tokens(text)
    assert perf_counter() - began < 5
