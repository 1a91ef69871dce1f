"""The commands as a person runs them: enrol, run, status, doctor, against a real server."""

import errno
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from vigie_agent import checks, durable, identity
from vigie_agent.cli import main
from vigie_agent.probes.probe import Machine
from vigie_agent.report import Report, from_dict, observations_digest

from tests.agent import servers

Agent = Callable[..., int]


def same_digest(_: Report) -> str:
    """Stand for an unchanged machine: the ports of this very one may change between two runs."""
    return "sha256:same"


def another_machine(_: Machine) -> str:
    """Stand for the machine-id of a clone."""
    return "another machine"


@pytest.fixture
def agent(tmp_path: Path) -> Agent:
    """Runs one command with a state folder of its own; quick retries."""
    folder = tmp_path / "state"
    folder.mkdir()
    (folder / "agent.toml").write_text("retry_seconds = 0.001\ntimeout_seconds = 5\n")
    return lambda *words: main(["--state-dir", str(folder), *words])


@pytest.fixture
def enrolled(agent: Agent, collector: servers.Collector, authority: Path) -> Agent:
    ca_file = str(authority / "ca.pem")
    assert (
        agent("enrol", collector.url, "--key", "KEY1", "--tag", "paie", "--ca-file", ca_file) == 0
    )
    return agent


