"""The collector's one secret: a key in the data folder, outside the database."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from vigie_collector.errors import SettingsError
from vigie_collector.texts import _

FILE = "secret.key"


@cache
def secret_key(data_dir: Path) -> bytes:
    """The 32 bytes in `secret.key`, made on first use with mode 0600.

    Raises:
        SettingsError: the data folder cannot be written or read.
    """
    path = data_dir / FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(descriptor, "wb") as file:
                file.write(secrets.token_hex(32).encode())
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise SettingsError(
            "data_dir_unusable",
            _(
                "Dossier de données {path} inutilisable ({why}) : vérifiez le chemin et les droits"
                " (réglage VIGIE_DATA_DIR)."
            ).format(path=data_dir, why=error),
        ) from None


def pseudonym(key: bytes, organisation_id: int, name: str) -> str:
    """A stable stand-in for a host name, which nobody without the key can compute: « poste-1a2b3c4d5e6f »."""
    if not name:
        return ""
    message = f"host|{organisation_id}|{name.strip().lower()}".encode()
    return "poste-" + hmac.new(key, message, hashlib.sha256).hexdigest()[:12]
