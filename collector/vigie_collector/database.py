"""The database: SQLite (WAL) by default, PostgreSQL for real deployments; the same code for both."""

import sqlite3
from collections.abc import Iterator
from functools import partial
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Engine, Integer, cast, event, func, make_url, select
from sqlalchemy.exc import ArgumentError
from sqlmodel import Session, create_engine

from vigie_collector.texts import _

_BUSY_MS = 10_000
APPLICATION = "vigie"
"""What PostgreSQL shows of our connections: a restore looks for them."""


def check_url(url: str) -> None:
    """Whether an address can be one of ours, before anything connects.

    Raises:
        ValueError: what is wrong, without the address: it may hold a password.
    """
    if not url:
        return
    if not url.startswith(("postgresql://", "postgres://", "sqlite:///")):
        raise ValueError(
            _(
                "l'adresse commence par postgresql:// (ou reste vide : SQLite dans le dossier de données)"
            )
        )
    try:
        make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError(
            _(
                "adresse illisible ; forme : postgresql://compte:motdepasse@serveur:port/base, et « @ », « / », « : »"
                " du mot de passe s'écrivent %40, %2F, %3A"
            )
        ) from None


def make_engine(url: str, *, pool_size: int = 10, busy_ms: int = _BUSY_MS) -> Engine:
    """An engine with our settings; connects lazily.

    SQLite runs in WAL with `synchronous=FULL`: a committed report survives power loss.

    Args:
        url: SQLAlchemy's.
        pool_size: connections kept to PostgreSQL.
        busy_ms: how long SQLite waits for another writer.
    """
    if url.startswith("sqlite"):
        engine = create_engine(
            url,
            connect_args={"check_same_thread": False, "timeout": busy_ms / 1000},
            hide_parameters=True,
        )
        event.listen(engine, "connect", partial(_prepare_sqlite, busy_ms))
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        pool_size=pool_size,
        max_overflow=5,
        pool_timeout=10,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 5, "application_name": APPLICATION},
        # What is written to logs when a statement fails may not hold names, hashes or bodies.
        hide_parameters=True,
    )


def _prepare_sqlite(busy_ms: int, connection: sqlite3.Connection, _record: Any) -> None:
    # The driver must not open transactions by itself: `begin` below does, so that DDL is transactional too.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={busy_ms}",
        "cache_size=-65536",
        # 64 MiB of log before it is copied back: hot pages of the indexes are then copied once, not forty times.
        "wal_autocheckpoint=16000",
        "journal_size_limit=67108864",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    immediate = connection.get_execution_options().get("vigie_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def writing(engine: Engine) -> Engine:
    """The same engine for transactions that read, then write.

    SQLite then takes the write lock at the beginning, and waits for it: a transaction that began by reading would be
    refused at once if another writer came between.
    """
    return engine.execution_options(vigie_writes=True)


def alone(session: Session, what: str, organisation_id: int) -> None:
    """Until this transaction ends, no other replica passes here for the same work and organisation (PostgreSQL).

    SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            select(
                func.pg_advisory_xact_lock(
                    cast(organisation_id % 2**31, Integer), func.hashtext(what)
                )
            )
        )


def get_session(request: Request) -> Iterator[Session]:
    """One session a request; committed before the answer leaves (use with `scope="function"`)."""
    engine: Engine = request.app.state.engine
    if request.method not in ("GET", "HEAD"):
        engine = writing(engine)
    with Session(engine, expire_on_commit=False) as session:
        yield session
        session.commit()


SessionDep = Annotated[Session, Depends(get_session, scope="function")]
