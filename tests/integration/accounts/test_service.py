"""Accounts through their service, below any page."""

import threading

import pytest
from flask import Flask

from matchmaker.accounts import service
from matchmaker.accounts.models import Invitation, User
from matchmaker.core.audit import AuditEvent
from matchmaker.core.errors import Conflict, DomainError, Forbidden, Invalid
from matchmaker.core.mail import OutgoingMail
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub
from tests.personas import Person, Personas

PASSWORD = "seven green kettles hum"


def _token(app: Flask) -> str:
    mail = db.session.scalars(db.select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None
    return str(mail.text).split("/account/invitation/")[1].split()[0]


def test_a_created_account_is_confirmed_and_on_record(context: Flask) -> None:
    user = service.create("Gwen@Offices.example.org", PASSWORD, Role.STAFF, Hub.PARIS, "Gwen", "fr")
    assert (user.email, user.staff_hub) == ("gwen@offices.example.org", Hub.PARIS)
    assert user.confirmed_at is not None
    assert user.verify_and_update_password(PASSWORD)
    assert str(user.password).startswith("$argon2id$")
    tags = [str(event.tag) for event in db.session.scalars(db.select(AuditEvent))]
    assert tags == ["account:created"]


@pytest.mark.parametrize(
    ("role", "hub"), [(Role.STAFF, None), (Role.ADMIN, Hub.PARIS), (Role.MEMBER, Hub.PARIS)]
)
def test_staff_and_only_staff_belong_to_a_hub(context: Flask, role: Role, hub: Hub | None) -> None:
    with pytest.raises(Invalid):
        service.create("gwen@offices.example.org", PASSWORD, role, hub, "Gwen", "fr")


def test_one_address_has_one_account(context: Flask) -> None:
    service.create("gwen@offices.example.org", PASSWORD, Role.MEMBER, None, "Gwen", "fr")
    with pytest.raises(Conflict):
        service.create(" GWEN@offices.example.org", PASSWORD, Role.MEMBER, None, "Gwen", "fr")


@pytest.mark.parametrize("role", ["outsider", "paris_staff"])
def test_only_an_admin_invites_revokes_and_switches(context: Flask, personas: Personas, role: str) -> None:
    actor = personas.user(getattr(personas, role))
    with pytest.raises(Forbidden):
        service.invite(actor, "x@offices.example.org", Role.ADMIN, None, "en")
    with pytest.raises(Forbidden):
        service.revoke(actor, 1)
    with pytest.raises(Forbidden):
        service.deactivate(actor, personas.valley_staff.id)
    with pytest.raises(Forbidden):
        service.reactivate(actor, personas.valley_staff.id)
    assert db.session.scalars(db.select(Invitation)).all() == []


def test_members_are_not_invited_by_admins(context: Flask, personas: Personas) -> None:
    with pytest.raises(Invalid):
        service.invite(personas.user(personas.admin), "x@offices.example.org", Role.MEMBER, None, "en")


def test_the_database_holds_the_hash_of_the_token_only(context: Flask, personas: Personas) -> None:
    invitation = service.invite(
        personas.user(personas.admin), "x@offices.example.org", Role.ADMIN, None, "en"
    )
    assert invitation.token_hash != _token(context)
    assert service.usable_invitation(_token(context)).id == invitation.id


def test_two_who_accept_one_invitation_at_once_make_one_account(app: Flask, personas: Personas) -> None:
    with app.app_context():
        service.invite(personas.user(personas.admin), "x@offices.example.org", Role.ADMIN, None, "en")
        token = _token(app)
    start, outcomes = threading.Barrier(2), []

    def accept(name: str) -> None:
        with app.app_context():
            start.wait()
            try:
                outcomes.append(
                    service.accept(token, name=name, password=PASSWORD, time_zone="Europe/Paris").name
                )
            except DomainError as refusal:
                outcomes.append(type(refusal).__name__)

    threads = [threading.Thread(target=accept, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "NotFound" in outcomes
    with app.app_context():
        names = db.session.scalars(db.select(User.name).where(User.email == "x@offices.example.org")).all()
        assert len(names) == 1
        assert names[0] in outcomes


def test_a_lost_device_is_forgotten_and_every_session_ends(context: Flask, personas: Personas) -> None:
    person: Person = personas.paris_staff
    user = personas.user(person)
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "secret"
    before = user.fs_uniquifier
    db.session.commit()
    service.reset_second_factor(person.id)
    assert not user.tf_primary_method
    assert not user.tf_totp_secret
    assert user.fs_uniquifier != before
