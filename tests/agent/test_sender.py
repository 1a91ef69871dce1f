"""The sender against a real HTTPS server with a private authority."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from vigie_agent.config import Settings
from vigie_agent.faults import ActionRequired, BadSetting, ReportRefused, TryLater
from vigie_agent.outbox import Outbox
from vigie_agent.sender import Sender
from vigie_agent.state import Enrolment
from vigie_agent.transport import Client

from tests.agent import servers

QUICK = Settings(retry_seconds=0.001, timeout_seconds=5)


OPENED: list[Client] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what the test opened, before the servers stop."""
    yield
    while OPENED:
        OPENED.pop().close()


class Waits(list[float]):
    """Notes the pauses instead of sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def sender(url: str, authority: Path, proxy: str = "", waits: Waits | None = None) -> Sender:
    client = Client(url, ca_file=str(authority / "ca.pem"), proxy=proxy, timeout=5)
    OPENED.append(client)
    enrolment = Enrolment(url=url, agent_id="a1", credential="secret-credential")
    return Sender(client, enrolment, QUICK, waits if waits is not None else Waits())


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    box = Outbox(tmp_path, 10**6, 10)
    box.put(b"first", "sha256:aa")
    box.put(b"second", "sha256:bb")
    return box


def test_all_that_waits_leaves_oldest_first_on_one_connection(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    one = sender(collector.url, authority)
    one.flush(outbox)
    assert outbox.waiting() == []
    assert [r.body for r in collector.requests] == [b"first", b"second"]
    headers = collector.requests[0].headers
    assert headers["vigie-digest"] == "sha256:aa"
    assert headers["content-encoding"] == "gzip"
    assert headers["authorization"] == "Bearer secret-credential"
    assert [(r.digest, r.next_report_seconds) for r in one.receipts] == [
        ("sha256:aa", 3600),
        ("sha256:bb", 3600),
    ]


def test_an_unchanged_machine_sends_no_body(collector: servers.Collector, authority: Path) -> None:
    one = sender(collector.url, authority)
    assert one.announce("sha256:aa") is not None
    assert collector.requests[0].body == b""
    assert "content-encoding" not in collector.requests[0].headers
    collector.will_answer(409, {"error": "body_needed"})
    assert one.announce("sha256:aa") is None


def test_a_busy_collector_is_asked_again_after_the_delay_that_it_wants(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    collector.will_answer(503, {"error": "busy"}, Retry_After="2")
    collector.will_answer(429, {"error": "rate_limited"}, Retry_After="3")
    waits = Waits()
    one = sender(collector.url, authority, waits=waits)
    one.flush(outbox)
    assert outbox.waiting() == []
    assert 2 < waits[0] < 2.1
    assert 3 < waits[1] < 3.1
    assert waits[0] != 2.001, "a random part keeps machines from coming back together"


def test_a_long_delay_is_left_to_the_next_run(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    collector.will_answer(503, {"error": "busy"}, Retry_After="900")
    with pytest.raises(TryLater, match="occupé ou en maintenance") as told:
        sender(collector.url, authority).flush(outbox)
    assert told.value.after_seconds == 900
    assert len(outbox.waiting()) == 2


def test_a_refused_report_is_set_aside_and_the_next_one_passes(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    collector.will_answer(413, {"error": "too_large"})
    one = sender(collector.url, authority)
    with pytest.raises(ReportRefused, match="mis de côté"):
        one.flush(outbox)
    assert outbox.waiting() == []
    assert [r.digest for r in one.receipts] == ["sha256:bb"]


@pytest.mark.parametrize(
    ("status", "code", "sentence"),
    [
        (401, "unknown_credential", "ne reconnaît pas cette machine. Enrôlez-la à nouveau"),
        (403, "agent_revoked", "révoqué par le collecteur. Enrôlez-la à nouveau"),
        (409, "identity_conflict", "appartient à une autre machine"),
        (404, "", "répond de façon inattendue"),
        (302, "", "répond de façon inattendue"),
    ],
)
def test_what_a_person_must_do_is_said_and_nothing_is_lost(
    collector: servers.Collector,
    authority: Path,
    outbox: Outbox,
    status: int,
    code: str,
    sentence: str,
) -> None:
    collector.will_answer(status, {"error": code}, Location="https://elsewhere.example/")
    one = sender(collector.url, authority)
    with pytest.raises(ActionRequired, match=sentence):
        one.flush(outbox)
    assert len(outbox.waiting()) == 2
    assert len(collector.requests) == 1, "no redirection is followed, nothing is tried again"


def test_a_certificate_of_an_unknown_authority_is_refused(
    collector: servers.Collector, tmp_path: Path, outbox: Outbox
) -> None:
    other = servers.certificates(tmp_path)
    with pytest.raises(ActionRequired, match="certificat de https://localhost"):
        sender(collector.url, other).flush(outbox)
    assert collector.requests == []


def test_a_certificate_for_another_name_is_refused(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    url = collector.url.replace("localhost", "127.0.0.2")
    with pytest.raises((ActionRequired, TryLater)):
        sender(url, authority).flush(outbox)
    assert collector.requests == []


def test_through_a_proxy_that_asks_for_a_password(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    with servers.connect_proxy() as proxy:
        one = sender(collector.url, authority, proxy.url)
        one.flush(outbox)
        OPENED.pop().close()
        assert outbox.waiting() == []
    assert proxy.seen[0].startswith("CONNECT localhost:")
    assert "Proxy-Authorization: Basic YWdlbnQ6cGFzcw==" in proxy.seen[0]
    assert "secret-credential" not in "".join(proxy.seen), "the proxy sees only the tunnel"
    assert "proxy-authorization" not in collector.requests[0].headers


def test_a_proxy_that_refuses(
    collector: servers.Collector, authority: Path, outbox: Outbox
) -> None:
    with (
        servers.connect_proxy(refuse=True) as proxy,
        pytest.raises(TryLater, match="mandataire refuse"),
    ):
        sender(collector.url, authority, proxy.url).flush(outbox)


def test_faults_of_the_network_each_have_their_sentence(authority: Path, outbox: Outbox) -> None:
    with pytest.raises(TryLater, match="Rien n'écoute"):
        sender("https://127.0.0.1:1", authority).flush(outbox)
    with pytest.raises(TryLater, match="introuvable dans le DNS"):
        sender("https://nowhere.invalid", authority).flush(outbox)
    with servers.collector(None) as plain, pytest.raises(TryLater, match="ne parle pas HTTPS"):
        sender(plain.url.replace("http:", "https:"), authority).flush(outbox)
    assert len(outbox.waiting()) == 2


@pytest.mark.parametrize("url", ["", "ftp://x", "https://", "https://a:b", "http://ville.fr"])
def test_wrong_addresses(url: str) -> None:
    with pytest.raises(BadSetting):
        Client(url)


def test_a_wrong_authority_file(tmp_path: Path, outbox: Outbox) -> None:
    (tmp_path / "ca.pem").write_text("not a certificate")
    with pytest.raises(BadSetting, match="certificat PEM"):
        sender("https://localhost:1", tmp_path).flush(outbox)
    with pytest.raises(BadSetting, match="certificat PEM"):
        sender("https://localhost:1", tmp_path / "none").flush(outbox)
