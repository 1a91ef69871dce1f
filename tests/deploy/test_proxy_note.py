"""The nginx settings of docs/exploitation.md, as written there, in front of a real collector."""

import gzip
import json
import os
import re
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.fleet import report_of
from tests.support.server import Server, free_port

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True, slots=True)
class Front:
    """nginx before a collector."""

    server: Server
    address: str
    context: ssl.SSLContext
    log: Path

    def call(
        self, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and text of an answer."""
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        request = urllib.request.Request(self.address + path, body, named)
        try:
            with urllib.request.urlopen(request, timeout=30, context=self.context) as answer:
                return answer.status, dict(answer.headers), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, dict(error.headers), error.read().decode()


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", folder / "key", "-out", folder / "pem", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    server = Server(folder / "data", VIGIE_SECURE_COOKIES="true")
    server.vigie("migrate")
    plain, secure = free_port(), free_port()
    guide = (ROOT / "docs" / "exploitation.md").read_text("utf-8")
    (block,) = re.findall(r"```nginx\n(.*?)```", guide, re.DOTALL)
    for written, here in (
        ("/etc/ssl/certs/vigie.pem", folder / "pem"),
        ("/etc/ssl/private/vigie.key", folder / "key"),
        ("127.0.0.1:8470", f"127.0.0.1:{server.port}"),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl;", ""),
    ):
        assert written in block, written
        block = block.replace(written, str(here))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder / kind};" for kind in kinds)
    conf = folder / "nginx.conf"
    conf.write_text(
        ("user root;" if os.geteuid() == 0 else "")
        + f"daemon off; pid {folder / 'pid'}; error_log {folder / 'errors'}; events {{}}"
        + f" http {{ access_log {folder / 'access'}; {temporary} {block} }}",
        "utf-8",
    )
    with server:
        process = subprocess.Popen([NGINX, "-c", conf, "-e", folder / "errors"])
        context = ssl.create_default_context(cafile=str(folder / "pem"))
        made = Front(server, f"https://localhost:{secure}", context, folder / "access")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                made.call("/ready")
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, (folder / "errors").read_text()
                time.sleep(0.1)
        yield made
        process.terminate()
        process.wait(timeout=20)


def test_an_agent_joins_and_reports_over_tls(front: Front) -> None:
    key = front.server.secret("key", "create", "--name", "essai")
    body = json.dumps({"key": key}).encode()
    status, _headers, text = front.call("/api/v1/enrolments", body, Content_Type="application/json")
    assert status == 201, text
    bearer = f"Bearer {json.loads(text)['credential']}"
    # As large as the collector takes: more than nginx would take by itself.
    rows = [
        {"kind": "dpkg", "name": os.urandom(60).hex(), "version": "1"} for _each in range(40_000)
    ]
    large = gzip.compress(json.dumps(report_of("pc-1", rows)).encode(), 1)
    assert len(large) > 2 * 1024**2
    status, _headers, text = front.call(
        "/api/v1/reports", large, Authorization=bearer, Content_Encoding="gzip"
    )
    assert (status, json.loads(text)["status"]) == (200, "stored")
    status, _headers, _text = front.call(
        "/api/v1/reports", b"x" * (17 * 1024**2), Authorization=bearer
    )
    assert status == 413


def test_headers_are_sent_once_and_keys_in_addresses_are_not_logged(front: Front) -> None:
    status, headers, _text = front.call("/health")
    assert status == 200
    assert [name.lower() for name in headers].count("strict-transport-security") == 1
    front.call("/intake/vgk_secret/glpi", b"x")
    front.call("/health?last")
    deadline = time.monotonic() + 10
    while "/health?last" not in front.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "/health?last" in front.log.read_text()
    assert "vgk_secret" not in front.log.read_text()
