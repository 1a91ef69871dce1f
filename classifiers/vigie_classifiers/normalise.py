"""Ordered normaliser of raw names, with the French vocabulary of installers.

Four keys, from the most careful to the boldest: `tidy` (the raw name, cleaned for patterns),
`plain` (case and blanks ignored), `light` (version, architecture and locale tail ignored too),
`heavy` (accents, years, trailing brackets and punctuation ignored as well).
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

_ARCHITECTURE = (
    r"x64|x86|x86[-_]64|amd64|arm64|aarch64|i[3-6]86|win(?:32|64)|(?:32|64)[- ]?bits?(?: edition)?"
    r"|ia64|noarch|(?:32|64) bits?"
)
_LOCALE = (
    r"[a-z]{2,3}[-_](?:[a-z]{2}|[a-z]{4}|latn|cyrl)(?:[-_][a-z]{2,4})?"
    r"|français|francais|french|fran[cç]ais \(france\)"
    r"|english|anglais|deutsch|german|allemand|español|spanish|italiano|italian|multilingual"
    r"|multilingue|multi-?langues?|international"
)
# Two-letter tags are too common as words ("Go", "It"): only in brackets, upper or lower.
_SHORT_LOCALE = r"fr|en|de|es|it|nl|pt|us|uk"
_VERSION = (
    r"(?:v(?:er)?\.?\s?|version\s+|release\s+|rev\.?\s?|build\s+)?\d+(?:[._]\d+)+(?:[a-z]\d*)?"
    r"(?:[-_. ]?(?:rc|beta|alpha|b|p|build|sp|update|u|r|lts)[-_. ]?\d*)?(?:[-+]\w{1,12})?"
    r"|v\d+[a-z]?|(?:version|release|build|rev\.?)\s+\w{1,12}|r\d{1,2}|\d{1,10}"
)
_INSIDE = rf"(?:{_ARCHITECTURE}|{_LOCALE}|{_SHORT_LOCALE}|{_VERSION}|machine|user|utilisateur)"
_BRACKET_TAIL = re.compile(
    rf"\s*[(\[{{]\s*{_INSIDE}(?:[\s,;/-]+{_INSIDE})*\s*[)\]}}]\s*$", re.IGNORECASE
)
_TAIL = re.compile(
    rf"(?:\s+|\s*[-,_:]\s+)(?:{_ARCHITECTURE}|{_LOCALE}|{_VERSION}|version|édition|edition)\s*$",
    re.IGNORECASE,
)
_MIDDLE_VERSION = re.compile(r"(?<=\s)v?\d+(?:\.\d+)+[\w.+-]*(?=\s)")
_QUOTED = re.compile(r"(?<=\s)(?:'[^']{1,30}'|\"[^\"]{1,30}\")")
_TAIL_WORDS = re.compile(
    r"\s+(?:(?:for|pour)\s+(?:microsoft\s+)?(?:windows|mac(?:os)?|linux)(?:\s+\d+)?|esr|lts|beta"
    r"|stable|rc\d*|sp\d|service pack \d|final|portable|msi)\s*$"
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_LEFTOVER = re.compile(r"[\s,;:_-]+$")
_BRACKETS = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")
_PUNCTUATION = re.compile(r"[^\w+#.]+|(?<!\w)\.(?!\w)|_+")
_VERSION_INSIDE = re.compile(r"\d+(?:\.\d+)+[a-z]?\d*|(?<=\bv)\d+\b", re.IGNORECASE)


def tidy(text: str) -> str:
    """Clean one raw name for display and for patterns: NFKC, no control or direction marks."""
    cut = text[: 4 * MAX_NAME]
    if cut.isascii() and cut.isprintable():
        return " ".join(cut.split())[:MAX_NAME].rstrip()
    kept = "".join(
        " " if one.isspace() or unicodedata.category(one) == "Cc" else one
        for one in unicodedata.normalize("NFKC", cut.translate(_TABLE)).translate(_TABLE)
        if unicodedata.category(one) not in ("Cf", "Cs", "Co", "Cn")
    )
    return " ".join(kept.split())[:MAX_NAME].rstrip()


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Ignore case, blanks and typography; accents stay. Applying it twice changes nothing."""
    if text.isascii():
        return tidy(text).lower().translate(_APOSTROPHES)
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
    split = unicodedata.normalize("NFKD", text)
    return "".join(one for one in split if not unicodedata.combining(one))


@lru_cache(maxsize=65_536)
def light(text: str) -> tuple[str, ...]:
    """Keys of a raw name, losing architecture, locale and version from its end one by one.

    The least stripped comes first, so that "Microsoft 365 (x64)" meets "Microsoft 365" before
    "Microsoft". Years stay.
    """
    return tuple(_strip_tail(plain(text), keep_years=True))


@lru_cache(maxsize=65_536)
def heavy(text: str) -> tuple[str, ...]:
    """Bolder keys, the boldest last: no accents, years, brackets, code names or platform."""
    keys = _strip_tail(plain(text), keep_years=False)
    for _round in range(4):
        key = keys[-1]
        shorter = _QUOTED.sub("", _MIDDLE_VERSION.sub("", _BRACKETS.sub("", key)))
        shorter = _TAIL_WORDS.sub("", shorter).strip()
        if not shorter or shorter == key:
            break
        keys += _strip_tail(shorter, keep_years=False)
    return tuple(dict.fromkeys(fold(key) for key in keys))


def fold(text: str) -> str:
    """Plain key without accents and with punctuation as blanks ("7-Zip" gives "7 zip")."""
    key = plain(text)
    return " ".join(_PUNCTUATION.sub(" ", unaccented(key)).split()) or key


def words(text: str) -> tuple[str, ...]:
    """Words of a name as the prefix index compares them (unaccented, punctuation apart)."""
    return tuple(_PUNCTUATION.sub(" ", unaccented(plain(text))).split())


def version_inside(text: str) -> str:
    """First dotted version found in a raw name, or nothing."""
    found = _VERSION_INSIDE.search(text[:MAX_NAME])
    return found.group() if found else ""


def _strip_tail(key: str, *, keep_years: bool) -> list[str]:
    """The key, then each shorter one."""
    keys = [key]
    for _round in range(6):
        shorter = _BRACKET_TAIL.sub("", key)
        if shorter == key:
            found = _TAIL.search(key)
            if found is None:
                break
            last = found.group().strip(" -,_:")
            if keep_years and _YEAR.match(last):
                break
            shorter = key[: found.start()]
        shorter = _LEFTOVER.sub("", shorter)
        # Never strip a whole name away: "365" or "7" alone says nothing.
        if not shorter or not any(one.isalpha() for one in shorter):
            break
        key = shorter
        keys.append(key)
    return keys
