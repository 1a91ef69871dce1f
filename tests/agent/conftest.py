"""Parts shared by the agent's tests: a frozen machine, a private authority, real servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.agent import machines, servers


@pytest.fixture
def debian(tmp_path: Path) -> Path:
    return machines.debian(tmp_path / "debian")


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return servers.certificates(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def collector(authority: Path) -> Iterator[servers.Collector]:
    with servers.collector(authority) as running:
        yield running


@pytest.fixture(autouse=True)
def quiet_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "VIGIE_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("LC_ALL", "C")
