"""What a process of ours that handles what it must not trust may do: no network, limited memory and time.

Used inside the child (`leave_network`, `limit`) and by whoever starts one (`environment`).
"""

from __future__ import annotations

import importlib.util
import os
import resource
from collections.abc import Iterable
from pathlib import Path

from kg.errors import MissingExtra

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # clone(2)


def leave_network() -> bool:
    """Move into a network namespace without any network; False where the system does not allow it."""
    import ctypes

    unshare = ctypes.CDLL(None).unshare
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)


def limit(kind: int, value: int) -> None:
    """Lower a resource limit of this process for good; one lower already stays."""
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def environment(libraries: Iterable[str], *, package: str = "mati") -> dict[str, str]:
    """Return the whole environment of a child that may import ours and `libraries`; above all no proxies.

    Raises:
        MissingExtra: a library is not installed; `package` is what installs it.
    """
    folders = [Path(__file__).resolve().parents[1]]
    for name in libraries:
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            raise MissingExtra(
                f'The library {name} is not installed. Install it with `pip install "{package}"`.'
            )
        origin = Path(found.origin)
        folders.append(origin.parents[1] if origin.name.startswith("__init__.") else origin.parent)
    paths = dict.fromkeys(map(str, folders))
    return {"PYTHONPATH": os.pathsep.join(paths), "LANG": "C.UTF-8", "PATH": os.defpath}
