"""Vectors → the model folder that ships, int8 rows and one scale a piece.

    python -m search.training.export --vectors DIR/refined.npz --tokenizer DIR/tokenizer.json --out search/model

From `train.py`, a row a piece: a folder that sentence-transformers reads as StaticEmbedding and Normalize. From
`refine.py`, shared rows of marks and meanings: with a Dense layer between them that changes nothing but squashes.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

KIND = "sentence_transformers.models."
STATIC, SQUASHED = ("StaticEmbedding", "Normalize"), ("StaticEmbedding", "Dense", "Normalize")


def quantised(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and float32 scales whose product is nearest to `vectors`."""
    scales = np.abs(vectors).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def modules(names: Sequence[str]) -> list[dict[str, object]]:
    """The list of layers that sentence-transformers reads; the first lies in the folder itself."""
    return [
        {"idx": at, "name": str(at), "path": f"{at}_{name}" if at else "", "type": KIND + name}
        for at, name in enumerate(names)
    ]


def write_squashing(folder: Path, dimension: int) -> None:
    """A Dense layer that multiplies by one and squashes each number x to x / (1 + |x|)."""
    folder.mkdir(parents=True, exist_ok=True)
    config = {
        "in_features": dimension, "out_features": dimension, "bias": False,
        "activation_function": "torch.nn.modules.activation.Softsign",
    }  # fmt: skip
    write_json(folder / "config.json", config)
    save_file({"linear.weight": np.eye(dimension, dtype=np.int8)}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)


def write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


def without_unknown(scales: np.ndarray) -> np.ndarray:
    """The unknown piece, number 0, weighs nothing."""
    return np.where(np.arange(len(scales)) == 0, 0, scales).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--share", type=float, default=1.0, help="what the meanings are multiplied by")
    args = parser.parse_args()
    found = np.load(args.vectors)
    args.out.mkdir(parents=True, exist_ok=True)
    if "places" in found:
        rows, scales = quantised(
            np.hstack([found["marks"] * found["strengths"][:, None], args.share * found["meanings"]])
        )
        places = found["places"].astype(np.int32)
        tensors = {"embeddings": rows, "mapping": places, "weights": without_unknown(scales[places])}
        write_squashing(args.out / "1_Dense", rows.shape[1])
    else:
        rows, scales = quantised(found["vectors"])
        tensors = {"embeddings": rows, "weights": scales}
    write_json(args.out / "modules.json", modules(SQUASHED if "places" in found else STATIC))
    save_file(tensors, args.out / "model.safetensors")
    (args.out / "model.safetensors").chmod(0o644)
    shutil.copyfile(args.tokenizer, args.out / "tokenizer.json")
    config = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    write_json(args.out / "config_sentence_transformers.json", config)
    total = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(rows.shape, f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
