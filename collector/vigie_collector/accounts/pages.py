"""Pages of accounts: sign-in, people, API tokens, audit log."""

from fastapi import APIRouter

from vigie_collector.accounts import journal_pages, sign_in_pages, token_pages, user_pages

router = APIRouter()
for _each in (sign_in_pages, user_pages, token_pages, journal_pages):
    router.include_router(_each.router)
