"""Passages → `tokenizer.json`, a unigram vocabulary of whole Thai words and, for rare words, parts of words.

    python -m search.training.vocabulary --data DIR --words 26000 --parts 14000 --out DIR/tokenizer.json

Words are cut by nlpo3 first, so no piece spans two words: "มติ" is the same piece in "มติที่ประชุม" and in
"มติ อ.ก.ก.". The commonest become pieces with their own probability; the parts are learned on the others
alone, names and loan words mostly. At run time the unigram lattice does all the cutting.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
TONES = "่้๊๋์"
UNKNOWN = "<unk>"
THAI_RUN = "[ก-ฮะ-ฺเ-ๅ็-๎]"
# dotted abbreviations stay whole (อ.ก.ก, พ.ศ, ต.ค); years whole, other numbers in threes from the left
PIECE = (
    rf"(?<!{THAI_RUN})[ก-ฮ]{{1,4}}(?:\.[ก-ฮ]{{1,4}})+(?!{THAI_RUN})"
    r"|(?<!\d)(?:2[45]\d\d|1[89]\d\d|20\d\d)(?!\d)|\d{1,3}"
    rf"|[a-z]+|{THAI_RUN}+|[^\W\d_a-z\u0e00-\u0e7f]+"
)


def normaliser() -> normalizers.Sequence:
    """The normal form of `kg.thai.normalise` as far as pieces can tell: digits, case, เเ, ํา, zero width."""
    steps: list[normalizers.Normalizer] = [
        normalizers.Replace(Regex("[\u200b\u200c\u200d\u2060\ufeff\u00ad]"), "")
    ]
    steps += [normalizers.NFC(), normalizers.Lowercase()]
    steps += [normalizers.Replace(thai, str(i)) for i, thai in enumerate(THAI_DIGITS)]
    steps.append(normalizers.Replace("เเ", "แ"))
    for tone in TONES:
        steps.append(normalizers.Replace(f"ํ{tone}า", f"{tone}ำ"))
        steps.append(normalizers.Replace(f"{tone}ํา", f"{tone}ำ"))
    steps.append(normalizers.Replace("ํา", "ำ"))
    return normalizers.Sequence(steps)


def pre_tokeniser() -> pre_tokenizers.PreTokenizer:
    """Keep what PIECE matches, each match apart; drop the rest."""
    return pre_tokenizers.Split(Regex(PIECE), "removed", invert=True)


def texts(data: Path, step: int) -> Iterator[str]:
    """Titles and every `step`-th passage, and all questions and their contexts."""
    with (data / "documents.jsonl").open(encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            yield row["title"]
            yield from row["passages"][::step]
    contexts = set()
    with (data / "questions.jsonl").open(encoding="utf-8") as rows:
        for line in rows:
            row = json.loads(line)
            yield row["question"]
            contexts.add(row["context"])
    yield from sorted(contexts)


def word_counts(source: Iterator[str]) -> Counter[str]:
    """How often each word, number and abbreviation occurs."""
    from nlpo3 import load_dict, segment
    from pythainlp.corpus.common import thai_words

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "words.txt"
        path.write_text("\n".join(sorted(thai_words())), encoding="utf-8")
        load_dict(str(path), "words")
    normal, cut = normaliser(), pre_tokeniser()
    counts: Counter[str] = Counter()
    for text in source:
        for piece, _ in cut.pre_tokenize_str(normal.normalize_str(text)):
            if "\u0e00" < piece[0] <= "\u0e7f" and "." not in piece:
                counts.update(segment(piece, "words"))
            else:
                counts[piece] += 1
    return counts


def parts_of(rare: Counter[str], size: int) -> list[tuple[str, float]]:
    """Pieces with log probabilities learned on words that are no pieces themselves."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=12, show_progress=False
    )
    lines = (" ".join([word] * min(count, 4)) for word, count in sorted(rare.items()))
    tokenizer.train_from_iterator(lines, trainer)
    return [
        (piece, score)
        for piece, score in json.loads(tokenizer.to_str())["model"]["vocab"]
        if piece != UNKNOWN
    ]


def build(counts: Counter[str], words: int, parts: int) -> Tokenizer:
    """The vocabulary: `words` commonest words, then about `parts` parts, scores on one scale."""
    ranked = sorted((w for w in counts if len(w) <= 24), key=lambda w: (-counts[w], w))
    whole = ranked[:words]
    rare = Counter({w: counts[w] for w in ranked[words:] if counts[w] > 1 or len(w) <= 12})
    total = sum(counts.values())
    share = math.log(max(1, sum(rare.values())) / total)
    scores = {w: math.log(counts[w] / total) for w in whole}
    for piece, score in parts_of(rare, parts):
        scores.setdefault(piece, score + share)
    floor = min(scores.values()) - 2
    for word in counts:
        for char in word:
            scores.setdefault(char, floor)
    vocabulary = [(UNKNOWN, 0.0), *sorted(scores.items(), key=lambda item: (-item[1], item[0]))]
    tokenizer = Tokenizer(models.Unigram([(w, round(s, 4)) for w, s in vocabulary], unk_id=0))
    tokenizer.normalizer = normaliser()
    tokenizer.pre_tokenizer = pre_tokeniser()
    tokenizer.decoder = decoders.Fuse()
    return tokenizer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--words", type=int, default=26_000)
    parser.add_argument("--parts", type=int, default=14_000)
    parser.add_argument("--step", type=int, default=6)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    counts = word_counts(texts(args.data, args.step))
    tokenizer = build(counts, args.words, args.parts)
    tokenizer.save(str(args.out), pretty=False)
    print(len(counts), "words;", tokenizer.get_vocab_size(), "pieces;", args.out.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
