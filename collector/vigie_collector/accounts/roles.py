"""Roles, from least to most: each may do what the ones before it may."""

from vigie_collector.texts import _

READER = "reader"
OPERATOR = "operator"
ADMINISTRATOR = "administrator"
ROLES = (READER, OPERATOR, ADMINISTRATOR)


def allows(role: str, needed: str) -> bool:
    """Whether `role` may do what `needed` may; an unknown role may nothing."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def role_label(role: str) -> str:
    """The name of a role for people."""
    return {
        READER: _("Lecture"),
        OPERATOR: _("Exploitation"),
        ADMINISTRATOR: _("Administration"),
    }.get(role, role)
