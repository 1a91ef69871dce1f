"""What agents call: enrolment and reports."""

from typing import Any

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from vigie_collector.database import SessionDep
from vigie_collector.errors import BadInput, TooLarge
from vigie_collector.intake.enrolment import Enrolled, enrol
from vigie_collector.intake.senders import unknown_credential
from vigie_collector.intake.service import Intake
from vigie_collector.settings import Settings
from vigie_collector.texts import _, preferred, use_language

router = APIRouter()


class AgentIdentity(BaseModel):
    """The program that asks to join."""

    model_config = ConfigDict(extra="ignore")

    name: str = Field(default="", max_length=64)
    version: str = Field(default="", max_length=64)


class AskingDevice(BaseModel):
    """Of the report's device, enrolment keeps the tag alone: the first report says the rest."""

    model_config = ConfigDict(extra="ignore")

    tag: str = Field(default="", max_length=128)


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
    use_language(preferred(request.headers.get("accept-language", "")))
    intake: Intake = request.app.state.intake
    settings: Settings = request.app.state.settings
    scheme, _sep, credential = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not credential or len(credential) > 256:
        raise unknown_credential()
    digest = request.headers.get("vigie-digest", "")
    length = request.headers.get("content-length")
    if length == "0" and digest:
        await intake.touch(credential, digest)
        return _answer({"status": "unchanged"}, settings)
    sender = await intake.sender(credential)
    body = await _read(request, length, settings.max_body_bytes)
    if not body:
        raise BadInput("bad_json", _("Corps vide et sans empreinte : envoyez le rapport."))
    encoding = request.headers.get("content-encoding", "").strip().lower()
    receipt = await intake.receive(sender, body, encoding, digest)
    request.app.state.worker.wake()
    return _answer(
        {"status": receipt.status, "dropped": receipt.dropped, "notices": receipt.notices}, settings
    )


async def _read(request: Request, length: str | None, limit: int) -> bytes:
    """The body, never more than `limit` bytes in memory."""
    if length is not None and length.isdecimal() and int(length) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > limit:
            raise _too_large(limit)
        parts.append(part)
    return b"".join(parts)


def _too_large(limit: int) -> TooLarge:
    return TooLarge(
        "too_large", _("Corps trop grand : {limit} octets au plus.").format(limit=limit)
    )


def _answer(content: dict[str, Any], settings: Settings) -> Response:
    content["next_report_seconds"] = settings.report_interval_seconds
    return Response(msgspec.json.encode(content), media_type="application/json")
