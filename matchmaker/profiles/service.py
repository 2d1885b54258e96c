"""What members do with a profile. Each function is one transaction; rights are checked here too.

The staff check stands in `reviewing`, who belongs to it in `membership`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict
from matchmaker.extensions import db
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import MailLink
from matchmaker.profiles import contact_rules, policies, proposals, rules, staleness, values
from matchmaker.profiles.completeness import missing_for_submission
from matchmaker.profiles.models import (
    Membership,
    Organisation,
    OrganisationContact,
    ProfileReview,
    ProfileStatus,
    ReviewKind,
)
from matchmaker.profiles.saving import InvalidFields, committed
from matchmaker.profiles.unnamed import unnamed
from matchmaker.taxonomy import Hub, Kind, Lang, MembershipRole

# Kept from the change feed: staff see that they changed, not what they say.
_WITHOUT_VALUES = frozenset({"conflicts", "capacity", "registry_id"})
Faults = dict[str, list[Any]]


def create(actor: User, kind: Kind, hub: Hub, name: str) -> Organisation:
    """Return a new draft that `actor` owns, with the account's own address as first contact."""
    tidied = rules.tidy({"name": name, "kind": kind, "hub": hub}, hub)
    if faults := rules.split({}, tidied, clock.today())[1]:
        raise InvalidFields(faults)
    organisation = Organisation(
        **tidied, claimed_at=clock.now(), lang=Lang(actor.locale), languages=[actor.locale]
    )
    organisation.memberships = [Membership(user_id=actor.id, role=MembershipRole.OWNER)]
    with committed():
        db.session.add(organisation)
        db.session.flush()
        db.session.add(_first_contact(actor, organisation))
        audit.record(db.session(), actor, AuditTag.PROFILE_CREATED, organisation, kind=kind, hub=hub)
    return organisation


def _first_contact(actor: User, organisation: Organisation) -> OrganisationContact:
    return OrganisationContact(
        organisation_id=organisation.id, name=actor.name, email=actor.email, time_zone=actor.time_zone
    )


def save(actor: User, organisation: Organisation, given: Mapping[str, Any], version: int) -> Organisation:
    """Store the given fields of a profile that was read at `version`, all or none.

    Raise InvalidFields where one is wrong, and Conflict where the profile was changed since. On a published
    profile the sensitive fields wait for staff, and the others are live at once.
    """
    edit = _checked(actor, organisation, given, version)
    if edit.faults:
        raise InvalidFields(edit.faults)
    return _store(actor, edit)


def save_contact(
    actor: User, organisation: Organisation, given: Mapping[str, str], version: int | None = None
) -> Organisation:
    """Store the contact person (name, position, email, phone, time_zone: those given), all or none.

    Raises as `save` does, with the fields named `contact_email` and so on. Of the contact the audit event
    says only that it changed.
    """
    edit = _checked(actor, organisation, {}, version, given)
    if edit.faults:
        raise InvalidFields(edit.faults)
    return _store(actor, edit)


def save_valid(
    actor: User,
    organisation: Organisation,
    given: Mapping[str, Any],
    version: int,
    contact: Mapping[str, str] | None = None,
) -> tuple[Organisation, Faults]:
    """Store those of the given fields, and of the contact's, that are right.

    Return the profile as it is now and the faults of the others by field; raise Conflict as `save` does.
    """
    edit = _checked(actor, organisation, given, version, contact)
    return _store(actor, edit), edit.faults


@dataclass(frozen=True)
class _Edit:
    """What may be written to an organisation, and the faults of what may not."""

    organisation: Organisation
    kept: dict[str, Any]
    contact: dict[str, str]
    faults: Faults


def _checked(
    actor: User,
    organisation: Organisation,
    given: Mapping[str, Any],
    version: int | None,
    contact: Mapping[str, str] | None = None,
) -> _Edit:
    loaded = policies.editable(actor, organisation.id)
    if version is not None and loaded.version != version:
        raise Conflict
    current = proposals.current(loaded)
    tidied = rules.tidy(given, given.get("hub") or current["hub"])
    kept, faults = rules.split(current, tidied, clock.today())
    card, wrong = contact_rules.checked(contact or {})
    faults |= {f"contact_{name}": words for name, words in wrong.items()}
    return _Edit(loaded, kept, {name: text for name, text in card.items() if name not in wrong}, faults)


def _store(actor: User, edit: _Edit) -> Organisation:
    organisation = edit.organisation
    waiting = proposals.waiting_part(organisation, edit.kept)
    live = {name: value for name, value in edit.kept.items() if name not in waiting}
    with committed():
        changed = _recorded(organisation, values.write_consistent(organisation, live))
        proposed = proposals.propose(actor, organisation, waiting) if waiting else []
        if _write_contact(organisation, edit.contact):
            changed["contact"] = None
        if changed or proposed:
            organisation.changed_at = clock.now()  # moves the version even where only entries changed
            if organisation.is_published:
                staleness.confirm(actor, organisation)
            _record_edit(actor, organisation, changed, proposed)
    return policies.load(organisation.id)


