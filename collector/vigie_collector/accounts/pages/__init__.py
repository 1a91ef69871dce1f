"""Pages of accounts, one file per screen: sign-in, people, API tokens, audit log."""

from fastapi import APIRouter

from vigie_collector.accounts.pages import journal, sign_in, tokens, users

router = APIRouter()
for _each in (sign_in, users, tokens, journal):
    router.include_router(_each.router)
