"""Pairs → token vectors, by contrast: a question must find its passage among all others of its batch.

    python -m search.training.train --data DIR --dimension 256 --minutes 25 --out DIR/vectors.npz

Pairs are drawn afresh for each batch from `pieces.npz` and `questions.npz`:
  title → a passage of its text (a heading → its resolution in cabinet summaries);
  a stretch of a passage, pieces dropped, sometimes with question words added → that passage, often with the
  stretch taken out; a stretch → the neighbouring passage; a question of iApp → its context.
Batches hold several passages of one text and texts published together, so negatives are hard.
"""

from __future__ import annotations

import argparse
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
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


class Pairs:
    """Draws batches; the same seed gives the same batches."""

    def __init__(self, data: Path, seed: int, question_share: float, scatter: float) -> None:
        self.texts = Texts.load(data / "pieces.npz")
        self.questions = Texts.load(data / "questions.npz")
        self.rng = np.random.default_rng(seed)
        self.question_share = question_share
        self.scatter = scatter
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
        if self.rng.random() < self.scatter:
            query = self.scattered(passage)
            if self.rng.random() < 0.6:
                query = np.concatenate([query, self.endings[self.rng.integers(len(self.endings))]])
            return Pair(query, self.dropped(passage, 0.15), document, True)
        start, end = self.stretch(passage, 4, 24)
        query = self.dropped(passage[start:end], self.rng.choice([0.0, 0.2, 0.4]))
        if self.rng.random() < 0.4:
            query = np.concatenate([query, self.endings[self.rng.integers(len(self.endings))]])
        if self.rng.random() < 0.5 and len(passage) > 2 * (end - start):
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
        return [pair for pair in found if len(pair.query) and len(pair.passage)]

    def question(self) -> Pair:
        at = int(self.rng.integers(len(self.questions.documents) - 1))
        query, context = self.questions[2 * at], self.questions[2 * at + 1]
        if self.rng.random() < 0.5:
            return self.cloze(context, -1 - at) if len(context) > 12 else Pair(query, context, -1 - at, True)
        return Pair(self.dropped(query, 0.15), self.dropped(context, 0.2), -1 - at, True)

    def batch(self, size: int, run: int) -> list[Pair]:
        """`size` pairs from runs of `run` texts that lie next to each other (the same day, the same desk)."""
        found = [self.question() for _ in range(int(size * self.question_share))]
        while len(found) < size:
            start = int(self.rng.integers(len(self.usable) - run))
            for document in self.usable[start : start + run]:
                found += self.of_document(int(document))
        return found[:size]


def tensors(pairs: list[Pair], canonical: np.ndarray) -> dict[str, torch.Tensor]:
    out: dict[str, torch.Tensor] = {}
    for name in ("query", "passage"):
        rows = [getattr(pair, name) for pair in pairs]
        out[name] = torch.from_numpy(canonical[np.concatenate(rows)])
        out[name + "_at"] = torch.from_numpy(np.cumsum([0, *map(len, rows)])[:-1])
    documents = torch.tensor([pair.document for pair in pairs])
    strict = torch.tensor([pair.strict for pair in pairs])
    same = documents[:, None] == documents[None, :]
    loose = ~(strict[:, None] & strict[None, :])
    ours = torch.eye(len(pairs), dtype=torch.bool)
    # questions about one context share a negative document number and have the same right answer
    out["ignored"] = same & ~ours & (loose | (documents < 0)[:, None])
    return out


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


def learn(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    canonical = canonical_ids(tokenizer)
    size = tokenizer.get_vocab_size()
    pairs = Pairs(args.data, args.seed, args.question_share, args.scatter)
    frequency = pairs.frequencies(size)
    weight = 1e-3 / (1e-3 + frequency)
    start = (
        torch.randn(size, args.dimension) / args.dimension**0.5 * torch.from_numpy(weight).float()[:, None]
    )
    if args.start:
        start = torch.from_numpy(np.load(args.start)["vectors"]).float()
    bag = torch.nn.EmbeddingBag.from_pretrained(start, freeze=False, mode="sum")
    optimiser = torch.optim.Adam(bag.parameters(), lr=args.rate, betas=(0.9, 0.98))
    ready: queue.Queue[dict[str, torch.Tensor]] = queue.Queue(4)

    def draw() -> None:
        while True:
            ready.put(tensors(pairs.batch(args.batch, args.run), canonical))

    threading.Thread(target=draw, daemon=True).start()
    labels = torch.arange(args.batch)
    begun, step, losses = time.monotonic(), 0, []
    while (done := (time.monotonic() - begun) / (60 * args.minutes)) < 1 and step < args.steps:
        done = max(done, step / args.steps)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 50) * max(0.02, 1 - done)
        batch = ready.get()
        queries = torch.nn.functional.normalize(bag(batch["query"], batch["query_at"]))
        passages = torch.nn.functional.normalize(bag(batch["passage"], batch["passage_at"]))
        scores = (queries @ passages.T / args.temperature).masked_fill(batch["ignored"], -1e4)
        loss = torch.nn.functional.cross_entropy(scores, labels) + 0.3 * torch.nn.functional.cross_entropy(
            scores.T, labels
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        step += 1
        if step % 100 == 0:
            print(
                f"{step} steps {time.monotonic() - begun:.0f} s loss {np.mean(losses[-100:]):.4f}", flush=True
            )
        if step % args.save == 0:
            save(args.out, bag, canonical)
    save(args.out, bag, canonical)
    print(f"{step} steps {time.monotonic() - begun:.0f} s loss {np.mean(losses[-100:]):.4f}", flush=True)


def save(path: Path, bag: torch.nn.EmbeddingBag, canonical: np.ndarray) -> None:
    vectors = bag.weight.detach().numpy()[canonical].copy()
    vectors[0] = 0
    np.savez(path, vectors=vectors)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--dimension", type=int, default=256)
    parser.add_argument("--minutes", type=float, default=25)
    parser.add_argument("--steps", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--run", type=int, default=16)
    parser.add_argument("--rate", type=float, default=0.005)
    parser.add_argument("--temperature", type=float, default=0.05)
    parser.add_argument("--question-share", type=float, default=0.12)
    parser.add_argument("--scatter", type=float, default=0.4)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    learn(parser.parse_args())


if __name__ == "__main__":
    main()
