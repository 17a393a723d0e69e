"""Public Thai text → JSON lines of titled passages, the raw material of the encoder.

    python -m search.training.corpus --thaigov DIR --iapp train.jsonl --exclude DIR --out DIR

`--thaigov` is a checkout of PyThaiNLP/thaigov-v2-corpus (public domain), `--iapp` the training split of
iapp-technology/iapp-wiki-qa-dataset (MIT). Texts that share a long paragraph with a file under `--exclude`
are left out, so that what is measured later was never seen. Writes `documents.jsonl` (title, passages) and
`questions.jsonl` (question, context, title).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

SITE_PREFIX = re.compile(r"^รัฐบาลไทย\s*-\s*ข่าวทำเนียบรัฐบาล\s*-?\s*")
NOISE = re.compile(r"^(พิมพ์|วัน\S+ที่ \d{1,2} \S+ \d{4}|\d\d/\d\d/\d{4}|[\W_]*|ที่มา\s*:.*|https?://\S*)$")
CABINET_ITEM = re.compile(r"^\s*\d{1,3}\.\s*เรื่อง\s*(.{8,300})$")
SHORTEST, LONGEST = 180, 900
LONG_PARAGRAPH = 150


def key(text: str) -> str:
    """A short name of a text that ignores its white space."""
    return hashlib.blake2b("".join(text.split()).encode(), digest_size=8).hexdigest()


def lines_of(raw: str) -> tuple[str, list[str]]:
    """The title and the lines of meaning of one corpus file."""
    lines = [" ".join(line.split()) for line in raw.splitlines()]
    title = SITE_PREFIX.sub("", lines[0]) if lines else ""
    body = [line for line in lines[1:] if not NOISE.match(line)]
    while body and key(body[0]) == key(title):
        body.pop(0)
    return title, body


def passages(lines: Iterable[str]) -> Iterator[str]:
    """Lines joined to at least SHORTEST and cut, at a space, to about LONGEST characters."""
    held = ""
    for line in lines:
        held = f"{held} {line}" if held else line
        while len(held) > LONGEST:
            cut = held.rfind(" ", SHORTEST, LONGEST)
            cut = cut if cut > 0 else LONGEST
            yield held[:cut]
            held = held[cut:].lstrip()
        if len(held) >= SHORTEST:
            yield held
            held = ""
    if len(held) >= 60:
        yield held


def sections(title: str, lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """A cabinet summary as its matters (heading, lines); any other text as one section."""
    starts = [i for i, line in enumerate(lines) if CABINET_ITEM.match(line)]
    if len(starts) < 4:
        yield title, lines
        return
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        if end - start > 1:
            match = CABINET_ITEM.match(lines[start])
            yield (match[1] if match else title), lines[start + 1 : end]


def documents(folder: Path, excluded: set[str]) -> Iterator[dict[str, object]]:
    """Each different text of the corpus once, in path order, without those that share an excluded paragraph."""
    seen: set[str] = set()
    for path in sorted(folder.glob("data/**/*.txt")):
        title, lines = lines_of(path.read_text("utf-8", errors="replace"))
        long = [key(line) for line in lines if len(line) >= LONG_PARAGRAPH]
        if not long or excluded.intersection(long):
            continue
        for heading, part in sections(title, lines):
            name = key("".join(part))
            if name in seen or sum(map(len, part)) < SHORTEST:
                continue
            seen.add(name)
            texts = list(passages(part))
            if texts:
                yield {"title": heading, "passages": texts}


def excluded_paragraphs(folder: Path | None) -> set[str]:
    """Keys of the long paragraphs of every text file under `folder`."""
    if folder is None:
        return set()
    return {
        key(line)
        for path in folder.rglob("*.txt")
        for line in path.read_text("utf-8", errors="replace").splitlines()
        if len(line) >= LONG_PARAGRAPH
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--thaigov", type=Path, required=True)
    parser.add_argument("--iapp", type=Path, required=True)
    parser.add_argument("--exclude", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    count = total = 0
    with (args.out / "documents.jsonl").open("w", encoding="utf-8") as out:
        for row in documents(args.thaigov, excluded_paragraphs(args.exclude)):
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
            total += sum(map(len, row["passages"]))
    rows = [json.loads(line) for line in args.iapp.read_text("utf-8").splitlines()]
    with (args.out / "questions.jsonl").open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(
                json.dumps({k: row[k] for k in ("question", "context", "title")}, ensure_ascii=False) + "\n"
            )
    print(f"{count} documents, {total} characters; {len(rows)} questions")


if __name__ == "__main__":
    main()
