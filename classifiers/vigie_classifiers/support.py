"""Until when the maker mends the release that a machine runs."""

import re

from vigie_classifiers.model import Product, Support
from vigie_classifiers.normalise import fold

# Build numbers that directories and agents write instead of the release, as Microsoft publishes
# them ("Windows 10 release information", general knowledge).
_BUILDS = {
    "10240": "1507", "10586": "1511", "14393": "1607", "15063": "1703", "16299": "1709",
    "17134": "1803", "17763": "1809", "18362": "1903", "18363": "1909", "19041": "2004",
    "19042": "20H2", "19043": "21H1", "19044": "21H2", "19045": "22H2", "22000": "21H2",
    "22621": "22H2", "22631": "23H2", "26100": "24H2", "26200": "25H2",
}  # fmt: skip
_BUILD = re.compile(r"\b(1[0-9]{4}|2[0-6][0-9]{3})\b")


def support_of(product: Product | None, name: str, version: str = "") -> Support | None:
    """The support record of the release that a name and a version tell; None when not known.

    Args:
        product: an operating system or a server product with [[support]] records.
        name: as the machine writes it: "Windows 10 Enterprise 10.0 (19045)", "Ubuntu 22.04.4 LTS".
        version: as the machine gives it apart, or nothing.
    """
    if product is None or not product.support:
        return None
    told = fold(f"{name} {version}")
    builds = [_BUILDS[one] for one in _BUILD.findall(told) if one in _BUILDS]
    words = set(fold(" ".join((told, *builds))).split())
    dotted = {start for one in words for start in _starts(one)}
    matching = [one for one in product.support if set(fold(one.release).split()) <= dotted]
    # "2012 R2" before "2012", "10 22H2" before "10".
    return max(matching, key=lambda one: (len(fold(one.release).split()), one.until), default=None)


def _starts(word: str) -> list[str]:
    """A version and its starts: 22.04.4 gives 22.04.4, 22.04, 22."""
    if not word[:1].isdigit():
        return [word]
    parts = word.split(".")
    return [".".join(parts[:length]) for length in range(len(parts), 0, -1)]
