"""A real collector process, to be loaded, killed and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType


def free_port() -> int:
    """A TCP port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`vigie serve` on a data folder; a context that starts and stops it.

    Args:
        data_dir: of the collector; migrated on first start.
        database_url: empty is SQLite in the folder.
        environment: further `VIGIE_*` variables.
    """

    def __init__(self, data_dir: Path, database_url: str = "", **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("VIGIE_")},
            # The copy that `make setup` keeps: compiling the base anew takes seconds each time.
            "VIGIE_CACHE_DIR": str(Path(__file__).parents[2] / "var" / "cache"),
            "VIGIE_DATA_DIR": str(data_dir),
            "VIGIE_DATABASE_URL": database_url,
            "VIGIE_PORT": str(self.port),
            "VIGIE_LOG_LEVEL": "warning",
            **environment,
        }
        self.log = data_dir.parent / "server.log"
        self.process: subprocess.Popen[bytes] | None = None

    def vigie(self, *arguments: str) -> str:
        """Runs another `vigie` command on the same database; returns its output."""
        done = subprocess.run(
            [sys.executable, "-m", "vigie_collector", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def secret(self, *arguments: str) -> str:
        """Runs a command that prints a secret on its last line."""
        return self.vigie(*arguments).strip().splitlines()[-1]

    def start(self) -> "Server":
        """Starts the process and waits until it is ready."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "vigie_collector", "serve"],
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.address}/ready", timeout=2):
                    return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"the collector did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """SIGKILL: as a power cut, for the process."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=30)
            self.process = None

    def stop(self) -> None:
        """SIGTERM, and waits."""
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
