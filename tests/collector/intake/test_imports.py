"""`vigie import`: what is read, what is refused in one sentence, and that the same file twice changes nothing."""

import json
import os
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select
from vigie_collector.errors import VigieError
from vigie_collector.intake.commands import import_file
from vigie_collector.intake.imports import read_file
from vigie_collector.inventory.tables import Device, Installation
from vigie_collector.organisations.tables import Organisation
from vigie_collector.settings import Settings

from tests.support.fleet import report_of

ROWS = [{"kind": "dpkg", "name": "bash", "version": "5.2"}]


@pytest.fixture(autouse=True)
def surroundings(
    settings: Settings, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings that the command reads; a database with an organisation."""
    assert organisation.id
    monkeypatch.setenv("VIGIE_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("VIGIE_DATABASE_URL", settings.database_url)


def names(engine: Engine) -> list[str]:
    with Session(engine) as session:
        return sorted(session.exec(select(Device.name)))


@pytest.mark.parametrize("shape", ["list", "lines"])
def test_reports_of_one_file_twice(
    engine: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    reports = [report_of(name, ROWS) for name in ("pc-1", "pc-2")]
    text = json.dumps(reports) if shape == "list" else "\n".join(map(json.dumps, reports))
    file = tmp_path / "reports.json"
    file.write_text(text)
    import_file(file, dry_run=True)
    assert names(engine) == []
    import_file(file)
    assert "2 enregistrée(s), 0 inchangée(s)" in capsys.readouterr().out
    import_file(file)
    assert "0 enregistrée(s), 2 inchangée(s)" in capsys.readouterr().out
    assert names(engine) == ["pc-1", "pc-2"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "unknown_format"), (b"\x7fELF\0\0", "unknown_format"), (b"{oups", "bad_json"), (b"[1]", "bad_shape")],
)  # fmt: skip
def test_what_is_not_an_inventory_is_one_sentence(
    tmp_path: Path, content: bytes, code: str
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(VigieError) as caught:
        list(read_file(file, None)[1])
    assert caught.value.code == code
    assert "\n" not in caught.value.message


def test_a_pipe_is_refused_and_not_taken_for_an_empty_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    holder = os.open(pipe, os.O_RDWR)  # both ends, so that nothing waits
    os.write(holder, json.dumps(report_of("pc-1", ROWS)).encode())
    with pytest.raises(VigieError) as caught:
        read_file(pipe, None)
    os.close(holder)
    assert caught.value.code == "not_a_file"


def test_a_list_that_names_the_system_gives_the_device_its_system(
    engine: Engine, tmp_path: Path
) -> None:
    path = tmp_path / "parc.csv"
    path.write_text(
        "device;kind;name;version\nSRV-1;windows;7-Zip 23.01;23.01\n"
        "SRV-1;os;Windows Server 2019 Standard;10.0.17763\n",
        "utf-8",
    )
    import_file(path)
    with Session(engine) as session:
        assert session.exec(select(Device.os_name)).one() == "Windows Server 2019 Standard"
    path.write_text(
        "device;kind;name;version\nSRV-1;windows;7-Zip 23.01;23.01\n"
        "SRV-1;os;Windows Server 2025 Standard;10.0.26100\n",
        "utf-8",
    )
    import_file(path)
    with Session(engine) as session:
        assert session.exec(select(Device.os_name)).one() == "Windows Server 2025 Standard"
        systems = select(Installation).where(Installation.kind == "os")
        assert sorted(each.gone_at is None for each in session.exec(systems)) == [False, True]
