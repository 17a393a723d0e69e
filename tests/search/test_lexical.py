"""The word index: what it proposes, filters, deletes, and does not depend on."""

from datetime import date

import pytest

from kg.errors import DataCorrupt, DataLocked
from search.filters import Filters, day_number
from search.lexical import GRAMS, WORDS, LexicalReader, LexicalWriter, Row, Term

DAYS = {1: 20230208, 2: 20230208, 3: 20240105, 4: 0}
ROWS = (
    Row(1, "aa", "สภาเทศบาล", 2, 2566, DAYS[1], "paragraph", ["แผน", "พัฒนา", "ดิจิทัล"], ["แผนพ", "ผนพั"]),
    Row(2, "aa", "สภาเทศบาล", 2, 2566, DAYS[2], "resolution", ["เห็นชอบ", "แผน"], ["เห็น", "แผนพ"]),
    Row(3, "bb", "คณะกรรมการ", 1, 2567, DAYS[3], "paragraph", ["แผน", "แผน", "งบประมาณ"], ["งบปร"]),
    Row(4, "cc", "", 0, 0, DAYS[4], "list", ["7/2563", "bma"], ["7256"]),
)  # fmt: skip


def build(folder, rows=ROWS):
    with LexicalWriter(folder) as writer:
        for row in rows:
            writer.add(row)
        writer.commit()
    return LexicalReader(folder)


def words(*texts):
    return [Term(WORDS, text) for text in texts]


def test_candidates_by_word_and_by_gram(tmp_path):
    reader = build(tmp_path)
    assert len(reader) == 4
    assert reader.candidates(words("แผน"), Filters(), 10) == [1, 2, 3]
    assert reader.candidates(words("7/2563"), Filters(), 10) == [4]
    assert reader.candidates([Term(GRAMS, "งบปร", 0.25)], Filters(), 10) == [3]
    assert reader.candidates(words("ไม่มีคำนี้"), Filters(), 10) == []
    assert reader.candidates([], Filters(), 10) == []


def test_the_best_are_proposed_with_all_their_ties(tmp_path):
    reader = build(tmp_path)
    assert reader.candidates(words("แผน"), Filters(), 1) == [3]
    same = [Row(n, "dd", "", 0, 0, 0, "paragraph", ["ซ้ำ"], []) for n in range(10, 40)]
    assert build(tmp_path / "same", same).candidates(words("ซ้ำ"), Filters(), 5) == list(range(10, 40))


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        (Filters(sha256s=frozenset({"aa"})), [1, 2]),
        (Filters(sha256s=frozenset({"aa", "bb"}), kinds=frozenset({"paragraph"})), [1, 3]),
        (Filters(bodies=frozenset({"คณะ กรรมการ"})), [3]),
        (Filters(years_be=frozenset({2566})), [1, 2]),
        (Filters(numbers=frozenset({1})), [3]),
        (Filters(date_from=date(2023, 2, 8), date_to=date(2023, 2, 8)), [1, 2]),
        (Filters(date_from=date(2023, 2, 9)), [3]),
        (Filters(date_to=date(2023, 12, 31)), [1, 2]),
        (Filters(sha256s=frozenset()), []),
        (Filters(sha256s=frozenset({"zz"})), []),
        (Filters(kinds=frozenset({"list"})), []),
    ],
)
def test_filters(tmp_path, filters, rows):
    assert build(tmp_path).candidates(words("แผน"), filters, 10) == rows


def test_removal_by_document_and_frequencies_without_it(tmp_path):
    build(tmp_path)
    with LexicalWriter(tmp_path) as writer:
        writer.remove("aa")
        writer.remove("never there")
        writer.add(Row(9, "aa", "", 0, 0, 0, "paragraph", ["ใหม่"], []))
        writer.commit()
    reader = LexicalReader(tmp_path)
    assert len(reader) == 3
    assert reader.candidates(words("แผน", "เห็นชอบ", "ใหม่"), Filters(), 10) == [3, 9]
    assert [reader.frequency(term) for term in words("แผน", "เห็นชอบ", "ใหม่", "ไม่มี")] == [1, 0, 1, 0]


def test_nothing_shows_before_commit(tmp_path):
    build(tmp_path)
    with LexicalWriter(tmp_path) as writer:
        writer.remove("aa")
    assert len(LexicalReader(tmp_path)) == 4


def test_one_writer(tmp_path):
    with LexicalWriter(tmp_path), pytest.raises(DataLocked, match="another process"):
        LexicalWriter(tmp_path)


def test_what_is_no_index(tmp_path):
    with pytest.raises(DataCorrupt, match="missing"):
        LexicalReader(tmp_path)
    (tmp_path / "meta.json").write_text("{}")
    with pytest.raises(DataCorrupt, match="reindex"):
        LexicalReader(tmp_path)


def test_day_numbers():
    assert day_number(date(2020, 10, 1)) == 20201001
    assert day_number(None) == 0
