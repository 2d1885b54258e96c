"""Which meetings a person may see, and which may be offered when."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from matchmaker.accounts.models import User
from matchmaker.core import clock, settings
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.introductions.calendars import Holidays
from matchmaker.introductions.meetings.models import Meeting, Seat
from matchmaker.introductions.meetings.overlap import DAY, Hours, slots
from matchmaker.introductions.meetings.workflow import WITH_A_TIME, Actor, Status
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.introductions.policies import WITH_SIDES, of_members
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import LinkPurpose, MailLink
from matchmaker.profiles.policies import own_ids
from matchmaker.taxonomy import Hub

NOTICE = timedelta(hours=12)  # the other side needs time to answer
HORIZON = 21  # days
STEP = timedelta(minutes=30)
SHOWN_IN_FEED = timedelta(days=365)
SIDES: Any = WITH_SIDES  # loaders of introductions, typed by SQLAlchemy for the top level only


def of_introduction(introduction: Introduction) -> list[Meeting]:
    """Return the meetings of an introduction with their slots, newest first."""
    statement = (
        select(Meeting)
        .where(Meeting.introduction_id == introduction.id)
        .options(selectinload(Meeting.slots))
        .order_by(Meeting.id.desc())
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def get_own(user: User, introduction_id: int, meeting_id: int) -> Meeting:
    """Return a meeting of an introduction that `user` may know of as a member, or raise NotFound."""
    statement = (
        select(Meeting)
        .join(Meeting.introduction)
        .where(Meeting.id == meeting_id, Introduction.id == introduction_id, of_members(own_ids(user)))
        .options(contains_eager(Meeting.introduction).options(*SIDES), selectinload(Meeting.slots))
        .execution_options(populate_existing=True)
    )
    meeting = db.session.scalar(statement)
    if meeting is None:
        raise NotFound
    return meeting


def by_link(token: str) -> tuple[MailLink, User, Meeting]:
    """Return the live link of a mail behind `token`, whose it is and the meeting that it asks about.

    NotFound also for one whose person left the side, or whose meeting somebody has spoken of by now.
    """
    link, user = mail_links.find(token, LinkPurpose.MEETING)
    introduction_id = db.session.scalar(select(Meeting.introduction_id).where(Meeting.id == link.subject_id))
    meeting = get_own(user, introduction_id or 0, link.subject_id)
    if meeting.status is not Status.SCHEDULED or not meeting.introduction.shares_contacts:
        raise NotFound(mail_links.DEAD_LINK)
    return link, user, meeting


def latest_asked(introduction: Introduction) -> Meeting:
    """Return the meeting about which both sides of the introduction were asked last; there must be one."""
    statement = select(Meeting).where(
        Meeting.introduction_id == introduction.id, Meeting.asked_at.is_not(None)
    )
    found = db.session.scalars(statement.order_by(Meeting.asked_at.desc(), Meeting.id.desc())).first()
    assert found is not None
    return found


def capacity(party: Party, meeting: Meeting) -> Actor:
    """Return in which capacity people of the side act on the meeting now."""
    return Actor.PROPOSER if meeting.party is party else Actor.INVITED


def hours(introduction: Introduction) -> tuple[Hours, Hours]:
    """Return the hours of both sides: each city's for two cities, usual ones within one."""
    chosen = settings.get(db.session(), "meeting_hours")
    hubs = (introduction.requester.hub, introduction.counterpart.hub)
    if hubs[0] is hubs[1]:
        own = _hours(hubs[0], chosen["one_city"])
        return own, own
    return _hours(Hub.SILICON_VALLEY, chosen[Hub.SILICON_VALLEY]), _hours(Hub.PARIS, chosen[Hub.PARIS])


def offers(introduction: Introduction, minutes: int, taken: Iterable[Seat] = ()) -> list[datetime]:
    """Return the moments that may be proposed for a meeting of so many minutes, without those in `taken`."""
    here, there = hours(introduction)
    today, length, soonest = clock.today(here.zone), timedelta(minutes=minutes), clock.now() + NOTICE
    busy = list(taken)
    return [
        start
        for start in slots((today + DAY * n for n in range(HORIZON + 1)), here, there, length, step=STEP)
        if start >= soonest and not any(_meets(seat, start, start + length) for seat in busy)
    ]


def seats(user_ids: Collection[int]) -> list[Seat]:
    """Return what accepted meetings take of the time of these people from now on."""
    statement = select(Seat).where(Seat.user_id.in_(user_ids), Seat.ends_at > clock.now())
    return list(db.session.scalars(statement))


def taken(user_ids: Collection[int], start: datetime, end: datetime) -> set[int]:
    """Return who of these people sits in a meeting between the two moments."""
    statement = select(Seat.user_id).where(
        Seat.user_id.in_(user_ids), Seat.starts_at < end, Seat.ends_at > start
    )
    return set(db.session.scalars(statement))


def to_answer(own: frozenset[int]) -> list[Meeting]:
    """Return the proposed meetings of which the organisations `own` should choose a time, oldest first.

    Sides are loaded.
    """
    asked = or_(
        and_(Introduction.requester_id.in_(own), Meeting.party == Party.COUNTERPART),
        and_(Introduction.counterpart_id.in_(own), Meeting.party == Party.REQUESTER),
    )
    statement = (
        select(Meeting)
        .join(Meeting.introduction)
        .where(Meeting.status == Status.PROPOSED, asked)
        .options(contains_eager(Meeting.introduction).options(*SIDES))
        .order_by(Meeting.id)
    )
    return [row for row in db.session.scalars(statement) if row.introduction.shares_contacts]


def in_calendar_of(user: User) -> list[Meeting]:
    """Return the accepted meetings that `user` sits in, as long as the user's side shares contacts.

    Sides are loaded; what lies more than a year back is left out.
    """
    sits = select(Seat.meeting_id).where(Seat.user_id == user.id)
    statement = (
        select(Meeting)
        .join(Meeting.introduction)
        .where(
            Meeting.id.in_(sits),
            Meeting.status.in_(WITH_A_TIME),
            Meeting.starts_at > clock.now() - SHOWN_IN_FEED,
            of_members(own_ids(user)),
        )
        .options(contains_eager(Meeting.introduction).options(*SIDES))
        .order_by(Meeting.starts_at, Meeting.id)
    )
    return [row for row in db.session.scalars(statement) if row.introduction.shares_contacts]


def _hours(hub: Hub, from_to: list[int]) -> Hours:
    opens, closes = from_to
    return Hours(hub.time_zone, time(opens), time(closes), Holidays(hub))


def _meets(seat: Seat, start: datetime, end: datetime) -> bool:
    return seat.starts_at.astimezone(UTC) < end and start < seat.ends_at.astimezone(UTC)
