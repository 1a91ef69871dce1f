"""The systemd units: what they must hold, and what systemd itself says where it is installed."""

import shutil
import subprocess
from pathlib import Path

UNITS = Path(__file__).parents[2] / "deploy/systemd"


def unit(name: str) -> dict[str, dict[str, str]]:
    """Read a unit: section, then key, then value."""
    sections: dict[str, dict[str, str]] = {}
    section = ""
    for line in (UNITS / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
            sections[section] = {}
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            sections[section][key] = value
    return sections


def test_the_service_is_a_hardened_one_shot() -> None:
    service = unit("vigie-agent.service")["Service"]
    assert service["Type"] == "oneshot"
    assert service["ExecStart"] == "/usr/bin/vigie-agent run --if-due"
    assert service["StateDirectory"] == "vigie-agent"
    assert service["ProtectSystem"] == "strict"
    assert service["ProtectHome"] == "yes"
    assert service["NoNewPrivileges"] == "yes"
    assert set(service["SuccessExitStatus"].split()) == {"4", "5"}
    assert "Install" not in unit("vigie-agent.service")


def test_the_timer_spreads_machines_and_catches_up() -> None:
    timer = unit("vigie-agent.timer")["Timer"]
    assert timer["Persistent"] == "yes"
    assert timer["RandomizedDelaySec"]


def test_systemd_accepts_them(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        return  # a machine without systemd: the two tests above still hold
    for name in ("vigie-agent.service", "vigie-agent.timer"):
        text = (UNITS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/usr/bin/vigie-agent", "/bin/true"))
    done = subprocess.run(
        [
            "systemd-analyze",
            "verify",
            "--man=no",
            str(tmp_path / "vigie-agent.timer"),
            str(tmp_path / "vigie-agent.service"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "vigie-agent" not in done.stderr, done.stderr
