from dataclasses import fields
from pathlib import Path

import pytest
from vigie_agent import config
from vigie_agent.config import Settings
from vigie_agent.faults import BadSetting


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert config.load(tmp_path, tmp_path / "none.toml") == Settings()


def test_the_state_folder_wins_over_the_system(tmp_path: Path) -> None:
    system = tmp_path / "system.toml"
    system.write_text('proxy = "http://a:1"\n')
    assert config.load(tmp_path, system).proxy == "http://a:1"
    (tmp_path / "agent.toml").write_text(
        'timeout_seconds = 5\ndisabled_probes = ["rpm"]\nretry_seconds = 1\nsend_host_name = false\n'
    )
    settings = config.load(tmp_path, system)
    assert (settings.proxy, settings.timeout_seconds) == ("", 5)
    assert settings.disabled_probes == ("rpm",)
    assert settings.send_host_name is False


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("timeout = 3", "Réglage inconnu « timeout »"),
        ('timeout_seconds = "3"', "un nombre plus grand que zéro"),
        ("timeout_seconds = true", "un nombre plus grand que zéro"),
        ("retries = 0", "un nombre plus grand que zéro"),
        ("retries = 1.5", "un nombre plus grand que zéro"),
        ("proxy = 3", "un texte entre guillemets"),
        ('disabled_probes = "rpm"', "une liste de textes"),
        ("send_host_name = 1", "true / false"),
        ("proxy = ", "pas du TOML correct"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / "agent.toml").write_text(text)
    with pytest.raises(BadSetting, match=sentence) as told:
        config.load(tmp_path)
    assert "agent.toml" in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "agent.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(BadSetting, match="illisible"):
        config.load(tmp_path)


def test_a_file_that_is_closed_to_us(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root reads everything: the refusal is put in by hand, the decision is ours."""

    def refused(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(BadSetting, match="illisible : Permission denied"):
        config.load(tmp_path)
    monkeypatch.setattr("os.access", refused_access)
    assert config.load(tmp_path) == Settings(), "a closed state folder does not stop show"


def refused_access(*_: object) -> bool:
    """Stand for a folder closed to this account."""
    return False


def test_every_setting_has_words() -> None:
    from vigie_agent.schema import documentation

    assert set(documentation(Settings)) == {f.name for f in fields(Settings)}
