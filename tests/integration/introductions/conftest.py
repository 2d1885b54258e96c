"""A Paris startup, a Valley investor, their people and the staff between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.audit import AuditEvent
from matchmaker.extensions import db
from matchmaker.introductions import drafts, editing, notices, proposing, service, steps, timed
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action, Status
from matchmaker.profiles import policies
from matchmaker.profiles.models import Organisation
from matchmaker.taxonomy import DeclineCode, Hub, Kind, NeedCode, RejectCode
from tests import factories
from tests.personas import Person, Personas

CAMILLE = {
    "name": "Camille Canari",
    "position": "Présidente",
    "email": "camille@canary-paris.example",
    "phone": "+33 6 99 88 77 66",
}
ROBIN = {
    "name": "Robin Canaryman",
    "position": "Partner",
    "email": "robin@canary-valley.example",
    "phone": "+1 415 555 0177",
}
MESSAGE = "We pilot our sensors with two districts and look for a first partner in the Bay Area."


@dataclass
class Scene:
    """Who acts in the tests; ids only, so that any session and any thread may load them."""

    people: Personas
    startup_id: int = 0
    investor_id: int = 0
    made: int = field(default=0)

    def load(self, organisation_id: int) -> Organisation:
        return policies.load(organisation_id)

    @property
    def startup(self) -> Organisation:
        return self.load(self.startup_id)

    @property
    def investor(self) -> Organisation:
        return self.load(self.investor_id)

    def conceal(self, organisation: Organisation) -> None:
        """Make a profile confidential."""
        organisation.confidential = True
        db.session.commit()

    def user(self, person: Person) -> User:
        return self.people.user(person)

    def introduction(self, introduction_id: int) -> Introduction:
        row = db.session.get(Introduction, introduction_id, populate_existing=True)
        assert row is not None
        return row

    def loaded(self, introduction_id: int) -> Introduction:
        """Return the introduction with its sides."""
        return steps.locked(introduction_id)

    def another_startup(self, **given: Any) -> tuple[Person, int]:
        """A further Paris startup with an owner of its own."""
        self.made += 1
        person = self.people.make(f"Founder Number{self.made}")
        row = factories.organisation(self.user(person), hub=Hub.PARIS, **given)
        db.session.commit()
        return person, row.id

    def request(self, founder: Person | None = None, startup_id: int | None = None) -> int:
        """Submit a request to the investor and return its id."""
        actor = self.user(founder or self.people.paris_founder)
        row = service.request(
            actor, self.load(startup_id or self.startup_id), self.investor, NeedCode.FUNDRAISING, MESSAGE
        )
        return row.id

    def draft(self, founder: Person | None = None, startup_id: int | None = None) -> int:
        """Keep a draft of a request to the investor and return its id."""
        actor = self.user(founder or self.people.paris_founder)
        requester = self.load(startup_id or self.startup_id)
        return drafts.keep(actor, requester, self.investor, Content(NeedCode.FUNDRAISING, MESSAGE)).id

    def propose(self, founder: Person | None = None, startup_id: int | None = None) -> int:
        """Let staff propose the pair and return the introduction's id."""
        staff = self.user(self.people.paris_staff)
        first = self.load(startup_id or self.startup_id)
        return proposing.propose(staff, first, self.investor, Content(NeedCode.FUNDRAISING, MESSAGE)).id

    def hold(self, introduction_id: int) -> None:
        """Approve while the investor is paused."""
        investor = self.investor
        investor.paused_until = clock.today() + timedelta(days=400)
        db.session.commit()
        self.take(self.people.paris_staff, introduction_id, Action.APPROVE)
        investor = self.investor
        investor.paused_until = None
        db.session.commit()

    def awaiting(self, founder: Person | None = None, startup_id: int | None = None) -> int:
        """Submit and approve a request, and return its id."""
        row_id = self.request(founder, startup_id)
        self.take(self.people.paris_staff, row_id, Action.APPROVE)
        return row_id

    def introduced(self) -> int:
        """Lead a request to an introduction, and return its id."""
        row_id = self.awaiting()
        self.take(self.people.valley_investor, row_id, Action.ACCEPT)
        return row_id

    def take(self, person: Person, introduction_id: int, action: Action, version: int | None = None) -> None:
        """Take a step with sensible words."""
        row = self.introduction(introduction_id)
        more: dict[Action, dict[str, Any]] = {
            Action.REQUEST_CHANGES: {"note": "Please say what you offer in return."},
            Action.RESUBMIT: {"content": Content(NeedCode.PILOT_CUSTOMER, "We offer a free pilot.")},
            Action.REJECT: {"code": RejectCode.INCOMPLETE},
            Action.DECLINE: {"code": DeclineCode.STAGE},
            Action.EDIT: {"message": "We offer a pilot in Montreuil.", "note": "We shortened it."},
            Action.DEFER: {"until": clock.today() + timedelta(days=10)},
        }
        own: dict[Action, Callable[..., Any]] = {
            Action.REQUEST: drafts.submit,
            Action.DISCARD: drafts.discard,
            Action.EDIT: editing.edit,
        }
        step: Callable[..., Any] = own[action] if action in own else getattr(service, action.value)
        step(self.user(person), row, row.version if version is None else version, **more.get(action, {}))

    def by_timer(self, introduction_id: int, action: Action) -> None:
        """Let the timer take a step, whether or not it is due."""
        timed.take(steps.locked(introduction_id), action)
        db.session.commit()
        notices.send_all()


@pytest.fixture
def scene(app: Flask, personas: Personas) -> Scene:
    """The two organisations, committed; entered without an application context being left open."""
    made = Scene(personas)
    with app.app_context():
        startup = factories.organisation(
            personas.user(personas.paris_founder), name="Capteurs Canari", hub=Hub.PARIS, contact=CAMILLE
        )
        investor = factories.organisation(
            personas.user(personas.valley_investor),
            name="Canary Valley Ventures",
            kind=Kind.INVESTOR,
            hub=Hub.SILICON_VALLEY,
            contact=ROBIN,
        )
        made.startup_id, made.investor_id = startup.id, investor.id
        _ = personas.paris_staff, personas.valley_staff
        db.session.commit()
    return made


def status_of(introduction_id: int) -> Status:
    """Return the committed state, past what the session holds."""
    return db.session.scalars(select(Introduction.status).where(Introduction.id == introduction_id)).one()


def steps_of(introduction_id: int) -> list[AuditEvent]:
    """Return the recorded transitions, oldest first."""
    statement = select(AuditEvent).where(
        AuditEvent.subject_type == "introductions", AuditEvent.subject_id == introduction_id
    )
    return list(db.session.scalars(statement.order_by(AuditEvent.id)))
