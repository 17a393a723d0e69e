"""What stands on one PDF page, in plain values: pieces of text in content order, ruling lines, images.

Positions are in points from the top left corner of the page as it is shown (rotation applied), `y` downwards.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Piece:
    """A stretch of text drawn at one place. `y` is its baseline, `size` the height of its font.

    `spread` says its letters are spaced out to fill the line. `text` is a single space where the file draws a blank by itself. `tag` is the marked-content number that
    the structure tree refers to (-1: none), `order` its place in the order the page was drawn in.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    hidden: bool = False
    spread: bool = False
    tag: int = -1
    order: int = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line: across (`level` is its y) or down (`level` is its x), from `start` to `end`."""

    level: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Node:
    """What the file says a tagged stretch is part of: its paragraph, and its place in a table.

    `block` tells paragraphs apart (-1: none named). `cell` is (table, row, column), counted from 0.
    """

    block: int = -1
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page. `image_cover` is the share of the page that its largest image covers (0 to 1).

    `nodes` says, for each marked-content number, what the structure tree makes of it; empty where the file
    is untagged. `crowded` is True where the page had more objects than are looked at, `spaced`
    where it draws spaces and does not only leave gaps for them.
    """

    width: float
    height: float
    pieces: tuple[Piece, ...]
    across: tuple[Rule, ...] = ()
    down: tuple[Rule, ...] = ()
    image_cover: float = 0.0
    nodes: dict[int, Node] | None = None
    crowded: bool = False
    spaced: bool = True
