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
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from search.training.pairs import Mix, Pair, Pairs, canonical_ids


def tensors(pairs: list[Pair], canonical: np.ndarray) -> dict[str, torch.Tensor]:
    out: dict[str, torch.Tensor] = {}
    for name in ("query", "passage"):
        rows = [getattr(pair, name) for pair in pairs]
        out[name] = torch.from_numpy(canonical[np.concatenate(rows)])
        out[name + "_at"] = torch.from_numpy(np.cumsum([0, *map(len, rows)])[:-1])
    out["ignored"] = ignored(pairs)
    return out


def ignored(pairs: list[Pair]) -> torch.Tensor:
    """Which passages are no wrong answers to which queries, though not their own: bool (pairs, pairs)."""
    documents = torch.tensor([pair.document for pair in pairs])
    strict = torch.tensor([pair.strict for pair in pairs])
    same = documents[:, None] == documents[None, :]
    loose = ~(strict[:, None] & strict[None, :])
    ours = torch.eye(len(pairs), dtype=torch.bool)
    # questions about one context share a negative document number and have the same right answer
    return same & ~ours & (loose | (documents < 0)[:, None])


def contrast(scores: torch.Tensor) -> torch.Tensor:
    """The loss: each query finds its passage, and less strictly the other way; float32 (pairs, pairs) → ()."""
    labels = torch.arange(len(scores))
    forward = torch.nn.functional.cross_entropy(scores, labels)
    return forward + 0.3 * torch.nn.functional.cross_entropy(scores.T, labels)


def learn(args: argparse.Namespace) -> None:
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    tokenizer = Tokenizer.from_file(str(args.data / "tokenizer.json"))
    canonical = canonical_ids(tokenizer)
    size = tokenizer.get_vocab_size()
    pairs = Pairs(args.data, args.seed, Mix(args.question_share, args.scatter))
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
    begun, step, losses = time.monotonic(), 0, []
    while (done := (time.monotonic() - begun) / (60 * args.minutes)) < 1 and step < args.steps:
        done = max(done, step / args.steps)
        for group in optimiser.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / 50) * max(0.02, 1 - done)
        batch = ready.get()
        queries = torch.nn.functional.normalize(bag(batch["query"], batch["query_at"]))
        passages = torch.nn.functional.normalize(bag(batch["passage"], batch["passage_at"]))
        scores = (queries @ passages.T / args.temperature).masked_fill(batch["ignored"], -1e4)
        loss = contrast(scores)
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
