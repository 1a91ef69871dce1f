import gzip
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

from vigie_agent.outbox import Outbox

WRITER = """
import gzip, hashlib, json, pathlib, random, sys
from vigie_agent.outbox import Outbox
outbox = Outbox(pathlib.Path(sys.argv[1]), 10**9, 10**6)
for number in range(10**6):
    body = json.dumps({"number": number, "filler": random.randbytes(40_000).hex()}).encode()
    outbox.put(gzip.compress(body, 1), "sha256:" + hashlib.sha256(body).hexdigest())
    print(number, flush=True)
"""


def outbox(folder: Path, max_bytes: int = 10**6, max_reports: int = 100) -> Outbox:
    return Outbox(folder, max_bytes, max_reports)


def test_oldest_first_in_and_out(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for name in ("aa", "bb", "cc"):
        box.put(name.encode(), f"sha256:{name}")
    assert [item.digest for item in box.waiting()] == ["sha256:aa", "sha256:bb", "sha256:cc"]
    box.remove(box.waiting()[0])
    assert [item.path.read_bytes() for item in box.waiting()] == [b"bb", b"cc"]


def test_bounds_make_the_oldest_leave_and_the_newest_stay(tmp_path: Path) -> None:
    box = outbox(tmp_path, max_bytes=25, max_reports=100)
    for name in "abcd":
        box.put(name.encode() * 10, f"sha256:{name}")
    assert [item.digest for item in box.waiting()] == ["sha256:c", "sha256:d"]
    box.put(b"e" * 1000, "sha256:e")
    assert [item.digest for item in box.waiting()] == ["sha256:e"]
    counted = outbox(tmp_path, max_reports=2)
    for name in "fgh":
        counted.put(b"x", f"sha256:{name}")
    assert [item.digest for item in counted.waiting()] == ["sha256:g", "sha256:h"]


def test_the_same_observations_wait_once(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    box.put(b"monday", "sha256:a")
    box.put(b"tuesday", "sha256:a")
    assert [item.path.read_bytes() for item in box.waiting()] == [b"tuesday"]


def test_refused_reports_are_kept_apart_and_bounded(tmp_path: Path) -> None:
    box = outbox(tmp_path)
    for number in range(15):
        box.set_aside(box.put(b"x", f"sha256:{number:02d}"))
        box.put(b"keep the rank growing", f"sha256:next{number}")
    assert len(list((tmp_path / "set-aside").iterdir())) == 10
    assert len(box.waiting()) == 15


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.json.gz").write_bytes(b"mine")
    box = outbox(tmp_path, max_reports=1)
    box.put(b"a", "sha256:a")
    box.put(b"b", "sha256:b")
    assert (tmp_path / "notes.json.gz").exists()
    assert len(box.waiting()) == 1


def test_kill_9_leaves_whole_reports_and_all_that_were_told(tmp_path: Path) -> None:
    for lap in range(4):
        folder = tmp_path / str(lap)
        folder.mkdir()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.05 + lap * 0.037)  # fall in another place of the writing each time
            writer.send_signal(signal.SIGKILL)
            told = [0, *(int(line) for line in writer.stdout.read().splitlines())]
        box = outbox(folder, 10**9, 10**6)
        found = [
            json.loads(gzip.decompress(item.path.read_bytes()))["number"] for item in box.waiting()
        ]
        assert found[: len(told)] == told
        assert len(found) <= len(told) + 1
        box.put(b"after", "sha256:after")
        assert list(folder.glob("*.partial")) == []
