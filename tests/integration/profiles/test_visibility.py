"""Who sees which profile, and on which grounds a contact leaves the database."""

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Forbidden, NotFound
from matchmaker.extensions import db
from matchmaker.profiles import contact, policies, ports
from matchmaker.profiles.contact import Grounds
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.profiles.ports import Rest
from tests import factories
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("context")


class Introduced:
    """Answers for the pairs it was given."""

    def __init__(self, *pairs: tuple[int, int]) -> None:
        self.pairs = set(pairs)

    def between(self, user: User, organisation: Organisation) -> bool:
        return (user.id, organisation.id) in self.pairs

    def may_ask(self, own: Organisation, other: Organisation) -> bool:
        return True

    def under_way(self, own: Organisation) -> dict[int, int]:
        return {}

    def rests(self, own: Organisation) -> dict[int, Rest]:
        return {}


def seen(user: User) -> set[str]:
    return {row.name for row in db.session.scalars(select(Organisation).where(policies.visible(user)))}


def test_who_sees_which_profile(personas: Personas) -> None:
    owner = personas.user(personas.paris_founder)
    for status in ProfileStatus:
        factories.organisation(owner, name=status, status=status)
    factories.organisation(name="unclaimed")
    db.session.commit()
    states = {status.value for status in ProfileStatus}
    assert seen(owner) == states - {"removed"}
    assert seen(personas.user(personas.outsider)) == {"published"}
    for person in (personas.paris_staff, personas.valley_staff, personas.admin):
        assert seen(personas.user(person)) == states - {"removed", "draft"} | {"unclaimed"}


def test_a_foreign_profile_is_as_absent_as_none(personas: Personas) -> None:
    draft = factories.organisation(personas.user(personas.paris_founder), status=ProfileStatus.DRAFT)
    db.session.commit()
    for number in (draft.id, draft.id + 999):
        with pytest.raises(NotFound):
            policies.get_visible(personas.user(personas.outsider), number)
        with pytest.raises(NotFound):
            policies.editable(personas.user(personas.outsider), number)


def test_a_contact_leaves_only_on_grounds_that_hold(context: Flask, personas: Personas) -> None:
    owner, stranger = personas.user(personas.paris_founder), personas.user(personas.valley_investor)
    row = factories.organisation(
        owner, name="Air Clair", confidential=True, contact={"email": "c@example.org"}
    )
    db.session.commit()
    assert contact.reveal(owner, row, Grounds.OWN).email == "c@example.org"
    for grounds in Grounds:
        with pytest.raises(Forbidden):
            contact.reveal(stranger, row, grounds)
    for grounds in (Grounds.STAFF_DUTY, Grounds.INTRODUCED):
        with pytest.raises(Forbidden):
            contact.reveal(personas.user(personas.admin), row, grounds)
    before = context.extensions.pop("profiles.introduced_pairs", None)
    ports.register_introduced_pairs(context, Introduced((stranger.id, row.id)))
    try:
        card = contact.reveal(stranger, row, Grounds.INTRODUCED)
        assert (card.organisation_name, card.email) == ("Air Clair", "c@example.org")
        with pytest.raises(Forbidden):
            contact.reveal(personas.user(personas.outsider), row, Grounds.INTRODUCED)
    finally:
        context.extensions.pop("profiles.introduced_pairs")
        if before is not None:
            ports.register_introduced_pairs(context, before)


def test_a_reveal_on_staff_duty_is_recorded_before_it_is_read(personas: Personas) -> None:
    row = factories.organisation(contact={"email": "c@example.org"})
    db.session.commit()
    contact.reveal(personas.user(personas.paris_staff), row, Grounds.STAFF_DUTY)
    db.session.rollback()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.tag == AuditTag.CONTACT_REVEALED)).one()
    assert (event.subject_id, event.actor_role) == (row.id, "staff")
