"""From bytes to a report: what is refused, what is dropped, what is cleaned."""

import gzip
import json
import zlib

import pytest
from vigie_collector.errors import BadInput, TooLarge
from vigie_collector.intake.decode import decode, inflate

from tests.support.fleet import report_of

LIMIT = 1_000_000


def body(**fields: object) -> bytes:
    return json.dumps({**report_of(software=[{"kind": "dpkg", "name": "bash"}]), **fields}).encode()


def test_plain_gzip_and_zlib_bodies_are_read() -> None:
    plain = body()
    assert inflate(plain, "", LIMIT) == plain
    assert inflate(gzip.compress(plain), "gzip", LIMIT) == plain
    assert inflate(zlib.compress(plain), "deflate", LIMIT) == plain


@pytest.mark.parametrize(
    ("damaged", "code"),
    [
        (gzip.compress(body(), mtime=0)[:-12], "bad_gzip"),
        (b"not gzip at all", "bad_gzip"),
        (gzip.compress(body(), mtime=0)[:10] + b"\xff" * 50, "bad_gzip"),
    ],
)
def test_a_damaged_body_is_one_sentence(damaged: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        inflate(damaged, "gzip", LIMIT)
    assert caught.value.code == code
    assert "\n" not in caught.value.message


def test_a_gzip_bomb_is_never_held() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < 60_000
    with pytest.raises(TooLarge):
        inflate(bomb, "gzip", LIMIT)


def test_an_unknown_encoding_is_named() -> None:
    with pytest.raises(BadInput, match="« zstd »"):
        inflate(b"x", "zstd", LIMIT)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"{", "bad_json"),
        (b"\xff\xfe{}", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b"[]", "bad_shape"),
        (b'"text"', "bad_shape"),
        (b"{}", "bad_shape"),
        (b'{"software": []}', "bad_shape"),
        (b'{"schema":"vigie-report/99"}', "bad_shape"),
    ],
)
def test_what_is_not_a_report_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        decode(raw)
    assert caught.value.code == code


def test_one_bad_row_is_dropped_and_told() -> None:
    rows = [{"kind": "dpkg", "name": "bash"}, {"kind": "dpkg", "name": 5}, "text", {"kind": "dpkg"}]
    decoded = decode(body(software=rows))
    assert decoded.report.software is not None
    assert [row.name for row in decoded.report.software] == ["bash"]
    assert {each.path.split(".")[0] for each in decoded.dropped} == {
        "software[1]",
        "software[2]",
        "software[3]",
    }


@pytest.mark.parametrize("mark", ["\x00", "\x1b", "\u202e", "\u2066", "\u200f", "\ud800"])
def test_marks_that_no_page_should_meet_are_taken_out(mark: str) -> None:
    decoded = decode(body(software=[{"kind": "windows", "name": f"Facture{mark}fdp.exe"}]))
    assert decoded.report.software is not None
    assert decoded.report.software[0].name == "Facturefdp.exe"


def test_accents_emoji_and_html_stay_as_they_are() -> None:
    names = ["Logiciel d'état civil – édition été", "🚀 Rocket", "<script>alert(1)</script>"]
    decoded = decode(body(software=[{"kind": "windows", "name": name} for name in names]))
    assert decoded.report.software is not None
    assert [row.name for row in decoded.report.software] == names
    assert decoded.dropped == []


def test_a_name_of_10_kb_is_cut_and_told() -> None:
    decoded = decode(body(software=[{"kind": "windows", "name": "a" * 10_000}]))
    assert decoded.report.software is not None
    assert len(decoded.report.software[0].name) == 512
    assert [each.reason for each in decoded.dropped] == ["too_long"]


def test_both_ways_of_reading_give_the_same_report_and_digest() -> None:
    fast = decode(body())
    # An unknown kind of section item sends the second body the tolerant way, with nothing else changed.
    slow = decode(body(hardware={"cpu_cores": -1}))
    assert slow.dropped
    assert fast.report.software == slow.report.software
    assert decode(body(unknown_field={"a": 1})).digest == fast.digest


def test_the_digest_ignores_times_and_durations() -> None:
    first = decode(body(taken_at="2026-11-23T08:00:00Z"))
    second = decode(
        body(
            taken_at="2026-11-24T09:00:00Z",
            probes=[{"name": "dpkg", "sections": ["software"], "status": "ok", "duration_ms": 99}],
        )
    )
    assert first.digest == second.digest
    assert decode(body(software=[])).digest != first.digest
