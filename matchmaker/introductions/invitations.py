"""Inviting a counterpart that was imported and that nobody answers for yet: the request waits meanwhile."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from matchmaker.accounts.models import User
from matchmaker.extensions import db
from matchmaker.introductions import steps
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.profiles import claims
from matchmaker.profiles.models import Claim, ClaimPurpose, Organisation
from matchmaker.taxonomy import label


def invite(actor: User, introduction: Introduction, version: int, email: str, locale: str) -> None:
    """Invite the counterpart at an address of its own to take over its profile; the state stays as it is.

    For whoever may approve. The mail says what kind of organisation asks and what about, and names nobody.
    Raise as `steps.begin` does, Conflict where it is claimed, Invalid for an address that is not its own.
    """
    row = steps.begin(actor, introduction, version, Action.APPROVE).introduction
    claims.invite(actor, row.counterpart, email, locale, about=_about(row, locale))
    db.session.commit()


def last_invited_at(organisation: Organisation) -> datetime | None:
    """Return when staff last invited the organisation, or None."""
    return db.session.scalar(
        select(func.max(Claim.created_at)).where(
            Claim.organisation_id == organisation.id,
            Claim.purpose == ClaimPurpose.CLAIM,
            Claim.requested_by_id.is_(None),
        )
    )


def _about(introduction: Introduction, locale: str) -> str:
    requester = introduction.requester
    # Lazy: the mail reads it in its own language.
    sentence: str = _l(
        "An organisation (%(kind)s, %(hub)s) asks to be introduced to you. It is about: %(need)s.",
        kind=label(requester.kind, locale),
        hub=label(requester.hub, locale),
        need=label(introduction.need, locale),
    )
    return sentence
