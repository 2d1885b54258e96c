"""A link of a mail serves one person, for one purpose, once, for as long as it says."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import select, text

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.introductions.models import Introduction
from matchmaker.notifications import mail_links, retention
from matchmaker.notifications.models import LinkPurpose, MailLink
from matchmaker.taxonomy import NeedCode
from tests import factories
from tests.integration.notifications.conftest import MORNING, Desk, run

ANSWER, OUTCOME = LinkPurpose.ANSWER, LinkPurpose.OUTCOME


@pytest.fixture
def restored(context: Flask) -> Iterator[Flask]:
    """The application, whose database stands at head again after the test."""
    yield context
    db.session.rollback()
    upgrade()


def test_a_link_serves_its_purpose_until_it_was_used(desk: Desk) -> None:
    token = mail_links.issue(desk.reader, ANSWER, 7)
    link, reader = mail_links.find(token, ANSWER)
    assert (link.subject_id, reader.id) == (7, desk.reader.id)
    with pytest.raises(NotFound):
        mail_links.find(token, OUTCOME)
    mail_links.use(link)
    with pytest.raises(Conflict):
        mail_links.use(link)
    with pytest.raises(NotFound):
        mail_links.find(token, ANSWER)


def test_a_link_of_somebody_who_was_shut_out_is_dead(desk: Desk) -> None:
    token = mail_links.issue(desk.reader, ANSWER, 7)
    desk.reader.active = False
    with pytest.raises(NotFound):
        mail_links.find(token, ANSWER)


def test_a_link_dies_when_its_time_is_over_and_is_then_deleted(desk: Desk) -> None:
    with clock.at(MORNING):
        token = mail_links.issue(desk.reader, ANSWER, 7)
        mail_links.issue(desk.reader, OUTCOME, 7)
        db.session.commit()
    with clock.at(MORNING + timedelta(days=14)):
        with pytest.raises(NotFound):
            mail_links.find(token, ANSWER)
        run(retention.delete_old)
    assert list(db.session.scalars(select(MailLink.purpose))) == [OUTCOME]


def test_links_that_are_under_way_survive_the_way_down_and_up(restored: Flask) -> None:
    reader, one, other = factories.user(), factories.organisation(), factories.organisation()
    about = Introduction(
        requester_id=one.id,
        counterpart_id=other.id,
        requested_by_id=reader.id,
        hub=one.hub,
        need=NeedCode.MENTOR,
        message="Good day.",
    )
    db.session.add(about)
    db.session.flush()
    token = mail_links.issue(reader, OUTCOME, about.id)
    mail_links.issue(reader, ANSWER, 10**6)  # to an introduction that is no more
    db.session.commit()
    downgrade(revision="0015")
    assert db.session.scalar(text("SELECT count(*) FROM outcome_links")) == 1
    assert db.session.scalar(text("SELECT count(*) FROM answer_links")) == 0
    db.session.commit()
    upgrade()
    assert mail_links.find(token, OUTCOME)[0].subject_id == about.id
