"""A request to an imported organisation becomes an invitation sent by staff."""

from collections.abc import Callable

from flask import Flask

from matchmaker.core import settings
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.introductions import service
from matchmaker.introductions.workflow import Status
from matchmaker.taxonomy import Hub, Kind, NeedCode
from tests import factories
from tests.browser import Browser
from tests.integration.introductions.conftest import MESSAGE, Scene, status_of
from tests.personas import Person


def request_to_an_import(app: Flask, scene: Scene) -> int:
    with app.app_context():
        settings.put(db.session(), "show_unclaimed_to_members", True)
        fund = factories.organisation(
            kind=Kind.INVESTOR, hub=Hub.SILICON_VALLEY, name="Imported Fund", website="https://fund.example"
        )
        founder = scene.user(scene.people.paris_founder)
        return service.request(founder, scene.startup, fund, NeedCode.FUNDRAISING, MESSAGE).id


def test_staff_invite_the_counterpart_and_the_request_waits(
    app: Flask,
    scene: Scene,
    english: Callable[[Person], Browser],
    outbox: Callable[[], list[OutgoingMail]],
) -> None:
    row_id = request_to_an_import(app, scene)
    staff = english(scene.people.paris_staff)
    page = staff.get(f"/desk/{row_id}")
    assert "nobody there can answer" in page.text
    assert f"/desk/{row_id}/approve" not in page.text
    sent = staff.submit(f"/desk/{row_id}", {"email": "hello@fund.example", "locale": "en"}, action="/invite")
    assert "Last invited on" in sent.text
    mail = outbox()[-1]
    assert (mail.recipient, mail.locale) == ("hello@fund.example", "en")
    assert "It is about: Fundraising" in mail.text
    assert "Capteurs Canari" not in mail.subject + mail.text
    with app.app_context():
        assert status_of(row_id) is Status.SUBMITTED


def test_an_address_elsewhere_is_refused_and_kept_in_the_form(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    row_id = request_to_an_import(app, scene)
    staff = english(scene.people.paris_staff)
    answer = staff.submit(f"/desk/{row_id}", {"email": "me@elsewhere.example"}, action="/invite")
    assert answer.status_code == 422
    assert "me@elsewhere.example" in answer.text


def test_only_who_may_decide_may_invite(
    app: Flask, scene: Scene, english: Callable[[Person], Browser]
) -> None:
    row_id = request_to_an_import(app, scene)
    given = {"version": "1", "email": "hello@fund.example", "locale": "en"}
    for person in (scene.people.valley_staff, scene.people.paris_founder):
        assert english(person).post(f"/desk/{row_id}/invite", given).status_code == 403
