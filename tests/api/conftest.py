"""A real service over a real data folder: the bundled example records, ingested once for all tests here."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.desk import Desk
from api.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "records"


@dataclass(frozen=True)
class Service:
    """A running service. `client` speaks to it; `settings` are its own."""

    url: str
    client: httpx.Client
    settings: Settings


@contextmanager
def serving(settings: Settings) -> Iterator[Service]:
    """Run the service on a free loopback port until the block ends."""
    server = uvicorn.Server(
        uvicorn.Config(create_app(settings), port=0, log_level="warning", lifespan="on", ws="none")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the service did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=60) as client:
            yield Service(url, client, settings)
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the service did not stop"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data folder that holds the example records."""
    settings = Settings(data=tmp_path_factory.mktemp("data") / "mati-data")
    with Desk.open(settings, write=True) as desk:
        report = desk.ingest([EXAMPLES])
    assert report.failed == ()
    assert len(report.added) >= 6
    return settings


@pytest.fixture(scope="session")
def service(settings: Settings) -> Iterator[Service]:
    """The service that tests only read from."""
    with serving(settings) as running:
        yield running


@pytest.fixture(scope="session")
def client(service: Service) -> httpx.Client:
    return service.client


@pytest.fixture
def own_settings(settings: Settings, service: Service, tmp_path: Path) -> Settings:
    """Settings of a copy of the data folder, for tests that change it."""
    shutil.copytree(settings.data, tmp_path / "data")
    return replace(settings, data=tmp_path / "data")


@pytest.fixture
def own(own_settings: Settings) -> Iterator[Service]:
    with serving(own_settings) as running:
        yield running


@pytest.fixture(scope="session")
def entries(client: httpx.Client) -> list[dict]:
    """The records of the service, as the API lists them."""
    return client.get("/api/records").json()["records"]
