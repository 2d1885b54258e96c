"""Writing a profile: drafts, edits, versions, what waits for staff."""

from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from matchmaker.core.audit import AuditEvent, AuditTag
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.extensions import db
from matchmaker.profiles import policies, proposals, service, values
from matchmaker.profiles.models import Organisation, ProfileStatus, ReviewKind
from matchmaker.profiles.saving import InvalidFields
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import (
    Currency,
    Direction,
    District,
    Hub,
    Kind,
    Lang,
    MembershipRole,
    NeedCode,
    Sector,
    Stage,
    SubSector,
    Urgency,
)
from tests import factories
from tests.personas import Personas

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def draft(context: Flask, personas: Personas) -> Organisation:
    founder = personas.user(personas.paris_founder)
    return service.create(founder, Kind.STARTUP, Hub.PARIS, "  Air\x00 Clair ")


def last_event(organisation: Organisation) -> AuditEvent:
    event = db.session.scalar(
        select(AuditEvent).where(AuditEvent.subject_id == organisation.id).order_by(AuditEvent.id.desc())
    )
    assert event is not None
    return event


def test_a_new_profile_is_a_draft_that_its_author_owns(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    assert (draft.name, draft.status, draft.sort_key) == ("Air Clair", ProfileStatus.DRAFT, "air clair")
    place = policies.membership(founder, draft)
    assert place is not None
    assert place.role is MembershipRole.OWNER
    assert service.contact_email(draft) == founder.email


def test_every_kind_of_field_is_saved_and_read_back(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    given = {
        "website": "airclair.example.org",
        "district": District.PANTIN,
        "sectors": [Sector.CLIMATE_ENERGY],
        "sub_sectors": [SubSector.CLIMATE_ENERGY_AIR_QUALITY],
        "needs": (Entry(NeedCode.PILOT_CUSTOMER, Direction.PARIS_TO_SV, Urgency.NOW, "A city"),),
        "stage": Stage.SEED,
        "round_min": Decimal("1500000.00"),
        "currency": Currency.EUR,
        "conflicts": ["Rival", "Rival", " "],
    }
    saved = service.save(founder, draft, given, draft.version)
    db.session.expire_all()
    read = values.read(policies.load(saved.id))
    expected = given | {"website": "https://airclair.example.org", "conflicts": ["Rival"]}
    assert {name: read[name] for name in given} == expected


def test_a_change_of_entries_or_details_alone_moves_the_version(
    draft: Organisation, personas: Personas
) -> None:
    founder = personas.user(personas.paris_founder)
    before, moment = draft.version, draft.changed_at
    saved = service.save(founder, draft, {"needs": (Entry(NeedCode.HIRING),)}, before)
    assert saved.version == before + 1
    assert saved.changed_at > moment
    again = service.save(founder, saved, {"trl": 4}, saved.version)
    assert again.version == before + 2


def test_saving_what_is_there_already_changes_nothing(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    saved = service.save(founder, draft, {"tagline": "Clean air"}, draft.version)
    again = service.save(founder, saved, {"tagline": " Clean air ", "sectors": []}, saved.version)
    assert again.version == saved.version


def test_of_two_saves_of_one_version_the_second_is_a_conflict(
    draft: Organisation, personas: Personas
) -> None:
    founder, opened = personas.user(personas.paris_founder), draft.version
    service.save(founder, draft, {"tagline": "First"}, opened)
    with pytest.raises(Conflict):
        service.save(founder, draft, {"tagline": "Second"}, opened)
    assert policies.load(draft.id).tagline == "First"


def test_a_strict_save_refuses_all_and_a_lenient_one_keeps_what_is_right(
    draft: Organisation, personas: Personas
) -> None:
    founder = personas.user(personas.paris_founder)
    given = {"tagline": "Clean air", "website": "nonsense"}
    with pytest.raises(InvalidFields) as refused:
        service.save(founder, draft, given, draft.version)
    assert set(refused.value.faults) == {"website"}
    assert policies.load(draft.id).tagline == ""
    saved, faults = service.save_valid(founder, draft, given, draft.version)
    assert saved.tagline == "Clean air"
    assert set(faults) == {"website"}


def test_strangers_find_nothing_and_delegates_may_not_write(draft: Organisation, personas: Personas) -> None:
    outsider = personas.user(personas.outsider)
    with pytest.raises(NotFound):
        service.save(outsider, draft, {"tagline": "Mine"}, draft.version)
    factories.membership(draft, outsider, MembershipRole.DELEGATE)
    db.session.commit()
    with pytest.raises(Forbidden):
        service.save(outsider, draft, {"tagline": "Mine"}, draft.version)


def test_a_kind_changes_in_a_draft_and_asks_for_other_details(
    draft: Organisation, personas: Personas
) -> None:
    founder = personas.user(personas.paris_founder)
    saved = service.save(founder, draft, {"kind": Kind.INVESTOR, "pre_revenue": False}, draft.version)
    assert values.read(saved)["pre_revenue"] is False


def test_a_new_hub_clears_a_place_of_the_old_one(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    saved = service.save(founder, draft, {"district": District.PANTIN}, draft.version)
    moved = service.save(founder, saved, {"hub": Hub.SILICON_VALLEY}, saved.version)
    assert (moved.hub, moved.district) == (Hub.SILICON_VALLEY, None)


@pytest.mark.parametrize(
    ("texts", "lang"),
    [
        ({"description_fr": "Bonjour"}, Lang.FR),
        ({"description_fr": "Bonjour", "description_en": "Hello"}, Lang.BOTH),
        ({"description_en": "Hello", "lang": Lang.FR}, Lang.EN),
        ({"description_en": "Hello", "lang": Lang.BOTH}, Lang.BOTH),
    ],
)
def test_the_language_of_the_texts_covers_those_there_are(
    draft: Organisation, personas: Personas, texts: dict[str, Any], lang: Lang
) -> None:
    saved = service.save(personas.user(personas.paris_founder), draft, texts, draft.version)
    assert saved.lang is lang


def test_after_publication_only_the_sensitive_fields_wait(personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    published = factories.organisation(founder, name="Old Name")
    db.session.commit()
    given = {"name": "New Name", "hub": Hub.SILICON_VALLEY, "district": District.PALO_ALTO, "tagline": "Live"}
    saved = service.save(founder, published, given, published.version)
    assert (saved.name, saved.hub, saved.district, saved.tagline) == ("Old Name", Hub.PARIS, None, "Live")
    review = proposals.pending_review(saved.id)
    assert review is not None
    assert review.kind is ReviewKind.SENSITIVE_CHANGE
    assert proposals.decoded(review) == {name: given[name] for name in ("name", "hub", "district")}
    assert last_event(saved).data["proposed"] == ["district", "hub", "name"]


def test_a_waiting_change_is_amended_and_withdrawn(personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    published = factories.organisation(founder, name="Old Name")
    db.session.commit()
    saved = service.save(founder, published, {"name": "First Idea"}, published.version)
    saved = service.save(founder, saved, {"name": "Second Idea"}, saved.version)
    assert proposals.proposed(saved.id) == {"name": "Second Idea"}
    saved = service.save(founder, saved, {"name": "Old Name"}, saved.version)
    assert proposals.pending_review(saved.id) is None


def test_edits_are_recorded_with_public_values_and_without_contact_data(
    draft: Organisation, personas: Personas
) -> None:
    founder = personas.user(personas.paris_founder)
    saved = service.save(founder, draft, {"tagline": "New", "conflicts": ["Rival"]}, draft.version)
    event = last_event(saved)
    assert event.tag is AuditTag.PROFILE_EDITED
    assert event.data["changed"] == {"tagline": ["", "New"], "conflicts": None}
    card = {"name": "Canary Person", "email": "canary@example.org", "phone": "+33 1 00 00 00 01"}
    service.save_contact(founder, saved, card, saved.version)
    recorded = repr([row.data for row in db.session.scalars(select(AuditEvent))])
    assert "anary" not in recorded
    assert "00 00" not in recorded


def test_a_wrong_contact_is_refused_whole(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    with pytest.raises(InvalidFields) as refused:
        service.save_contact(founder, draft, {"name": "Ada", "email": "nowhere"}, draft.version)
    assert set(refused.value.faults) == {"contact_email"}


def test_a_pause_holds_to_its_last_day_and_ends_when_resumed(draft: Organisation, personas: Personas) -> None:
    founder = personas.user(personas.paris_founder)
    paused = service.pause(founder, draft)
    assert paused.is_paused(paused.changed_at.date())
    resumed = service.resume(founder, paused)
    assert not resumed.is_paused(resumed.changed_at.date())


def test_an_organisation_needs_a_name() -> None:
    with pytest.raises(InvalidFields):
        service.create(factories.user(), Kind.PROGRAMME, Hub.PARIS, " \x00 ")
