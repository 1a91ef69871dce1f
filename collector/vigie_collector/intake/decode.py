"""From the bytes of a request to a report: inflated within limits, decoded, cleaned, digested."""

import hashlib
import json
import re
import zlib
from dataclasses import dataclass

import msgspec
from vigie_agent.report import Dropped, NotAReport, Report, from_dict, to_plain

from vigie_collector.errors import BadInput, TooLarge
from vigie_collector.intake import mirror
from vigie_collector.texts import _

# What no page, database or eye should meet: controls, lone surrogates, marks that turn the writing round.
# Their presence anywhere sends the body the tolerant way, which cleans field by field.
_SUSPECT = re.compile(
    rb"\\u(?:00[0189]|007[fF]|20[0-6]|[dD][89a-fA-F]|[fF][eE][fF])|\x7f|\xc2[\x80-\x9f]"
    rb"|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf"
)

_MOST_VALUES = 5_000_000
"""Twice what 200,000 full rows of software hold."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A report that can be stored, and what could not be kept of it."""

    report: Report
    dropped: list[Dropped]
    digest: str
    """Our own digest of what was kept."""


def inflate(body: bytes, encoding: str, limit: int) -> bytes:
    """The body without its content encoding.

    Raises:
        BadInput: `bad_gzip`, truncated or damaged, or an encoding that we do not read.
        TooLarge: more than `limit` bytes once inflated; nothing past the limit was ever held.
    """
    if encoding in ("", "identity"):
        return body
    if encoding not in ("gzip", "deflate"):
        raise BadInput(
            "bad_encoding",
            _(
                "Encodage « {encoding} » inconnu : envoyez le rapport en gzip ou sans compression."
            ).format(encoding=encoding[:32]),
            status=415,
        )
    # 47: gzip or zlib, told by the header of the stream.
    inflater = zlib.decompressobj(47)
    try:
        out = inflater.decompress(body, limit)
    except zlib.error:
        raise BadInput(
            "bad_gzip",
            _("Corps compressé illisible : il a été abîmé en chemin, renvoyez le rapport."),
        ) from None
    if inflater.unconsumed_tail:
        raise TooLarge(
            "too_large",
            _("Rapport trop grand : plus de {limit} octets une fois décompressé.").format(
                limit=limit
            ),
        )
    if not inflater.eof:
        raise BadInput(
            "bad_gzip", _("Corps compressé tronqué : la fin manque, renvoyez le rapport.")
        )
    return out


def decode(body: bytes) -> Decoded:
    """Reads a report, dropping and telling what cannot be kept.

    Raises:
        BadInput: `bad_json` or `bad_shape`; nothing in the body can be read safely.
    """
    if not _is_suspect(body):
        try:
            report = mirror.decode_fast(body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass  # the tolerant way says what is wrong, or what was dropped
        else:
            if report.schema == "vigie-report/1":
                return Decoded(report, [], _digest(report))
    return _tolerant(body)


def _is_suspect(body: bytes) -> bool:
    # Most bodies are plain ASCII without escapes: three scans in C cost a tenth of the expression.
    if body.isascii() and b"\\u" not in body and b"\x7f" not in body:
        return False
    return _SUSPECT.search(body) is not None


def _tolerant(body: bytes) -> Decoded:
    # A hostile body of many tiny values would take twenty times its size in memory once read.
    if sum(map(body.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise TooLarge(
            "too_large",
            _("Rapport trop grand : plus de {limit} valeurs.").format(limit=_MOST_VALUES),
        )
    try:
        data: object = json.loads(body)
    except (ValueError, RecursionError):
        raise BadInput(
            "bad_json", _("Le corps n'est pas du JSON valide en UTF-8 : vérifiez l'émetteur.")
        ) from None
    try:
        report, dropped = from_dict(data)
    except NotAReport:
        raise BadInput(
            "bad_shape",
            _("Le corps n'est pas un rapport de Vigie (champ « schema » : vigie-report/1)."),
        ) from None
    kept = mirror.from_plain(to_plain(report))
    return Decoded(kept, dropped, _digest(kept))


def _digest(report: Report) -> str:
    seen = (
        report.device,
        report.hardware,
        report.operating_system,
        report.software,
        report.services,
        report.listening_ports,
        report.containers,
        report.browser_extensions,
        report.network_services,
        report.directory_facts,
        report.dns_facts,
        report.charges,
        sorted((probe.name, probe.status) for probe in report.probes),
    )
    return "sha256:" + hashlib.sha256(mirror.encode(seen)).hexdigest()
