"""Enrolment keys: limits that hold however many machines join at once."""

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from vigie_collector.clock import now
from vigie_collector.errors import VigieError
from vigie_collector.intake.keys import create_key, find_key, use_key
from vigie_collector.intake.revocation import revoke_key
from vigie_collector.organisations.tables import Organisation


def test_each_refusal_has_its_code(session: Session, organisation: Organisation) -> None:
    _key, expired = create_key(session, organisation.id, "a", expires_at=now() - 1)
    used_up, exhausted = create_key(session, organisation.id, "b", max_uses=1)
    use_key(session, used_up)
    session.refresh(used_up)
    key, revoked = create_key(session, organisation.id, "c")
    revoke_key(session, organisation.id, key.id)
    _key, lasting = create_key(session, organisation.id, "parc", "fleet")
    for secret, code, status in (
        (expired, "key_expired", 403),
        (exhausted, "key_exhausted", 403),
        (revoked, "key_revoked", 403),
        ("vgk_inconnue", "unknown_key", 401),
    ):
        with pytest.raises(VigieError) as caught:
            find_key(session, secret)
        assert (caught.value.code, caught.value.status) == (code, status)
    assert find_key(session, f" {lasting}\n").purpose == "fleet"


def test_limited_uses_hold_when_machines_join_at_once(
    engine: Engine, organisation: Organisation, tmp_path: Path
) -> None:
    with Session(engine, expire_on_commit=False) as session:
        _key, secret = create_key(session, organisation.id, "cinq", max_uses=5)
        session.commit()
    outcomes: list[str] = []
    together = threading.Barrier(16)

    def join() -> None:
        together.wait(timeout=30)
        for _try in range(50):
            with Session(engine) as session:
                try:
                    use_key(session, find_key(session, secret))
                    session.commit()
                except VigieError as error:
                    outcomes.append(error.code)
                except OperationalError:
                    continue  # SQLite: another wrote since this one read; the request would be sent again
                else:
                    outcomes.append("joined")
                return
        outcomes.append("gave up")

    threads = [threading.Thread(target=join) for _each in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["joined"] * 5 + ["key_exhausted"] * 11