def test_enrolment_sends_the_device_and_keeps_the_credential_closed(
    enrolled: Agent,
    collector: servers.Collector,
    tmp_path: Path,
    authority: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    again = ("enrol", collector.url, "--key", "KEY1", "--ca-file", str(authority / "ca.pem"))
    assert enrolled(*again) == 0
    assert "Machine enrôlée auprès de « Ville d'Exemple »" in capsys.readouterr().out
    sent = collector.requests[0].json
    assert sent["key"] == "KEY1"
    assert sent["device"]["tag"] == "paie"
    assert "software" not in json.dumps(sent)
    file = tmp_path / "state/enrolment.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "KEY1" not in file.read_text()


def test_a_run_sends_then_says_unchanged_without_a_body(
    enrolled: Agent, collector: servers.Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    assert enrolled("run") == 0
    sent = collector.requests[1]
    report, dropped = from_dict(sent.json)
    assert dropped == []
    assert report.device.tag == "paie"
    assert sent.headers["vigie-digest"] == observations_digest(report)
    assert enrolled("run", "--once") == 0
    if collector.requests[2].headers["vigie-digest"] == sent.headers["vigie-digest"]:
        assert collector.requests[2].body == b""
    assert enrolled("status") == 0
    out = capsys.readouterr().out
    assert "Rapports en attente : 0" in out
    assert "Organisation : Ville d'Exemple" in out


def test_an_unchanged_machine_that_the_collector_forgot_sends_its_body(
    enrolled: Agent, collector: servers.Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vigie_agent.commands.run.observations_digest", same_digest)
    assert enrolled("run") == 0
    collector.will_answer(409, {"error": "body_needed"})
    assert enrolled("run") == 0
    assert [bool(r.body) for r in collector.requests[1:]] == [True, False, True]


def test_a_run_that_is_not_due_does_nothing(enrolled: Agent, collector: servers.Collector) -> None:
    assert enrolled("run", "--if-due") == 0
    assert len(collector.requests) == 2
    assert enrolled("run", "--if-due") == 0
    assert len(collector.requests) == 2


@pytest.mark.parametrize("delay", ["next_due_at", "not_before"])
def test_a_clock_put_right_does_not_silence_the_machine(
    enrolled: Agent, collector: servers.Collector, tmp_path: Path, delay: str
) -> None:
    """The last run was in 2036, says the state folder: what it waited for counts for nothing."""
    assert enrolled("run") == 0
    file, in_2036 = tmp_path / "state/last.json", 2_082_758_400
    spoiled = {"run_at": in_2036, "acknowledged_at": in_2036, delay: in_2036 + 3600}
    file.write_text(json.dumps({**json.loads(file.read_text()), **spoiled}))
    sent = len(collector.requests)
    assert enrolled("run", "--if-due") == 0
    assert len(collector.requests) > sent
    assert enrolled("run", "--if-due") == 0
    assert json.loads(file.read_text())["next_due_at"] < in_2036


def test_a_full_disk_does_not_hold_back_what_waits(
    enrolled: Agent,
    collector: servers.Collector,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for _ in range(3):
        collector.will_answer(503, {"error": "database_unavailable"})
    assert enrolled("run") == 4
    write = durable.write

    def full_while_one_waits(path: Path, content: bytes, mode: int = 0o600) -> None:
        if path.parent.name == "outbox" and list(path.parent.glob("*.gz")):
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content, mode)

    monkeypatch.setattr(durable, "write", full_while_one_waits)
    assert enrolled("run") == 0
    assert list((tmp_path / "state/outbox").glob("*.gz")) == []

    def full(path: Path, content: bytes, mode: int = 0o600) -> None:
        if path.parent.name == "outbox":
            raise OSError(errno.ENOSPC, "No space left on device")
        write(path, content, mode)

    monkeypatch.setattr(durable, "write", full)
    monkeypatch.setattr("vigie_agent.commands.run.observations_digest", same_digest)
    capsys.readouterr()
    assert enrolled("run") == 3
    assert "ne peut pas être gardé sur le disque : No space left" in capsys.readouterr().err
    assert enrolled("status") == 3


def test_a_state_folder_on_a_full_disk_is_told(
    enrolled: Agent, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(durable, "write", full)
    assert enrolled("run") == 3
    assert "est plein : libérez de la place" in capsys.readouterr().err


def test_an_unreadable_report_is_set_aside_and_the_next_ones_leave(
    enrolled: Agent,
    collector: servers.Collector,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    outbox = tmp_path / "state/outbox"
    (outbox / "000000000001-aa.json.gz").mkdir()
    assert enrolled("run") == 3
    assert "est illisible (Is a directory) : il est mis de côté" in capsys.readouterr().err
    assert collector.requests[-1].body
    assert [path.name for path in outbox.iterdir()] == ["set-aside"]
    assert enrolled("run") == 0


def test_a_fault_that_nobody_foresaw_is_one_sentence(
    agent: Agent, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Path) -> None:
        raise RuntimeError("boum")

    monkeypatch.delenv("VIGIE_DEBUG", raising=False)
    monkeypatch.setattr("vigie_agent.config.load", broken)
    assert agent("show") == 1
    err = capsys.readouterr().err
    assert err.startswith("Erreur inattendue de l'agent : RuntimeError, boum.")
    assert err.count("\n") == 1
    monkeypatch.setenv("VIGIE_DEBUG", "1")
    with pytest.raises(RuntimeError, match="boum"):
        agent("show")


def test_an_unreachable_collector_keeps_the_report_and_status_says_it(
    enrolled: Agent, collector: servers.Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        collector.will_answer(503, {"error": "database_unavailable"})
    assert enrolled("run") == 4
    assert "occupé ou en maintenance" in capsys.readouterr().err
    assert enrolled("status") == 4
    assert "Rapports en attente : 1" in capsys.readouterr().out
    assert enrolled("run") == 0
    assert enrolled("status") == 0
    assert "Rapports en attente : 0" in capsys.readouterr().out


def test_a_delay_asked_for_is_respected_by_the_next_run(
    enrolled: Agent, collector: servers.Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.will_answer(429, {"error": "rate_limited"}, Retry_After="900")
    assert enrolled("run") == 4
    sent = len(collector.requests)
    assert enrolled("run") == 4
    assert len(collector.requests) == sent
    assert "a demandé d'attendre" in capsys.readouterr().err


def test_a_revoked_agent_says_what_to_do(
    enrolled: Agent, collector: servers.Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.will_answer(403, {"error": "agent_revoked"})
    assert enrolled("run") == 3
    assert enrolled("status") == 3
    assert "Action nécessaire : L'enrôlement" in capsys.readouterr().out


def test_a_clone_sends_nothing(
    enrolled: Agent,
    collector: servers.Collector,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(identity, "fingerprint", another_machine)
    assert enrolled("run") == 3
    assert "Cette machine est une copie" in capsys.readouterr().err
    assert len(collector.requests) == 1


@pytest.mark.parametrize(
    ("status", "code", "sentence", "exit_code"),
    [
        (401, "unknown_key", "clé d'enrôlement est inconnue", 3),
        (403, "key_expired", "a expiré", 3),
        (403, "key_exhausted", "autant de fois que prévu", 3),
        (403, "key_revoked", "a été révoquée", 3),
        (503, "busy", "est occupé", 4),
        (404, "", "refuse l'enrôlement", 3),
        (200, "", "ne répond pas comme un collecteur", 3),
    ],
)
def test_refused_keys_have_their_sentence(
    agent: Agent,
    collector: servers.Collector,
    authority: Path,
    capsys: pytest.CaptureFixture[str],
    status: int,
    code: str,
    sentence: str,
    exit_code: int,
) -> None:
    collector.will_answer(status, {"error": code})
    ca_file = str(authority / "ca.pem")
    assert agent("enrol", collector.url, "--key", "S3CRET", "--ca-file", ca_file) == exit_code
    told = capsys.readouterr()
    assert sentence in told.err
    assert "S3CRET" not in told.err + told.out
    assert told.err.count("\n") == 1


def test_a_machine_that_nobody_enrolled(agent: Agent, capsys: pytest.CaptureFixture[str]) -> None:
    assert agent("run") == 3
    assert "Lancez d'abord : vigie-agent enrol" in capsys.readouterr().err
    assert agent("status") == 3


def test_a_spoiled_enrolment_is_told(
    agent: Agent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for text in ("{", "[]", "{}"):
        (tmp_path / "state/enrolment.json").write_text(text)
        assert agent("run") == 3
        assert "est abîmé. Enrôlez à nouveau" in capsys.readouterr().err


def test_two_runs_at_once(
    enrolled: Agent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from vigie_agent.state import State

    with State(tmp_path / "state").locked():
        assert enrolled("run") == 5
    assert "Une autre collecte est en cours" in capsys.readouterr().err


def test_doctor_says_good_then_names_the_fault(
    enrolled: Agent, collector: servers.Collector, capsys: pytest.CaptureFixture[str]
) -> None:
    collector.will_answer(409, {"error": "body_needed"})
    assert enrolled("doctor") == 0
    out = capsys.readouterr().out
    assert out.count("[bon]") == 10
    assert "TLSv1.3" in out
    collector.will_answer(401, {"error": "unknown_credential"})
    assert enrolled("doctor") == 1
    out = capsys.readouterr().out
    assert "[PANNE] Le collecteur ne reconnaît pas" in out
    assert "À faire : vigie-agent enrol" in out


def test_doctor_when_the_clocks_differ(
    enrolled: Agent,
    collector: servers.Collector,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    collector.clock_ahead = 7200
    assert enrolled("doctor") == 1
    out = capsys.readouterr().out
    assert "[PANNE] Écart avec l'heure du collecteur : 7" in out
    assert "À faire : mettez la machine à l'heure" in out
    monkeypatch.setattr(checks, "EPOCH", 2**40)  # this clock is then one that was never set
    assert enrolled("doctor") == 1
    assert "[PANNE] Heure de la machine" in capsys.readouterr().out


def test_doctor_when_nothing_listens(
    enrolled: Agent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (tmp_path / "state/agent.toml").open("a") as settings:
        settings.write('url = "https://127.0.0.1:1"\n')
    assert enrolled("doctor") == 1
    assert "[PANNE] Rien n'écoute" in capsys.readouterr().out


def test_show_reads_a_frozen_machine(
    agent: Agent, debian: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert agent("show", "--json", "--root", str(debian)) == 0
    report, _ = from_dict(json.loads(capfdbinary.readouterr().out))
    assert report.device.fqdn == "srv-paie.ville.example"
    assert agent("show", "--root", str(debian)) == 0
    assert "Machine : srv-paie.ville.example" in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize(
    "words", [[], ["enroll"], ["enrol", "https://x"], ["run", "--fast"], ["enrol", "--key", "S3C"]]
)
def test_a_wrong_command_line(
    agent: Agent, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as told:
        agent(*words)
    assert told.value.code == 2
    err = capsys.readouterr().err
    assert "Commande incomprise. Forme attendue" in err
    assert "S3C" not in err


def test_show_of_a_folder_that_is_not_there(
    agent: Agent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert agent("show", "--json", "--root", str(tmp_path / "nowhere")) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "nowhere n'existe pas" in said.err


def test_doctor_names_a_misspelt_probe(
    agent: Agent, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "state/agent.toml").write_text('disabled_probes = ["listening_port"]\n')
    assert agent("doctor") == 1
    out = capsys.readouterr().out
    assert "[PANNE] Le réglage disabled_probes nomme des sondes inconnues : listening_port." in out
    assert "choisissez parmi : machine, " in out
