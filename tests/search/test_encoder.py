"""The shipped encoder: shapes, meaning, damage, threads, and the same vectors through sentence-transformers."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import DataCorrupt, MissingExtra, SettingError
from search.encoder import MAX_CHARACTERS, MODEL_FOLDER, load_encoder, load_folder, prefixes

CASES = yaml.safe_load((Path(__file__).parents[1] / "cases" / "encoder.yaml").read_text("utf-8"))
THAI = st.text(
    st.one_of(
        st.characters(min_codepoint=0x0E01, max_codepoint=0x0E5B),
        st.sampled_from("0123456789 .,/()-\n\u00a0\u200bABCxyz"),
        st.characters(),
    ),
    max_size=80,
)


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


def test_shapes_types_and_order(encoder):
    texts = ["มติที่ประชุม รับทราบ", "", "การจัดซื้อรถบรรทุกน้ำ", "   ", "มติที่ประชุม รับทราบ"]
    vectors = encoder.passages(texts)
    assert vectors.shape == (5, encoder.dimension)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert lengths == pytest.approx([1, 0, 1, 0, 1], abs=1e-5)
    assert np.array_equal(vectors[0], vectors[4])
    assert np.array_equal(encoder.queries(texts), vectors)
    assert encoder.passages([]).shape == (0, encoder.dimension)


def test_names_itself_by_its_weights(encoder, tmp_path):
    assert encoder.id == "mati"
    assert len(encoder.revision) == 16
    assert int(encoder.revision, 16) >= 0
    folder = _copy(tmp_path)
    assert load_folder(folder).revision == encoder.revision
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    assert load_folder(folder).revision != encoder.revision


@pytest.mark.parametrize("case", CASES["nearer"], ids=lambda case: case["query"])
def test_a_question_is_nearer_to_its_passage(encoder, case):
    query = encoder.queries([case["query"]])[0]
    right, *wrong = encoder.passages([case["passage"], *case["others"]]) @ query
    assert right > max(wrong)


@pytest.mark.parametrize("pair", CASES["same"], ids=str)
def test_spellings_of_one_text_share_a_vector(encoder, pair):
    one, other = encoder.passages(pair)
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert one == pytest.approx(other, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.lists(THAI, max_size=6))
def test_any_text_alone_or_in_company_gets_one_finite_vector(texts):
    encoder = load_encoder()
    together = encoder.passages(texts)
    lengths = np.linalg.norm(together, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
    for text, vector in zip(texts, together, strict=True):
        assert np.array_equal(encoder.passages([text])[0], vector)


def test_very_long_text_is_cut_not_refused(encoder):
    head = "งบประมาณรายจ่ายประจำปี " * (MAX_CHARACTERS // 23)
    begun = time.perf_counter()
    long = encoder.passages([head + "ก" * 3_000_000])[0]
    assert time.perf_counter() - begun < 2
    assert long @ encoder.passages(["งบประมาณรายจ่ายประจำปี"])[0] > 0.99


def test_lone_surrogates_are_read_as_space(encoder):
    vectors = encoder.passages(["งบ\ud800ประมาณ", "\udfff", "งบ ประมาณ"])
    assert np.array_equal(vectors[0], vectors[2])
    assert not vectors[1].any()


def test_threads_give_the_same_vectors(encoder):
    texts = [f"โครงการที่ {i} ปรับปรุงถนนและทางเท้า" for i in range(60)]
    expected = encoder.passages(texts)
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda _: encoder.passages(texts), range(8)):
            assert np.array_equal(found, expected)


def test_loads_fast_and_without_torch():
    code = (
        "import sys, time, numpy, tokenizers\n"
        "from search.encoder import load_encoder\n"
        "begun = time.perf_counter()\n"
        "load_encoder().queries(['ใครเป็นประธาน'])\n"
        "print(time.perf_counter() - begun, 'torch' in sys.modules, 'sentence_transformers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, torch, library = done.stdout.split()
    assert (torch, library) == ("False", "False")
    # 0.1 s on an idle core; the margin is for a machine that is busy
    assert float(seconds) < 1.0


def test_the_files_fit_their_limit():
    total = sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file())
    assert total <= 15_000_000


@pytest.mark.parametrize("damage", ["missing", "cut", "header", "pieces", "mixed"])
def test_damage_is_named(tmp_path, damage):
    folder = _copy(tmp_path)
    weights, pieces = folder / "model.safetensors", folder / "tokenizer.json"
    if damage == "missing":
        weights.unlink()
    elif damage == "cut":
        weights.write_bytes(weights.read_bytes()[:-1000])
    elif damage == "header":
        weights.write_bytes(b"\xff" * 64)
    elif damage == "pieces":
        pieces.write_text("{", encoding="utf-8")
    else:
        pieces.write_text(_tiny_tokenizer(), encoding="utf-8")
    with pytest.raises(DataCorrupt, match="install Mati again"):
        load_folder(folder)


@pytest.mark.parametrize(
    ("name", "expected"), [(c["model"], (c["query"], c["passage"])) for c in CASES["prefixes"]]
)
def test_prefixes_by_model(name, expected):
    assert prefixes(name) == expected


def test_empty_name_is_a_wrong_setting():
    with pytest.raises(SettingError, match="empty name"):
        load_encoder(" ")


def test_without_the_library_the_command_is_named():
    code = (
        "import sys; sys.modules['sentence_transformers'] = None\n"
        "from search.encoder import load_encoder\n"
        "from kg.errors import MissingExtra\n"
        "try:\n    load_encoder('BAAI/bge-m3')\nexcept MissingExtra as error:\n    print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 'pip install "mati[models]"' in done.stdout
    assert "BAAI/bge-m3" in done.stdout
    assert MissingExtra.code == "missing-extra"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_sentence_transformers_gives_the_same_vectors(encoder):
    library = pytest.importorskip("sentence_transformers", reason='needs pip install "mati[models]"')
    texts = [text for case in CASES["nearer"] for text in (case["query"], case["passage"], *case["others"])]
    texts += [text for pair in CASES["same"] for text in pair]
    model = library.SentenceTransformer(str(MODEL_FOLDER), device="cpu")
    assert model.encode(texts) == pytest.approx(encoder.passages(texts), abs=1e-4)
    # and through our own door, where a folder is a setting like any model's name
    through = load_encoder(str(MODEL_FOLDER))
    assert through.dimension == encoder.dimension
    assert through.queries(texts) == pytest.approx(encoder.queries(texts), abs=1e-4)
    assert through.queries([]).shape == (0, encoder.dimension)
    assert not through.passages([" "]).any()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_a_model_that_is_not_here_is_named_with_the_remedy(tmp_path):
    pytest.importorskip("sentence_transformers", reason='needs pip install "mati[models]"')
    with pytest.raises(SettingError, match=r"nowhere/no-such-model.*folder"):
        load_encoder("nowhere/no-such-model")
    with pytest.raises(SettingError, match="empty"):
        load_encoder(str(tmp_path / "empty"))


@pytest.mark.shared
def test_questions_find_their_paragraphs(encoder):
    path = Path(__file__).parents[3] / "shared" / "eval" / "xquad.th.json"
    if not path.is_file():
        pytest.skip(f"{path} is absent: the public XQuAD Thai file, kept out of this repository")
    paragraphs = [
        part for article in json.loads(path.read_text("utf-8"))["data"] for part in article["paragraphs"]
    ]
    asked = [(qa["question"], i) for i, part in enumerate(paragraphs) for qa in part["qas"]]
    passages = encoder.passages([part["context"] for part in paragraphs])
    first = (encoder.queries([question for question, _ in asked]) @ passages.T).argmax(axis=1)
    # docs/model-card.md has the figure; this only catches a model that is broken or swapped
    assert (first == [right for _, right in asked]).mean() > 0.70


def _copy(to: Path) -> Path:
    return Path(shutil.copytree(MODEL_FOLDER, to / "model"))


def _tiny_tokenizer() -> str:
    from tokenizers import Tokenizer, models

    return Tokenizer(models.Unigram([("<unk>", 0.0), ("ก", -1.0)], unk_id=0)).to_str()
