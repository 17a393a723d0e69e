"""A progress bar on a terminal, and nothing where there is none."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Show = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and what is being done."""

_NAME = 40


@contextmanager
def progress_bar(unit: str, *, wanted: bool = True) -> Iterator[Show]:
    """Yield what draws a bar on standard error; drawn from the first call on, and gone at the end."""
    if not wanted or not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    from tqdm import tqdm

    bars: list[Any] = []

    def show(done: int, total: int, name: str) -> None:
        if not bars:
            bars.append(tqdm(unit=unit, leave=False))
        bar = bars[0]
        bar.total, bar.n = total, done
        bar.set_postfix_str(name[-_NAME:])
        bar.refresh()

    try:
        yield show
    finally:
        for bar in bars:
            bar.close()
