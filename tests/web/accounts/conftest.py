"""What tests of accounts do again and again."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.accounts.models import User
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from tests.browser import Browser
from tests.web.accounts.given import link

NEWCOMER = {
    "name": "Nora Newcomer",
    "email": "nora@newcomers.example.org",
    "password": "seven green kettles hum",
    "time_zone": "Europe/Paris",
}


@pytest.fixture
def signed_up(browser: Callable[..., Browser]) -> Browser:
    """The browser of a newcomer who signed up and has not opened the mail yet."""
    opened = browser()
    opened.submit("/account/register", NEWCOMER, action="register")
    return opened


@pytest.fixture
def confirmed(signed_up: Browser, outbox: Callable[[], list[OutgoingMail]]) -> Browser:
    """The same browser after the link of the mail."""
    url = link(outbox()[-1], "/account/confirm/")
    signed_up.submit(url, action=url)
    return signed_up


@pytest.fixture
def account_of(app: Flask) -> Callable[[str], User | None]:
    """Read the account of an address from the database."""

    def read(email: str) -> User | None:
        with app.app_context():
            user: User | None = db.session.scalar(db.select(User).where(User.email == email))
            db.session.expunge_all()
            return user

    return read
