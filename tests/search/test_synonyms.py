"""A question as search terms: other forms are found, words that only ask are not searched for."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from search.synonyms import GRAM, LONGEST_QUERY, wanted_grams, wanted_words
from search.tokens import word_tokens

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "forms.yaml").read_text(encoding="utf-8"))
SECTIONS = yaml.safe_load((Path(__file__).parents[2] / "search" / "forms.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])
def test_forms_of_a_question(case):
    texts = {term.text for term in wanted_words(case["question"])}
    assert set(case["finds"]) <= texts
    assert not texts & set(case["drops"])


def test_what_was_asked_counts_more_than_its_forms_and_shares_their_group():
    terms = {term.text: term for term in wanted_words("กทม. อนุมัติ")}
    assert terms["กทม"].weight == 1.0
    assert 0 < terms["กรุงเทพมหานคร"].weight < 1
    assert terms["กทม"].group == terms["กรุงเทพมหานคร"].group != terms["อนุมัติ"].group


def test_a_form_of_several_words_counts_for_one():
    forms = [term for term in wanted_words("ทส.") if term.text != "ทส"]
    assert len(forms) > 1
    assert sum(term.weight for term in forms) <= 1


def test_grams_do_not_cross_question_words():
    grams = {term.text for term in wanted_grams("แผนอะไรงาน")}
    assert grams == {"แผน", "งาน"}
    assert all(len(term.text) == GRAM for term in wanted_grams("แผนพัฒนาดิจิทัล"))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section["name"])
def test_every_form_in_the_file_gives_terms_and_a_fair_weight(section):
    assert 0 < section["weight"] <= 1
    for group in section["groups"]:
        assert len(group) >= 2
        assert all(word_tokens(form) for form in group)


@given(st.text(st.sampled_from("กทมครมอะไรใคร 7/63ปี2020.abc"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_question_gives_each_term_once(question):
    for terms in (wanted_words(question), wanted_grams(question)):
        assert len({term.text for term in terms}) == len(terms)
        assert all(0 < term.weight <= 1 for term in terms)
    assert bool(wanted_words(question)) == bool(word_tokens(question))


def test_a_question_is_read_up_to_its_limit():
    assert wanted_words("แผน " * LONGEST_QUERY + "งบประมาณ") == wanted_words("แผน " * LONGEST_QUERY)
