"""Picture files to grey arrays."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kg.documents.ocr.pictures import MAX_PIXELS, read_image_file
from kg.errors import FileDamaged, FileRefused


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **options)
    return held.getvalue()


def bars(mode: str = "L", size: tuple[int, int] = (60, 40)) -> Image.Image:
    grey = np.full(size[::-1], 255, np.uint8)
    grey[:, : size[0] // 2] = 0
    return Image.fromarray(grey).convert(mode)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_dark_left_stays_dark_left(kind: str) -> None:
    ((grey, dpi),) = read_image_file(saved(bars(), kind, dpi=(300, 300)), name="a")
    assert (grey.dtype, grey.shape, dpi) == (np.uint8, (40, 60), 300)
    assert grey[20, 10] < 20
    assert grey[20, 50] > 235


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    ((grey, _),) = read_image_file(saved(bars(mode), "PNG"), name="a")
    assert grey[20, 10] < 20
    assert grey[20, 50] > 235


def test_sixteen_bits_are_scaled() -> None:
    values = np.zeros((40, 60), np.uint16)
    values[:, 30:] = 65535
    ((grey, _),) = read_image_file(saved(Image.fromarray(values), "PNG"), name="a")
    assert (grey[5, 5], grey[5, 55]) == (0, 255)


def test_clear_pixels_are_paper() -> None:
    ((grey, _),) = read_image_file(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"), name="a")
    assert grey.min() == 255


def test_each_page_of_a_tiff_is_one() -> None:
    data = saved(
        bars(), "TIFF", save_all=True, append_images=[bars(size=(80, 50)), bars("1")], dpi=(200, 200)
    )
    pages = read_image_file(data, name="a")
    assert [grey.shape for grey, _ in pages] == [(40, 60), (50, 80), (40, 60)]


def test_a_turned_photo_is_set_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    ((grey, _),) = read_image_file(saved(bars(), "JPEG", exif=exif), name="a")
    assert grey.shape == (60, 40)
    assert grey[5, 20] < 20


@pytest.mark.parametrize("told", [None, (72, 72), (3, 3), (90000, 90000)])
def test_without_a_scanners_dpi_the_page_is_a4(told: tuple[int, int] | None) -> None:
    options = {} if told is None else {"dpi": told}
    ((_, dpi),) = read_image_file(saved(bars(size=(1654, 2339)), "PNG", **options), name="a")
    assert dpi == 200


def bomb(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(6400, 6401), (20_000, 20_000), (60_000, 60_000)])
def test_a_bomb_is_refused_before_it_is_unpacked(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MAX_PIXELS
    with pytest.raises(FileRefused, match=r"a\.png"):
        read_image_file(bomb(*size), name="a.png")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\0" * 30,
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n",
        saved(bars(), "PNG")[:-30],
        saved(bars("RGB"), "JPEG")[:200],
    ],
)
def test_what_is_no_whole_picture_is_damaged(data: bytes) -> None:
    with pytest.raises(FileDamaged, match=r"b\.jpg"):
        read_image_file(data, name="b.jpg")


@given(st.integers(0, 5000), st.integers(0, 255), st.sampled_from(["PNG", "JPEG", "TIFF"]))
@settings(max_examples=60, deadline=None)
def test_a_broken_byte_raises_nothing_else(place: int, value: int, kind: str) -> None:
    data = bytearray(saved(bars("RGB"), kind))
    data[place % len(data)] = value
    try:
        pages = read_image_file(bytes(data), name="c")
    except (FileDamaged, FileRefused):
        return
    assert all(grey.dtype == np.uint8 and grey.ndim == 2 for grey, _ in pages)
