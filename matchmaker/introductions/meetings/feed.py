"""Meetings for calendars to fetch: one as a file, or all of a person's at an address that nobody guesses."""

from flask_babel import gettext as _
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from matchmaker.accounts import erasure
from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, tokens
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import NotFound
from matchmaker.core.locale import reading_as
from matchmaker.extensions import db
from matchmaker.introductions import standing
from matchmaker.introductions.meetings import emails, ics, policies
from matchmaker.introductions.meetings.models import CalendarFeed, Meeting


def of(user: User) -> CalendarFeed | None:
    """Return the feed of the person, or None where there is none."""
    return db.session.get(CalendarFeed, user.id)


def issue(actor: User) -> str:
    """Return the token of a new address; an earlier one stops working."""
    token, token_hash = tokens.issue()
    now = clock.now()
    statement = insert(CalendarFeed).values(user_id=actor.id, token_hash=token_hash, created_at=now)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["user_id"], set_={"token_hash": token_hash, "created_at": now}
        )
    )
    audit.record(db.session(), actor, AuditTag.CALENDAR_ISSUED, actor)
    db.session.commit()
    return token


def revoke(actor: User) -> None:
    """Let the address answer no more."""
    gone = delete(CalendarFeed).where(CalendarFeed.user_id == actor.id).returning(CalendarFeed.user_id)
    if db.session.scalar(gone) is not None:
        audit.record(db.session(), actor, AuditTag.CALENDAR_REVOKED, actor)
    db.session.commit()


@erasure.forgets
def _forget(user: User) -> None:
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user.id))


def read(token: str) -> str:
    """Return the feed at this address; NotFound for one that is unknown or revoked."""
    statement = (
        select(User)
        .join(CalendarFeed, CalendarFeed.user_id == User.id)
        .where(CalendarFeed.token_hash == tokens.digest(token), User.active)
    )
    user = db.session.scalar(statement)
    if user is None:
        raise NotFound
    with reading_as(user.locale, user.time_zone):
        return ics.feed(_entries(user), clock.now(), name=_("Meetings of Passerelle"))


def file(user: User, meeting: Meeting) -> str:
    """Return a meeting that lies ahead as a file for calendars, in the reader's words, or raise NotFound."""
    entry = _entry(user, meeting)
    if entry is None or not meeting.has_file:
        raise NotFound
    return ics.file(entry, clock.now())


def _entries(user: User) -> list[ics.Entry]:
    found = (_entry(user, meeting) for meeting in policies.in_calendar_of(user))
    return [entry for entry in found if entry is not None]


def _entry(user: User, meeting: Meeting) -> ics.Entry | None:
    entry = emails.entry_of(meeting)
    if entry is None:
        return None
    party = standing.party_of(user, meeting.introduction)
    return emails.worded(entry, meeting, standing.name_across(user, meeting.introduction, party))
