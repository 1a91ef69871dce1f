"""Four policies that turn ownership facts into an origin. Unknown is never counted as European."""

from collections.abc import Iterable

from vigie_classifiers.countries import COMMUNITY, EU, zone
from vigie_classifiers.errors import InputError
from vigie_classifiers.jurisdictions import exposures
from vigie_classifiers.model import Control, Vendor
from vigie_classifiers.origin import GENERAL, NONE, SOURCED, Origin, Trace, controllers
from vigie_classifiers.origin import top_countries as countries_above
from vigie_classifiers.texts import _

POLICIES = ("seat", "majority", "24-39", "wide")

ONE_HOLDER = 24.0
ALL_HOLDERS = 39.0
"""Percent of capital or votes that non-EU holders may not exceed (SecNumCloud 3.2, § 19.6)."""

_STATE_OR_MEMBERS = ("foundation", "community", "public", "cooperative")


def assess(trace: Trace, policy: str) -> Origin:
    """Answer one policy.

    Args:
        trace: the vendor and its control on the day asked.
        policy: one of `POLICIES`.

    Raises:
        InputError: the policy does not exist.
    """
    if policy not in POLICIES:
        raise InputError(
            _("La politique « {policy} » n'existe pas. Choisissez parmi : {known}.").format(
                policy=policy, known=", ".join(POLICIES)
            )
        )
    vendor = trace.vendor
    if vendor is None:
        return Origin(answer="unknown", grade=NONE)
    answers = {"seat": _seat, "majority": _majority, "24-39": _thresholds, "wide": _wide}
    tops = [trace.vendors[one] for one in trace.tops]
    owners = [link.owner_country for link in trace.chain if link.kind in ("majority", "joint")]
    same = {one.country for one in tops}
    return Origin(
        answer=answers[policy](trace, vendor),
        seat=vendor.country,
        seat_incorporated=vendor.incorporated or vendor.country,
        parent_id=tops[0].id if len(tops) == 1 else "",
        parent=" + ".join(one.name for one in tops),
        parent_country=same.pop() if len(same) == 1 else "",
        laws=exposures(vendor.country, vendor.incorporated, owners),
        chain=tuple(trace.chain),
        grade=_grade(trace, vendor),
        watch=tuple(trace.watch),
    )


def _seat(_trace: Trace, vendor: Vendor) -> str:
    return zone(vendor.country)


def _majority(trace: Trace, _vendor: Vendor) -> str:
    return _together(zone(trace.vendors[one].country) for one in trace.tops)


def _wide(trace: Trace, _vendor: Vendor) -> str:
    zones = {zone(trace.vendors[one].country) for one in trace.tops}
    if len(zones) > 1 and zones <= {"french", "eu", "other_european"}:
        # Joint parents on both sides of the EU border are all inside the wide territory.
        return "other_european" if "other_european" in zones else "eu"
    return _together(zones)


def _together(zones: Iterable[str]) -> str:
    """One answer for the zones of all the ultimate parents."""
    found = set(zones)
    if not found or "unknown" in found:
        return "unknown"
    if len(found) == 1:
        return found.pop()
    return "eu" if found == {"french", "eu"} else "contested"


def _thresholds(trace: Trace, vendor: Vendor) -> str:
    """24/39: seat and control in the EU, and no non-EU holder above the thresholds."""
    by_control = _majority(trace, vendor)
    if by_control not in ("french", "eu"):
        return by_control
    if vendor.country not in EU:
        return zone(vendor.country)
    proven = True
    todo, seen = [vendor.id], set[str]()
    while todo:
        current = trace.vendors[todo.pop()]
        if current.id in seen:
            continue
        seen.add(current.id)
        links = trace.links.get(current.id, [])
        foreign, held_in_eu, doubtful = _holders(trace, links)
        if foreign:
            return foreign
        proven = proven and not doubtful and _complete(current, links, held_in_eu)
        todo += [one.parent for one in controllers(links)]
    return by_control if proven else "contested"


def _holders(trace: Trace, links: list[Control]) -> tuple[str, float, bool]:
    """Judge the holders of one company.

    Returns:
        The zone of a non-EU holder that breaks a threshold (or nothing), the percent known to be
        held in the EU, and whether a non-EU holder's share, or a holder's country, is not known.
    """
    inside, outside, doubtful = 0.0, 0.0, False
    worst = ""
    for link in links:
        share = max(link.capital_pct or 0.0, link.votes_pct or 0.0)
        unknown_share = link.capital_pct is None and link.votes_pct is None
        places = countries_above(trace.vendors, link.parent, trace.on)
        if not places or "" in places:
            doubtful = True
            continue
        beyond = [one for one in places if one not in EU and one != COMMUNITY]
        if not beyond:
            inside += min(link.capital_pct or 0.0, link.votes_pct or link.capital_pct or 0.0)
            continue
        place = zone(beyond[0])
        if link.kind == "veto" or share > ONE_HOLDER:
            return place, inside, doubtful
        outside += share
        doubtful = doubtful or unknown_share
        worst = place if worst in ("", place) else "extra_european"
        if outside > ALL_HOLDERS:
            return worst, inside, doubtful
    return "", inside, doubtful


def _complete(vendor: Vendor, links: list[Control], held_in_eu: float) -> bool:
    """Say whether enough is known to exclude a non-EU holder above the thresholds."""
    if not vendor.float and (vendor.independent or vendor.kind in _STATE_OR_MEMBERS):
        return True
    named = sum(
        max(one.capital_pct or 0.0, one.votes_pct or 0.0) for one in links if one.kind != "veto"
    )
    nobody_knows = max(0.0, 100.0 - max(named, held_in_eu))
    beyond = max(0.0, named - held_in_eu)
    return nobody_knows <= ONE_HOLDER and beyond + nobody_knows <= ALL_HOLDERS


def _grade(trace: Trace, vendor: Vendor) -> str:
    grades = {link.grade for link in trace.chain}
    if not vendor.sources and not (grades and grades == {SOURCED}):
        return GENERAL
    return GENERAL if GENERAL in grades else SOURCED
