"""HTML cut into tags and text, in one pass.

Python 3.11's `html.parser` takes time in the square of its input on unclosed comments and tags (24 KB of "<a "
keep it busy for eight seconds) and stops on some declarations; this one looks at every character once or twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

_OPENING = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,80})")
_ATTRIBUTES = re.compile(
    r"(?:[\s/]++|[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)*+>"
)
_ATTRIBUTE = re.compile(r"([^\s/>=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"'][^\s>]*+)))?+")
_NONE: Mapping[str, str] = MappingProxyType({})
_RAW = frozenset({"script", "style", "title", "textarea", "xmp", "noframes", "iframe", "noembed"})


class Tag(NamedTuple):
    """A tag: its lower-case name, whether it closes, its attributes (entities read; the first of a name counts)."""

    name: str
    closing: bool
    attributes: Mapping[str, str]


def tokens(source: str) -> Iterator[Tag | str]:
    """Yield the tags and the text of `source` in order, entities read; comments and declarations are left out.

    What a browser drops is dropped: the content of elements that hold no markup (script, style, title), and
    all after a tag or comment that never ends. A "<" that opens nothing is text.
    """
    at = text_from = 0
    while True:
        at = source.find("<", at)
        if at < 0:
            break
        found = _OPENING.match(source, at)
        if found is None and source[at + 1 : at + 2] not in {"!", "?"}:
            at += 1
            continue
        if at > text_from:
            yield html.unescape(source[text_from:at])
        if found is None:
            at = _after_declaration(source, at)
        else:
            name = found[2].lower()
            attributes, at = _attributes(source, found.end(), closing=bool(found[1]))
            if at >= 0:
                yield Tag(name, bool(found[1]), attributes)
                if name in _RAW and not found[1]:
                    at = _after_raw(source, at, name)
        text_from = at
        if at < 0:
            return
    if text_from < len(source):
        yield html.unescape(source[text_from:])


def _after_declaration(source: str, at: int) -> int:
    if source.startswith("<!--", at):
        end = source.find("-->", at + 2)
        return end + 3 if end >= 0 else -1
    if source.startswith("<![CDATA[", at):
        end = source.find("]]>", at)
        return end + 3 if end >= 0 else -1
    end = source.find(">", at)
    return end + 1 if end >= 0 else -1


def _attributes(source: str, at: int, *, closing: bool) -> tuple[Mapping[str, str], int]:
    """The attributes of a tag from behind its name, and the offset behind the tag (-1: it never ends)."""
    if source.startswith(">", at):
        return _NONE, at + 1
    whole = _ATTRIBUTES.match(source, at)
    end = whole.end() if whole is not None else source.find(">", at) + 1
    if end == 0:
        return _NONE, -1
    found: dict[str, str] = {}
    if not closing and end > at + 1:
        for one in _ATTRIBUTE.finditer(source, at, end - 1):
            value = one[2] if one[2] is not None else one[3] if one[3] is not None else one[4] or ""
            found.setdefault(one[1].lower(), html.unescape(value))
    return found, end


def _after_raw(source: str, at: int, name: str) -> int:
    """Behind the content of an element without markup, at its end tag (-1: it never ends)."""
    end = re.compile(rf"</{re.escape(name)}(?=[\s/>])", re.IGNORECASE).search(source, at)
    return end.start() if end is not None else -1
