"""Whether work takes time in proportion to its size, told on a machine that is shared and noisy."""

from __future__ import annotations

import time
from collections.abc import Callable

_TIMES = 3
_FLOOR_S = 0.05  # shorter times are noise


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of several runs, in seconds."""
    taken = []
    for _ in range(_TIMES):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def in_proportion(work: Callable[[int], Callable[[], object]], small: int, large: int) -> bool:
    """Whether `large` takes at most three times what its size asks for beside `small`; a square would take far more.

    `work(size)` prepares the work of that size and returns what is timed. `large` is four times `small` or more.
    """
    work(max(1, small // 30))()  # whatever is made once
    return seconds(work(large)) < 3 * (large / small) * max(seconds(work(small)), _FLOOR_S)
