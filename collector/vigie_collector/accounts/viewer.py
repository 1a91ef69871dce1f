"""Who looks at a page or calls the API."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person, or a script with an API token.

    `organisation_id` bounds everything that they see. `csrf` is empty for a token: a browser never sends it by itself.
    """

    organisation_id: int
    organisation: str
    actor: str
    """Address of a user, or `token:<name>`: what the audit log keeps."""
    name: str
    role: str
    csrf: str
    language: str
    policy: str
    """The organisation's own choice; a page may be asked for another."""
    user_id: int = 0
    """Zero for a token."""
    set_up: bool = True
    """False until the first steps were done."""
