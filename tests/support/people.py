"""People who sign in and use the pages, as browsers do."""

import html
import re
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session
from vigie_collector.accounts.service import create_user
from vigie_collector.organisations.tables import Organisation

PASSWORD = "une phrase assez longue"


def text_of(answer: Any) -> str:
    """What a reader sees: tags away, entities read, blanks folded."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


class Person:
    """Someone with an account and, once signed in, a session of their own client."""

    def __init__(
        self,
        client: TestClient,
        engine: Engine,
        organisation: Organisation,
        role: str = "administrator",
        email: str = "",
    ) -> None:
        self.email = email or f"{role}@ville.fr"
        with Session(engine, expire_on_commit=False) as session:
            self.user, _shown = create_user(session, organisation.id, self.email, role, PASSWORD)
            session.commit()
        # A client of its own on the same application: its own cookies.
        self.client = TestClient(client.app, base_url="http://localhost", follow_redirects=False)

    def sign_in(self, password: str = PASSWORD, **fields: str) -> Any:
        """Posts the form of the sign-in page; returns the answer."""
        data = {"email": self.email, "password": password, **fields}
        return self.client.post("/connexion", data=data)

    @property
    def csrf(self) -> str:
        """The value that forms of this sign-in carry."""
        found = re.search(r'name="csrf" value="([^"]+)"', self.get("/comptes/moi").text)
        assert found is not None
        return found[1]

    def get(self, path: str) -> Any:
        """Asks for a page."""
        return self.client.get(path)

    def post(self, path: str, **fields: str) -> Any:
        """Sends a form with its CSRF value."""
        return self.client.post(path, data={"csrf": self.csrf, **fields})
