"""How true and how fast files of each format are read: character errors against the text they were made from.

usage: python -m benchmarks.documents [FOLDER]   (default: ../shared/documents/files, where it is)

A folder holds `source.txt`, the truth, and the same record in other formats. `para` is the mean, over the paragraphs of
the truth, of the edits between a paragraph and the nearest stretch of the text layer, per character (order of the parts does
not count); `cells` the share of table cells found whole; `spaces` the blanks invented inside a Thai word, per 1,000
characters; `ms` processor time, the reading process with its start included. The baseline of each PDF, in the same run, is PDFium's own text.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from benchmarks._clock import processor_seconds
from kg.documents import ReadOptions, read_document
from kg.errors import InputError, MissingExtra
from kg.repair import repair

SHARED = Path(__file__).parents[2] / "shared" / "documents" / "files"
_SPACE = re.compile(r"\s+")
_LEAST = 20  # characters of a paragraph worth measuring


def folded(text: str) -> str:
    return _SPACE.sub("", text)


def paragraphs(truth: str) -> list[str]:
    lines = [line for line in truth.split("\n") if "|" not in line and "\t" not in line and "<" not in line]
    kept = [folded(line.replace("**", "")) for line in lines]
    return [line for line in kept if len(line) >= _LEAST and not line.endswith("...")]


def cells(truth: str) -> list[str]:
    rows = [re.split(r"[|\t]", line) for line in truth.split("\n") if "|" in line or "\t" in line]
    return [
        c for row in rows for c in map(folded, row) if len(c) >= 2 and re.search(r"\w", c) and "<" not in c
    ]


def nearest(part: str, text: str) -> float:
    """Edits per character between `part` and the stretch of `text` most like it."""
    if part in text:
        return 0.0
    best = len(part)
    grams = [part[i : i + 12] for i in range(0, max(1, len(part) - 12), max(1, len(part) // 12))]
    for shift, gram in enumerate(grams):
        offset = shift * max(1, len(part) // 12)
        at = text.find(gram)
        while at >= 0:
            start = max(0, at - offset)
            for slack in (0, 2, 6):
                stretch = text[max(0, start - slack) : start + len(part) + slack]
                found = Levenshtein.distance(part, stretch, weights=(1, 1, 1)) - max(
                    0, len(stretch) - len(part)
                )
                best = min(best, max(found, 0))
            at = text.find(gram, at + 1)
    return best / len(part)


def false_spaces(text: str, truth: str) -> float:
    """Blanks between Thai letters that the truth has not, per 1,000 characters of the truth."""
    known = set(re.findall(r"[ก-๎]{3} [ก-๎]{3}", _SPACE.sub(" ", truth)))
    found = re.findall(r"[ก-๎]{3} [ก-๎]{3}", text.replace("\n", "¶").replace("\t", "¶").replace("\u2028", "¶"))
    joined = folded(truth)
    invented = [f for f in found if f not in known and f.replace(" ", "") in joined]
    return 1000 * len(invented) / max(1, len(joined))


def plain_pdfium(path: Path) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def main() -> None:
    """Print a line for each file of the folder."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    source = folder / "source.txt"
    if not source.is_file():
        sys.exit(
            f"no source.txt in {folder}: name a folder that holds one, with the same record in other formats"
        )
    truth = source.read_text(encoding="utf-8")
    parts, wanted = paragraphs(truth), cells(truth)
    print(f"truth: {len(folded(truth)):,} characters, {len(parts)} paragraphs, {len(wanted)} cells")
    print(
        f"{'file':42}{'pages':>6}{'para':>8}{'cells':>7}{'spaces':>8}{'ms':>7}{'ms/page':>9}  baseline para"
    )
    for path in sorted(folder.iterdir()):
        if path == source:
            continue
        started = processor_seconds()
        try:
            document = read_document(path, options=ReadOptions(ocr=False))
        except (InputError, MissingExtra) as error:
            print(f"{path.name:42}  {str(error)[:110]}")
            continue
        ms = 1000 * (processor_seconds() - started)
        text = repair(document.text).text
        flat = folded(text.replace("**", ""))
        error_rate = sum(nearest(part, flat) for part in parts) / len(parts)
        whole = sum(cell in flat for cell in wanted) / len(wanted)
        pages = len(document.pages)
        baseline = ""
        if path.suffix == ".pdf":
            flat = folded(plain_pdfium(path))
            baseline = f"{sum(nearest(part, flat) for part in parts) / len(parts):.4f}"
        print(
            f"{path.name:42}{pages:>6}{error_rate:>8.4f}{whole:>7.2f}{false_spaces(text, truth):>8.2f}{ms:>7.0f}"
            f"{ms / pages if pages else 0:>9.1f}  {baseline}"
        )


if __name__ == "__main__":
    main()
