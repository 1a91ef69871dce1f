"""Which package owns a file, found cheaply or not at all.

rpm has an index of its own (see ``rpm_owners``); dpkg has none, and reading all its file lists costs
more than the rest of the agent. Only the lists of packages with a name close to the file's are
read; a hit is certain, a miss is "" (unknown).
"""

from pathlib import Path

from vigie_agent.probes import rpm_owners
from vigie_agent.probes.probe import Machine
from vigie_agent.probes.rpm import FOLDERS, SQLITE

INFO = "var/lib/dpkg/info"
MAX_LISTS = 12  # file lists read for one question


class Owners:
    """Answers "which package owns this path" for one machine; names are listed once."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._lists: list[str] | None = None
        self._texts: dict[str, bytes] = {}
        self._rpm: list[Path] | None = None

    def package(self, path: str, *hints: str) -> str:
        """Give the package that owns ``path`` (absolute), or "" when it is not known.

        Args:
            path: the file.
            hints: names likely to be part of the package's (unit name, process name).
        """
        if self._rpm is None:
            places = (self._machine.path(f"{folder}/{SQLITE}") for folder in FOLDERS)
            self._rpm = [place for place in places if place.is_file()][:1]
        for database in self._rpm:
            if owner := rpm_owners.package(database, _ways(path)):
                return owner
        stems = {stem for hint in hints if (stem := _stem(hint))}
        near = [
            name
            for name in self._names()
            if any(stem in name or name.startswith(stem[:4]) for stem in stems)
        ]
        near.sort(key=len)
        needles = [f"\n{way}\n".encode() for way in _ways(path)]
        for name in near[:MAX_LISTS]:
            files = self._files(name)
            if any(needle in files for needle in needles):
                return name.partition(":")[0]
        return ""

    def _names(self) -> list[str]:
        if self._lists is None:
            folder = self._machine.path(INFO)
            paths = folder.iterdir() if folder.is_dir() else ()
            self._lists = [path.name[:-5] for path in paths if path.name.endswith(".list")]
        return self._lists

    def _files(self, name: str) -> bytes:
        if name not in self._texts:
            try:
                self._texts[name] = Path(self._machine.path(f"{INFO}/{name}.list")).read_bytes()
            except OSError:
                self._texts[name] = b""
        return self._texts[name]


def _stem(hint: str) -> str:
    """Take what packages are named after: "sshd" and "ssh.socket" give "ssh"."""
    word = hint.partition("@")[0].partition(".")[0].lower()
    return word.rstrip("0123456789").removesuffix("d") if len(word) > 3 else word


def _ways(path: str) -> tuple[str, ...]:
    """Give a path with and without /usr: packages from before the merge list /lib and /bin."""
    return (path, path.removeprefix("/usr")) if path.startswith("/usr/") else (path, f"/usr{path}")
