"""Settings: a small TOML file, which a machine without special needs does not have."""

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from vigie_agent.faults import BadSetting
from vigie_agent.language import _

SYSTEM_FILE = Path("/etc/vigie-agent/agent.toml")
FILE_NAME = "agent.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, with its default. The file may hold any of them."""

    url: str = ""
    """Address of the collector; replaces the one given at enrolment (a move of the collector)."""
    ca_file: str = ""
    """Private certificate authority (PEM); replaces the one given at enrolment."""
    proxy: str = ""
    """HTTP proxy (http://host:port). Empty: HTTPS_PROXY and NO_PROXY of the environment.
    "none": no proxy at all."""
    timeout_seconds: int = 30
    """Longest wait for the network."""
    retries: int = 3
    """Attempts during one run; afterwards the report waits for the next run."""
    retry_seconds: float = 5.0
    """First delay between attempts; it doubles each time, with a random part."""
    outbox_max_bytes: int = 50 * 1024 * 1024
    """Room for reports that wait; the oldest leave first."""
    outbox_max_reports: int = 200
    """Number of reports that wait."""
    disabled_probes: tuple[str, ...] = ()
    """Names of probes that must not run."""
    send_host_name: bool = True
    """Whether the machine's name is sent; without it, the collector shows an identifier."""


def load(state_folder: Path, system_file: Path = SYSTEM_FILE) -> Settings:
    """Read the settings: the file of the state folder, else the system's, else defaults.

    Raises:
        BadSetting: the file is unreadable, not TOML, or a setting is unknown or wrong.
    """
    for path in (state_folder / FILE_NAME, system_file):
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            continue
        except PermissionError as error:
            # The state folder is closed to all but its owner; anybody may still run "show".
            if not os.access(path.parent, os.X_OK):
                continue
            raise _unreadable(path, error) from error
        except (OSError, UnicodeDecodeError) as error:
            raise _unreadable(path, error) from error
        return parse(text, path)
    return Settings()


def _unreadable(path: Path, error: Exception) -> BadSetting:
    return BadSetting(
        _("Le fichier de réglages {path} est illisible : {error}.").format(
            path=path, error=getattr(error, "strerror", None) or "UTF-8"
        )
    )


def parse(text: str, path: Path) -> Settings:
    """Read the text of a settings file; ``path`` is for the message."""
    import tomllib  # noqa: PLC0415 - a machine without a settings file does not pay for it

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadSetting(
            _("Le fichier de réglages {path} n'est pas du TOML correct : {error}.").format(
                path=path, error=error
            )
        ) from error
    defaults = Settings()
    known = {f.name: getattr(defaults, f.name) for f in fields(Settings)}
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name not in known:
            raise BadSetting(
                _("Réglage inconnu « {name} » dans {path}. Réglages possibles : {names}.").format(
                    name=name, path=path, names=", ".join(sorted(known))
                )
            )
        kept[name] = _checked(name, value, known[name], path)
    return Settings(**kept)


def _checked(name: str, value: object, default: object, path: Path) -> object:
    """Give the value if it has the type of its default, whole numbers being above zero."""
    if isinstance(default, bool):
        good, wanted = isinstance(value, bool), "true / false"
    elif isinstance(default, int | float):
        number = isinstance(value, int | float) and not isinstance(value, bool) and value > 0
        good = number and (isinstance(default, float) or isinstance(value, int))
        wanted = _("un nombre plus grand que zéro")
    elif isinstance(default, tuple):
        good = isinstance(value, list) and all(isinstance(item, str) for item in value)  # pyright: ignore[reportUnknownVariableType] - any item type is looked at
        value = tuple(value) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - checked on the line above
        wanted = _("une liste de textes")
    else:
        good, wanted = isinstance(value, str), _("un texte entre guillemets")
    if not good:
        raise BadSetting(
            _("Réglage « {name} » incorrect dans {path} : il faut {wanted}.").format(
                name=name, path=path, wanted=wanted
            )
        )
    return value  # pyright: ignore[reportUnknownVariableType] - checked above
