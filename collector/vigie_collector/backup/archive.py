"""The archive: a tar.gz with a manifest first, written beside its place and renamed; read with every size capped."""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO

from vigie_collector.backup.manifest import (
    MOST_BYTES,
    NAME,
    Manifest,
    Part,
    not_a_backup,
    read_manifest,
    sha256_of,
)
from vigie_collector.errors import BadInput, Conflict
from vigie_collector.texts import _

_CHUNK = 1024 * 1024
_PRIVATE = 0o600


@contextmanager
def scratch(beside: Path) -> Iterator[Path]:
    """A folder that only we may enter, on the same disk as `beside`, gone afterwards."""
    with TemporaryDirectory(dir=beside, prefix=".vigie-") as folder:
        yield Path(folder)


def parts_of(files: Mapping[str, Path]) -> tuple[Part, ...]:
    """Describes files, by member name."""
    return tuple(
        Part(name=name, size=path.stat().st_size, sha256=sha256_of(path))
        for name, path in sorted(files.items())
    )


def write_archive(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> int:
    """Writes the archive with mode 0600; whole or not at all. Returns its size in bytes.

    Raises:
        Conflict: another kind of file stands there.
    """
    if path.exists() and not _is_archive(path):
        raise Conflict(
            "file_exists",
            _(
                "{path} existe et n'est pas une sauvegarde de Vigie : choisissez un autre nom."
            ).format(path=path),
        )
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        made = Path(file.name)
        try:
            os.fchmod(file.fileno(), _PRIVATE)
            with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as tar:
                _add(tar, NAME, BytesIO(manifest.model_dump_json(indent=1).encode()), manifest)
                for part in manifest.parts:
                    with files[part.name].open("rb") as source:
                        _add(tar, part.name, source, manifest)
            file.flush()
            os.fsync(file.fileno())
            made.replace(path)
        except BaseException:
            made.unlink(missing_ok=True)
            raise
    return path.stat().st_size


def read_archive(path: Path, folder: Path) -> Manifest:
    """Takes an archive apart into `folder`, which holds the checked parts afterwards.

    Raises:
        BadInput: not a backup, damaged, or larger than the disk has room for.
    """
    try:
        with tarfile.open(path, "r:gz") as tar:
            manifest = _manifest(tar)
            _check_room(manifest, folder)
            expected = {part.name: part for part in manifest.parts}
            while member := tar.next():
                part = expected.pop(member.name, None)
                if part is None or not member.isreg() or member.size != part.size:
                    raise not_a_backup()
                source = tar.extractfile(member)
                if source is None:
                    raise not_a_backup()
                _extract(source, part, folder)
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise not_a_backup() from error
    except OSError as error:
        if error.strerror and error.errno:
            raise BadInput(
                "backup_unreadable",
                _("Sauvegarde {path} illisible : {why}. Vérifiez le chemin et les droits.").format(
                    path=path, why=error.strerror
                ),
            ) from None
        raise not_a_backup() from error
    if expected:
        raise not_a_backup()
    return manifest


def _add(tar: tarfile.TarFile, name: str, source: IO[bytes], manifest: Manifest) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = source.seek(0, os.SEEK_END)
    source.seek(0)
    entry.mode = _PRIVATE
    entry.mtime = manifest.created_at
    tar.addfile(entry, source)


def _manifest(tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != NAME or not first.isreg() or first.size > MOST_BYTES:
        raise not_a_backup()
    source = tar.extractfile(first)
    if source is None:
        raise not_a_backup()
    return read_manifest(source.read(MOST_BYTES))


def _is_archive(path: Path) -> bool:
    try:
        with tarfile.open(path, "r:gz") as tar:
            _manifest(tar)
    except (tarfile.TarError, OSError, EOFError, BadInput):
        return False
    return True


def _check_room(manifest: Manifest, folder: Path) -> None:
    needed = sum(part.size for part in manifest.parts)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise BadInput(
            "disk_too_small",
            _(
                "Place insuffisante : la sauvegarde demande {needed} Mio, il en reste {free}."
            ).format(needed=needed // _CHUNK + 1, free=free // _CHUNK),
        )


def _extract(source: IO[bytes], part: Part, folder: Path) -> None:
    target = folder / part.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        os.fchmod(file.fileno(), _PRIVATE)
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if digest.hexdigest() != part.sha256:
        raise not_a_backup()
