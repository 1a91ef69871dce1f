"""What a raw name may lose at its end, with the French vocabulary of installers.

`light` drops version, architecture and locale; `heavy` also drops years, brackets, quoted code
names, versions in the middle and platform words, then folds. Both give every key on the way,
the least stripped first, so that "Microsoft 365 (x64)" meets "Microsoft 365" before "Microsoft".
"""

import re
from functools import lru_cache

from vigie_classifiers.normalise import fold_of_plain, plain

_ARCHITECTURE = (
    r"x64|x86|x86[-_]64|amd64|arm64|aarch64|i[3-6]86|win(?:32|64)|(?:32|64)[- ]?bits?(?: edition)?"
    r"|ia64|noarch|(?:32|64) bits?|universal"
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
_BRACKET_INSIDE = re.compile(rf"\s*{_INSIDE}(?:[\s,;/-]+{_INSIDE})*\s*", re.IGNORECASE)
_TAIL = re.compile(rf"(?:{_ARCHITECTURE}|{_LOCALE}|{_VERSION})", re.IGNORECASE)
_TAIL_ALONE_WORDS = """
universal noarch français francais french english anglais deutsch german allemand español spanish
italiano italian multilingual multilingue multilangue multilangues international version édition
edition
"""
_TAIL_ALONE = frozenset(_TAIL_ALONE_WORDS.split())
_BEFORE_VERSION = frozenset(
    ["version", "release", "build", "rev", "rev.", "v", "v.", "ver", "ver."]
)
_STAGE = re.compile(r"(?:rc|beta|alpha|b|p|build|sp|update|u|r|lts)[-_.]?\d*")
_DOTTED = re.compile(r"v?\d+(?:[._]\d+)+\w*")
_ATTACHED = re.compile(r"(?<=[a-z+#])[-_]v?\d+(?:\.\d+)+[\w.+-]*$")
_LEFTOVER = " ,;:_-\t"
_CLOSES = {")": "(", "]": "[", "}": "{"}

_MIDDLE_VERSION = re.compile(r"(?<=\s)v?\d+(?:\.\d+)+[\w.+-]*(?=\s)")
_QUOTED = re.compile(r"(?<=\s)(?:'[^']{1,30}'|\"[^\"]{1,30}\")")
_BRACKETS = re.compile(r"\s*[(\[{][^()\[\]{}]*[)\]}]\s*$")
_TAIL_WORDS = re.compile(
    r"\s+(?:(?:for|pour)\s+(?:microsoft\s+)?(?:windows|mac(?:os)?|linux)(?:\s+\d+)?|esr|lts|beta"
    r"|stable|rc\d*|sp\d|service pack \d|final|portable|msi)\s*$"
)
_TAIL_LAST = frozenset(
    ["windows", "mac", "macos", "linux", "esr", "lts", "beta", "stable", "final", "portable", "msi"]
)
_ROUNDS = 6
"""Tails dropped at most: no real name has more."""


def light(text: str) -> tuple[str, ...]:
    """Keys of a raw name, losing architecture, locale and version from its end one by one.

    The least stripped comes first; years stay.
    """
    return tuple(light_of_plain(plain(text)))


def heavy(text: str) -> tuple[str, ...]:
    """Bolder keys, the boldest last: no accents, years, brackets, code names or platform."""
    keys = light_of_plain(plain(text))
    return tuple(heavy_of_light(keys, fold_of_plain(keys[0])))


def light_of_plain(key: str) -> list[str]:
    """`light` of a key that is plain already."""
    return _strip(key, keep_years=True)


def heavy_of_light(light_keys: list[str], folded: str) -> list[str]:
    """`heavy` of a name whose light keys and folded form are known."""
    keys = _strip(light_keys[-1], keep_years=False)
    for _round in range(4):
        key = keys[-1]
        shorter = _without_insertions(key)
        if _may_end(shorter[shorter.rfind(" ") + 1 :]):
            shorter = _TAIL_WORDS.sub("", shorter)
        shorter = shorter.strip()
        if not shorter or shorter == key:
            break
        keys += _strip(shorter, keep_years=False)
    found = [folded]
    for one in (*light_keys[1:], *keys):
        key = fold_of_plain(one)
        if key not in found:
            found.append(key)
    return found


def _may_end(last: str) -> bool:
    """Say whether a last word is worth asking the pattern of tail words: most are not."""
    return last in _TAIL_LAST or last[:2] in ("rc", "sp") or last.isdigit()


def _without_insertions(key: str) -> str:
    if key[-1:] in _CLOSES:
        key = _BRACKETS.sub("", key)
    if "." in key:
        key = _MIDDLE_VERSION.sub("", key)
    if "'" in key or '"' in key:
        key = _QUOTED.sub("", key)
    return key


def _strip(key: str, *, keep_years: bool) -> list[str]:
    """The key, then each shorter one."""
    keys = [key]
    for _round in range(_ROUNDS):
        shorter = _shorter(key, keep_years).rstrip(_LEFTOVER)
        # Never strip a whole name away: "365" or "7" alone says nothing.
        if not shorter or not (shorter[0].isalpha() or any(map(str.isalpha, shorter))):
            break
        key = shorter
        keys.append(key)
    return keys


def _shorter(key: str, keep_years: bool) -> str:
    """The key without its last droppable part, or nothing when it has none."""
    head, _space, last = key.rpartition(" ")
    if not last:
        return ""
    opening = _CLOSES.get(last[-1])
    if opening:
        start = key.rfind(opening)
        return key[:start] if start > 0 and _inside(key[start + 1 : -1]) else ""
    if last.isalpha():
        if last in _TAIL_ALONE or (last in ("bit", "bits") and head[-3:] in (" 32", " 64")):
            return head if last in _TAIL_ALONE else head[:-3]
        before = head.rpartition(" ")[2]
        # "1.2 beta" is a version; "Java 8 Update" and "Team Build" are names.
        return head if _STAGE.fullmatch(last) and _DOTTED.fullmatch(before) else ""
    if not last.replace(".", "").isdigit() and not _tail(last):
        return _ATTACHED.sub("", key) if _ATTACHED.search(last) else ""
    if keep_years and len(last) == 4 and last.isdigit() and last[:2] in ("19", "20"):
        return ""
    rest, _space, before = head.rpartition(" ")
    return rest if before in _BEFORE_VERSION else head


@lru_cache(maxsize=8_192)
def _inside(text: str) -> bool:
    return _BRACKET_INSIDE.fullmatch(text) is not None


@lru_cache(maxsize=8_192)
def _tail(last: str) -> bool:
    return _TAIL.fullmatch(last) is not None
