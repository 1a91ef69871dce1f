"""Settings: from variables and a file; each mistake is one sentence that names it."""

import socket
from pathlib import Path

import pytest
from vigie_collector import settings as settings_module
from vigie_collector.console import console_session
from vigie_collector.errors import SettingsError
from vigie_collector.serving import check_port
from vigie_collector.settings import Settings, load_settings


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_variable_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path / "vigie.toml", 'port = 9000\nlanguage = "en"\n')
    monkeypatch.setenv("VIGIE_CONFIG", str(file))
    monkeypatch.setenv("VIGIE_PORT", "9100")
    settings = load_settings()
    assert (settings.port, settings.language) == (9100, "en")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("port = ", "TOML"),
        (b"\xff\xfe", "TOML"),
        ("port = 0", "port"),
        ('colour = "blue"', "colour"),
        ('policy = "best"', "policy"),
    ],
)
def test_a_wrong_file_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | bytes, word: str
) -> None:
    monkeypatch.setenv("VIGIE_CONFIG", str(written(tmp_path / "vigie.toml", text)))
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert word in caught.value.message
    assert str(tmp_path) in caught.value.message
    assert "\n" not in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_CONFIG", str(tmp_path / "absent.toml"))
    with pytest.raises(SettingsError, match=r"absent\.toml"):
        load_settings()


def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_PORT", "many")
    with pytest.raises(SettingsError, match="VIGIE_PORT"):
        load_settings()


def test_postgresql_addresses_get_our_driver() -> None:
    settings = Settings(database_url="postgres://user@host/db")
    assert settings.url == "postgresql+psycopg://user@host/db"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://vigie:Secret9@server/vigie",
        "vigie",
        "postgresql://u:Secret9@host:port/db",
        "sqlite://",
    ],
)
def test_an_address_that_cannot_be_read_is_refused_without_its_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("VIGIE_DATABASE_URL", url)
    with pytest.raises(SettingsError, match="postgresql://") as caught:
        load_settings()
    assert "Secret9" not in caught.value.message


def test_a_misspelt_variable_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_SOMETHING_ELSE", "ours alone if close to a setting")
    load_settings()
    monkeypatch.setenv("VIGIE_DATABASE_URI", "postgresql://host/db")
    with pytest.raises(SettingsError, match="VIGIE_DATABASE_URL"):
        load_settings()


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("PORT", "0", "1 au moins"),
        ("PORT", "70000", "65535 au plus"),
        ("PORT", "x", "nombre entier"),
        ("LOG_JSON", "peut-être", "true ou false"),
        ("POLICY", "best", "seat, majority, 24-39, wide"),
    ],
)
def test_why_a_value_is_refused_is_said_in_french(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str
) -> None:
    monkeypatch.setenv(f"VIGIE_{variable}", value)
    with pytest.raises(SettingsError, match=why):
        load_settings()


def test_a_settings_file_out_of_reach_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    # As a folder that this account may not enter: whether the file is there cannot be known.
    monkeypatch.setattr(settings_module, "_DEFAULT_FILE", Path("/etc") / ("x" * 300))
    with pytest.raises(SettingsError, match="illisible"):
        load_settings()


def test_a_command_without_a_database_says_how_to_make_one(tmp_path: Path) -> None:
    with (
        pytest.raises(SettingsError, match="vigie migrate"),
        console_session(Settings(data_dir=tmp_path)),
    ):
        pass


def test_a_taken_port_is_one_sentence() -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(SettingsError, match=str(port)):
            check_port(Settings(port=port))
