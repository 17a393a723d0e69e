"""Text → unit vectors. The only door to `tokenizers` and `sentence_transformers`.

`load_encoder("mati")` is the small static Thai model in `search/model/`: numpy and `tokenizers` alone, no
network, no torch. Any other name or folder is a sentence-transformers model, imported only then.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from kg.errors import DataCorrupt, MissingExtra, SettingError

Vectors = NDArray[np.float32]

SHIPPED = "mati"
MODEL_FOLDER = Path(__file__).parent / "model"
INSTALL = 'pip install "mati[models]"'
MAX_TOKENS = 4096
MAX_CHARACTERS = 32_768
_BATCH = 256
# the layer that squashes a mean, for sentence-transformers; training/export.py writes no other kind
_LAYER, _SQUASHING = Path("1_Dense") / "config.json", b'"torch.nn.modules.activation.Softsign"'
# a lone surrogate cannot be handed to the tokenizer, which works on UTF-8
_SURROGATE = re.compile("[\ud800-\udfff]")

# (pattern of the model's name, prefix of a query, prefix of a passage), first match wins
_PREFIXES: tuple[tuple[str, str, str], ...] = (
    (
        r"e5-.*instruct",
        "Instruct: Given a question, retrieve passages of meeting minutes that answer it\nQuery: ",
        "",
    ),
    (r"(^|[/_-])e5([/_-]|$)", "query: ", "passage: "),
    (r"bge-(small|base|large)-en", "Represent this sentence for searching relevant passages: ", ""),
    (r"bge-(small|base|large)-zh", "为这个句子生成表示以用于检索相关文章：", ""),
)


class Encoder(Protocol):
    """What turns texts into vectors.

    `id` names the model and `revision` its weights (hex): an index stores both and refuses another pair.
    `dimension` is the length of a vector.
    """

    @property
    def id(self) -> str: ...  # noqa: D102

    @property
    def revision(self) -> str: ...  # noqa: D102

    @property
    def dimension(self) -> int: ...  # noqa: D102

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension): unit rows in order; zero where no piece is known."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the same for questions, which some models encode in another way."""


