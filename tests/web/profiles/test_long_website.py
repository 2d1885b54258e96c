"""A web address that no name server could hold is refused in words, and what was typed stays."""

from collections.abc import Callable

from flask import Flask

from matchmaker.extensions import db
from tests import factories
from tests.browser import Browser
from tests.personas import Personas


def test_an_endless_host_is_refused_and_stays_in_the_form(
    app: Flask, browser: Callable[..., Browser], personas: Personas
) -> None:
    with app.app_context():
        made = factories.organisation(personas.user(personas.valley_founder)).id
        db.session.commit()
    site = f"https://{'a' * 280}.example"
    answer = browser(personas.valley_founder).submit(
        f"/organisations/{made}/edit/identity", {"website": site}
    )
    assert answer.status_code == 422
    assert "This is not the address of a website" in answer.text
    assert site in answer.text
