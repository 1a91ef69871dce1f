"""The collector's settings: `VIGIE_*` variables, or a TOML file named by `VIGIE_CONFIG`. Variables win."""

import difflib
import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from vigie_collector.database import check_url
from vigie_collector.errors import SettingsError
from vigie_collector.texts import _

_DEFAULT_FILE = Path("/etc/vigie/vigie.toml")


class Settings(BaseSettings):
    """Each field is the variable `VIGIE_<FIELD>`; docs/collecteur.md explains each."""

    model_config = SettingsConfigDict(env_prefix="VIGIE_", extra="forbid", env_file=None)

    data_dir: Path = Path("/var/lib/vigie")
    """Where SQLite, the secret key and the compiled knowledge stand."""
    cache_dir: Path | None = None
    """Where the compiled knowledge stands, if elsewhere: `vigie-classify` reads the same variable."""
    database_url: str = ""
    """`postgresql://…`; empty means SQLite in the data folder."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = Field(default=8470, ge=1, le=65535)
    """Port to listen on."""
    public_url: str = ""
    """Address that agents and people use, when a proxy stands in front."""
    language: Literal["fr", "en"] = "fr"
    """Language of pages and messages when the visitor chose none."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """Least level that is logged."""
    log_json: bool = True
    """JSON lines; false for a terminal."""
    max_body_bytes: int = Field(default=16 * 1024 * 1024, ge=1024)
    """Largest body accepted, as received."""
    max_inflated_bytes: int = Field(default=64 * 1024 * 1024, ge=1024)
    """Largest body accepted, once inflated."""
    max_software_rows: int = Field(default=50_000, ge=1)
    """Largest number of software rows kept of one report; the rest is dropped and told."""
    report_interval_seconds: int = Field(default=86_400, ge=60)
    """How often agents report."""
    flapping_days: int = Field(default=3, ge=0)
    """A removal undone within so many days leaves no trace in the history."""
    stale_days: int = Field(default=30, ge=1)
    """A device silent for longer is shown as silent, and no longer counted as present."""
    retention_gone_days: int = Field(default=0, ge=0)
    """A device silent for longer is deleted with its history; 0 keeps all."""
    retention_history_days: int = Field(default=0, ge=0)
    """Events and closed intervals older than this are deleted; 0 keeps all."""
    session_hours: int = Field(default=12, ge=1, le=720)
    """A sign-in lasts so long."""
    login_attempts: int = Field(default=10, ge=1)
    """Wrong passwords allowed per address and per account in five minutes."""
    secure_cookies: bool = False
    """Cookies only over HTTPS: true as soon as a proxy serves TLS."""
    forwarded_allow_ips: str = "127.0.0.1"
    """Proxies whose X-Forwarded-* headers are believed, comma-separated."""
    knowledge_dir: Path | None = None
    """Folder of the organisation's own knowledge; empty means `knowledge/` in the data folder."""
    grid_file: Path | None = None
    """Replaceable grid (TOML); empty means the project's default, not official."""
    policy: Literal["seat", "majority", "24-39", "wide"] = "majority"
    """Policy shown first."""
    writers: int = Field(default=2, ge=1, le=16)
    """Threads that write reports to PostgreSQL (SQLite always has one)."""

    @field_validator("database_url")
    @classmethod
    def _readable(cls, value: str) -> str:
        check_url(value)
        return value

    @property
    def url(self) -> str:
        """SQLAlchemy address of the database, with the driver that we ship."""
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'vigie.db'}"
        for prefix in ("postgresql://", "postgres://"):
            if self.database_url.startswith(prefix):
                return "postgresql+psycopg://" + self.database_url.removeprefix(prefix)
        return self.database_url

    @property
    def local_knowledge(self) -> Path:
        """Folder of the organisation's own knowledge."""
        return self.knowledge_dir or self.data_dir / "knowledge"


def load_settings(**overrides: Any) -> Settings:
    """Reads the file named by `VIGIE_CONFIG` (or /etc/vigie/vigie.toml), then the variables, then `overrides`.

    Raises:
        SettingsError: one sentence that names the file or variable and what to do.
    """
    named = os.environ.get("VIGIE_CONFIG")
    path = Path(named) if named else _DEFAULT_FILE
    values: dict[str, Any] = {}
    if named or _is_there(path):
        values = _read(path)
    _refuse_misspelt()
    present = {key for key in Settings.model_fields if f"VIGIE_{key.upper()}" in os.environ}
    kept = {key: value for key, value in values.items() if key not in present}
    try:
        return Settings(**{**kept, **overrides})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "?"
        where = path if name in kept else f"VIGIE_{name.upper()}"
        raise SettingsError(
            "bad_setting",
            _("Réglage « {name} » refusé ({where}) : {why}. Corrigez-le ou retirez-le.").format(
                name=name, where=where, why=_why(first)
            ),
        ) from None


def _is_there(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        pass  # reading it says why it cannot be
    return True


def _refuse_misspelt() -> None:
    """A setting that was meant and has no effect is worse than none: another database would be used."""
    prefix = "VIGIE_"
    for name in sorted(os.environ):
        asked = name.removeprefix(prefix).lower()
        if name.startswith(prefix) and asked not in Settings.model_fields:
            close = difflib.get_close_matches(asked, Settings.model_fields, 1, 0.75)
            if close:
                raise SettingsError(
                    "unknown_setting",
                    _("Variable {name} inconnue : vouliez-vous dire {meant} ?").format(
                        name=name, meant=prefix + close[0].upper()
                    ),
                )


def _why(error: ErrorDetails) -> str:
    """What is wrong with a value, in the reader's language and without the value: it may be a password."""
    limits = error.get("ctx", {})
    match error["type"]:
        case "extra_forbidden":
            return _("ce réglage n'existe pas")
        case "greater_than_equal":
            return _("{limit} au moins").format(limit=limits["ge"])
        case "less_than_equal":
            return _("{limit} au plus").format(limit=limits["le"])
        case "literal_error":
            expected = str(limits["expected"]).replace("'", "").replace(" or ", ", ")
            return _("valeurs possibles : {values}").format(values=expected)
        case "bool_parsing" | "bool_type":
            return _("true ou false est attendu")
        case "int_parsing" | "int_type" | "int_from_float" | "int_parsing_size":
            return _("un nombre entier est attendu")
        case "value_error":
            return str(limits["error"])
        case _:
            return _("la valeur n'est pas de la forme attendue")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(
            "config_unreadable",
            _(
                "Fichier de réglages {path} illisible : {why}. Vérifiez le chemin et les droits."
            ).format(path=path, why=error.strerror),
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(
            "config_invalid",
            _("Fichier de réglages {path} : TOML invalide ({why}). Corrigez-le.").format(
                path=path, why=error
            ),
        ) from None
