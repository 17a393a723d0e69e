"""The bundled example records, ingested once for every test that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.desk import Desk
from api.settings import Settings

EXAMPLES = Path(__file__).parents[1] / "examples" / "records"


@pytest.fixture(scope="session")
def examples_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that holds the example records; tests read it and never write."""
    data = tmp_path_factory.mktemp("examples") / "mati-data"
    with Desk.open(Settings(data=data), write=True) as desk:
        report = desk.ingest([EXAMPLES])
    assert report.failed == ()
    assert len(report.added) >= 6
    return data


@pytest.fixture(scope="session")
def desk(examples_data: Path) -> Iterator[Desk]:
    """The example records open for reading."""
    with Desk.open(Settings(data=examples_data)) as reading:
        yield reading
