"""What a person chooses about mails, on a page without JavaScript."""

from collections.abc import Callable

from flask import Flask

from matchmaker.notifications import preferences
from matchmaker.notifications.quiet import QuietHours
from matchmaker.taxonomy import Delivery, NoticeType
from tests.browser import Browser, forms_of
from tests.personas import Personas

Open = Callable[..., Browser]
PAGE = "/notifications/preferences"


def test_each_type_has_a_question_with_three_answers(browser: Open, personas: Personas) -> None:
    page = browser(personas.outsider).get(PAGE).text
    assert page.count('name="answer_asked"') == 3
    assert "You are asked for an answer" in page


def test_a_choice_is_kept_and_shown_again(app: Flask, browser: Open, personas: Personas) -> None:
    reader = browser(personas.outsider)
    chosen = {"reminder": "daily", "quiet": "y", "quiet_from": "21", "quiet_until": "6"}
    assert "Your choice is saved." in reader.submit(PAGE, chosen).text
    with app.app_context():
        held = preferences.of(personas.user(personas.outsider))
        assert held.deliveries[NoticeType.REMINDER] is Delivery.DAILY
        assert held.deliveries[NoticeType.ANSWER_ASKED] is Delivery.AT_ONCE
        assert held.quiet == QuietHours(21, 6)
    fields = next(fields for _, fields in forms_of(reader.get(PAGE).text) if "reminder" in fields)
    assert (fields["reminder"], fields["quiet_from"], fields["quiet_until"]) == ("daily", "21", "6")


def test_quiet_hours_can_be_given_up(app: Flask, browser: Open, personas: Personas) -> None:
    reader = browser(personas.outsider)
    with app.app_context():
        preferences.save(personas.user(personas.outsider), {}, QuietHours(22, 7))
    fields = next(fields for _, fields in forms_of(reader.get(PAGE).text) if "reminder" in fields)
    del fields["quiet"]
    reader.client.post(PAGE, data=fields)
    with app.app_context():
        assert preferences.quiet_hours(personas.user(personas.outsider)) is None


def test_two_equal_hours_are_refused_and_what_was_typed_stays(browser: Open, personas: Personas) -> None:
    answer = browser(personas.outsider).submit(
        PAGE, {"reminder": "never", "quiet": "y", "quiet_from": "8", "quiet_until": "8"}
    )
    assert answer.status_code == 422
    assert "Choose two different hours." in answer.text
    fields = next(fields for _, fields in forms_of(answer.text) if "reminder" in fields)
    assert fields["reminder"] == "never"


def test_a_forged_answer_is_refused(app: Flask, browser: Open, personas: Personas) -> None:
    reader = browser(personas.outsider)
    assert reader.submit(PAGE, {"reminder": "hourly"}).status_code == 422
    assert reader.submit(PAGE, {"introduced": "never", "account_security": "never"}).status_code == 200
    with app.app_context():
        held = preferences.of(personas.user(personas.outsider)).deliveries
        assert held[NoticeType.INTRODUCED] is Delivery.AT_ONCE
        assert held[NoticeType.ACCOUNT_SECURITY] is Delivery.AT_ONCE


def test_what_always_comes_at_once_is_said_with_the_reason(browser: Open, personas: Personas) -> None:
    page = browser(personas.outsider).get(PAGE).text
    assert "which both of you have agreed to share" in page
    assert 'name="introduced"' not in page


def test_each_role_is_asked_about_what_concerns_it(browser: Open, personas: Personas) -> None:
    member = browser(personas.outsider).get(PAGE).text
    staff = browser(personas.valley_staff).get(PAGE).text
    admin = browser(personas.admin).get(PAGE).text
    assert 'name="request_received"' not in member
    assert 'name="request_received"' in staff
    assert 'name="answer_asked"' not in admin
    assert 'name="import_finished"' in admin


def test_the_page_names_the_time_zone_and_leads_to_where_it_is_changed(
    browser: Open, personas: Personas
) -> None:
    page = browser(personas.outsider).get(PAGE).text
    assert "Paris, Brussels, Berlin, Madrid" in page
    assert 'href="/account"' in page
