"""What a mail program learns from the headers, read at the other end of a real conversation."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications import unsubscribing
from matchmaker.taxonomy import NoticeType
from tests.integration.mail.conftest import MailServer
from tests.integration.notifications.conftest import PROFILE, Desk

Work = Callable[[], None]
HOST = "https://a-rather-long-name-of-a-host.passerelle.example.org"


@pytest.fixture
def secure(sending: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setitem(sending.config, "BASE_URL", HOST)
    return sending


def test_a_mail_says_how_to_stop_its_kind_in_one_click(
    secure: Flask, mail_server: MailServer, desk: Desk, work: Work
) -> None:
    desk.tell()
    work()
    (message,) = mail_server.handler.messages
    address = unsubscribing.url(desk.reader, PROFILE)
    assert message["List-Unsubscribe"] == f"<{address}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = mail_server.handler.envelopes[0].content
    assert isinstance(raw, bytes)
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in raw


def test_the_text_has_the_same_link(secure: Flask, mail_server: MailServer, desk: Desk, work: Work) -> None:
    desk.tell()
    work()
    text = mail_server.handler.messages[0].get_body(("plain",))
    assert text is not None
    assert unsubscribing.url(desk.reader, PROFILE) in text.get_content()


def test_one_click_is_not_offered_in_the_clear(
    sending: Flask, mail_server: MailServer, desk: Desk, work: Work
) -> None:
    desk.tell()
    work()
    (message,) = mail_server.handler.messages
    assert message["List-Unsubscribe"].startswith("<http://localhost/notifications/stop/")
    assert message["List-Unsubscribe-Post"] is None


def test_a_mail_that_nobody_can_stop_offers_no_such_thing(
    secure: Flask, mail_server: MailServer, desk: Desk, work: Work
) -> None:
    desk.tell(NoticeType.INTRODUCED)
    work()
    (message,) = mail_server.handler.messages
    assert message["List-Unsubscribe"] is None
    assert "notifications/stop" not in message.as_string()


def test_no_mail_tells_the_service_that_it_was_opened(
    secure: Flask, mail_server: MailServer, desk: Desk, work: Work
) -> None:
    desk.tell()
    work()
    html = mail_server.handler.messages[0].get_body(("html",))
    assert html is not None
    for remote in ("<img", "src=", "url(", "<link", "@import"):
        assert remote not in html.get_content()


def test_once_sent_no_copy_of_the_link_stays(secure: Flask, desk: Desk, work: Work) -> None:
    desk.tell()
    work()
    assert db.session.scalars(select(OutgoingMail.unsubscribe_url)).one() is None
