"""A mail goes out as text and HTML, in the recipient's language."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import lazy_gettext
from jinja2 import DictLoader

from matchmaker.core import mail
from matchmaker.core.mail import MailState, OutgoingMail
from matchmaker.extensions import db
from tests.integration.mail.conftest import MailServer, state_of

Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]
FROM = "Passerelle & Cie <bonjour@passerelle.example.org>"


def test_text_and_html_say_the_same_with_their_accents(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    enqueued(text="Bonjour,\n\nÀ bientôt à Noël <3 :\n- http://localhost/a?b=1&c=2.")
    work()
    (message,) = mail_server.handler.messages
    assert message.get_content_type() == "multipart/alternative"
    assert message["Subject"] == "Votre demande a été approuvée"
    text, html = message.iter_parts()
    assert text.get_content() == "Bonjour,\r\n\r\nÀ bientôt à Noël <3 :\r\n- http://localhost/a?b=1&c=2.\r\n"
    assert '<html lang="fr">' in html.get_content()
    assert "À bientôt à Noël &lt;3" in html.get_content()
    assert (
        '<a href="http://localhost/a?b=1&amp;c=2">http://localhost/a?b=1&amp;c=2</a>.' in html.get_content()
    )


def test_headers_name_the_sender_the_language_and_that_a_service_wrote_it(
    sending: Flask,
    mail_server: MailServer,
    enqueued: Enqueued,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sending.config, "MAIL_FROM", FROM)
    row = enqueued()
    work()
    (message,) = mail_server.handler.messages
    assert message["From"] == "Passerelle & Cie <bonjour@passerelle.example.org>"
    assert message["To"] == "camille@people.example.org"
    assert message["Message-ID"] == row.message_id
    assert row.message_id.endswith("@passerelle.example.org>")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"
    assert message["Date"].datetime == row.created_at.replace(microsecond=0)
    (envelope,) = mail_server.handler.envelopes
    assert envelope.mail_from == "bonjour@passerelle.example.org"
    assert envelope.rcpt_tos == ["camille@people.example.org"]


def test_every_line_is_short_and_ascii_on_the_wire(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    enqueued(subject="Réponse " * 40, text=f"{'Été ' * 600}\n\n.\n\nhttp://localhost/{'a' * 1200}")
    work()
    (envelope,) = mail_server.handler.envelopes
    assert isinstance(envelope.content, bytes)
    assert envelope.content.isascii()
    assert max(len(line) for line in envelope.content.split(b"\r\n")) <= 78
    (message,) = mail_server.handler.messages
    assert message["Subject"].startswith("Réponse Réponse")
    text = message.get_body(("plain",))
    assert text is not None
    assert f"http://localhost/{'a' * 1200}" in text.get_content()
    assert "\r\n.\r\n" in text.get_content()


def test_a_sent_mail_is_marked_and_keeps_no_copy_of_its_text(
    sending: Flask, enqueued: Enqueued, work: Work
) -> None:
    row = enqueued(text="Follow http://localhost/account/reset/secret-token")
    work()
    assert state_of(row) is MailState.SENT
    assert row.sent_at is not None
    assert row.next_attempt_at is None
    assert row.text == ""


def test_a_name_in_another_script_reaches_its_domain_in_ascii(
    sending: Flask, mail_server: MailServer, enqueued: Enqueued, work: Work
) -> None:
    enqueued(recipient="contact@société.example.org")
    work()
    (envelope,) = mail_server.handler.envelopes
    assert envelope.rcpt_tos == ["contact@xn--socit-esab.example.org"]


def test_without_a_server_the_mail_is_kept_to_be_read(enqueued: Enqueued, work: Work) -> None:
    row = enqueued(text="Here is your link.")
    work()
    assert state_of(row) is MailState.KEPT
    assert row.text == "Here is your link."


def test_the_template_speaks_the_language_of_its_reader_not_of_the_request(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    templates = {
        "mail/layout.txt": "{% block body %}{% endblock %}",
        "mail/notice.txt": '{% extends "mail/layout.txt" %}'
        "{% block subject %}Le {{ day|date }}{% endblock %}"
        "{% block body %}{{ day|moment }}\n\n{{ greeting }}\n\n{{ link('home.index') }}{% endblock %}",
    }
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(templates))
    monkeypatch.setattr(app.jinja_env, "cache", None)
    monkeypatch.setitem(app.config, "BASE_URL", "https://passerelle.example.org")
    with app.test_request_context(headers={"Accept-Language": "en", "Host": "evil.example.com"}):
        row = mail.enqueue(
            recipient="camille@people.example.org",
            locale="fr",
            template="notice",
            time_zone="America/Los_Angeles",
            day=datetime(2026, 3, 20, 3, 0, tzinfo=UTC),
            greeting=lazy_gettext("Hello <b>& co</b>"),
        )
        db.session.rollback()
    assert row.subject == "Le 19 mars 2026"
    moment, greeting, link = row.text.split("\n\n")
    assert moment.startswith("19 mars 2026, 20:00")
    assert greeting == "Hello <b>& co</b>"
    assert link == "https://passerelle.example.org/"
