"""The link that stops mails: a page with a button, and the one click of a mail program."""

from collections.abc import Callable

import pytest
from flask import Flask

from matchmaker.notifications import preferences, unsubscribing
from matchmaker.taxonomy import Delivery, NoticeType
from tests.browser import Browser
from tests.personas import Person, Personas

Open = Callable[..., Browser]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def _link(app: Flask, personas: Personas, person: Person, *types: NoticeType) -> str:
    with app.app_context():
        return unsubscribing.url(personas.user(person), *types).removeprefix("http://localhost")


def _chosen(app: Flask, personas: Personas, person: Person) -> dict[NoticeType, Delivery]:
    with app.app_context():
        return dict(preferences.of(personas.user(person)).deliveries)


def test_opening_the_link_stops_nothing_and_shows_a_button(
    app: Flask, browser: Open, personas: Personas
) -> None:
    link = _link(app, personas, personas.outsider, NoticeType.REMINDER)
    before = _chosen(app, personas, personas.outsider)
    page = browser().get(link)
    assert page.status_code == 200
    assert "Reminders of what waits for you" in page.text
    assert _chosen(app, personas, personas.outsider) == before


def test_the_button_stops_this_kind_of_mail_for_this_person_without_signing_in(
    app: Flask, browser: Open, personas: Personas
) -> None:
    link = _link(app, personas, personas.outsider, NoticeType.REMINDER)
    other = _chosen(app, personas, personas.valley_founder)
    answer = browser().submit(link, action=link)
    assert "These e-mails are stopped" in answer.text
    before = dict(other)
    assert _chosen(app, personas, personas.outsider) == before | {NoticeType.REMINDER: Delivery.NEVER}
    assert _chosen(app, personas, personas.valley_founder) == other


def test_a_mail_program_stops_it_in_one_click_without_cookie_or_form(app: Flask, personas: Personas) -> None:
    link = _link(app, personas, personas.outsider, NoticeType.REMINDER)
    for _ in range(2):  # programs repeat themselves
        answer = app.test_client(use_cookies=False).post(link, data=ONE_CLICK)
        assert answer.status_code == 200
    assert _chosen(app, personas, personas.outsider)[NoticeType.REMINDER] is Delivery.NEVER


def test_the_link_of_a_summary_stops_all_that_comes_in_it(app: Flask, personas: Personas) -> None:
    link = _link(app, personas, personas.outsider)
    app.test_client().post(link, data=ONE_CLICK)
    chosen = _chosen(app, personas, personas.outsider)
    assert Delivery.DAILY not in chosen.values()
    assert chosen[NoticeType.INTRODUCTION_MESSAGE] is Delivery.NEVER
    assert chosen[NoticeType.ANSWER_ASKED] is Delivery.AT_ONCE


@pytest.mark.parametrize(
    "change",
    [
        lambda link: f"{link}x",
        lambda link: link.replace("/stop/", "/stop/x"),
        lambda link: link.rpartition(".")[0],
        lambda link: "/notifications/stop/x",
    ],
)
def test_a_forged_link_is_a_404(app: Flask, personas: Personas, change: Callable[[str], str]) -> None:
    link = change(_link(app, personas, personas.outsider, NoticeType.REMINDER))
    assert app.test_client().get(link).status_code == 404
    assert app.test_client().post(link, data=ONE_CLICK).status_code == 404


def test_a_link_that_names_a_mail_which_must_come_stops_nothing(app: Flask, personas: Personas) -> None:
    link = _link(app, personas, personas.outsider, NoticeType.INTRODUCED)
    assert app.test_client().post(link, data=ONE_CLICK).status_code == 422
    assert _chosen(app, personas, personas.outsider)[NoticeType.INTRODUCED] is Delivery.AT_ONCE


def test_the_page_says_nothing_of_whose_link_it_is(app: Flask, browser: Open, personas: Personas) -> None:
    page = browser().get(_link(app, personas, personas.outsider, NoticeType.REMINDER)).text
    assert personas.outsider.name not in page
    assert personas.outsider.email not in page
