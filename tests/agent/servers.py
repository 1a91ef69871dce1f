"""Real servers for the sender: an HTTPS collector that answers as told, and a CONNECT proxy."""

import gzip
import json
import select
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

OPENSSL = """\
openssl req -x509 -newkey rsa:2048 -nodes -keyout {f}/ca.key -out {f}/ca.pem -days 2 \
 -subj /CN=Test-authority -addext basicConstraints=critical,CA:TRUE \
 -addext keyUsage=critical,keyCertSign
openssl req -newkey rsa:2048 -nodes -keyout {f}/server.key -out {f}/server.csr -subj /CN=localhost
openssl x509 -req -in {f}/server.csr -CA {f}/ca.pem -CAkey {f}/ca.key -CAcreateserial \
 -out {f}/server.pem -days 2 -extfile {f}/san.txt"""


def certificates(folder: Path) -> Path:
    """Make a private authority and a certificate of localhost; give their folder."""
    (folder / "san.txt").write_text(
        "subjectAltName=DNS:localhost,IP:127.0.0.1\nauthorityKeyIdentifier=keyid,issuer\n"
    )
    for command in OPENSSL.splitlines():
        subprocess.run(command.format(f=folder).split(), check=True, capture_output=True)
    return folder


@dataclass
class Request:
    """One request that the collector received."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, inflated when it is compressed."""
        packed = self.headers.get("content-encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)


@dataclass
class Collector:
    """What the test says the collector answers, and what it received."""

    url: str = ""
    requests: list[Request] = field(default_factory=list[Request])
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(
        default_factory=list[tuple[int, dict[str, Any], dict[str, str]]]
    )
    """Answers still to give, first first; then the contract's usual ones."""
    clock_ahead: float = 0
    """Seconds by which its clock is ahead of ours."""

    def will_answer(
        self, status: int, values: dict[str, Any] | None = None, **headers: str
    ) -> None:
        """Add one answer to give."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.append((status, values or {}, told))

    def usual(self, request: Request) -> tuple[int, dict[str, Any], dict[str, str]]:
        """Answer as the contract says."""
        if request.path.endswith("/enrolments"):
            return 201, ENROLLED, {}
        status = "stored" if request.body else "unchanged"
        return 200, {"status": status, "dropped": [], "next_report_seconds": 3600}, {}


ENROLLED = {
    "agent_id": "a1",
    "credential": "secret-credential",
    "organisation": "Ville d'Exemple",
    "report_interval_seconds": 86_400,
    "max_body_bytes": 8_000_000,
}


@contextmanager
def collector(certificate: Path | None) -> Iterator[Collector]:
    """Run a collector over HTTPS, or over plain HTTP without a certificate."""
    told = Collector()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.path, headers, self.rfile.read(size))
            told.requests.append(request)
            status, values, extra = told.answers.pop(0) if told.answers else told.usual(request)
            self._answer(status, json.dumps(values).encode(), extra)

        def do_HEAD(self) -> None:
            self._answer(200, b"", {})

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string((timestamp or time.time()) + told.clock_ahead)

        def _answer(self, status: int, body: bytes, extra: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its parent's
            """Keep the test's output quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            """Say nothing: a client that refuses our certificate is what a test wants."""

    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http"
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "server.pem", certificate / "server.key")
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        scheme = "https"
    told.url = f"{scheme}://localhost:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class ConnectProxy:
    """A proxy, and the requests that went through it."""

    url: str
    seen: list[str] = field(default_factory=list[str])


@contextmanager
def connect_proxy(*, refuse: bool = False) -> Iterator[ConnectProxy]:
    """Run a real, tiny CONNECT proxy: whatever the name asked for, it joins this machine."""
    listener = socket.create_server(("127.0.0.1", 0))
    told = ConnectProxy(f"http://agent:pass@127.0.0.1:{listener.getsockname()[1]}")
    threads: list[threading.Thread] = []

    def serve(client: socket.socket) -> None:
        with client:
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            told.seen.append(head.decode())
            if refuse:
                client.sendall(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n")
                return
            port = int(head.split()[1].rpartition(b":")[2])
            with socket.create_connection(("127.0.0.1", port)) as server:
                client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                _pump(client, server)

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return  # closed at the end of the test
            thread = threading.Thread(target=serve, args=(client,))
            thread.start()
            threads.append(thread)

    main = threading.Thread(target=accept)
    main.start()
    try:
        yield told
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for thread in (main, *threads):
            thread.join()


def _pump(one: socket.socket, other: socket.socket) -> None:
    """Carry bytes both ways until one side ends."""
    while True:
        for ready in select.select([one, other], [], [], 10)[0]:
            data = ready.recv(65_536)
            if not data:
                return
            (other if ready is one else one).sendall(data)
