"""An admin chooses delays, quotas and meeting hours: what cannot be is refused, the rest holds at once."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import settings
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from matchmaker.introductions import delays, timers, tuning
from tests.browser import Browser
from tests.personas import Personas

Browse = Callable[..., Browser]
URL = "/admin/timing"


def stored(app: Flask, name: str) -> Any:
    with app.app_context():
        return settings.get(db.session(), name)


def test_what_an_admin_chooses_holds_at_once_and_is_recorded(
    app: Flask, browser: Browse, personas: Personas
) -> None:
    chosen = {"delay_answer_expires": "21", "open_requests_per_organisation": "3", "paris_until": "20"}
    page = browser(personas.admin).submit(URL, chosen, action=URL)
    assert "Your settings are saved." in page.text
    assert stored(app, "introduction_delays") == {"answer_expires": 21}
    assert stored(app, "open_requests_per_organisation") == 3
    assert stored(app, "meeting_hours")["paris"] == [17, 20]
    with app.app_context():
        assert delays.length(timers.delays()["answer_expires"]) == 21
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.SETTING_CHANGED))
        told = {event.data["setting"]: (event.actor_id, event.data["after"]) for event in events}
    assert told["introduction_delays"] == (personas.admin.id, {"answer_expires": 21})
    assert set(told) == {"introduction_delays", "open_requests_per_organisation", "meeting_hours"}


def test_saving_the_page_as_it_stands_changes_nothing(
    app: Flask, browser: Browse, personas: Personas
) -> None:
    assert "Nothing was changed." in browser(personas.admin).submit(URL, {}, action=URL).text
    assert stored(app, "introduction_delays") == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"delay_answer_expires": "9"}, "This must come later than"),
        ({"delay_escalation": "0"}, "Number must be between 1 and 1000."),
        ({"delay_escalation": "soon"}, "Not a valid integer value."),
        ({"open_requests_per_organisation": ""}, "This field is required."),
        ({"paris_until": "17"}, "The end must be after the beginning."),
        ({"one_city_until": "24"}, "Number must be between 1 and 23."),
        ({"paris_from": "9", "paris_until": "12"}, "share no hour in some week of the year"),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    app: Flask, browser: Browse, personas: Personas, typed: dict[str, str], words: str
) -> None:
    answer = browser(personas.admin).submit(URL, {**typed, "delay_did_you_meet": "31"}, action=URL)
    assert answer.status_code == 422
    assert words in answer.text
    assert all(f'value="{value}"' in answer.text for value in ("31", *typed.values()))
    assert stored(app, "introduction_delays") == {}


@pytest.mark.parametrize("role", ["paris_founder", "paris_staff"])
def test_nobody_but_an_admin_may(role: str, browser: Browse, personas: Personas) -> None:
    person = browser(getattr(personas, role))
    assert person.get(URL).status_code == 403
    assert person.post(URL, {"delay_answer_expires": "21"}).status_code == 403


def test_every_delay_has_a_name_for_people_and_its_defaults_are_in_order() -> None:
    assert set(tuning.NAMES) == set(timers.delays())
    assert tuning.out_of_order(tuning.lengths({})) == []


def test_hours_of_two_cities_must_meet_in_the_weeks_of_either_gap() -> None:
    assert tuning.cities_can_talk((17, 19), (8, 10))
    assert not tuning.cities_can_talk((17, 18), (8, 9))  # nothing is left when the gap is eight hours
    assert tuning.cities_can_talk((16, 18), (8, 9))
