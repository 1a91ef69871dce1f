"""Search that forgives accents and case, the same in Python and in both databases."""

import sqlite3
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Text, event, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import Pool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

_MOST_CHARACTERS = 200
_MOST_WORDS = 8
_FROM = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸ"
_TO = "aaaaaaceeeeiiiinooooouuuuyyaaaaaaceeeeiiiinooooouuuuyy"
# Ligatures, and the accents of texts that write them apart from their letter (macOS).
_MARKS = "\u0300\u0301\u0302\u0308\u0327"
_LIGATURES = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"))
_OTHERS = (*_LIGATURES, *((mark, "") for mark in _MARKS))


def fold(text: str) -> str:
    """A text without case nor accents: « Éditeur Œuvres » → « editeur oeuvres »."""
    if text.isascii():
        return text.lower()
    plain = text
    for ligature, letters in _LIGATURES:
        plain = plain.replace(ligature, letters)
    return "".join(
        letter
        for letter in unicodedata.normalize("NFKD", plain).casefold()
        if not unicodedata.combining(letter)
    )


def words_of(search: str) -> list[str]:
    """The words to look for, folded; control and direction marks left out, what is too long cut.

    Only the first 200 characters and 8 words count: nobody types more, and a longer one must not cost more.
    """
    kept = "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs") else letter
        for letter in search[:_MOST_CHARACTERS]
    )
    return fold(kept).split()[:_MOST_WORDS]


class folded(FunctionElement[str]):  # noqa: N801  # reads as the SQL function that it is
    """`fold` of a column, in SQL: what a word of `words_of` is compared with."""

    type = Text()
    inherit_cache = True
    name = "folded"


def containing(word: str, *columns: Any) -> list[ColumnElement[bool]]:
    """Whether each column has a folded word in it; `%` and `_` stand for themselves."""
    return [folded(column).contains(word, autoescape=True) for column in columns]


@event.listens_for(Pool, "checkout")
def _teach_sqlite(connection: Any, record: Any, _proxy: Any) -> None:
    # SQLite knows no accents, and its parser no expression as deep as so many replacements. At each checkout, not at
    # connection: a pool may hold connections from before this module was imported.
    if isinstance(connection, sqlite3.Connection) and "folded" not in record.info:
        connection.create_function("folded", 1, fold, deterministic=True)
        record.info["folded"] = True


@compiles(folded)
def _called(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    return f"folded({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _translated(element: folded, compiler: SQLCompiler, **options: Any) -> str:
    expression: Any = func.translate(func.lower(next(iter(element.clauses))), _FROM, _TO)
    for old, new in _OTHERS:
        expression = func.replace(expression, old, new)
    return compiler.process(expression, **options)
