"""Marks and meanings → the same, learned: how strong each mark is and what each row means, by contrast.

    python -m search.training.refine --data DIR --start DIR/start.npz --steps 120 --out DIR/refined.npz

The marks themselves stay as `marks.py` made them. Pairs and loss are those of `train.py`; the vector of a text is
the mean of its rows, each number squashed (x / (1 + |x|)), at unit length, as the product computes it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from scipy import sparse

from search.training.pairs import Mix, Pair, Pairs
from search.training.train import contrast, ignored


class Mean(torch.autograd.Function):
    """A sparse matrix (texts, rows) times the rows: several times quicker than an EmbeddingBag of this width."""

    @staticmethod
    def forward(ctx: Any, rows: torch.Tensor, parts: sparse.csr_matrix) -> torch.Tensor:
        ctx.parts = parts
        return torch.from_numpy(parts @ rows.detach().numpy())

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return torch.from_numpy(np.asarray(ctx.parts.T.tocsr() @ gradient.numpy())), None


def parts_of(texts: list[np.ndarray], places: np.ndarray, rows: int) -> sparse.csr_matrix:
    """What share of each text each row has, float32 (texts, rows)."""
    lengths = np.asarray([max(1, len(text)) for text in texts])
    owner = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    shares = (1 / lengths[owner]).astype(np.float32)
    return sparse.csr_matrix((shares, (owner, places[np.concatenate(texts)])), (len(texts), rows))


def draw(args: argparse.Namespace, alike: np.ndarray, ready: Any) -> None:
    mix = Mix(args.question_share, args.scatter, args.removal, args.blind)
    pairs = Pairs(args.data, args.seed, mix, alike)
    while True:
        ready.put(pairs.batch(args.batch, args.run))


def vectors_of(
    batch: list[Pair], places: np.ndarray, marks: torch.Tensor, learned: dict[str, torch.nn.Parameter]
) -> torch.Tensor:
    """Unit vectors of the batch's queries, then of its passages, float32 (2 × pairs, dimension)."""
    texts = [pair.query for pair in batch] + [pair.passage for pair in batch]
    parts = parts_of(texts, places, len(marks))
    rows = torch.cat([learned["strengths"][:, None] * marks, learned["meanings"]], dim=1)
    return torch.nn.functional.normalize(torch.nn.functional.softsign(Mean.apply(rows, parts)))


def learn(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    start = dict(np.load(args.start))
    marks, places = torch.from_numpy(start["marks"]), start["places"]
    learned = {name: torch.nn.Parameter(torch.from_numpy(start[name])) for name in ("strengths", "meanings")}
    sizes = {name: float(value.detach().square().mean().sqrt()) for name, value in learned.items()}
    rates = {
        "strengths": args.strength_rate * sizes["strengths"],
        "meanings": args.rate * sizes["meanings"],
    }
    optimiser = torch.optim.Adam(
        [{"params": [learned[name]], "lr": 0.0, "full": rates[name]} for name in learned], betas=(0.9, 0.98)
    )
    ready: Any = multiprocessing.Queue(4)
    multiprocessing.Process(target=draw, args=(args, start["documents"], ready), daemon=True).start()
    begun, losses = time.monotonic(), []
    for step in range(args.steps):
        for group in optimiser.param_groups:
            group["lr"] = group["full"] * min(1, (step + 1) / 30) * max(0.02, 1 - step / args.steps)
        batch = ready.get()
        vectors = vectors_of(batch, places, marks, learned)
        scores = vectors[: len(batch)] @ vectors[len(batch) :].T / args.temperature
        loss = contrast(scores.masked_fill(ignored(batch), -1e4))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
        if (step + 1) % args.save == 0 or step + 1 == args.steps:
            seconds = time.monotonic() - begun
            print(f"{step + 1} steps {seconds:.0f} s loss {np.mean(losses[-args.save :]):.4f}", flush=True)
            save(args.out, start, learned)


def save(path: Path, start: dict[str, np.ndarray], learned: dict[str, torch.nn.Parameter]) -> None:
    np.savez(path, **{**start, **{name: value.detach().numpy() for name, value in learned.items()}})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--start", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--run", type=int, default=10)
    parser.add_argument("--rate", type=float, default=0.01, help="of the meanings, to their own size")
    parser.add_argument(
        "--strength-rate", type=float, default=0.02, help="of the strengths, to their own size"
    )
    parser.add_argument("--temperature", type=float, default=0.04)
    parser.add_argument("--question-share", type=float, default=0.25)
    parser.add_argument("--scatter", type=float, default=0.4)
    parser.add_argument("--removal", type=float, default=0.8)
    parser.add_argument("--blind", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    learn(parser.parse_args())


if __name__ == "__main__":
    main()
