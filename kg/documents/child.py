"""The process that takes one untrusted file apart: `python -m kg.documents.child OPERATION NAME MEMORY CPU WRITTEN …`.

The file's bytes come on standard input, one JSON value goes to standard output: `{"value": …}` or `{"error", "message"}`.
Started by `kg.documents.sandbox`; it has no network and no way around its limits.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

from kg.confinement import leave_network, limit
from kg.documents.sniff import IMAGES
from kg.errors import FileRefused, MatiError

_SPARE_CPU_S = 2  # until the hard limit, after which the system kills
_MOST_CPU_S = 600


def main(arguments: list[str]) -> None:
    """Limit this process, read the file, do the operation, print the value."""
    operation, name, memory_mb, cpu_s, written_mb, *rest = arguments
    data = sys.stdin.buffer.read()
    _confine(int(memory_mb), int(cpu_s), int(written_mb))
    answer = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no part of the answer
    try:
        said = {"value": _OPERATIONS[operation](data, name, *rest)}
    except MatiError as error:
        said = {"error": error.code, "message": str(error)}
    except MemoryError:
        message = (
            f"{name}: reading it needs more than {memory_mb} MB of memory. Split the file, or save it anew."
        )
        said = {"error": FileRefused.code, "message": message}
    with os.fdopen(answer, "wb") as out:
        out.write(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def _confine(memory_mb: int, cpu_s: int, written_mb: int) -> None:
    leave_network()
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_AS, memory_mb << 20)
    limit(resource.RLIMIT_FSIZE, written_mb << 20)
    limit(resource.RLIMIT_NOFILE, 64)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, _MOST_CPU_S))


def _allow_pages(pages: int) -> None:
    """A PDF of many honest pages takes longer than one of a few."""
    soft = resource.getrlimit(resource.RLIMIT_CPU)[0]
    resource.setrlimit(
        resource.RLIMIT_CPU, (min(_MOST_CPU_S - _SPARE_CPU_S, soft + pages // 10), _MOST_CPU_S)
    )


def _extract(data: bytes, name: str) -> Any:
    from kg.documents.formats import extract
    from kg.documents.wire import extraction_to_json

    return extraction_to_json(extract(data, name=name, on_pages=_allow_pages))


def _pictures(data: bytes, name: str) -> Any:
    from kg.documents.ocr.pictures import read_image_file

    return len(read_image_file(data, name=name))


def _ocr(data: bytes, name: str, index: str, dpi: str) -> Any:
    from kg.documents.ocr.read import read_picture
    from kg.documents.ocr.tesseract import Tesseract

    engine = Tesseract()  # first: where it is missing nothing need be rendered
    if data.startswith(IMAGES):
        from kg.documents.ocr.pictures import read_image_file

        grey, dots = read_image_file(data, name=name)[int(index)]
    else:
        from kg.documents.pdf.picture import render_page

        grey, dots = render_page(data, int(index), dpi=int(dpi)), int(dpi)
    page = read_picture(grey, dpi=dots, engine=engine)
    return {
        "text": page.text,
        "confidence": page.confidence,
        "untrusted": [[span.start, span.end] for span in page.untrusted],
        "warnings": [
            [notice.code, notice.message, [notice.span.start, notice.span.end] if notice.span else None]
            for notice in page.notices
        ],
    }


_OPERATIONS: dict[str, Callable[..., Any]] = {"extract": _extract, "pictures": _pictures, "ocr": _ocr}

if __name__ == "__main__":
    main(sys.argv[1:])
