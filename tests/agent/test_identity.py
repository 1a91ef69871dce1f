from pathlib import Path

import pytest
from vigie_agent import identity
from vigie_agent.faults import ActionRequired
from vigie_agent.probes.probe import Machine
from vigie_agent.state import Enrolment


def test_the_fingerprint_is_not_the_machine_id(debian: Path) -> None:
    machine = Machine(debian, "linux")
    print_ = identity.fingerprint(machine)
    assert print_ == identity.fingerprint(Machine(debian, "linux"))
    assert len(print_) == 64
    assert "0123456789abcdef0123456789abcdef" not in print_
    (debian / "etc/machine-id").write_text("f" * 32)
    assert identity.fingerprint(machine) != print_


@pytest.mark.parametrize("text", ["", "uninitialized\n"])
def test_a_machine_without_an_identifier(tmp_path: Path, text: str) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/machine-id").write_text(text)
    assert identity.fingerprint(Machine(tmp_path, "linux")) == ""


def test_a_copied_state_folder_is_noticed(debian: Path) -> None:
    machine = Machine(debian, "linux")
    enrolment = Enrolment(
        url="https://v", agent_id="a", credential="c", machine_id=identity.fingerprint(machine)
    )
    identity.refuse_clone(enrolment, machine)
    (debian / "etc/machine-id").write_text("f" * 32)
    with pytest.raises(ActionRequired, match=r"une copie .* enrol https://v --key"):
        identity.refuse_clone(enrolment, machine)


def test_names(debian: Path) -> None:
    device = identity.device(Machine(debian, "linux"), {"macs": ["aa"]}, "paie")
    assert (device.name, device.fqdn, device.tag) == ("srv-paie", "srv-paie.ville.example", "paie")
