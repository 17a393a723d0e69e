"""Names put together by links, best first, never across what forbids it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


class Clusters:
    """A partition of `count` things that grows by joining; the same joins in the same order give the same parts."""

    def __init__(self, count: int) -> None:
        self._root = list(range(count))
        self._members: dict[int, list[int]] = {}

    def root(self, thing: int) -> int:
        """Return the thing that stands for the cluster of `thing`: its lowest."""
        while self._root[thing] != thing:
            self._root[thing] = self._root[self._root[thing]]
            thing = self._root[thing]
        return thing

    def members(self, thing: int) -> Sequence[int]:
        """Return the cluster of `thing`."""
        root = self.root(thing)
        return self._members.get(root, (root,))

    def join(self, one: int, other: int) -> None:
        """Make the clusters of two things one."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high:
            self._members[low] = [*self.members(low), *self.members(high)]
            self._members.pop(high, None)
            self._root[high] = low

    def join_allowed(self, one: int, other: int, apart: Callable[[int, int], bool]) -> bool:
        """Join two clusters unless `apart` says so of a member of one and a member of the other; return whether."""
        if self.root(one) != self.root(other):
            if any(apart(left, right) for left in self.members(one) for right in self.members(other)):
                return False
            self.join(one, other)
        return True

    def groups(self) -> list[list[int]]:
        """Return all clusters, each sorted, by their lowest member."""
        found: dict[int, list[int]] = {}
        for thing in range(len(self._root)):
            found.setdefault(self.root(thing), []).append(thing)
        return list(found.values())


def ordered(pairs: Iterable[tuple[float, int, int]]) -> list[tuple[float, int, int]]:
    """Return scored pairs, best first; ties by their things."""
    return sorted(pairs, key=lambda found: (-found[0], found[1], found[2]))
