"""For which side of an introduction a person acts once it was made, and who hears of it across."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies, steps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.introductions.workflow import Status
from matchmaker.profiles import members
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Membership, Organisation
from matchmaker.profiles.policies import OUTSIDER
from matchmaker.profiles.teaser import face

NOT_INTRODUCED = _l("This is open to both sides once they are introduced, and as long as they are.")


def party_of(user: User, introduction: Introduction) -> Party:
    """Return the side for which `user` acts; NotFound for whoever belongs to neither, staff included."""
    held = policies.capacities(user, introduction)
    for party in Party:
        if party.actor in held:
            return party
    raise NotFound


def locked(user: User, introduction_id: int) -> tuple[Introduction, Party]:
    """Lock an introduction that was made and return it with the side of `user`.

    NotFound for strangers, Conflict where the sides do not share contacts (any more).
    """
    row = steps.locked(introduction_id)
    party = party_of(user, row)
    if not row.shares_contacts:
        raise Conflict(NOT_INTRODUCED)
    return row, party


def locked_open(user: User, introduction_id: int) -> tuple[Introduction, Party]:
    """Lock an introduction under way, as `locked` does; Conflict also where it is closed."""
    row, party = locked(user, introduction_id)
    if row.status is not Status.INTRODUCED:
        raise Conflict(NOT_INTRODUCED)
    return row, party


def organisation_of(introduction: Introduction, party: Party) -> Organisation:
    """Return the organisation on the side of `party`."""
    return introduction.seen_from(party.actor)[0]


def name_across(reader: User, introduction: Introduction, party: Party) -> str:
    """Return the name of the side across from `party` as `reader` may know it now."""
    return title_of(reader, introduction, organisation_of(introduction, party.other))


def title_of(reader: User, introduction: Introduction, other: Organisation) -> str:
    """Return the name of `other`, across from `reader`, as the reader may know it now."""
    if introduction.shares_contacts and other.confidential:
        return reveal(reader, other, Grounds.INTRODUCED).organisation_name
    return face(other, OUTSIDER).title


def listeners(organisation: Organisation, user_ids: Collection[int] = ()) -> list[User]:
    """Return the correspondent of a side and those of `user_ids` who still belong to it, each once."""
    statement = (
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.organisation_id == organisation.id, User.id.in_(user_ids), User.active)
        .order_by(User.id)
    )
    correspondent = members.correspondent(organisation)
    found = [*([correspondent] if correspondent else []), *db.session.scalars(statement)]
    return list({user.id: user for user in found}.values())
