"""Hostile bodies sent to a real server: one sentence and the right status each, and the server stays up."""

import gzip
import json
import socket
import threading
import time
import urllib.request
import zlib
from collections.abc import Iterator

import pytest

from tests.support.fleet import report_of
from tests.support.server import Server

GB = 1024**3


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("hostile") / "data")
    made.vigie("migrate")
    with made:
        yield made


@pytest.fixture(scope="module")
def credential(server: Server) -> str:
    key = server.secret("key", "create", "--name", "essai")
    request = urllib.request.Request(
        f"{server.address}/api/v1/enrolments",
        json.dumps({"key": key}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return str(json.loads(answer.read())["credential"])


def opened(server: Server, path: str, *headers: str) -> socket.socket:
    """A connection on which the head of a POST was sent."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=30)
    head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", *headers, "", ""]
    connection.sendall("\r\n".join(head).encode())
    return connection


def answered(connection: socket.socket) -> tuple[int, str]:
    """Status and message of the answer."""
    received = b""
    while b"\r\n\r\n" not in received or not received.rstrip().endswith(b"}"):
        part = connection.recv(65_536)
        if not part:
            break
        received += part
    head, _sep, body = received.partition(b"\r\n\r\n")
    status = int(head.split()[1])
    message = str(json.loads(body).get("message", ""))
    assert "\n" not in message
    assert "Traceback" not in message
    return status, message


def assert_up(server: Server) -> None:
    assert server.process is not None
    assert server.process.poll() is None
    with urllib.request.urlopen(f"{server.address}/ready", timeout=10) as answer:
        assert answer.status == 200


def send(server: Server, credential: str, body: bytes, *headers: str) -> int:
    with opened(
        server,
        "/api/v1/reports",
        f"Authorization: Bearer {credential}",
        f"Content-Length: {len(body)}",
        *headers,
    ) as connection:
        connection.sendall(body)
        return answered(connection)[0]


@pytest.mark.parametrize("path", ["/api/v1/reports", "/api/v1/enrolments"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_body_without_end_is_refused_and_its_connection_closed(
    server: Server, credential: str, path: str, declared: bool
) -> None:
    length = f"Content-Length: {GB}" if declared else "Transfer-Encoding: chunked"
    authorization = f"Authorization: Bearer {credential}"
    part = b"x" * 65_536
    chunk = part if declared else b"%x\r\n%s\r\n" % (len(part), part)
    sent = 0
    with opened(
        server, path, authorization, "Content-Type: application/json", length
    ) as connection:
        closed = threading.Event()

        def pour() -> None:
            nonlocal sent
            try:
                while sent < GB:
                    connection.sendall(chunk)
                    sent += len(part)
            except OSError:
                closed.set()

        pouring = threading.Thread(target=pour, daemon=True)
        if path == "/api/v1/reports" and declared:
            assert answered(connection)[0] == 413  # before a single byte of the body
        pouring.start()
        pouring.join(timeout=60)
    # The connection was closed on us, long before the gigabyte.
    assert closed.is_set()
    assert sent < 128 * 1024**2
    assert_up(server)


def test_a_gzip_bomb_is_refused(server: Server, credential: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1024**2) for _each in range(1024)) + packer.flush()
    assert len(bomb) < 2 * 1024**2
    assert send(server, credential, bomb, "Content-Encoding: gzip") == 413
    assert_up(server)


@pytest.mark.parametrize(
    ("body", "encoding", "status"),
    [
        (gzip.compress(json.dumps(report_of()).encode())[:-20], "gzip", 400),
        (b"not json", "identity", 400),
        (b"[" * 500_000, "identity", 400),
        (b'{"schema": "vigie-report/1", "software": [' + b"[]," * 5_100_000 + b"[]]}", "identity", 413),
        (b"x", "gzip, gzip", 415),
        (b"x", "br", 415),
    ],
    ids=["truncated", "not-json", "deep", "many-values", "list-of-encodings", "brotli"],
)  # fmt: skip
def test_a_bad_body_is_one_sentence(
    server: Server, credential: str, body: bytes, encoding: str, status: int
) -> None:
    assert send(server, credential, body, f"Content-Encoding: {encoding}") == status
    assert_up(server)


def test_200_000_rows_are_cut_at_the_limit_while_others_are_served(
    server: Server, credential: str
) -> None:
    rows = [
        {"kind": "dpkg", "name": f"paquet-{number}", "version": f"1.{number}", "publisher": f"x{number % 50}"}
        for number in range(200_000)
    ]  # fmt: skip
    body = gzip.compress(json.dumps(report_of("pc-type", rows)).encode(), 1)
    told: list[dict[str, object]] = []
    request = urllib.request.Request(
        f"{server.address}/api/v1/reports",
        body,
        {"Authorization": f"Bearer {credential}", "Content-Encoding": "gzip"},
    )

    def sent() -> None:
        with urllib.request.urlopen(request, timeout=120) as answer:
            told.append(json.loads(answer.read()))

    sending = threading.Thread(target=sent)
    sending.start()
    slowest = 0.0
    while sending.is_alive():
        started = time.monotonic()
        assert_up(server)
        slowest = max(slowest, time.monotonic() - started)
        time.sleep(0.1)
    sending.join()
    assert told[0]["status"] == "stored"
    assert told[0]["dropped"] == [{"path": "software[50000:]", "reason": "too_many"}]
    assert slowest < 5


def test_the_content_type_is_not_what_decides(server: Server, credential: str) -> None:
    assert send(server, credential, b"<xml/>", "Content-Type: text/xml") == 400
    body = gzip.compress(json.dumps(report_of("pc-type")).encode())
    headers = ("Content-Type: text/plain", "Content-Encoding: gzip")
    assert send(server, credential, body, *headers) == 200


def test_a_body_that_stops_half_way_harms_nobody_else(server: Server, credential: str) -> None:
    body = gzip.compress(json.dumps(report_of("pc-type")).encode())
    half = opened(
        server,
        "/api/v1/reports",
        f"Authorization: Bearer {credential}",
        f"Content-Length: {len(body)}",
        "Content-Encoding: gzip",
    )
    half.sendall(body[: len(body) // 2])
    started = time.monotonic()
    assert send(server, credential, body, "Content-Encoding: gzip") == 200
    assert time.monotonic() - started < 10
    # Nor does it keep the server from stopping: it has ten seconds to finish.
    server.stop()
    half.close()
    server.start()
