"""An admin enters exchange rates, and rankings compare money at them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from matchmaker.core import clock
from matchmaker.matching import moments
from tests.browser import Browser
from tests.personas import Personas

Open = Callable[..., Browser]


def _euro_of_a_dollar(app: Flask) -> float:
    with app.app_context():
        return moments.now().euros["USD"]


def test_a_rate_counts_from_its_day_on(app: Flask, browser: Open, personas: Personas) -> None:
    assert _euro_of_a_dollar(app) == pytest.approx(1 / 1.08, abs=1e-6)
    admin = browser(personas.admin)
    tomorrow = clock.today() + timedelta(days=2)
    admin.submit("/admin/rates", {"value": "2", "since": tomorrow.isoformat()})
    assert _euro_of_a_dollar(app) == pytest.approx(1 / 1.08, abs=1e-6)
    admin.submit("/admin/rates", {"value": "1.25", "since": clock.today().isoformat()})
    assert _euro_of_a_dollar(app) == pytest.approx(0.8)
    assert "1.25" in admin.get("/admin/rates").text


@pytest.mark.parametrize("value", ["0", "-1", "1000", "NaN", "x", ""])
def test_what_is_no_rate_is_refused_and_stays_in_the_form(
    app: Flask, browser: Open, personas: Personas, value: str
) -> None:
    answer = browser(personas.admin).submit("/admin/rates", {"value": value, "since": "2026-01-01"})
    assert answer.status_code == 422
    assert _euro_of_a_dollar(app) == pytest.approx(1 / 1.08, abs=1e-6)


def test_only_an_admin_sees_and_sets_them(browser: Open, personas: Personas) -> None:
    for person in (personas.paris_founder, personas.paris_staff):
        assert browser(person).get("/admin/rates").status_code == 403
