"""Ingest: a real collector process, SQLite and PostgreSQL, the load client on the same cores."""

import gzip
import json
import random
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks.load import request, send
from tests.support.fleet import report_of
from tests.support.postgres import Cluster
from tests.support.server import Server

DEVICES = 600
ROWS = 300
CLIENTS = 24
OCS = "OCS 2.12.5: 5.4/s, 330 ms of CPU each (831 rows)"
READ = "unchanged, body without a digest"
LIMITS = {
    ("sqlite", "new"): 400, ("sqlite", "unchanged"): 2500, ("sqlite", READ): None, ("sqlite", "digest only"): None,
    ("postgresql", "new"): 300, ("postgresql", "unchanged"): 1500, ("postgresql", READ): None,
    ("postgresql", "digest only"): 3000,
}  # fmt: skip


def bodies() -> list[bytes]:
    """One gzip report per device: 300 rows drawn from 900, so that most names are known after a while."""
    chance = random.Random(20261123)
    pool = [
        {
            "kind": "dpkg", "name": f"lib-package-{number}", "version": f"{number % 9}.{number}.3-1+deb12u{number % 4}",
            "architecture": "amd64", "source_package": f"source-{number // 3}", "repository": "Debian bookworm/main",
        }
        for number in range(900)
    ]  # fmt: skip
    made: list[bytes] = []
    for number in range(DEVICES):
        report = report_of(
            f"poste-{number:05d}",
            sorted(chance.sample(pool, ROWS), key=lambda row: row["name"]),
            device={
                "machine_id": f"{number:064x}",
                "dmi_uuid": f"4c4c4544-0042-3510-8053-{number:012x}",
                "serial": f"SN{number:08d}",
                "macs": [f"3c:52:82:00:{number // 256:02x}:{number % 256:02x}"],
            },
            operating_system={"name": "Debian GNU/Linux 12 (bookworm)", "id": "debian"},
            hardware={"maker": "Dell Inc.", "model": "OptiPlex 7090", "memory_mib": 16384},
        )
        made.append(gzip.compress(json.dumps(report).encode()))
    return made


def _enrolled(server: Server, key: str) -> list[str]:
    credentials: list[str] = []
    for _number in range(DEVICES):
        asked = urllib.request.Request(
            f"{server.address}/api/v1/enrolments",
            json.dumps({"key": key}).encode(),
            {"Content-Type": "application/json", "X-Forwarded-For": "127.0.0.1"},
        )
        with urllib.request.urlopen(asked, timeout=30) as answer:
            credentials.append(json.load(answer)["credential"])
    return credentials


def _measure(kind: str, server: Server) -> list[dict[str, Any]]:
    server.vigie("migrate")
    key = server.secret("key", "create", "--name", "bench")
    rows: list[dict[str, Any]] = []
    with server:
        assert server.process is not None
        process = psutil.Process(server.process.pid)
        credentials = _enrolled(server, key)
        content = bodies()
        full = [
            request(
                "/api/v1/reports", body, Authorization=f"Bearer {credential}",
                Content_Encoding="gzip", Vigie_Digest=f"sha256:{credential[-8:]}",
            )
            for credential, body in zip(credentials, content, strict=True)
        ]  # fmt: skip
        bare = [
            request(
                "/api/v1/reports", b"", Authorization=f"Bearer {credential}",
                Vigie_Digest=f"sha256:{credential[-8:]}",
            )
            for credential in credentials
        ]  # fmt: skip
        # What a sender without our digest costs: the body is read whole to see that nothing changed.
        undigested = [
            request(
                "/api/v1/reports",
                body,
                Authorization=f"Bearer {credential}",
                Content_Encoding="gzip",
            )
            for credential, body in zip(credentials, content, strict=True)
        ]
        for phase, requests in (
            ("new", full),
            ("unchanged", full * 5),
            (READ, undigested * 3),
            ("digest only", bare * 5),
        ):
            before = process.cpu_times()
            load = send(server.port, requests, CLIENTS)
            after = process.cpu_times()
            assert set(load.statuses) == {200}, load.statuses
            cpu = (after.user + after.system - before.user - before.system) * 1000 / len(requests)
            peer = OCS if phase == "new" else ""
            rows += [
                {
                    "name": f"ingest {kind}: {phase}", "value": round(load.rate), "unit": "reports/s",
                    "limit": LIMITS[kind, phase], "peer": peer,
                },
                {
                    "name": f"ingest {kind}: {phase}, CPU of the collector", "value": round(cpu, 2),
                    "unit": "ms/report", "limit": 4 if phase == "new" else None, "peer": "",
                },
            ]  # fmt: skip
    return rows


def run() -> list[dict[str, Any]]:
    """Rates and CPU for a new machine, an unchanged full body, and a digest alone."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        rows += _measure("sqlite", Server(Path(folder) / "data"))
    with tempfile.TemporaryDirectory() as folder, Cluster(durable=True) as cluster:
        rows += _measure("postgresql", Server(Path(folder) / "data", cluster.new_database()))
    return rows
