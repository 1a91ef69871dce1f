"""Joins a collector: gives the key and what tells this machine, gets a credential."""

import json
from pathlib import Path

from vigie_agent import __version__
from vigie_agent.faults import ActionRequired, BadSetting, TryLater
from vigie_agent.language import _
from vigie_agent.report import Device
from vigie_agent.state import Enrolment
from vigie_agent.transport import Answer, Client
from vigie_agent.wire import as_plain

PATH = "/api/v1/enrolments"


def enrol(client: Client, key: str, device: Device, ca_file: str = "") -> Enrolment:
    """Enrol this machine.

    Args:
        client: the connection to the collector.
        key: the enrolment key.
        device: this machine.
        ca_file: private authority to remember.

    Raises:
        ActionRequired: the key is refused.
        TryLater: the collector cannot answer now.
    """
    if not key.strip() or not key.isascii() or not key.isprintable():
        raise BadSetting(_("La clé d'enrôlement est vide ou contient un caractère inattendu."))
    body = {
        "key": key.strip(),
        "agent": {"name": "vigie-agent", "version": __version__},
        "device": as_plain(device),
    }
    answer = client.post(
        PATH, {"Content-Type": "application/json"}, json.dumps(body, ensure_ascii=False).encode()
    )
    if answer.status not in {200, 201}:
        raise refusal(answer, client.url)
    values = answer.values
    if not values.get("credential"):
        raise ActionRequired(
            _(
                "Le serveur {url} ne répond pas comme un collecteur Vigie : vérifiez l'adresse."
            ).format(url=client.url)
        )
    return Enrolment(
        url=client.url,
        agent_id=str(values.get("agent_id", "")),
        credential=str(values["credential"]),
        organisation=str(values.get("organisation", "")),
        ca_file=str(Path(ca_file).absolute()) if ca_file else "",
        tag=device.tag,
        machine_id=device.machine_id,
        report_interval_seconds=_whole(values.get("report_interval_seconds")),
        max_body_bytes=_whole(values.get("max_body_bytes")),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def refusal(answer: Answer, url: str) -> ActionRequired | TryLater:
    """Say why the collector refused, by its code; its own sentence is kept for other cases."""
    sentences = {
        "unknown_key": _(
            "Cette clé d'enrôlement est inconnue de {url}. Recopiez-la depuis la page "
            "« Agents » du collecteur."
        ),
        "key_expired": _(
            "Cette clé d'enrôlement a expiré. Demandez-en une nouvelle à l'administrateur du "
            "collecteur."
        ),
        "key_exhausted": _(
            "Cette clé d'enrôlement a déjà servi autant de fois que prévu. Demandez-en une "
            "nouvelle."
        ),
        "key_revoked": _("Cette clé d'enrôlement a été révoquée. Demandez-en une nouvelle."),
    }
    code = str(answer.values.get("error", ""))
    if code in sentences:
        return ActionRequired(sentences[code].format(url=url))
    told = str(answer.values.get("message", ""))[:300]
    if answer.status == 429 or answer.status >= 500:
        busy = _("Le collecteur {url} est occupé (code {status}) : réessayez dans un moment.")
        return TryLater(told or busy.format(url=url, status=answer.status), answer.retry_after)
    return ActionRequired(
        told
        or _(
            "Le serveur {url} refuse l'enrôlement (code {status}) : vérifiez que c'est bien "
            "l'adresse du collecteur Vigie."
        ).format(url=url, status=answer.status)
    )
