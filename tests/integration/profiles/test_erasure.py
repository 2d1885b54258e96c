"""An account that is erased leaves nothing of its person, and its colleagues go on."""

from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, inspect, select

from matchmaker.accounts import erasure
from matchmaker.accounts.models import User
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.mail import OutgoingMail, delivery
from matchmaker.extensions import db
from matchmaker.introductions import sweeps
from matchmaker.introductions.meetings import feed
from matchmaker.introductions.workflow import ClosedReason
from matchmaker.profiles import members, policies, service, values
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Membership, ProfileStatus
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import MembershipRole, NeedCode
from tests import factories
from tests.integration.introductions.conftest import CAMILLE, Scene, scene
from tests.integration.mail.conftest import MailServer, mail_server, send_to

__all__ = ["mail_server", "scene"]


def everything() -> str:
    """All rows of all tables of ours, as one text in small letters."""
    names = [name for name in inspect(db.engine).get_table_names() if not name.startswith("procrastinate_")]
    metadata = MetaData()
    tables = [Table(name, metadata, autoload_with=db.engine) for name in names]
    return "\n".join(repr(list(db.session.execute(select(table)))) for table in tables).lower()


def send_last_mail(app: Flask, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> EmailMessage:
    """Let the mail that confirms an erasure go out, and return it."""
    send_to(server, app, monkeypatch)
    delivery.deliver(db.session.scalars(select(OutgoingMail.id).order_by(OutgoingMail.id.desc())).first())
    return server.handler.messages[-1]


def test_nothing_that_tells_who_it_was_is_left_in_any_table(
    context: Flask, scene: Scene, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = scene.people.paris_founder
    founder, row_id = scene.user(person), scene.introduced()
    feed.issue(founder)
    name, scene_name = founder.name.lower(), scene.startup.name
    held = everything()
    assert person.email in held
    assert name in held
    assert CAMILLE["email"] in held
    erasure.erase(founder, founder.id)
    last = send_last_mail(context, mail_server, monkeypatch)
    assert last["To"] == person.email
    assert scene_name in last.as_string()
    sweeps.run()
    left = everything()
    assert [word for word in (person.email, name, CAMILLE["email"]) if word in left] == []
    row = scene.introduction(row_id)
    assert (row.closed_reason, row.message, row.requested_by_id) == (ClosedReason.ERASED, "", person.id)
    assert scene.startup.status is ProfileStatus.REMOVED
    told = select(AuditEvent.actor_id).where(AuditEvent.tag == AuditTag.INTRODUCTION_TRANSITION)
    assert person.id in db.session.scalars(told).all()


@pytest.mark.parametrize("role", MembershipRole)
def test_a_colleague_becomes_owner_and_contact(context: Flask, scene: Scene, role: MembershipRole) -> None:
    founder = scene.user(scene.people.paris_founder)
    colleague = scene.user(scene.people.make("Colette Confrere"))
    factories.membership(scene.startup, colleague, role)
    founder.name = CAMILLE["name"]  # the contact is the founder in person
    row_id = scene.introduced()
    erasure.erase(None, founder.id)
    place = db.session.scalars(select(Membership).where(Membership.organisation_id == scene.startup_id)).one()
    assert (place.user_id, place.role) == (colleague.id, MembershipRole.OWNER)
    assert members.correspondent(scene.startup) is colleague
    card = reveal(scene.user(scene.people.valley_investor), scene.startup, Grounds.INTRODUCED)
    assert (card.name, card.email, card.phone) == (colleague.name, colleague.email, "")
    sweeps.run()
    assert scene.introduction(row_id).closed_reason is None


def test_what_an_organisation_goes_on_with_no_longer_names_the_person(context: Flask, scene: Scene) -> None:
    founder, colleague = (scene.user(scene.people.make(name)) for name in ("Zelie Quarven", "Colette Dan"))
    startup = factories.organisation(
        founder,
        name="Quarven Robotics",
        description_en="Ask Zelie Quarven, or Zélie, about Quarven Robotics.",
        tagline="Founded by Z. Quarven",
        needs=(Entry(NeedCode.MENTOR, text="Somebody for Zélie Quarven"),),
    )
    factories.membership(startup, colleague, MembershipRole.EDITOR)
    service.save(founder, startup, {"offers_text": "Zelie Quarven shows our hall in Ivry."}, startup.version)
    service.save(founder, startup, {"offers_text": "Zelie Quarven shows both halls."}, startup.version)
    erasure.erase(None, founder.id)
    assert "zelie quarven" not in everything()
    assert "our hall in ivry" in everything()  # what the record keeps of an edit
    left = values.read(policies.load(startup.id))
    assert left["description_en"] == "Ask […], or […], about Quarven Robotics."
    assert left["tagline"] == "Founded by […]"
    assert left["needs"][0].text == "Somebody for […]"


def test_an_address_that_was_never_confirmed_gets_no_last_mail(context: Flask, scene: Scene) -> None:
    user = scene.user(scene.people.outsider)
    user.confirmed_at = None
    db.session.commit()
    erasure.erase(None, user.id)
    assert db.session.scalars(select(OutgoingMail)).all() == []


def test_who_may_erase_whom(context: Flask, scene: Scene) -> None:
    people = scene.people
    founder, admin = scene.user(people.paris_founder), scene.user(people.admin)
    for person in (people.outsider, people.paris_staff):
        with pytest.raises(Forbidden):
            erasure.erase(scene.user(person), founder.id)
    with pytest.raises(Conflict):
        erasure.erase(admin, admin.id)
    erasure.erase(admin, founder.id)
    with pytest.raises(NotFound):
        erasure.erase(admin, founder.id)
    with pytest.raises(NotFound):
        erasure.erase(admin, 10**6)
    assert db.session.get_one(User, founder.id).erased_at is not None
