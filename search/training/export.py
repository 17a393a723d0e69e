"""Token vectors → the model folder that ships, int8 rows with one scale each.

    python -m search.training.export --vectors DIR/vectors.npz --tokenizer DIR/tokenizer.json --out search/model

The folder is one that sentence-transformers reads as a StaticEmbedding followed by Normalize.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]


def quantised(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """int8 rows and float32 scales whose product is nearest to `vectors`."""
    scales = np.abs(vectors).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.rint(vectors / safe[:, None]).astype(np.int8), scales.astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows, scales = quantised(np.load(args.vectors)["vectors"])
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({"embeddings": rows, "weights": scales}, args.out / "model.safetensors")
    (args.out / "model.safetensors").chmod(0o644)
    shutil.copyfile(args.tokenizer, args.out / "tokenizer.json")
    (args.out / "modules.json").write_text(json.dumps(MODULES, indent=2) + "\n", encoding="utf-8")
    config = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    (args.out / "config_sentence_transformers.json").write_text(
        json.dumps(config, indent=2) + "\n", encoding="utf-8"
    )
    total = sum(path.stat().st_size for path in args.out.rglob("*") if path.is_file())
    print(rows.shape, f"{total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
