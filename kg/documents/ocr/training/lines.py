"""Invented lines of Thai and Latin, numbers among them, drawn and then spoilt as scanners spoil.

Each drawn letter leaves its number in a label map that is turned and bent with the picture, so that the pieces of
ink found later know what they are.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from pythainlp.corpus import thai_words
from scipy import ndimage

from kg.documents.ocr.blobs import find_blobs, glyphs_of, measures_of

THAI, ARABIC = "๐๑๒๓๔๕๖๗๘๙", "0123456789"
CLASSES = THAI + ARABIC  # the class after these is anything else
CLUSTER = re.compile(r"[ก-ฮ][ัิ-ฺ็-๎]*ำ?|.", re.DOTALL)
LATIN_WORDS = [
    "Digital",
    "Inclusion",
    "Foundation",
    "Service",
    "Design",
    "Gateway",
    "Center",
    "Data",
    "Big",
    "Thailand",
    "II",
    "III",
    "IV",
    "Zoom",
    "Online",
    "Smart",
    "City",
    "OIL",
    "SOS",
    "2D",
    "Boss",
    "lol",
    "Bill",
    "GIS",
    "ICT",
    "COVID-19",
    "No.",
    "(Q&A)",
    "http://www.go.th",
]
MARKS = ["-", "–", "/", "(", ")", ".", ",", ":", "“", "”", "•", "...", "%", "+", "=", "|", "ฯ", "ๆ", "๏", "_"]


@dataclass(frozen=True)
class Face:
    """A font, in two files where Thai and Latin stand apart."""

    family: str
    thai: str
    latin: str


@lru_cache(maxsize=512)
def font(path: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=512)
def letter_height(path: str) -> float:
    """Height of ก in a font of 100 pixels."""
    _, top, _, bottom = font(path, 100).getbbox("ก", anchor="ls")
    return bottom - top


WORDS = sorted(word for word in thai_words() if 2 <= len(word) <= 10 and re.fullmatch(r"[ก-์]+", word))


def number(rng: np.random.Generator) -> str:
    """A number as minutes write it, in either kind of digits."""
    digits = THAI if rng.random() < 0.65 else ARABIC

    def some(count: int) -> str:
        return "".join(digits[i] for i in rng.integers(0, 10, count))

    year = digits[2] + digits[5] + some(2)
    kinds = [
        lambda: year,
        lambda: f"{some(int(rng.integers(1, 3)))}/{year}",
        lambda: f"{some(1)}.",
        lambda: f"{some(1)}.{some(1)}",
        lambda: f"{some(1)}.{some(1)}.{some(2)}",
        lambda: f"{some(2)}.{some(2)}",
        lambda: f"{some(3)},{some(3)}",
        lambda: some(int(rng.integers(1, 8))),
        lambda: f"({some(int(rng.integers(1, 3)))})",
        lambda: f"-{some(int(rng.integers(1, 3)))}-",
        lambda: f"{year}-{digits[2]}{digits[5]}{some(2)}",
        lambda: f"{some(2)}%",
    ]
    return kinds[int(rng.integers(len(kinds)))]()


def words(rng: np.random.Generator) -> list[str]:
    """The letters (with their marks) and spaces of one line."""
    found: list[str] = []
    for _ in range(int(rng.integers(1, 14))):
        roll = rng.random()
        if roll < 0.42:
            piece = number(rng)
        elif roll < 0.84:
            piece = "".join(WORDS[int(i)] for i in rng.integers(0, len(WORDS), int(rng.integers(1, 4))))
        elif roll < 0.95:
            piece = LATIN_WORDS[int(rng.integers(len(LATIN_WORDS)))]
        else:
            piece = MARKS[int(rng.integers(len(MARKS)))]
        found += CLUSTER.findall(piece)
        if rng.random() < 0.75:
            found.append(" ")
    return found


def drawn(face: Face, rng: np.random.Generator) -> tuple[Image.Image, np.ndarray, list[str], float]:
    """One line, black on white, with its label map int16 (letter number + 1), its letters and their height."""
    letters = words(rng)
    height = float(np.exp(rng.uniform(np.log(12), np.log(38))))
    size = max(10, round(100 * height / letter_height(face.thai)))
    thai, latin = font(face.thai, size), font(face.latin, size)
    tracking = rng.normal(0, 0.03) * height
    room = int(
        sum((latin if letter < "\u0e00" else thai).getlength(letter) + abs(tracking) for letter in letters)
    )
    shape = (round(height * 4), room + round(height * 3))
    canvas, labels = np.zeros(shape, np.uint8), np.zeros(shape, np.int16)
    x, base = height * 1.5, round(height * 2.5)
    for place, letter in enumerate(letters):
        used = latin if letter < "\u0e00" else thai
        if letter.strip():
            picture = Image.new("L", (shape[1], shape[0]), 0)
            ImageDraw.Draw(picture).text((x, base), letter, font=used, fill=255, anchor="ls")
            box = picture.getbbox()
            if box:
                left, top, right, bottom = box
                ink = np.asarray(picture)[top:bottom, left:right]
                canvas[top:bottom, left:right] = np.maximum(canvas[top:bottom, left:right], ink)
                labels[top:bottom, left:right][ink > 96] = place + 1
        x += used.getlength(letter) + tracking + (rng.uniform(0, 0.3) * height if letter == " " else 0)
    if rng.random() < 0.06:
        row = base + round(height * rng.uniform(0.15, 0.4))
        canvas[row : row + max(1, round(height / 14)), :] = 255
    if rng.random() < 0.05:
        for column in rng.integers(0, shape[1], 3):
            canvas[:, column : column + max(1, round(height / 14))] = 255
    return Image.fromarray(255 - canvas), labels, letters, height


def spoilt(
    picture: Image.Image, labels: np.ndarray, height: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """The picture as a scanner might give it, uint8, and its label map turned alike."""
    angle = float(rng.normal(0, 0.35))
    shear = float(rng.normal(0, 0.03)) if rng.random() < 0.4 else 0.0
    picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    turned = Image.fromarray(labels.astype(np.int32), mode="I").rotate(
        angle, resample=Image.Resampling.NEAREST, fillcolor=0
    )
    if shear:
        matrix = (1, shear, -shear * labels.shape[0] / 2, 0, 1, 0)
        picture = picture.transform(
            picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC, fillcolor=255
        )
        turned = turned.transform(
            turned.size, Image.Transform.AFFINE, matrix, Image.Resampling.NEAREST, fillcolor=0
        )
    page = np.asarray(picture, np.float32)
    unit = height / 20
    roll = rng.random()
    if roll < 0.12:
        page = ndimage.grey_erosion(page, size=(2, 2))
    elif roll < 0.2 and height > 16:
        page = ndimage.grey_dilation(page, size=(2, 2) if rng.random() < 0.3 else (1, 2))
    page = ndimage.gaussian_filter(page, rng.uniform(0.2, 1.1) * min(max(unit, 0.6), 1.6))
    paper, dark = rng.uniform(200, 255), rng.uniform(0, 90)
    page = dark + page / 255 * (paper - dark)
    page = page * (1 - rng.uniform(0, 0.1) * np.linspace(0, 1, page.shape[1])[None, :])
    page = page + rng.normal(0, rng.uniform(1, 20), page.shape)
    specks = rng.random(page.shape) < rng.choice([0, 1e-5, 1e-4, 4e-4])
    page[ndimage.binary_dilation(specks, np.ones((2, 2)))] = rng.uniform(40, 160)
    grey = np.clip(page, 0, 255).astype(np.uint8)
    roll = rng.random()
    if roll < 0.14:
        level = int(np.clip((paper + dark) / 2 + rng.normal(5, 18), dark + 20, paper - 25))
        grey = np.where(grey > level, 255, 0).astype(np.uint8)
    elif roll < 0.75:
        held = io.BytesIO()
        Image.fromarray(grey).save(held, "JPEG", quality=int(rng.integers(30, 92)))
        grey = np.asarray(Image.open(held).convert("L"))
    return grey, np.asarray(turned)


def samples(
    face: Face, rng: np.random.Generator, *, keep_other: float = 0.4
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pieces of ink of one line: glyphs uint8 (n, 24, 24), measures float32 (n, 3), classes uint8 (n,)."""
    picture, labels, letters, height = drawn(face, rng)
    grey, turned = spoilt(picture, labels, height, rng)
    blobs = find_blobs(grey)
    tall = np.flatnonzero((blobs.boxes[:, 3] - blobs.boxes[:, 1]) >= 4)
    measures = measures_of(blobs.boxes[tall])
    sizes = np.bincount(turned.ravel(), minlength=len(letters) + 1)
    classes = np.full(len(tall), len(CLASSES), np.uint8)
    for place, index in enumerate(tall):
        left, top, right, bottom = blobs.boxes[index]
        own = turned[top:bottom, left:right][blobs.labels[top:bottom, left:right] == blobs.names[index]]
        counts = np.bincount(own.ravel(), minlength=len(letters) + 1)[1:]
        if not counts.any():
            continue
        main = int(counts.argmax())
        whole = counts[main] >= 0.8 * sizes[main + 1] and counts.sum() - counts[main] <= 0.08 * counts[main]
        if letters[main] in CLASSES and whole:
            classes[place] = CLASSES.index(letters[main])
    kept = (classes < len(CLASSES)) | (rng.random(len(tall)) < keep_other)
    kept &= (measures[:, 0] > 0.3) & (measures[:, 0] < 2.2) & (measures[:, 2] < 2.5)
    glyphs = glyphs_of(blobs, tall[kept])
    return np.rint(glyphs * 255).astype(np.uint8), measures[kept], classes[kept]


def faces(folders: list[Path]) -> list[Face]:
    """The upright and slanted fonts under `folders` that hold Thai digits, by family."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if (
                path.suffix == ".ttf"
                and "Oblique" not in path.stem
                and re.search("tlwg|arundina|Thai", str(path))
            ):
                found.append(Face(re.sub(r"-.*", "", path.stem), str(path), str(path)))
            match = re.fullmatch(r"(.+)-thai-(300|400|500|700)-(normal|italic)\.woff2", path.name)
            if match:
                latin = path.with_name(path.name.replace("-thai-", "-latin-"))
                found.append(Face(match[1], str(path), str(latin)))
    return found
