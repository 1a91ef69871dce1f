"""What an archive says of itself, and the checks that nothing in it is believed without."""

import hashlib
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from vigie_collector.errors import BadInput
from vigie_collector.texts import _

FORMAT = "vigie-backup/1"
NAME = "manifest.json"
MOST_BYTES = 4 * 1024 * 1024
"""Largest manifest read."""


class Part(BaseModel):
    """One member of the archive."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str = Field(min_length=1, max_length=512)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """The first member of the archive."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: str
    version: str
    """Of the collector that wrote it."""
    revision: str
    """Of the schema."""
    dialect: str
    """`sqlite` or `postgresql`."""
    created_at: int
    parts: tuple[Part, ...] = Field(max_length=100_000)


def read_manifest(content: bytes) -> Manifest:
    """The manifest of an archive.

    Raises:
        BadInput: it is not one of ours, or names a member outside the archive.
    """
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError:
        raise not_a_backup() from None
    if manifest.format != FORMAT:
        raise BadInput(
            "unknown_backup_format",
            _(
                "Format de sauvegarde « {format} » inconnu : utilisez la version de Vigie qui l'a faite."
            ).format(format=manifest.format[:40]),
        )
    names = [part.name for part in manifest.parts]
    if len(set(names)) != len(names) or not all(_is_safe(name) for name in names):
        raise not_a_backup()
    return manifest


def not_a_backup() -> BadInput:
    """The file is none of ours, or was damaged."""
    return BadInput(
        "not_a_backup",
        _(
            "Ce fichier n'est pas une sauvegarde de Vigie, ou il est abîmé : rien n'a été changé, prenez-en un autre."
        ),
    )


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    known = name in ("database.sqlite", "database.dump", "secret.key")
    return (
        inside
        and name.isprintable()
        and str(path) == name
        and (known or (path.parts[0] == "knowledge" and len(path.parts) > 1))
    )
