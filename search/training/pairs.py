"""Pairs of a question and its passage, drawn from arrays of piece ids: the text the encoder learns from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

QUESTION_ENDINGS = (
    "คือใคร", "คืออะไร", "เมื่อไร", "เท่าไร", "ที่ไหน", "อย่างไร", "กี่คน", "กี่แห่ง", "วันที่เท่าไร", "ปีใด", "ปีอะไร",
    "ใช่หรือไม่", "มีอะไรบ้าง", "ใครเป็นผู้", "จังหวัดใด", "หน่วยงานใด", "ทำไม", "เพราะเหตุใด", "ได้แก่อะไร", "อยู่ที่ใด",
    "ชื่ออะไร", "กี่บาท", "มีมติอย่างไร", "มอบหมายให้ใคร", "พ.ศ. ใด", "จำนวนเท่าใด", "ประเภทใด", "ของใคร",
)  # fmt: skip
LONGEST_TEXT = 220


@dataclass(frozen=True)
class Texts:
    """Texts as piece ids; text i is flat[bounds[i]:bounds[i+1]]; document d is texts documents[d]:documents[d+1]."""

    flat: np.ndarray
    bounds: np.ndarray
    documents: np.ndarray

    @classmethod
    def load(cls, path: Path) -> Texts:
        with np.load(path) as found:
            return cls(found["flat"], found["bounds"], found["documents"])

    def __getitem__(self, at: int) -> np.ndarray:
        return self.flat[self.bounds[at] : self.bounds[at + 1]][:LONGEST_TEXT]


@dataclass(frozen=True)
class Pair:
    query: np.ndarray
    passage: np.ndarray
    document: int
    strict: bool
    """Whether other passages of the same document are wrong answers."""


@dataclass(frozen=True)
class Mix:
    """Which pairs a batch has. Every number is a share, 0 to 1."""

    question: float
    """iApp questions, half of them made from their contexts, in the batch."""
    scatter: float
    """Scattered words among the queries made of a passage; the others are stretches of it."""
    removal: float = 0.5
    """Stretches that are taken out of their passage."""
    blind: float = 0.0
    """Titles, and stretches asking for their neighbour, that lose each piece their passage has: meaning is left."""


class Pairs:
    """Draws batches; the same seed gives the same batches.

    `alike`, float32 (documents, any) in the order of `usable`, makes half of the runs of texts that mean something
    similar; the others, and all without it, lie side by side in the corpus.
    """

    def __init__(self, data: Path, seed: int, mix: Mix, alike: np.ndarray | None = None) -> None:
        self.texts = Texts.load(data / "pieces.npz")
        self.questions = Texts.load(data / "questions.npz")
        self.rng = np.random.default_rng(seed)
        self.mix = mix
        self.alike = alike
        self.batches = 0
        tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
        self.endings = [np.asarray(tokenizer.encode(text).ids, np.uint16) for text in QUESTION_ENDINGS]
        self.usable = np.flatnonzero(np.diff(self.texts.documents) >= 2)
        frequency = self.frequencies(tokenizer.get_vocab_size())
        self.keep = (1e-3 / (1e-3 + frequency)) ** 0.5

    def frequencies(self, size: int) -> np.ndarray:
        counts = np.bincount(self.texts.flat, minlength=size) + 3.0 * np.bincount(
            self.questions.flat, minlength=size
        )
        return counts / counts.sum()

    def dropped(self, ids: np.ndarray, share: float) -> np.ndarray:
        kept = ids[self.rng.random(len(ids)) >= share]
        return kept if len(kept) else ids

    def stretch(self, ids: np.ndarray, low: int, high: int) -> tuple[int, int]:
        length = min(len(ids), int(self.rng.integers(low, high)))
        start = int(self.rng.integers(0, len(ids) - length + 1))
        return start, start + length

    def scattered(self, passage: np.ndarray) -> np.ndarray:
        """3 to 11 pieces of one stretch in their order, rare ones more often: what a question keeps of its source."""
        start, end = self.stretch(passage, 12, 48)
        window = passage[start:end]
        odds = self.keep[window]
        count = min(len(window), int(self.rng.integers(3, 12)))
        chosen = self.rng.choice(len(window), count, replace=False, p=odds / odds.sum())
        return window[np.sort(chosen)]

    def cloze(self, passage: np.ndarray, document: int) -> Pair:
        if self.rng.random() < self.mix.scatter:
            query = self.scattered(passage)
            if self.rng.random() < 0.6:
                query = np.concatenate([query, self.endings[self.rng.integers(len(self.endings))]])
            return Pair(query, self.dropped(passage, 0.15), document, True)
        start, end = self.stretch(passage, 4, 24)
        query = self.dropped(passage[start:end], self.rng.choice([0.0, 0.2, 0.4]))
        if self.rng.random() < 0.4:
            query = np.concatenate([query, self.endings[self.rng.integers(len(self.endings))]])
        if self.rng.random() < self.mix.removal and len(passage) > 2 * (end - start):
            passage = np.concatenate([passage[:start], passage[end:]])
        return Pair(query, passage, document, True)

    def of_document(self, document: int) -> list[Pair]:
        first, last = self.texts.documents[document], self.texts.documents[document + 1]
        found = []
        at = int(self.rng.integers(first + 1, min(last, first + 4)))
        found.append(
            Pair(self.dropped(self.texts[first], 0.2), self.dropped(self.texts[at], 0.1), document, False)
        )
        for at in self.rng.permutation(np.arange(first + 1, last))[:2]:
            passage = self.texts[at]
            if len(passage) >= 12:
                found.append(self.cloze(passage, document))
        if last - first > 3:
            at = int(self.rng.integers(first + 1, last - 1))
            here, there = self.texts[at], self.texts[at + 1]
            if len(here) >= 12 and len(there) >= 12:
                start, end = self.stretch(here, 12, 60)
                found.append(Pair(here[start:end], there, document, False))
        return [self.blinded(pair) for pair in found if len(pair.query) and len(pair.passage)]

    def blinded(self, pair: Pair) -> Pair:
        if pair.strict or self.rng.random() >= self.mix.blind:
            return pair
        query = pair.query[~np.isin(pair.query, pair.passage)]
        return replace(pair, query=query) if len(query) >= 3 else pair

    def question(self) -> Pair:
        at = int(self.rng.integers(len(self.questions.documents) - 1))
        query, context = self.questions[2 * at], self.questions[2 * at + 1]
        if self.rng.random() < 0.5:
            return self.cloze(context, -1 - at) if len(context) > 12 else Pair(query, context, -1 - at, True)
        return Pair(self.dropped(query, 0.15), self.dropped(context, 0.2), -1 - at, True)

    def batch(self, size: int, run: int) -> list[Pair]:
        """`size` pairs from runs of `run` texts that lie next to each other (the same day, the same desk)."""
        found = [self.question() for _ in range(int(size * self.mix.question))]
        if self.alike is not None and self.batches % 400 == 0:
            self.by_meaning = self.usable[alike_order(self.alike, self.rng)]
        self.batches += 1
        while len(found) < size:
            near = self.alike is not None and self.rng.random() < 0.5
            source = self.by_meaning if near else self.usable
            start = int(self.rng.integers(len(source) - run))
            for document in source[start : start + run]:
                found += self.of_document(int(document))
        return found[:size]


def alike_order(vectors: np.ndarray, rng: np.random.Generator, least: int = 48) -> np.ndarray:
    """An order of `vectors` (n, d) in which neighbours are alike: halved along random directions, again and again."""
    directions = rng.standard_normal((vectors.shape[1], 10)).astype(np.float32)
    along = vectors @ directions

    def halved(members: np.ndarray, depth: int) -> list[np.ndarray]:
        if depth == along.shape[1] or len(members) < least:
            return [rng.permutation(members)]
        ranked = members[np.argsort(along[members, depth], kind="stable")]
        middle = len(ranked) // 2
        return halved(ranked[:middle], depth + 1) + halved(ranked[middle:], depth + 1)

    return np.concatenate(halved(np.arange(len(vectors)), 0))


def canonical_ids(tokenizer: Tokenizer) -> np.ndarray:
    """Pieces that mean the same share a vector: years of the common era and of the Buddhist, month names."""
    from kg.thai import BE_OFFSET, MONTHS, SHORT_MONTHS

    ids = np.arange(tokenizer.get_vocab_size(), dtype=np.int64)
    same = {str(year): str(year + BE_OFFSET) for year in range(1932, 2058)}
    same |= {short.rstrip("."): long for short, long in zip(SHORT_MONTHS, MONTHS, strict=True)}
    for word, meaning in same.items():
        one, other = tokenizer.token_to_id(word), tokenizer.token_to_id(meaning)
        if one is not None and other is not None:
            ids[one] = other
    return ids
