"""Careful cleaning of raw names: `tidy` for patterns, `plain` and `fold` as keys, `words`.

`plain` ignores case, blanks and typography. `fold` also ignores accents and punctuation. What a
raw name may lose at its end (version, architecture, language…) is in `tails`.
"""

import re
import unicodedata
from functools import lru_cache

MAX_NAME = 512
"""Characters looked at: no real name is longer, and work stays bounded on hostile ones."""

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
_SIGNS = dict.fromkeys(map(ord, "®™©℠"), " ")
_TABLE = {**_DASHES, **_APOSTROPHES, **_SIGNS}
_MARKS = re.compile("[\u0300-\u036f]+")
_PUNCTUATION = re.compile(r"[^\w+#.]+|_+")
_ASCII = bytes(
    code if chr(code).isalnum() or chr(code) in "+#." else 32 for code in range(128)
) + bytes(128)
"""For `bytes.translate`, three times as quick as `str.translate` on short names."""
_VERSION_INSIDE = re.compile(r"\d+(?:\.\d+)+[a-z]?\d*|(?<=\bv)\d+\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """Clean one raw name for display and for patterns: NFKC, no control or direction marks."""
    cut = text[: 4 * MAX_NAME]
    if cut.isascii() and cut.isprintable():
        return " ".join(cut.split())[:MAX_NAME].rstrip()
    kept = unicodedata.normalize("NFKC", cut.translate(_TABLE)).translate(_TABLE)
    if not kept.isprintable():  # no mark of the categories below, nor a blank other than the space
        kept = "".join(
            " " if one.isspace() or unicodedata.category(one) == "Cc" else one
            for one in kept
            if unicodedata.category(one) not in ("Cf", "Cs", "Co", "Cn")
        )
    return " ".join(kept.split())[:MAX_NAME].rstrip()


def plain(text: str) -> str:
    """Ignore case, blanks and typography; accents stay. Applying it twice changes nothing."""
    return plain_of_tidy(tidy(text))


def plain_of_tidy(text: str) -> str:
    """The same, of a name that is tidy already."""
    if text.isascii():
        lower = text.lower()
        return lower.replace("`", "'") if "`" in lower else lower
    folded = text.casefold()
    if folded.casefold() == folded and unicodedata.is_normalized("NFKC", folded):
        return folded
    for _round in range(4):
        # Case folding can undo composition and the reverse: repeat until nothing moves.
        done = tidy(tidy(text).casefold())
        if done == text:
            break
        text = done
    return text


def unaccented(text: str) -> str:
    """Drop the accents of a plain key."""
    if text.isascii():
        return text
    return _MARKS.sub("", unicodedata.normalize("NFKD", text))


def fold(text: str) -> str:
    """Plain key without accents and with punctuation as blanks ("7-Zip" gives "7 zip")."""
    return fold_of_plain(plain(text))


@lru_cache(maxsize=32_768)
def fold_of_plain(key: str) -> str:
    """The same, of a key that is plain already."""
    return folded_words(key) or key


def words(text: str) -> tuple[str, ...]:
    """Words of a name as the prefix index compares them (unaccented, punctuation apart)."""
    return tuple(_split(plain(text)))


def folded_words(key: str) -> str:
    """Words of a plain key, one blank apart; nothing when it has none. Not cached."""
    return " ".join(_split(key))


def _split(key: str) -> list[str]:
    if key.isascii():
        found = key.encode("ascii").translate(_ASCII).decode("ascii").split()
    else:
        found = _PUNCTUATION.sub(" ", unaccented(key)).split()
    return [one for one in found if one.strip(".")] if "." in key else found


def version_inside(text: str) -> str:
    """First dotted version found in a raw name, or nothing."""
    found = _VERSION_INSIDE.search(text[:MAX_NAME])
    return found.group() if found else ""
