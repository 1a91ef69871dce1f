"""What agents call: enrolment and reports."""

import asyncio
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.requests import ClientDisconnect

from vigie_collector import metrics
from vigie_collector.database import SessionDep
from vigie_collector.errors import BadInput, TooLarge, TryLater, VigieError
from vigie_collector.intake.enrolment import Enrolled, enrol
from vigie_collector.intake.senders import unknown_credential
from vigie_collector.intake.service import Intake
from vigie_collector.log import Sparing
from vigie_collector.secret import secret_key
from vigie_collector.settings import Settings
from vigie_collector.texts import _
from vigie_collector.web.body_limit import BODY_SECONDS, too_slow

router = APIRouter()
_faults = Sparing()


def _plain(value: str) -> str:
    """Without what no page or database should meet: controls, lone surrogates, marks that turn the writing round."""
    return "".join(letter for letter in value if letter.isprintable())


PlainText = Annotated[str, AfterValidator(_plain)]


class AgentIdentity(BaseModel):
    """The program that asks to join."""

    model_config = ConfigDict(extra="ignore")

    name: PlainText = Field(default="", max_length=64)
    version: PlainText = Field(default="", max_length=64)


class AskingDevice(BaseModel):
    """Of the report's device, enrolment keeps the tag alone: the first report says the rest."""

    model_config = ConfigDict(extra="ignore")

    tag: PlainText = Field(default="", max_length=128)
    name: PlainText = Field(default="", max_length=256)
    """Only so that the tag does not tell it where names are hidden."""
    fqdn: PlainText = Field(default="", max_length=256)


class Enrolment(BaseModel):
    """A machine that asks to join, with a key that a person gave."""

    model_config = ConfigDict(extra="ignore")

    key: str = Field(max_length=256)
    agent: AgentIdentity = Field(default_factory=AgentIdentity)
    device: AskingDevice = Field(default_factory=AskingDevice)


class Credential(BaseModel):
    """What the agent keeps: its credential is shown once."""

    agent_id: str
    credential: str
    organisation: str
    report_interval_seconds: int
    max_body_bytes: int


@router.post("/api/v1/enrolments", status_code=201, tags=["agents"])
def post_enrolment(enrolment: Enrolment, request: Request, session: SessionDep) -> Credential:
    """Gives an agent its own credential, against an enrolment key."""
    settings: Settings = request.app.state.settings
    request.app.state.enrolment_limit.hit(request)
    made: Enrolled = enrol(
        session,
        enrolment.key,
        name=enrolment.agent.name,
        version=enrolment.agent.version,
        tag=enrolment.device.tag,
        names=(enrolment.device.name, enrolment.device.fqdn),
        secret=secret_key(settings.data_dir),
    )
    return Credential(
        agent_id=str(made.agent_id),
        credential=made.credential,
        organisation=made.organisation,
        report_interval_seconds=settings.report_interval_seconds,
        max_body_bytes=settings.max_body_bytes,
    )


@router.post("/api/v1/reports", tags=["agents"])
async def post_report(request: Request) -> Response:
    """Stores a report durably before it answers; without a body: « same as last time », by digest."""
    try:
        answer, outcome = await _received(request)
    except VigieError as error:
        metrics.reports.labels(error.code).inc()
        if isinstance(error, TryLater):
            _faults.warning("report_put_off", fault=error.code, why=error.message)
        raise
    metrics.reports.labels(outcome).inc()
    return answer


async def _received(request: Request) -> tuple[Response, str]:
    intake: Intake = request.app.state.intake
    settings: Settings = request.app.state.settings
    scheme, _sep, credential = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not credential or len(credential) > 256:
        raise unknown_credential()
    digest = request.headers.get("vigie-digest", "")
    length = request.headers.get("content-length")
    nothing = length == "0" or (length is None and "transfer-encoding" not in request.headers)
    if nothing and digest:
        await intake.touch(credential, digest)
        return _answer({"status": "unchanged"}, settings), "unchanged"
    sender = await intake.sender(credential)
    body = await _read(request, length, settings.max_body_bytes)
    if not body:
        raise BadInput("bad_json", _("Corps vide et sans empreinte : envoyez le rapport."))
    encoding = request.headers.get("content-encoding", "").strip().lower()
    receipt = await intake.receive(sender, body, encoding, digest)
    if receipt.status == "stored":
        request.app.state.worker.wake()
    content = {"status": receipt.status, "dropped": receipt.dropped, "notices": receipt.notices}
    return _answer(content, settings), receipt.status


async def _read(request: Request, length: str | None, limit: int) -> bytes:
    """The body, never more than `limit` bytes in memory, and never waited for without end."""
    if length is not None and length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise _too_large(limit)
                parts.append(part)
    except TimeoutError:
        raise too_slow() from None
    except ClientDisconnect:
        # Nobody reads this answer; it is counted.
        raise BadInput("cut_short", _("Envoi interrompu : renvoyez le rapport.")) from None
    return b"".join(parts)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        "too_large", _("Corps trop grand : {limit} octets au plus.").format(limit=limit)
    )


def _answer(content: dict[str, Any], settings: Settings) -> Response:
    content["next_report_seconds"] = settings.report_interval_seconds
    return Response(msgspec.json.encode(content), media_type="application/json")
