"""A lean load client: blocking sockets, requests made beforehand, so that the collector is what is measured."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What came of sending some requests."""

    seconds: float
    statuses: dict[int, int]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return sum(self.statuses.values()) / self.seconds


def request(path: str, body: bytes, **headers: str) -> bytes:
    """One HTTP/1.1 request, ready to send."""
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def send(port: int, requests: Sequence[bytes], clients: int) -> Load:
    """Sends every request once, over `clients` kept connections."""
    statuses: dict[int, int] = {}
    lock = threading.Lock()

    def client(mine: Sequence[bytes]) -> None:
        counts: dict[int, int] = {}
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for each in mine:
                connection.sendall(each)
                status = _answer(connection)
                counts[status] = counts.get(status, 0) + 1
        with lock:
            for status, number in counts.items():
                statuses[status] = statuses.get(status, 0) + number

    threads = [
        threading.Thread(target=client, args=(requests[number::clients],))
        for number in range(clients)
    ]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Load(time.perf_counter() - started, statuses)


def _answer(connection: socket.socket) -> int:
    """Reads one answer; its status."""
    held = b""
    while b"\r\n\r\n" not in held:
        part = connection.recv(65536)
        if not part:
            raise ConnectionError("the collector closed the connection")
        held += part
    head, _blank, body = held.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _colon, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ", 2)[1])
