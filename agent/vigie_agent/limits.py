"""Limits of report fields, said once and kept in each field's metadata.

The reader (``wire``) cuts or drops what passes them; the JSON Schema states them.
"""

from dataclasses import field

SHORT = 256
NAME = 512
LONG = 2048
BIGGEST = 2**53 - 1  # the largest integer that every JSON reader keeps exact


def text(max_length: int = SHORT, *, required: bool = False) -> str:
    """Declare a text of at most ``max_length`` characters, "" when not known.

    A ``required`` text is what makes an item worth keeping: without it the reader drops the item.
    """
    return field(default="", metadata={"max_length": max_length, "required": required})


def number(maximum: int = BIGGEST) -> int:
    """Declare a whole number from 0 to ``maximum``, 0 when not known."""
    return field(default=0, metadata={"maximum": maximum})