def _write_contact(organisation: Organisation, card: Mapping[str, str]) -> bool:
    row = db.session.get(OrganisationContact, organisation.id)
    if row is None:
        row = OrganisationContact(organisation_id=organisation.id, **dict.fromkeys(contact_rules.LIMITS, ""))
        row.time_zone = organisation.hub.time_zone
    changed = [name for name, value in card.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, card[name])
    if changed:
        db.session.add(row)
    return bool(changed)


def _record_edit(
    actor: User, organisation: Organisation, changed: Mapping[str, Any], proposed: Sequence[str] = ()
) -> None:
    audit.record(
        db.session(),
        actor,
        AuditTag.PROFILE_EDITED,
        organisation,
        changed=dict(changed),
        proposed=list(proposed),
    )


def _recorded(organisation: Organisation, changed: Mapping[str, tuple[Any, Any]]) -> dict[str, Any]:
    """What the record keeps of a change: it outlives the people, so their names are left out of the texts."""
    people = organisation.people or ()
    before, after = (
        unnamed({name: pair[side] for name, pair in changed.items()}, organisation, people) for side in (0, 1)
    )
    return {
        name: None if name in _WITHOUT_VALUES else [values.to_json(before[name]), values.to_json(after[name])]
        for name in changed
    }


def submit(actor: User, organisation: Organisation) -> ProfileReview:
    """Put a draft before staff.

    Raise InvalidFields while something required is missing, and Conflict for what is no draft.
    """
    loaded = policies.editable(actor, organisation.id)
    if loaded.status not in (ProfileStatus.DRAFT, ProfileStatus.CHANGES_REQUESTED):
        raise Conflict
    if missing := missing_for_submission(values.read(loaded), contact_email(loaded)):
        raise InvalidFields({name: [words] for name, words in missing.items()})
    review = ProfileReview(
        organisation_id=loaded.id, kind=ReviewKind.FIRST_PUBLICATION, requested_by_id=actor.id
    )
    with committed():
        loaded.status = ProfileStatus.SUBMITTED
        db.session.flush()
        db.session.add(review)
        audit.record(db.session(), actor, AuditTag.PROFILE_SUBMITTED, loaded)
    return review


def contact_email(organisation: Organisation) -> str:
    """Return the address of the contact person, for checks of presence only; empty where there is none."""
    row = db.session.get(OrganisationContact, organisation.id)
    return row.email if row else ""


def pause(
    actor: User, organisation: Organisation, starts: date | None = None, ends: date | None = None
) -> Organisation:
    """Take no introductions from `starts` (default today) to `ends` (both included; None: until resumed)."""
    loaded = policies.editable(actor, organisation.id)
    dates = {"paused_from": starts or clock.today(), "paused_until": ends}
    if faults := rules.split({**values.read(loaded), **dates}, dates, clock.today())[1]:
        raise InvalidFields(faults)
    return _set_pause(actor, loaded, AuditTag.PROFILE_PAUSED, dates)


def resume(actor: User, organisation: Organisation) -> Organisation:
    """End a pause, also one that is still to come."""
    loaded = policies.editable(actor, organisation.id)
    dates = {"paused_from": None, "paused_until": None}
    return _set_pause(actor, loaded, AuditTag.PROFILE_RESUMED, dates)


def _set_pause(
    actor: User, organisation: Organisation, tag: AuditTag, dates: Mapping[str, date | None]
) -> Organisation:
    with committed():
        if values.write(organisation, dates):
            organisation.changed_at = clock.now()
            recorded = {name: values.to_json(value) for name, value in dates.items()}
            audit.record(db.session(), actor, tag, organisation, **recorded)
    return policies.load(organisation.id)


def confirm_by_link(link: MailLink, user: User, organisation: Organisation) -> Organisation:
    """Note that the profile holds today and spend the link of the mail, both or neither."""
    mail_links.use(link)
    return confirm_current(user, organisation)


def confirm_current(actor: User, organisation: Organisation) -> Organisation:
    """Note that the profile holds today, without any other change; one that was hidden is seen again."""
    loaded = policies.editable(actor, organisation.id)
    with committed():
        # Locked, so that the timer does not hide it between the look and the confirmation.
        db.session.refresh(loaded, ("version", "hidden_at", "stale_reminded_at"), with_for_update=True)
        staleness.confirm(actor, loaded)
        _record_edit(actor, loaded, {"confirmed_on": None})
    return policies.load(loaded.id)
