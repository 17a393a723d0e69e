"""Small PDFs written by hand, for what office programs do not write."""

from __future__ import annotations

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
IMAGE = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nx\nendstream"


def raw_pdf(contents: list[str], *, box: str = "0 0 595 842", rotate: int = 0) -> bytes:
    """Return a PDF with one page for each content stream; /F1 is Helvetica, /I1 a one-pixel picture."""
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(contents)}/Kids[{' '.join(f'{5 + 2 * i} 0 R' for i in range(len(contents)))}]>>",
        FONT,
        IMAGE,
    ]
    for index, content in enumerate(contents):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Rotate {rotate}/Contents {6 + 2 * index} 0 R"
            "/Resources<</Font<</F1 3 0 R>>/XObject<</I1 4 0 R>>>>>>"
        )
        objects.append(f"<</Length {len(content)}>>stream\n{content}\nendstream")
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    start = len(out)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return out + f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def text_at(x: float, y: float, text: str, *, size: int = 12, mode: int = 0) -> str:
    """Return the operators that draw a text (ASCII) at a place; `mode` 3 is invisible."""
    return f"BT /F1 {size} Tf {mode} Tr 1 0 0 1 {x} {y} Tm ({text}) Tj ET\n"
