"""Several people act on the same accounts at the same moment, over real connections."""

from collections.abc import Callable
from functools import partial
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from matchmaker.accounts import service
from matchmaker.accounts.models import Invitation, User
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.core.permissions import Role
from matchmaker.extensions import db
from tests.integration.introductions.racing import race, winners
from tests.personas import Person, Personas

ADDRESS = "gwen@offices.example.org"
ROUNDS = 5


def active_admins() -> int:
    return db.session.scalar(select(func.count()).where(User.role == Role.ADMIN, User.active)) or 0


def switch_off(people: Personas, actor: Person, other: Person, both_look: Barrier) -> None:
    signed_in = people.user(actor)
    both_look.wait(timeout=20)
    service.deactivate(signed_in, other.id)


def naive_switch_off(people: Personas, actor: Person, other: Person, both_look: Barrier) -> None:
    assert people.user(actor).active
    both_look.wait(timeout=20)
    db.session.execute(update(User).where(User.id == other.id).values(active=False))
    db.session.commit()


def each_other(
    app: Flask, people: Personas, step: Callable[..., None], number: int
) -> list[BaseException | None]:
    one = people.make(f"Ada Number{number}", Role.ADMIN)
    other = people.make(f"Bea Number{number}", Role.ADMIN)
    both_look = Barrier(2)
    pairs = ((one, other), (other, one))
    return race(app, [partial(step, people, *pair, both_look) for pair in pairs])


def test_of_two_admins_who_switch_each_other_off_one_stays(app: Flask, personas: Personas) -> None:
    for number in range(1, ROUNDS + 1):
        outcomes = each_other(app, personas, switch_off, number)
        assert winners(outcomes) == 1
        assert isinstance(next(filter(None, outcomes)), Forbidden)
        with app.app_context():
            assert active_admins() == number


def test_without_the_guard_no_admin_stays(app: Flask, personas: Personas) -> None:
    assert each_other(app, personas, naive_switch_off, 1) == [None, None]
    with app.app_context():
        assert active_admins() == 0


def test_of_two_invitations_of_one_address_one_is_sent(app: Flask, personas: Personas) -> None:
    admins = [personas.admin, personas.make("Second Admin", Role.ADMIN)]

    def invite(admin: Person, both_look: Barrier) -> None:
        actor = personas.user(admin)
        both_look.wait(timeout=20)
        service.invite(actor, ADDRESS, Role.ADMIN, None, "en")

    for _ in range(ROUNDS):
        outcomes = race(app, [partial(invite, admin, Barrier(1)) for admin in admins])
        assert all(isinstance(outcome, Conflict | None) for outcome in outcomes), outcomes
        with app.app_context():
            open_ones = select(func.count()).where(Invitation.revoked_at.is_(None))
            assert db.session.scalar(open_ones) == 1


def test_an_invitation_withdrawn_while_its_page_is_filled_in_opens_no_account(
    app: Flask, personas: Personas
) -> None:
    with app.app_context():
        invitation = service.invite(personas.user(personas.admin), ADDRESS, Role.ADMIN, None, "en")
        invitation_id = invitation.id
        mail = db.session.scalars(select(OutgoingMail)).one()
        token = mail.text.split("/account/invitation/")[1].split()[0]
    with app.app_context():
        service.usable_invitation(token)  # the view looks first
        race(app, [lambda: service.revoke(personas.user(personas.admin), invitation_id)])
        with pytest.raises(NotFound):
            service.accept(token, name="Gwen", password="seven green kettles hum", time_zone="Europe/Paris")
        db.session.rollback()
        assert db.session.scalar(select(User.id).where(User.email == ADDRESS)) is None
