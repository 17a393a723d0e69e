"""Drawn lines → the digit model that ships, `kg/documents/ocr/digits.npz`.

    python -m kg.documents.ocr.training.digits lines  --fonts DIR… --out DIR [--lines 12000]
    python -m kg.documents.ocr.training.digits train  --data DIR --out kg/documents/ocr/digits.npz [--epochs 5]

`lines` draws lines in every family but the one held out, and fewer in that one for the test; `train` needs torch
(the extra `models`), fits a small convolutional net and writes its weights as int8 with one float32 scale a
channel. Same fonts, seeds and library versions, same model.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from kg.documents.ocr.training.lines import CLASSES, Face, faces, samples

HELD_OUT = "Laksaman"
CHUNK = 250  # lines, drawn from one seed
OTHER = len(CLASSES)


def chunk(task: tuple[list[Face], int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pieces of `count` lines drawn from one seed; families come up equally often."""
    chosen, seed, count = task
    rng = np.random.default_rng(seed)
    families = sorted({face.family for face in chosen})
    parts = []
    for _ in range(count):
        family = families[int(rng.integers(len(families)))]
        own = [face for face in chosen if face.family == family]
        parts.append(samples(own[int(rng.integers(len(own)))], rng))
    return tuple(np.concatenate([part[place] for part in parts]) for place in range(3))


def draw(args: argparse.Namespace) -> None:
    """Write train.npz and test.npz: glyphs uint8, measures float32, classes uint8."""
    every = faces(args.fonts)
    args.out.mkdir(parents=True, exist_ok=True)
    sets = (
        ("test", [face for face in every if face.family == HELD_OUT], 10**6, 1000),
        ("train", [face for face in every if face.family != HELD_OUT], 0, args.lines),
    )
    for name, chosen, seed, lines in sets:
        tasks = [(chosen, seed + place, CHUNK) for place in range(lines // CHUNK)]
        with ProcessPoolExecutor(args.processes) as pool:
            parts = list(pool.map(chunk, tasks))
        glyphs, measures, classes = (np.concatenate([part[place] for part in parts]) for place in range(3))
        np.savez_compressed(args.out / f"{name}.npz", glyphs=glyphs, measures=measures, classes=classes)
        print(
            name,
            len({face.family for face in chosen}),
            "families",
            len(chosen),
            "fonts",
            len(classes),
            "pieces",
        )


def train(args: argparse.Namespace) -> None:
    """Fit, test on the held-out family, write."""
    import torch
    from torch import nn

    torch.manual_seed(5)
    torch.set_num_threads(1)
    held = {name: np.load(args.data / f"{name}.npz") for name in ("train", "test")}
    sets = {
        name: (
            torch.from_numpy(data["glyphs"])[:, None],
            torch.from_numpy(data["measures"]),
            torch.from_numpy(data["classes"].astype(np.int64)),
        )
        for name, data in held.items()
    }

    class Net(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.first, self.second = nn.Conv2d(1, 12, 3, padding=1), nn.Conv2d(12, 24, 3, padding=1)
            self.third = nn.Conv2d(24, 40, 3, padding=1)
            self.wide, self.last = nn.Linear(40 * 9 + 3, 128), nn.Linear(128, OTHER + 1)

        def forward(self, glyphs: torch.Tensor, measures: torch.Tensor) -> torch.Tensor:
            pool = nn.functional.max_pool2d
            held = pool(torch.relu(self.first(glyphs)), 2)
            held = pool(torch.relu(self.second(held)), 2)
            held = pool(torch.relu(self.third(held)), 2).flatten(1)
            held = nn.functional.dropout(held, 0.15, self.training)
            return self.last(torch.relu(self.wide(torch.cat([held, measures], 1))))

    net = Net()
    if args.start:
        from kg.documents.ocr.digit_model import load_model

        shapes = {name: value.shape for name, value in net.state_dict().items()}
        for name, value in load_model(args.start).items():
            key = name.replace("_bias", ".bias") if name.endswith("_bias") else f"{name}.weight"
            rows = np.ascontiguousarray(value.T if key.endswith("weight") else value).reshape(shapes[key])
            net.state_dict()[key].copy_(torch.from_numpy(rows))
    steps = args.epochs * (len(sets["train"][2]) // 256 + 1)
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, args.rate, total_steps=steps)
    glyphs, measures, classes = sets["train"]
    for epoch in range(args.epochs):
        net.train()
        total = 0.0
        for rows in torch.randperm(len(classes)).split(256):
            bent = measures[rows] + 0.04 * torch.randn(len(rows), 3)
            loss = nn.functional.cross_entropy(net(glyphs[rows].float() / 255, bent), classes[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach()) * len(rows)
        print("epoch", epoch, "loss", round(total / len(classes), 4), flush=True)
    write(args.out, {name: value.detach().numpy() for name, value in net.state_dict().items()})
    report(args.out, held["test"])


def write(path: Path, weights: dict[str, np.ndarray]) -> None:
    """Weights as int8 rows with their scales, shapes kept; biases as float32."""
    held = {}
    for name, value in weights.items():
        key = name.replace(".weight", "").replace(".bias", "_bias")
        if name.endswith("bias"):
            held[key] = value.astype(np.float32)
            continue
        rows = value.reshape(len(value), -1)
        scales = np.abs(rows).max(axis=1) / 127
        held[key] = np.rint(rows / scales[:, None]).astype(np.int8).reshape(value.shape)
        held[f"{key}_scale"] = scales.astype(np.float32)
    np.savez_compressed(path, **held)
    print(path, path.stat().st_size, "bytes")


def report(path: Path, test: np.lib.npyio.NpzFile) -> None:
    """What the written model says of the held-out family."""
    from kg.documents.ocr.digit_model import chances, load_model

    found = chances(test["glyphs"].astype(np.float32) / 255, test["measures"], load_model(path))
    classes, guess, sure = test["classes"], found.argmax(axis=1), found.max(axis=1)
    digit = classes < OTHER
    print(
        f"held out {HELD_OUT}: {digit.sum()} digits, {(guess == classes)[digit].mean():.4f} right;", end=" "
    )
    print(f"{(~digit).sum()} others, {(guess < OTHER)[~digit].mean():.4f} called digits")
    for least in (0.9, 0.95, 0.98, 0.99, 0.995):
        said = (guess < OTHER) & (sure >= least)
        print(
            f"  at {least}: digits accepted {(said & digit).sum() / digit.sum():.4f}, of them wrong"
            f" {(said & digit & (guess != classes)).sum() / (said & digit).sum():.5f};"
            f" others accepted {(said & ~digit).sum() / (~digit).sum():.5f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    lines = commands.add_parser("lines")
    lines.add_argument("--fonts", type=Path, nargs="+", required=True)
    lines.add_argument("--out", type=Path, required=True)
    lines.add_argument("--lines", type=int, default=12000)
    lines.add_argument("--processes", type=int, default=2)
    lines.set_defaults(run=draw)
    fit = commands.add_parser("train")
    fit.add_argument("--data", type=Path, required=True)
    fit.add_argument("--out", type=Path, required=True)
    fit.add_argument("--epochs", type=int, default=5)
    fit.add_argument("--start", type=Path, help="a model to go on from")
    fit.add_argument("--rate", type=float, default=4e-3)
    fit.set_defaults(run=train)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    main()