@dataclass(frozen=True, slots=True)
class StaticEncoder:
    """The mean of stored token vectors, at unit length; `squashed`, each number x of the mean is x / (1 + |x|) first.

    `rows` is int8 (rows, dimension), read straight from the file; token t is `rows[places[t]]` times `scales[t]`
    (int32 and float32, (tokens,)), so rare tokens can share a row. Tokens past MAX_TOKENS of one text count no
    more. Safe in threads.
    """

    id: str
    revision: str
    dimension: int
    tokenizer: Any = field(repr=False)
    rows: NDArray[np.int8] = field(repr=False)
    places: NDArray[np.int32] = field(repr=False)
    scales: Vectors = field(repr=False)
    squashed: bool

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension): unit rows in order; zero where no piece is known."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for first in range(0, len(texts), _BATCH):
            for at, pieces in enumerate(self._pieces(texts[first : first + _BATCH]), first):
                if pieces:
                    vectors[at] = self.mean(pieces)
        return _unit(vectors)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the same as `passages`: this model knows no difference."""
        return self.passages(texts)

    def mean(self, pieces: Sequence[int]) -> Vectors:
        """Return the mean, squashed or not, of token numbers, of which there is one; float32 (dimension,)."""
        rows = self.rows[self.places[pieces]].astype(np.float32)
        # not @: its team of threads costs more than so small a product, and its sums depend on their number
        mean: Vectors = np.einsum("i,ij->j", self.scales[pieces], rows) / np.float32(len(pieces))
        return mean / (1 + np.abs(mean)) if self.squashed else mean

    def _pieces(self, texts: Sequence[str]) -> list[list[int]]:
        clean = [_encodable(text) for text in texts]
        if len(clean) == 1:
            # one question needs no team of threads, whose start makes a later fork of this process warn
            return [self.tokenizer.encode(clean[0], add_special_tokens=False).ids[:MAX_TOKENS]]
        found = self.tokenizer.encode_batch_fast(clean, add_special_tokens=False)
        return [encoding.ids[:MAX_TOKENS] for encoding in found]


@dataclass(frozen=True, slots=True)
class SentenceEncoder:
    """A sentence-transformers model with the prefixes its authors trained it with."""

    id: str
    revision: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    model: Any = field(repr=False)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Return float32 (len(texts), dimension): unit rows in order; zero for a text of white space."""
        return self._encode(texts, self.passage_prefix)

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Return the same with the prefix of a query."""
        return self._encode(texts, self.query_prefix)

    def _encode(self, texts: Sequence[str], prefix: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        clean = [_encodable(text) for text in texts]
        found = self.model.encode(
            [prefix + text for text in clean], convert_to_numpy=True, show_progress_bar=False
        )
        vectors = np.asarray(found, dtype=np.float32)
        vectors[[not text.strip() for text in clean]] = 0
        return _unit(vectors)


def load_encoder(spec: str = SHIPPED, *, download: bool = False) -> Encoder:
    """Return the encoder that `spec` names.

    Args:
        spec: "mati" for the shipped model, else a sentence-transformers model name or folder.
        download: Whether a model that is not on this machine may be fetched.

    Raises:
        MissingExtra: The model needs sentence-transformers, which is not installed.
        SettingError: No such model here, or it cannot be loaded.
        DataCorrupt: The shipped model's files are missing or damaged.
    """
    if spec == SHIPPED:
        return _shipped()
    if not spec.strip():
        raise SettingError(f'The encoder is an empty name; use "{SHIPPED}" or a sentence-transformers model.')
    return _sentence_encoder(spec, download=download)


def prefixes(name: str) -> tuple[str, str]:
    """Return the (query, passage) prefixes a model of that name was trained with; empty for most."""
    for pattern, query, passage in _PREFIXES:
        if re.search(pattern, name.lower()):
            return query, passage
    return "", ""


@lru_cache(maxsize=1)
def _shipped() -> StaticEncoder:
    return load_folder(MODEL_FOLDER)


def load_folder(folder: Path) -> StaticEncoder:
    """Return the static encoder in `folder` (model.safetensors, tokenizer.json), its weights mapped, not read.

    Raises:
        DataCorrupt: A file is missing, damaged, or belongs to another model.
    """
    from tokenizers import Tokenizer

    path, pieces, layer = folder / "model.safetensors", folder / "tokenizer.json", folder / _LAYER
    if not (path.is_file() and pieces.is_file()):
        raise DataCorrupt(f"The encoder in {folder} lacks its files; install Mati again.")
    rows, places, scales = _token_vectors(path)
    try:
        tokenizer = Tokenizer.from_file(str(pieces))
    except Exception as error:  # the library raises the root type itself
        raise DataCorrupt(f"{pieces} is damaged ({error}); install Mati again.") from error
    if tokenizer.get_vocab_size() != len(scales):
        raise DataCorrupt(f"{pieces} does not belong to {path}; install Mati again.")
    squashed = layer.is_file()
    if squashed and _SQUASHING not in layer.read_bytes():
        raise DataCorrupt(f"{layer} is damaged or names another layer; install Mati again.")
    files = (path, pieces, layer) if squashed else (path, pieces)
    return StaticEncoder(SHIPPED, _digest(files), rows.shape[1], tokenizer, rows, places, scales, squashed)


def _token_vectors(path: Path) -> tuple[NDArray[np.int8], NDArray[np.int32], Vectors]:
    """Return the rows, each token's row and each token's scale; a file without `mapping` has a row a token."""
    tensors = _read_safetensors(path)
    rows, scales = tensors.get("embeddings"), tensors.get("weights")
    if rows is None or scales is None:
        raise DataCorrupt(f"{path} lacks a tensor; install Mati again.")
    places = tensors.get("mapping", np.arange(len(rows), dtype=np.int32))
    if rows.dtype != np.int8 or rows.ndim != 2 or scales.ndim != 1 or scales.shape != places.shape:
        raise DataCorrupt(f"{path} does not hold int8 rows with one scale a token; install Mati again.")
    if len(places) and not (places.min() >= 0 and places.max() < len(rows)):
        raise DataCorrupt(f"{path} names a row that it lacks; install Mati again.")
    return rows, places.astype(np.int32), scales.astype(np.float32)


def _read_safetensors(path: Path) -> dict[str, NDArray[Any]]:
    """Map the tensors of a safetensors file without reading them: 8 bytes of length, a JSON header, the data."""
    kinds = {"I8": np.int8, "I32": np.int32, "F32": np.float32, "F16": np.float16}
    try:
        with path.open("rb") as source:
            length = int.from_bytes(source.read(8), "little")
            header = json.loads(source.read(length)) if length <= path.stat().st_size else {}
        tensors: dict[str, NDArray[Any]] = {}
        for name, entry in header.items():
            if name != "__metadata__":
                start, end = entry["data_offsets"]
                kind, shape = kinds[entry["dtype"]], tuple(entry["shape"])
                mapped = np.memmap(path, kind, "r", offset=8 + length + start, shape=shape)
                if mapped.nbytes != end - start:
                    raise ValueError(f"tensor {name} has the wrong length")
                tensors[name] = mapped.view(np.ndarray)
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise DataCorrupt(
            f"The encoder's weights {path} are damaged ({error}); install Mati again."
        ) from error
    return tensors


def _sentence_encoder(spec: str, *, download: bool) -> SentenceEncoder:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise MissingExtra(
            f'The encoder "{spec}" needs sentence-transformers: {INSTALL}; or use the shipped one, "{SHIPPED}".'
        ) from error
    # the library reports a missing or broken model by many types, all of them these
    try:
        model = SentenceTransformer(spec, device="cpu", local_files_only=not download)
    except (OSError, ValueError, RuntimeError, KeyError, TypeError, AttributeError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        remedy = "check its name" if download else "give a folder that holds it, or allow it to be downloaded"
        raise SettingError(f'The encoder "{spec}" cannot be loaded ({reason}); {remedy}.') from error
    dimension = model.get_embedding_dimension() or 0
    query, passage = prefixes(spec)
    return SentenceEncoder(spec, _weights_digest(model), int(dimension), query, passage, model)


def _weights_digest(model: Any) -> str:
    """Name a loaded model by its weights, so that the same name with other weights is another revision."""
    digest = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tuple(tensor.shape)} {tensor.dtype}".encode())
        digest.update(tensor.detach().cpu().contiguous().float().numpy().tobytes())
    return digest.hexdigest()[:16]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _encodable(text: str) -> str:
    return _SURROGATE.sub(" ", text[:MAX_CHARACTERS])


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 1e-12)
    return unit
