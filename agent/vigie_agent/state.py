"""What the agent remembers between two runs: its enrolment and its last results."""

import errno
import json
import os
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar, cast

from vigie_agent import durable
from vigie_agent.faults import ActionRequired, AlreadyRunning
from vigie_agent.language import _

DEFAULT_FOLDER = Path("/var/lib/vigie-agent")

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    """What the collector gave at enrolment; holds the credential, so the file is 0600."""

    url: str
    agent_id: str
    credential: str
    organisation: str = ""
    ca_file: str = ""
    tag: str = ""
    machine_id: str = ""
    """Fingerprint of the machine at enrolment: another one now means a clone."""
    report_interval_seconds: int = 0
    max_body_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LastResults:
    """What happened last. Times are seconds since 1970; 0 = never."""

    run_at: int = 0
    """Last time that the machine was read."""
    software_count: int = 0
    acknowledged_at: int = 0
    """Last time that the collector acknowledged a report."""
    acknowledged_digest: str = ""
    dropped: int = 0
    """Facts of the last report that the collector could not keep."""
    notices: tuple[str, ...] = ()
    """Sentences of the collector for the person in charge."""
    fault: str = ""
    """Last fault, "" when the last run went well."""
    fault_needs_action: bool = False
    next_due_at: int = 0
    """When the collector wants the next report."""
    not_before: int = 0
    """When the collector accepts to be called again (Retry-After)."""


class State:
    """The state folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.outbox = folder / "outbox"
        self._enrolment = folder / "enrolment.json"
        self._last = folder / "last.json"

    def prepare(self) -> None:
        """Create the folder, closed to others.

        Raises:
            ActionRequired: it cannot be created or written.
        """
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.outbox.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise self._closed(error) from error
        if not os.access(self.folder, os.W_OK):
            raise self._closed(None)

    def _closed(self, error: OSError | None) -> ActionRequired:
        if error and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return ActionRequired(
                _("Le disque du dossier d'état {folder} est plein : libérez de la place.").format(
                    folder=self.folder
                )
            )
        return ActionRequired(
            _(
                "Le dossier d'état {folder} n'est pas accessible en écriture{reason}. Lancez "
                "la commande avec les droits d'administration, ou indiquez un autre dossier avec "
                "--state-dir."
            ).format(folder=self.folder, reason=f" ({error.strerror})" if error else "")
        )

    @contextmanager
    def locked(self) -> Generator[None, None, None]:
        """Hold the folder alone; freed by the system even after kill -9.

        Raises:
            AlreadyRunning: another run holds it.
        """
        if os.name != "posix":
            yield
            return
        import fcntl  # noqa: PLC0415 - does not exist on Windows

        with (self.folder / "lock").open("wb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise AlreadyRunning(
                    _("Une autre collecte est en cours sur cette machine : rien à faire.")
                ) from error
            yield

    def enrolment(self) -> Enrolment | None:
        """Give the enrolment, None before it.

        Raises:
            ActionRequired: the file is there and unreadable.
        """
        values = self._read(self._enrolment)
        if values is None:
            return None
        if not (values.get("url") and values.get("credential")):
            raise self._spoiled(self._enrolment)
        return _known(Enrolment, {"agent_id": "", **values})

    def keep_enrolment(self, enrolment: Enrolment) -> None:
        """Write the enrolment, readable by its owner alone; what waited goes to the new one."""
        self._write(self._enrolment, enrolment)

    def last(self) -> LastResults:
        """Give the last results; defaults before the first run or when the file is spoiled."""
        try:
            values = self._read(self._last) or {}
        except ActionRequired:
            values = {}  # only a memory of the past: the next run writes it again
        values["notices"] = tuple(values.get("notices", ()))
        return _known(LastResults, values)

    def keep_last(self, last: LastResults) -> None:
        """Write the last results."""
        self._write(self._last, last)

    def _read(self, path: Path) -> dict[str, Any] | None:
        try:
            values = json.loads(path.read_bytes())
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise ActionRequired(
                _(
                    "Le fichier {path} n'est pas lisible avec ce compte. Lancez la commande avec "
                    "les droits d'administration."
                ).format(path=path)
            ) from error
        except (OSError, ValueError) as error:
            raise self._spoiled(path) from error
        if not isinstance(values, dict):
            raise self._spoiled(path)
        return cast("dict[str, Any]", values)

    def _spoiled(self, path: Path) -> ActionRequired:
        return ActionRequired(
            _(
                "Le fichier {path} est abîmé. Enrôlez à nouveau cette machine : "
                "vigie-agent enrol ADRESSE --key CLÉ."
            ).format(path=path)
        )

    def _write(self, path: Path, value: Enrolment | LastResults) -> None:
        try:
            durable.write(path, json.dumps(asdict(value), ensure_ascii=False).encode())
        except OSError as error:
            raise self._closed(error) from error


def _known(cls: type[T], values: dict[str, Any]) -> T:
    """Build from the known keys alone: an older agent may read a newer one's file."""
    names = {f.name for f in fields(cast("Any", cls))}
    return cls(**{name: value for name, value in values.items() if name in names})
