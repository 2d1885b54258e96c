"""Invitations, roles, and who may leave."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.profiles import members, membership, policies
from matchmaker.profiles.models import MemberInvitation, Organisation
from matchmaker.taxonomy import MembershipRole
from tests import factories
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def organisation(context: object, personas: Personas) -> Organisation:
    row = factories.organisation(personas.user(personas.paris_founder), name="Air Clair")
    db.session.commit()
    return row


def mailed_token() -> str:
    mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
    assert mail is not None
    found = re.search(r"/invitation/(\S+)", mail.text)
    assert found is not None
    return found[1]


def test_a_colleague_joins_with_the_mailed_link(organisation: Organisation, personas: Personas) -> None:
    owner, colleague = personas.user(personas.paris_founder), personas.user(personas.outsider)
    membership.invite(owner, organisation, f" {colleague.email.upper()} ", MembershipRole.DELEGATE)
    invitation = membership.find_invitation(colleague, mailed_token())
    place = membership.join(colleague, invitation)
    assert place.role is MembershipRole.DELEGATE
    with pytest.raises(NotFound):
        membership.find_invitation(colleague, mailed_token())


def test_the_link_is_stored_nowhere(organisation: Organisation, personas: Personas) -> None:
    membership.invite(personas.user(personas.paris_founder), organisation, "new@example.org")
    stored = db.session.scalars(select(MemberInvitation)).one()
    assert mailed_token() not in (stored.token_hash, stored.email)


def test_a_link_works_only_for_the_address_it_was_sent_to_once_confirmed(
    organisation: Organisation, personas: Personas
) -> None:
    owner, other = personas.user(personas.paris_founder), personas.user(personas.outsider)
    invitation = membership.invite(owner, organisation, "newcomer@example.org")
    with pytest.raises(Forbidden):
        membership.find_invitation(other, mailed_token())
    with pytest.raises(Forbidden):
        membership.join(other, invitation)
    newcomer = factories.user(email="newcomer@example.org", confirmed_at=None)
    assert members.invitations_for(newcomer) == []
    with pytest.raises(Forbidden):
        membership.join(newcomer, invitation)
    newcomer.confirmed_at = clock.now()
    db.session.commit()
    ((found, of),) = members.invitations_for(newcomer)
    assert (found.id, of.id) == (invitation.id, organisation.id)
    assert membership.join(newcomer, invitation).organisation_id == organisation.id


def test_a_link_expires_and_a_newer_one_replaces_it(organisation: Organisation, personas: Personas) -> None:
    owner, colleague = personas.user(personas.paris_founder), personas.user(personas.outsider)
    membership.invite(owner, organisation, colleague.email)
    first = mailed_token()
    membership.invite(owner, organisation, colleague.email)
    with pytest.raises(NotFound):
        membership.find_invitation(colleague, first)
    invitation = membership.find_invitation(colleague, mailed_token())
    with clock.at(clock.now() + timedelta(days=15)):
        with pytest.raises(NotFound):
            membership.find_invitation(colleague, mailed_token())
        with pytest.raises(Conflict):
            membership.join(colleague, invitation)


def test_only_owners_manage_members(organisation: Organisation, personas: Personas) -> None:
    owner, editor = personas.user(personas.paris_founder), personas.user(personas.outsider)
    factories.membership(organisation, editor, MembershipRole.EDITOR)
    db.session.commit()
    with pytest.raises(Forbidden):
        membership.invite(editor, organisation, "new@example.org")
    with pytest.raises(Forbidden):
        membership.change_role(editor, organisation, editor.id, MembershipRole.OWNER)
    with pytest.raises(Forbidden):
        membership.remove(editor, organisation, owner.id)
    with pytest.raises(NotFound):
        membership.invite(personas.user(personas.valley_founder), organisation, "new@example.org")


def test_the_last_owner_neither_leaves_nor_steps_down(organisation: Organisation, personas: Personas) -> None:
    owner, editor = personas.user(personas.paris_founder), personas.user(personas.outsider)
    factories.membership(organisation, editor, MembershipRole.EDITOR)
    db.session.commit()
    with pytest.raises(Conflict):
        membership.remove(owner, organisation, owner.id)
    with pytest.raises(Conflict):
        membership.change_role(owner, organisation, owner.id, MembershipRole.EDITOR)
    membership.change_role(owner, organisation, editor.id, MembershipRole.OWNER)
    membership.remove(owner, organisation, owner.id)
    assert policies.membership(owner, organisation) is None


def test_mail_goes_to_the_oldest_owner_who_can_read_it(
    organisation: Organisation, personas: Personas
) -> None:
    owner, second = personas.user(personas.paris_founder), personas.user(personas.outsider)
    with clock.at(clock.now() + timedelta(hours=1)):
        factories.membership(organisation, second, MembershipRole.OWNER)
    assert members.correspondent(organisation) == owner
    owner.active = False
    db.session.commit()
    assert members.correspondent(organisation) == second
    assert members.correspondent(factories.organisation()) is None


def test_who_belongs_already_or_is_no_address_is_not_invited(
    organisation: Organisation, personas: Personas
) -> None:
    owner = personas.user(personas.paris_founder)
    with pytest.raises(Conflict):
        membership.invite(owner, organisation, owner.email)
    with pytest.raises(Invalid):
        membership.invite(owner, organisation, "nobody\nBcc: all@example.org")


def test_a_withdrawn_invitation_no_longer_works(organisation: Organisation, personas: Personas) -> None:
    owner, colleague = personas.user(personas.paris_founder), personas.user(personas.outsider)
    invitation = membership.invite(owner, organisation, colleague.email)
    membership.withdraw_invitation(owner, organisation, invitation.id)
    with pytest.raises(NotFound):
        membership.find_invitation(colleague, mailed_token())
    with pytest.raises(NotFound):
        membership.withdraw_invitation(owner, organisation, 999)
