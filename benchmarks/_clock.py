"""Processor time; no benchmark of its own."""

from __future__ import annotations

import resource


def processor_seconds() -> float:
    """Processor time of this process and the children it waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
