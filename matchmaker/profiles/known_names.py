"""The names that give an organisation's people away, and a confidential organisation itself.

They leave this module to be masked in texts, never to be shown.
"""

from dataclasses import dataclass

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.profiles.models import Membership, Organisation, OrganisationContact


@dataclass(frozen=True)
class KnownNames:
    """Names of people, and the marks of the organisation where it is confidential: name, site, number."""

    people: tuple[str, ...]
    marks: tuple[str, ...] = ()


def of(organisation: Organisation) -> KnownNames:
    """Return the names of the organisation's members and contact person, and its marks if confidential."""
    members = select(User.name).join(Membership, Membership.user_id == User.id)
    names = [*db.session.scalars(members.where(Membership.organisation_id == organisation.id))]
    contact = db.session.get(OrganisationContact, organisation.id)
    names.append(contact.name if contact else "")
    people = tuple(dict.fromkeys(name for name in names if name))
    if not organisation.confidential:
        return KnownNames(people)
    marks = (organisation.name, organisation.website_host, organisation.registry_id)
    return KnownNames(people, tuple(mark for mark in marks if mark))
