"""An admin switches what members see; each change leaves an audit event."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core import settings
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.extensions import db
from tests.browser import Browser
from tests.personas import Personas

Browse = Callable[..., Browser]
URL = "/admin/settings"
SWITCH = "show_unclaimed_to_members"


def _value(app: Flask) -> object:
    with app.app_context():
        return settings.get(db.session(), SWITCH)


def _events(app: Flask) -> list[tuple[int | None, object]]:
    with app.app_context():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.SETTING_CHANGED))
        return [(event.actor_id, event.data) for event in found]


def test_an_admin_switches_a_setting_on_and_off(app: Flask, browser: Browse, personas: Personas) -> None:
    admin = browser(personas.admin)
    assert _value(app) is False
    page = admin.submit(URL, {SWITCH: "y"}, action=URL)
    assert "Your settings are saved." in page.text
    assert _value(app) is True
    assert "checked" in page.text
    admin.post(URL)
    assert _value(app) is False
    assert _events(app) == [
        (personas.admin.id, {"setting": SWITCH, "before": False, "after": True}),
        (personas.admin.id, {"setting": SWITCH, "before": True, "after": False}),
    ]


def test_saving_without_a_change_leaves_no_event(app: Flask, browser: Browse, personas: Personas) -> None:
    answer = browser(personas.admin).post(URL)
    assert "Nothing was changed." in answer.text
    assert _events(app) == []


def test_a_form_from_elsewhere_changes_nothing(app: Flask, browser: Browse, personas: Personas) -> None:
    answer = browser(personas.admin).client.post(URL, data={SWITCH: "y"})
    assert answer.status_code == 400
    assert _value(app) is False


@pytest.mark.parametrize("role", ["paris_founder", "valley_investor", "paris_staff", "valley_staff"])
def test_nobody_but_an_admin_changes_settings(
    role: str, app: Flask, browser: Browse, personas: Personas
) -> None:
    person = browser(getattr(personas, role))
    assert person.get(URL).status_code == 403
    assert person.post(URL, {SWITCH: "y"}).status_code == 403
    assert _value(app) is False
