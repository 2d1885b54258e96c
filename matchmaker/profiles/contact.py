"""The only door through which a person, an e-mail or a phone of an organisation leaves the database."""

from dataclasses import dataclass
from enum import StrEnum

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Forbidden
from matchmaker.extensions import db
from matchmaker.profiles import members, policies, ports
from matchmaker.profiles.models import Organisation, OrganisationContact


class Grounds(StrEnum):
    """Why somebody may read a contact."""

    OWN = "own"
    STAFF_DUTY = "staff_duty"
    INTRODUCED = "introduced"


@dataclass(frozen=True)
class ContactCard:
    """Whom to reach, and the identity of the organisation even where its profile is confidential."""

    organisation_id: int
    organisation_name: str
    website: str | None
    name: str
    position: str
    email: str
    phone: str
    time_zone: str


def reveal(actor: User, organisation: Organisation, grounds: Grounds) -> ContactCard:
    """Return the contact on the stated grounds, or raise Forbidden where they do not hold.

    On staff duty the audit event is committed before the card is handed over; other grounds write nothing.
    """
    if not _hold(actor, organisation, grounds):
        raise Forbidden
    if grounds is Grounds.STAFF_DUTY:
        audit.record(
            db.session(), actor, AuditTag.CONTACT_REVEALED, organisation, role="staff", grounds=grounds
        )
        db.session.commit()
    return _card(organisation, grounds)


def _hold(actor: User, organisation: Organisation, grounds: Grounds) -> bool:
    if grounds is Grounds.OWN:
        return policies.membership(actor, organisation) is not None
    if grounds is Grounds.STAFF_DUTY:
        return actor.is_staff
    return ports.introduced_pairs().between(actor, organisation)


def _card(organisation: Organisation, grounds: Grounds) -> ContactCard:
    row = db.session.get(OrganisationContact, organisation.id)
    if row and grounds is Grounds.INTRODUCED and members.has_left(organisation, row.name, row.email):
        row = _stand_in(organisation, row.time_zone)
    return ContactCard(
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        website=organisation.website,
        name=row.name if row else "",
        position=row.position if row else "",
        email=row.email if row else "",
        phone=row.phone if row else "",
        time_zone=row.time_zone if row else organisation.hub.time_zone,
    )


def _stand_in(organisation: Organisation, time_zone: str) -> OrganisationContact:
    """Return the colleague who reads the mails now, in the place of a contact who left; blank without one."""
    colleague = members.correspondent(organisation)
    return OrganisationContact(
        name=colleague.name if colleague else "",
        position="",
        email=colleague.email if colleague else "",
        phone="",
        time_zone=time_zone,
    )
