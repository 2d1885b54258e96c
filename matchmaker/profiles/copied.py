"""A person's places in organisations, and the profiles the person edits, in a copy of the person's data."""

from typing import Any

from sqlalchemy import select

from matchmaker.accounts import copies
from matchmaker.accounts.models import User
from matchmaker.core.text import fold
from matchmaker.extensions import db
from matchmaker.profiles import export, policies, values
from matchmaker.profiles.contact import Grounds, reveal
from matchmaker.profiles.models import Claim, MemberInvitation, Membership, Organisation

_CONTACT = ("name", "position", "email", "phone", "time_zone")


@copies.gives
def organisations(user: User) -> copies.Files:
    """Return the places of `user` and invitations to others, and each profile that `user` may edit."""
    edited = policies.edited_by(user)
    tables = {f"organisations/{row.kind.value}-{row.id}.csv": export.of_one(row) for row in edited}
    own = {
        "places": _places(user),
        "invitations": _addressed_to(user, MemberInvitation, "role", "accepted_at"),
        "links_to_take_over_or_remove": _addressed_to(user, Claim, "purpose", "used_at"),
        "contact_of": [card for row in policies.organisations_of(user) if (card := _contact(user, row))],
        "profiles": [_profile(row) for row in edited],
    }
    return {"organisations.json": own, **tables}


def _places(user: User) -> list[dict[str, Any]]:
    statement = select(Membership).where(Membership.user_id == user.id).order_by(Membership.id)
    return copies.listed(db.session.scalars(statement), "organisation_id", "role", "created_at")


def _addressed_to(user: User, model: type[MemberInvitation | Claim], *names: str) -> list[dict[str, Any]]:
    statement = select(model).where(model.email == user.email).order_by(model.id)
    rows = db.session.scalars(statement)
    return copies.listed(rows, "organisation_id", "created_at", "expires_at", *names)


def _contact(user: User, organisation: Organisation) -> dict[str, Any] | None:
    """Return what to reach the person by, where the person is the contact; a colleague's stays out."""
    card = reveal(user, organisation, Grounds.OWN)
    named = bool(user.name) and fold(card.name) == fold(user.name)
    if not named and card.email.lower() != user.email:
        return None
    return {"organisation_id": organisation.id} | {name: getattr(card, name) for name in _CONTACT}


def _profile(organisation: Organisation) -> dict[str, Any]:
    times = copies.fields(
        organisation, "created_at", "published_at", "claimed_at", "confirmed_on", "changed_at", "hidden_at"
    )
    return {"id": organisation.id, "status": organisation.status, **values.read(organisation), **times}
