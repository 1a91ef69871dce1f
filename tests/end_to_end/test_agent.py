"""The real agent and a real collector: joins, reports, says nothing when nothing changed, is revoked."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.support.server import Server


def agent(state: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "vigie_agent", "--state-dir", str(state), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def devices(server: Server, token: str) -> list[dict[str, Any]]:
    asked = urllib.request.Request(
        f"{server.address}/api/v1/devices", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        items: list[dict[str, Any]] = json.load(answer)["items"]
        return items


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_real_machine_joins_and_reports(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    url = str(request.getfixturevalue("postgres_url")) if kind == "postgres" else ""
    server = Server(tmp_path / "data", url)
    server.vigie("migrate", "--organisation", "Ville d'Essai")
    key = server.secret("key", "create", "--name", "essai", "--uses", "1")
    token = server.secret("token", "create", "--name", "script")
    state = tmp_path / "agent"
    with server:
        code, said = agent(state, "enrol", server.address, "--key", "vgk_wrong")
        assert code != 0
        assert "inconnue" in said
        code, said = agent(state, "enrol", server.address, "--key", key, "--tag", "accueil")
        assert code == 0, said
        assert "Ville d'Essai" in said
        code, said = agent(state, "run")
        assert code == 0, said
        (device,) = devices(server, token)
        assert device["software_count"] > 100
        assert device["name"]
        code, said = agent(state, "run")
        assert code == 0, said
        assert len(devices(server, token)) == 1
        code, said = agent(tmp_path / "other", "enrol", server.address, "--key", key)
        assert code != 0
        assert "autant de fois que prévu" in said
        code, said = agent(state, "doctor")
        assert code == 0, said
        code, said = agent(state, "status")
        assert code == 0, said
    code, said = agent(state, "run")
    assert "Traceback" not in said
