"""Whoever uploaded a file is told that it is dealt with."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.notifications.models import Notification
from matchmaker.profiles.imports import service as imports
from matchmaker.taxonomy import Hub, Kind, NoticeType
from tests.browser import Browser
from tests.personas import Personas

Mails = Callable[[], list[OutgoingMail]]


def _imported(app: Flask, personas: Personas, content: bytes) -> int:
    with app.app_context():
        staff = personas.user(personas.valley_staff)
        record = imports.upload(staff, "firms.csv", content, kind=Kind.STARTUP, hub=Hub.PARIS, name="")
        imports.confirm(staff, record)
        imports.run_import(record.id)
        return record.id


def test_the_notice_leads_to_what_became_of_the_file(
    app: Flask, personas: Personas, outbox: Mails, browser: Callable[..., Browser]
) -> None:
    number = _imported(app, personas, b"name,hub\nFirm,paris\n")
    (mail,) = outbox()
    assert (mail.recipient, mail.subject) == (personas.valley_staff.email, "Your import has ended")
    assert "firms.csv is done" in mail.text
    page = browser(personas.valley_staff).get("/notifications").text
    assert "firms.csv" in page
    with app.app_context():
        notice = db.session.scalars(select(Notification)).one()
        assert (notice.type, notice.subject_id) == (NoticeType.IMPORT_FINISHED, number)


def test_a_file_that_cannot_be_read_is_told_with_the_reason(
    app: Flask, personas: Personas, outbox: Mails
) -> None:
    with app.app_context():
        staff = personas.user(personas.valley_staff)
        record = imports.upload(
            staff, "firms.csv", b"name,hub\nFirm,paris\n", kind=Kind.STARTUP, hub=Hub.PARIS, name=""
        )
        imports.confirm(staff, record)
        record.content = b"\x00\xff not a table"
        db.session.commit()
        imports.run_import(record.id)
        db.session.refresh(record)
        (mail,) = outbox()
        assert record.failure
        assert f"could not be done. The reason: {record.failure}" in mail.text
