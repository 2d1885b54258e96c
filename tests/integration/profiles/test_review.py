"""The staff check of first publications and of sensitive changes."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.accounts import service as accounts
from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict, Forbidden, Invalid
from matchmaker.core.mail import OutgoingMail
from matchmaker.extensions import db
from matchmaker.profiles import policies, reviewing, service
from matchmaker.profiles.models import Organisation, ProfileReview, ProfileStatus, ReviewState
from matchmaker.profiles.saving import InvalidFields
from matchmaker.taxonomy import Hub, Kind, MembershipRole, Sector
from tests import factories
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("context")
STORY = {"description_fr": "Nous mesurons l’air des villes. " * 5, "sectors": [Sector.CLIMATE_ENERGY]}


@pytest.fixture
def submit(context: Flask, personas: Personas) -> Callable[..., tuple[Organisation, ProfileReview]]:
    """Create, fill and submit a profile of the Paris founder."""

    def make(**given: Any) -> tuple[Organisation, ProfileReview]:
        founder = personas.user(personas.paris_founder)
        draft = service.create(founder, Kind.STARTUP, Hub.PARIS, "Air Clair")
        saved = service.save(founder, draft, STORY | given, draft.version)
        return saved, service.submit(founder, saved)

    return make


def mails() -> list[OutgoingMail]:
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_submission_names_what_is_missing(personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    draft = service.create(founder, Kind.STARTUP, Hub.PARIS, "Air Clair")
    service.save_contact(founder, draft, {"email": ""})
    with pytest.raises(InvalidFields) as refused:
        service.submit(founder, draft)
    assert set(refused.value.faults) == {"description", "sectors", "contact_email"}


def test_an_approved_profile_is_published_and_its_owner_told_in_french(
    submit: Callable[..., Any], personas: Personas
) -> None:
    organisation, review = submit()
    reviewing.approve(personas.user(personas.valley_staff), review.id)
    published = policies.load(organisation.id)
    assert published.status is ProfileStatus.PUBLISHED
    assert published.published_at is not None
    assert published.confirmed_on is not None
    (told,) = mails()
    assert (told.recipient, told.locale) == (personas.paris_founder.email, "fr")
    assert f"/organisations/{organisation.id}" in told.text


def test_no_delegate_hears_of_a_decision_that_only_editors_may_act_on(
    submit: Callable[..., Any], personas: Personas
) -> None:
    organisation, review = submit()
    delegate, editor = (personas.user(personas.make(name)) for name in ("Dele Gue", "Edith Redac"))
    factories.membership(organisation, delegate, MembershipRole.DELEGATE)
    factories.membership(organisation, editor, MembershipRole.EDITOR)
    accounts.deactivate(None, personas.paris_founder.id)
    reviewing.request_changes(personas.user(personas.valley_staff), review.id, "Please say more.")
    assert [mail.recipient for mail in mails()] == [editor.email]


def test_changes_are_asked_for_with_a_note_and_the_profile_comes_back(
    submit: Callable[..., Any], personas: Personas
) -> None:
    organisation, review = submit()
    staff, founder = personas.user(personas.paris_staff), personas.user(personas.paris_founder)
    with pytest.raises(Invalid):
        reviewing.request_changes(staff, review.id, " \n ")
    reviewing.request_changes(staff, review.id, "Précisez votre marché.")
    assert policies.load(organisation.id).status is ProfileStatus.CHANGES_REQUESTED
    assert "Précisez votre marché." in mails()[-1].text
    second = service.submit(founder, organisation)
    assert second.id != review.id


def test_nobody_else_decides(submit: Callable[..., Any], personas: Personas) -> None:
    organisation, review = submit()
    founder, staff = personas.user(personas.paris_founder), personas.user(personas.paris_staff)
    for actor in (founder, personas.user(personas.admin), personas.user(personas.outsider)):
        with pytest.raises(Forbidden):
            reviewing.approve(actor, review.id)
    factories.membership(organisation, staff, MembershipRole.DELEGATE)
    db.session.commit()
    with pytest.raises(Forbidden):
        reviewing.approve(staff, review.id)
    assert policies.load(organisation.id).status is ProfileStatus.SUBMITTED


def test_a_decision_is_made_once(submit: Callable[..., Any], personas: Personas) -> None:
    _organisation, review = submit()
    staff = personas.user(personas.paris_staff)
    reviewing.approve(staff, review.id)
    with pytest.raises(Conflict):
        reviewing.approve(staff, review.id)
    with pytest.raises(Conflict):
        reviewing.request_changes(staff, review.id, "Too late")
    assert len(mails()) == 1


def test_staff_do_not_publish_what_they_have_not_seen(submit: Callable[..., Any], personas: Personas) -> None:
    organisation, review = submit()
    seen = policies.load(organisation.id).version
    service.save(personas.user(personas.paris_founder), organisation, {"tagline": "Buy now"}, seen)
    with pytest.raises(Conflict):
        reviewing.approve(personas.user(personas.paris_staff), review.id, seen)
    assert policies.load(organisation.id).status is ProfileStatus.SUBMITTED
    assert db.session.get_one(ProfileReview, review.id).state is ReviewState.PENDING


def test_an_approved_change_of_name_and_kind_goes_live(personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    published = factories.organisation(founder, name="Old Name")
    db.session.commit()
    given = {"name": "New Name", "kind": Kind.INVESTOR, "confidential": True}
    service.save(founder, published, given, published.version)
    review = db.session.scalars(select(ProfileReview)).one()
    reviewing.approve(personas.user(personas.paris_staff), review.id)
    changed = policies.load(published.id)
    assert (changed.name, changed.sort_key) == ("New Name", "new name")
    assert (changed.kind, changed.confidential) == (Kind.INVESTOR, True)


def test_a_refused_change_leaves_the_profile_as_it_is_published(personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    published = factories.organisation(founder, name="Old Name")
    db.session.commit()
    service.save(founder, published, {"name": "New Name"}, published.version)
    review = db.session.scalars(select(ProfileReview)).one()
    reviewing.request_changes(personas.user(personas.paris_staff), review.id, "Send the extract.")
    kept = policies.load(published.id)
    assert (kept.name, kept.status) == ("Old Name", ProfileStatus.PUBLISHED)


def test_two_published_organisations_do_not_share_a_registration_number(
    submit: Callable[..., Any], personas: Personas
) -> None:
    factories.organisation(name="First", registry_id="732829320")
    db.session.commit()
    organisation, review = submit(registry_id="732 829 320")
    with pytest.raises(Conflict, match="registration number"):
        reviewing.approve(personas.user(personas.paris_staff), review.id)
    assert policies.load(organisation.id).status is ProfileStatus.SUBMITTED
    assert mails() == []


def test_a_removed_profile_does_not_come_back_by_an_open_review(
    submit: Callable[..., Any], personas: Personas
) -> None:
    organisation, review = submit()
    organisation.status = ProfileStatus.REMOVED
    db.session.commit()
    with pytest.raises(Conflict):
        reviewing.approve(personas.user(personas.paris_staff), review.id)
    assert policies.load(organisation.id).status is ProfileStatus.REMOVED


def test_each_decision_is_recorded(submit: Callable[..., Any], personas: Personas) -> None:
    organisation, review = submit()
    reviewing.approve(personas.user(personas.paris_staff), review.id)
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject_id == organisation.id).order_by(AuditEvent.id)
    ).all()
    assert [event.tag for event in events if event.subject_type == "organisations"] == [
        AuditTag.PROFILE_CREATED,
        AuditTag.PROFILE_EDITED,
        AuditTag.PROFILE_SUBMITTED,
        AuditTag.PROFILE_APPROVED,
    ]
    assert (events[-1].actor_id, events[-1].actor_role) == (personas.paris_staff.id, "staff")
