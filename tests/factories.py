"""One factory per model: rows with sensible values, in the session under way, not committed."""

from typing import Any
from uuid import uuid4

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.profiles import values
from matchmaker.profiles.models import (
    Membership,
    Organisation,
    OrganisationContact,
    ProfileStatus,
)
from matchmaker.taxonomy import Hub, Kind, Lang, MembershipRole, Sector


def user(**given: Any) -> User:
    """A confirmed account."""
    row = User(
        **{
            "email": f"{uuid4().hex[:10]}@people.example.org",
            "name": "Alex Person",
            "fs_uniquifier": uuid4().hex,
            "confirmed_at": clock.now(),
            "active": True,
        }
        | given
    )
    db.session.add(row)
    db.session.flush()
    return row


def organisation(
    owner: User | None = None, *, contact: dict[str, str] | None = None, **given: Any
) -> Organisation:
    """A published organisation; with `owner` a claimed one, else an unclaimed import.

    `given` takes any field of profiles/values.py and any column of the table; `needs` and `offers` are
    tuples of values.Entry. `contact` gives the contact row.
    """
    kind = given.pop("kind", Kind.STARTUP)
    row = Organisation(
        kind=kind,
        hub=given.pop("hub", Hub.PARIS),
        name=given.pop("name", f"Firm {uuid4().hex[:8]}"),
        status=given.pop("status", ProfileStatus.PUBLISHED),
        published_at=clock.now(),
        claimed_at=clock.now() if owner else None,
        entries=[],
        startup=None,
        investor=None,
        programme=None,
    )
    content = {
        "lang": Lang.EN,
        "description_en": "We make things that work.",
        "sectors": [Sector.AI_DATA],
    } | given
    values.details(row)
    values.write(row, {name: value for name, value in content.items() if name in values.fields(kind)})
    for name in set(content) - set(values.fields(kind)):
        setattr(row, name, content[name])
    db.session.add(row)
    db.session.flush()
    if owner:
        membership(row, owner)
    if contact is not None:
        db.session.add(OrganisationContact(organisation_id=row.id, **contact))
    db.session.flush()
    return row


def membership(org: Organisation, member: User, role: MembershipRole = MembershipRole.OWNER) -> Membership:
    """A person's place in an organisation."""
    row = Membership(organisation_id=org.id, user_id=member.id, role=role)
    db.session.add(row)
    db.session.flush()
    return row
