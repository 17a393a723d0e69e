"""Picture files (PNG, JPEG, TIFF with pages) to grey arrays: the only user of Pillow."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from kg.errors import FileDamaged, FileRefused, MissingExtra

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

MAX_PIXELS = 40_000_000  # of one page: A3 at 400 dpi
MAX_PAGES = 500
_FORMATS = ("PNG", "JPEG", "TIFF")
_LIKELY = (70, 1200)  # dots per inch that a scanner may have meant
_SHORT_SIDE = 8.27  # inches, of A4: what a picture without dpi is taken for
_GREY_16 = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")


def read_image_file(data: bytes, *, name: str) -> list[tuple[NDArray[np.uint8], int]]:
    """Return the pages of the picture file `name`, each as grey uint8 (h, w), 0 black, and its dots per inch.

    Where the file does not say its dpi, or says one no scanner has, the page is taken for an A4 sheet; what the
    camera says of which side is up is followed. Raises `MissingExtra` without Pillow, `FileRefused` over
    `MAX_PIXELS` a page or `MAX_PAGES`, `FileDamaged` where it is broken, cut short, or no PNG, JPEG or TIFF.
    """
    try:
        from PIL import Image, ImageSequence, UnidentifiedImageError
    except ImportError as error:
        raise MissingExtra(
            f'Reading {name} needs Pillow. Install it with `pip install "mati[ocr]"`.'
        ) from error
    damaged = f"{name} is damaged or is no PNG, JPEG or TIFF picture. Scan or export it again."
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a picture's size we judge ourselves, of its tags we need little
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                pages: list[tuple[NDArray[np.uint8], int]] = []
                for frame in ImageSequence.Iterator(picture):
                    if len(pages) == MAX_PAGES:
                        raise FileRefused(f"{name} has more than {MAX_PAGES} pages. Split it.")
                    pages.append(_page(frame, name))
                return pages
        except Image.DecompressionBombError as error:
            raise FileRefused(_too_large(name, "over 178,000,000")) from error
        except UnidentifiedImageError as error:
            raise FileDamaged(damaged) from error
        except (
            OSError,
            SyntaxError,
            ValueError,
            EOFError,
            KeyError,
            TypeError,
            IndexError,
            OverflowError,
        ) as error:
            raise FileDamaged(f"{damaged[:-1]} ({type(error).__name__}).") from error
        except MemoryError as error:
            raise FileRefused(f"{name} needs more memory to unpack than allowed. Scan it smaller.") from error


def _too_large(name: str, pixels: str) -> str:
    return f"{name} has a page of {pixels} pixels; the limit is {MAX_PIXELS:,}. Scan it at 300 dpi or less."


def _page(frame: Image, name: str) -> tuple[NDArray[np.uint8], int]:
    import numpy as np
    from PIL import ImageOps

    width, height = frame.size
    if width * height > MAX_PIXELS:
        raise FileRefused(_too_large(name, f"{width * height:,}"))
    dpi = _dots_per_inch(frame.info.get("dpi"), min(width, height))
    turned = ImageOps.exif_transpose(frame) or frame
    return np.asarray(_grey(turned), dtype=np.uint8), dpi


def _grey(picture: Image) -> Image:
    """Eight bits of grey on white paper, whatever the file holds."""
    import numpy as np
    from PIL import Image as Images

    if picture.mode in _GREY_16:
        values = np.asarray(picture, dtype=np.float64)
        most = 65535.0 if picture.mode != "F" or values.max() > 1 else 1.0
        return Images.fromarray(np.clip(values / most * 255, 0, 255).astype(np.uint8))
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        held = picture.convert("RGBA")
        paper = Images.new("RGBA", held.size, (255, 255, 255, 255))
        return Images.alpha_composite(paper, held).convert("L")
    return picture.convert("L")


def _dots_per_inch(told: object, short: int) -> int:
    """What the file says, where a scanner could have meant it; else as if the page were A4."""
    if isinstance(told, tuple) and told:
        dpi = round(float(told[0]))
        if _LIKELY[0] <= dpi <= _LIKELY[1] and dpi != 72 and dpi != 96:  # those two are programs' defaults
            return dpi
    return min(max(round(short / _SHORT_SIDE), _LIKELY[0]), _LIKELY[1])
