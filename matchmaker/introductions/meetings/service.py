"""The steps of a meeting. Each is one transaction: state, seats, audit event and mails, or nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.mail.message import domain_of
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.introductions import messages, standing
from matchmaker.introductions.meetings import emails, policies, steps, wording
from matchmaker.introductions.meetings.models import (
    LENGTHS,
    MOST_SLOTS,
    NOTE_LENGTH,
    ONE_PLACE,
    Meeting,
    Seat,
    Slot,
)
from matchmaker.introductions.meetings.steps import Step
from matchmaker.introductions.meetings.workflow import OPEN, Action
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import MailLink

MOST_OPEN = 3
OWN_TIME = _l("You have another meeting at that time: accept another slot, or propose others.")
OTHER_TIME = _l(
    "The other side has another meeting at that time by now: accept another slot, or propose others."
)
PASSED = _l("That time is no longer on offer. Choose another, or propose others.")
TOO_MANY = _l("So many meetings are open between you: settle or cancel one of them first.")


@dataclass(frozen=True)
class Proposal:
    """What one side offers: moments, how long the meeting takes, the organiser's video link and a note."""

    slots: tuple[datetime, ...]
    minutes: int = LENGTHS[0]
    video_url: str = ""
    note: str = ""


def propose(actor: User, introduction: Introduction, proposal: Proposal) -> Meeting:
    """Propose a meeting to the other side of an introduction under way.

    NotFound for strangers, Invalid for moments that are not on offer, Conflict once the introduction ended.
    """
    row, party = standing.locked_open(actor, introduction.id)
    open_now = [meeting for meeting in policies.of_introduction(row) if meeting.status in OPEN]
    if len(open_now) >= MOST_OPEN:
        raise Conflict(TOO_MANY)
    uid = f"{uuid4()}@{domain_of(current_app.config['MAIL_FROM'])}"
    meeting = Meeting(introduction=row, party=party, organiser_id=actor.id, uid=uid, round=1, slots=[])
    _put(meeting, actor, row, proposal)
    db.session.add(meeting)
    db.session.flush()
    steps.record(meeting, actor, party, Action.PROPOSE, None)
    emails.of_proposal(meeting)
    db.session.commit()
    return meeting


def accept(actor: User, meeting: Meeting, version: int, slot: datetime) -> Meeting:
    """Agree to one of the slots on offer: it takes the time of both people.

    Conflict where the slot has passed or is no longer on offer, or either person sits elsewhere by then.
    """
    step = steps.begin(actor, meeting, version, Action.ACCEPT)
    row = step.meeting
    if slot not in [offered.starts_at for offered in row.offered] or slot <= clock.now():
        raise Conflict(PASSED)
    end = slot + timedelta(minutes=row.minutes)
    _take_seats(actor, row, slot, end)
    row.starts_at, row.ends_at, row.attendee_id = slot, end, actor.id
    steps.finish(step, starts_at=_iso(slot))
    emails.of_agreement(step)
    db.session.commit()
    return row


def move(actor: User, meeting: Meeting, version: int, proposal: Proposal) -> Meeting:
    """Propose other times: an agreed one is given up, and it is the other side's turn to accept."""
    step = steps.begin(actor, meeting, version, Action.MOVE)
    assert step.party is not None
    row = step.meeting
    earlier, given_up = emails.Earlier.of(row), _iso(row.starts_at)
    row.party, row.organiser_id, row.round = step.party, actor.id, row.round + 1
    row.starts_at = row.ends_at = row.attendee_id = row.missed_by = row.asked_at = None
    steps.finish(step, starts_at=given_up)
    _put(row, actor, row.introduction, proposal)
    emails.of_move(step, earlier)
    db.session.commit()
    return row


def cancel(actor: User, meeting: Meeting, version: int) -> Meeting:
    """Call the meeting off, before it begins."""
    step = steps.begin(actor, meeting, version, Action.CANCEL)
    steps.finish(step, starts_at=_iso(step.meeting.starts_at))
    emails.of_cancellation(step)
    db.session.commit()
    return step.meeting


def hold(actor: User, meeting: Meeting, version: int) -> Meeting:
    """Note that the meeting took place, once its time has come."""
    step = steps.begin(actor, meeting, version, Action.HOLD)
    step.meeting.missed_by = None
    return _noted(step)


def miss(actor: User, meeting: Meeting, version: int, missed_by: Party) -> Meeting:
    """Note who did not come; the other side may correct it."""
    step = steps.begin(actor, meeting, version, Action.MISS)
    step.meeting.missed_by = missed_by
    return _noted(step)


def answer_by_link(link: MailLink, user: User, meeting: Meeting, missed_by: Party | None) -> Meeting:
    """Note that the meeting took place, or who did not come, and spend the mail's link: both or neither."""
    mail_links.use(link)
    if missed_by is None:
        return hold(user, meeting, meeting.version)
    return miss(user, meeting, meeting.version, missed_by)


def _noted(step: Step) -> Meeting:
    row = step.meeting
    steps.finish(step, starts_at=_iso(row.starts_at), missed_by=row.missed_by)
    db.session.commit()
    return row


def _put(meeting: Meeting, actor: User, introduction: Introduction, proposal: Proposal) -> None:
    """Write the proposal into the meeting; raise Invalid for what cannot be offered."""
    chosen = sorted({slot.astimezone(UTC) for slot in proposal.slots})
    if not 1 <= len(chosen) <= MOST_SLOTS or proposal.minutes not in LENGTHS:
        raise Invalid(_l("Propose one to five times."))
    offered = set(policies.offers(introduction, proposal.minutes, policies.seats({actor.id})))
    for slot in chosen:
        if slot not in offered:
            raise Invalid(_not_on_offer(slot))
    meeting.minutes, meeting.video_url = proposal.minutes, messages.deck_url(proposal.video_url)
    meeting.note = _note(proposal.note)
    meeting.slots += [
        Slot(round=meeting.round, position=place, starts_at=slot)
        for place, slot in enumerate(chosen, start=1)
    ]


def _take_seats(actor: User, meeting: Meeting, start: datetime, end: datetime) -> None:
    """Take the time of both people; whoever agrees at the same moment waits for their rows, and then sees."""
    people = sorted({meeting.organiser_id, actor.id})
    statement = select(User.id).where(User.id.in_(people)).order_by(User.id)
    db.session.execute(statement.with_for_update(key_share=True))
    if busy := policies.taken(people, start, end):
        raise Conflict(OWN_TIME if actor.id in busy else OTHER_TIME)
    db.session.add_all(
        Seat(meeting_id=meeting.id, user_id=person, starts_at=start, ends_at=end) for person in people
    )
    try:
        db.session.flush()
    except IntegrityError as error:  # the database has the last word
        if ONE_PLACE not in str(error.orig):
            raise
        raise Conflict(OTHER_TIME) from None


def _note(text: str) -> str:
    cleaned = clean(text)
    if len(cleaned) > NOTE_LENGTH:
        raise Invalid(_l("Please shorten this to %(number)s characters.", number=NOTE_LENGTH))
    return cleaned


def _not_on_offer(slot: datetime) -> object:
    return _l(
        "%(time)s is too soon, outside the hours of both cities, too short for the meeting, or taken by "
        "another meeting of yours.",
        time=wording.two_clocks(slot),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
