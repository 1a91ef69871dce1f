"""Bulk statements on a raw connection, the same for SQLite and PostgreSQL: one ORM object per row is the known trap.

Statements are written with `%s`; SQLite gets `?`.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Engine

Row = Sequence[Any]

_COPY_FROM = 8
"""COPY costs a fixed round trip: below so many rows an INSERT is cheaper."""


@cache
def _for_sqlite(statement: str) -> str:
    return statement.replace("%s", "?")


class Writing:
    """One transaction on a raw connection. Leaving with an error rolls back.

    Args:
        engine: of the database.
        read_only: only reads; on SQLite it then takes no write lock.
    """

    def __init__(self, engine: Engine, *, read_only: bool = False) -> None:
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        self.postgres = engine.dialect.name == "postgresql"
        self._fairy = engine.raw_connection()
        self._connection: Any = self._fairy.driver_connection
        self._cursor: Any = None

    def __enter__(self) -> "Writing":
        self._cursor = self._connection.cursor()
        if not self.postgres:
            # IMMEDIATE: the write lock is taken now, so that what was read stays true until the commit.
            try:
                self._cursor.execute(self._begin)
            except BaseException:
                # `__exit__` is not called then: the connection is given back here.
                self._cursor.close()
                self._fairy.close()
                raise
        return self

    def __exit__(self, kind: object, _error: object, _trace: object) -> None:
        try:
            if kind is None:
                self._connection.commit()
            else:
                self._connection.rollback()
        finally:
            self._cursor.close()
            self._fairy.close()

    def rows(self, statement: str, parameters: Row = ()) -> list[Any]:
        """All rows of a query, or of a statement with RETURNING."""
        if not self.postgres:
            statement = _for_sqlite(statement)
        return list(self._cursor.execute(statement, parameters).fetchall())

    def run(self, statement: str, parameters: Row = ()) -> int:
        """Runs one statement; returns how many rows it touched."""
        if not self.postgres:
            statement = _for_sqlite(statement)
        self._cursor.execute(statement, parameters)
        return int(self._cursor.rowcount)

    def each(self, statement: str, many: Sequence[Row]) -> None:
        """Runs one statement for each row."""
        if not many:
            return
        self._cursor.executemany(statement if self.postgres else _for_sqlite(statement), many)

    def insert(
        self, table: str, columns: Sequence[str], many: Sequence[Row], after: str = ""
    ) -> None:
        """Inserts rows; by COPY when there are many and nothing can conflict.

        Args:
            table: name of our own table, never input.
            columns: in the order of each row.
            many: the rows.
            after: an `ON CONFLICT …` clause.
        """
        if not many:
            return
        names = ", ".join(columns)
        if self.postgres and not after and len(many) >= _COPY_FROM:
            with self._cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in many:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        self.each(f"INSERT INTO {table} ({names}) VALUES ({marks}) {after}", many)

    def found(self, statement: str, keys: Iterable[Any], before: Row = ()) -> list[Any]:
        """Rows of a query that ends in `IN (…)`: `{keys}` in the statement stands for the list."""
        asked = list(keys)
        if self.postgres:
            return self.rows(statement.replace("IN ({keys})", "= ANY(%s)"), (*before, asked))
        rows: list[Any] = []
        for start in range(0, len(asked), 500):
            part = asked[start : start + 500]
            marks = ", ".join(["%s"] * len(part))
            rows += self.rows(statement.replace("{keys}", marks), (*before, *part))
        return rows
