"""A body that never arrives whole is not waited for without end."""

import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient
from vigie_collector.intake import api
from vigie_collector.web import body_limit

from tests.support.fleet import Fleet


@pytest.mark.parametrize("path", ["/api/v1/reports", "/api/v1/enrolments"])
def test_a_slow_body_is_told_to_come_back(
    fleet: Fleet, client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(body_limit, "BODY_SECONDS", 0.3)
    monkeypatch.setattr(api, "BODY_SECONDS", 0.3)
    credential = fleet.enrol()
    answers: list[Any] = []

    async def main() -> None:
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": path, "raw_path": path.encode(), "query_string": b"",
            "root_path": "", "server": ("localhost", 80), "client": ("127.0.0.1", 1), "state": {},
            "headers": [
                (b"authorization", f"Bearer {credential}".encode()),
                (b"content-type", b"application/json"),
                (b"transfer-encoding", b"chunked"),
            ],
        }  # fmt: skip
        first = True

        async def receive() -> Any:
            nonlocal first
            if first:
                first = False
                return {"type": "http.request", "body": b"{", "more_body": True}
            await asyncio.sleep(60)
            raise AssertionError("nobody may wait so long")

        async def send(message: Any) -> None:
            answers.append(message)
            await asyncio.sleep(0)

        await asyncio.wait_for(client.app(scope, receive, send), 10)

    asyncio.run(main())
    assert answers[0]["status"] == 503
    headers = dict(answers[0]["headers"])
    assert (headers[b"connection"], headers[b"retry-after"]) == (b"close", b"60")
    assert b"too_slow" in answers[1]["body"]
