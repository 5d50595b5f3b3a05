"""What the tests of the api layer share: pools that are closed again, certificates."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from peertube_desktop.api import calls
from peertube_desktop.api.client import Client
from peertube_desktop.api.pool import HttpPool
from tests.demo_process import DemoProcess


class Certificates(NamedTuple):
    """An authority nobody knows, its certificate in a file, and servers with its certificates."""

    ca_file: Path
    server: ssl.SSLContext
    """For 127.0.0.1 and tube.test."""
    other_server: ssl.SSLContext
    """For another host."""


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """A private authority."""
    authority = trustme.CA()
    ca_file = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    contexts = []
    for names in (("127.0.0.1", "tube.test"), ("elsewhere.test",)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(context)
        contexts.append(context)
    return Certificates(ca_file, *contexts)


@pytest.fixture
async def pool() -> AsyncIterator[HttpPool]:
    """A pool without proxy that trusts what the system trusts."""
    made = await HttpPool.create()
    yield made
    await made.aclose()


@pytest.fixture
async def trusting_pool(certificates: Certificates) -> AsyncIterator[HttpPool]:
    """A pool that trusts the private authority too."""
    made = await HttpPool.create(ca_file=certificates.ca_file)
    yield made
    await made.aclose()


@pytest.fixture
def client(faulty_demo: DemoProcess, pool: HttpPool) -> Client:
    """A client of the demo instance whose faults may be set."""
    return Client(faulty_demo.url, pool)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Next to no pause before a call is repeated."""
    monkeypatch.setattr(calls, "FIRST_PAUSE", 0.001)
