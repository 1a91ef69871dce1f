"""The collector's one secret: a key in the data folder, outside the database."""

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path

from vigie_collector.errors import SettingsError
from vigie_collector.texts import _

FILE = "secret.key"
_BYTES = 32


@cache
def secret_key(data_dir: Path) -> bytes:
    """The 32 bytes in `secret.key`, made on first use with mode 0600.

    Raises:
        SettingsError: the data folder cannot be written or read.
    """
    path = data_dir / FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make(path)
        key = _read(path)
    except (OSError, ValueError) as error:
        raise SettingsError(
            "data_dir_unusable",
            _(
                "Dossier de données {path} inutilisable ({why}) : vérifiez le chemin et les droits"
                " (réglage VIGIE_DATA_DIR)."
            ).format(path=data_dir, why=error),
        ) from None
    return key


def _read(path: Path) -> bytes:
    key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    if len(key) != _BYTES:
        raise ValueError(f"{FILE}: {len(key)} / {_BYTES}")
    return key


def _make(path: Path) -> None:
    """Appears whole or not at all: another process may look at the same moment, and then its key is the one."""
    draft = path.with_name(f"{FILE}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_hex(_BYTES).encode())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            path.hardlink_to(draft)
    finally:
        draft.unlink(missing_ok=True)


def hash_of(secret: str) -> str:
    """SHA-256 in hex, as stored: our secrets are 256 random bits, so no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def pseudonym(key: bytes, organisation_id: int, name: str) -> str:
    """A stable stand-in for a host name, which nobody without the key can compute: « poste-1a2b3c4d5e6f »."""
    if not name:
        return ""
    message = f"host|{organisation_id}|{name.strip().lower()}".encode("utf-8", "replace")
    return "poste-" + hmac.new(key, message, hashlib.sha256).hexdigest()[:12]
