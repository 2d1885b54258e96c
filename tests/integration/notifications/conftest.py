"""People, a profile that staff decide on, and a mail server."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.notifications import preferences
from matchmaker.notifications.models import Notification
from matchmaker.notifications.quiet import QuietHours
from matchmaker.notifications.service import notify
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import Delivery, NoticeType
from tests import factories
from tests.integration.mail.conftest import enqueued, mail_server, sending, work
from tests.personas import Personas

__all__ = ["enqueued", "mail_server", "sending", "work"]
PROFILE = NoticeType.PROFILE_REVIEWED
# A morning in Paris long from now, so that what is put off stays so however late a test runs.
MORNING = datetime(2031, 6, 10, 8, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Tells one person of decisions on her profile."""

    reader: User
    firm: Organisation

    def tell(self, type: NoticeType = PROFILE) -> None:
        given = {"organisation": self.firm.name, "organisation_id": self.firm.id}
        notify(self.reader, type, "profiles/approved", self.firm, lambda: given)
        db.session.commit()

    def choose(self, delivery: Delivery, quiet: QuietHours | None = None) -> None:
        preferences.save(self.reader, {PROFILE: delivery}, quiet)

    @property
    def notices(self) -> list[Notification]:
        db.session.expire_all()
        return list(db.session.scalars(select(Notification).order_by(Notification.id)))


@pytest.fixture
def desk(context: Flask, personas: Personas) -> Desk:
    reader = personas.user(personas.paris_founder)
    firm = factories.organisation(reader, name="Capteurs Canari")
    db.session.commit()
    return Desk(reader, firm)


def run(task: Any) -> None:
    """Run a periodic job now, under the clock that the test has set."""
    task(timestamp=0)
