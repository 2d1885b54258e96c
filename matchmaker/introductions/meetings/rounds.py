"""What becomes of meetings when time passes, and when the introduction they hang on ends."""

from datetime import timedelta
from functools import partial

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import set_committed_value

from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, followup, notices, standing
from matchmaker.introductions import steps as introductions
from matchmaker.introductions.meetings import emails, steps
from matchmaker.introductions.meetings.models import Meeting, Slot
from matchmaker.introductions.meetings.workflow import OPEN, Action, Status
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.parties import Party
from matchmaker.introductions.rules import ENDS_WITH_CONTACTS

LAPSED, ASKED = "meeting_lapsed", "did_it_take_place"
ASKED_WITHIN = timedelta(days=30)  # later nobody remembers, and "did you meet?" has been asked


@followup.sign
def met_or_about_to() -> ColumnElement[bool]:
    """They met, or have a time for it, or one side waits for the other to choose one."""
    ahead = and_(Meeting.status == Status.SCHEDULED, Meeting.ends_at > clock.now())
    return exists().where(
        Meeting.introduction_id == Introduction.id,
        or_(Meeting.status.in_((Status.HELD, Status.PROPOSED)), ahead),
    )


@aftermath.on_round
def lapse() -> None:
    """End the proposals whose times have all passed, and note whom to tell; one transaction each."""
    ahead = exists().where(
        Slot.meeting_id == Meeting.id, Slot.round == Meeting.round, Slot.starts_at > clock.now()
    )
    passed = (Meeting.status == Status.PROPOSED) & ~ahead
    due = db.session.execute(select(Meeting.introduction_id, Meeting.id).where(passed).order_by(Meeting.id))
    for introduction_id, meeting_id in due.all():
        aftermath.attempt(partial(_lapse, introduction_id, meeting_id, passed), meeting_id=meeting_id)
        db.session.commit()


@aftermath.on_round
def ask() -> None:
    """Ask both sides once, of each meeting whose time is over and that nobody speaks of, if it took place."""
    now = clock.now()
    silent = and_(
        Meeting.status == Status.SCHEDULED,
        Meeting.asked_at.is_(None),
        Meeting.ends_at.between(now - ASKED_WITHIN, now),
    )
    due = db.session.execute(select(Meeting.introduction_id, Meeting.id).where(silent).order_by(Meeting.id))
    for introduction_id, meeting_id in due.all():
        aftermath.attempt(partial(_ask, introduction_id, meeting_id, silent), meeting_id=meeting_id)
        db.session.commit()


@aftermath.on_end
def end(introduction: Introduction) -> None:
    """Call off what is still ahead: proposals always, agreed times unless both sides keep their contacts."""
    keeps = introduction.closed_reason in ENDS_WITH_CONTACTS
    for meeting in _open(introduction):
        if meeting.status is Status.SCHEDULED and (keeps or meeting.has_begun):
            continue
        step = steps.by_timer(meeting, Action.CANCEL)
        steps.finish(step)
        if step.had_time:
            emails.of_cancellation(step)


@aftermath.on_wipe
def wipe(introduction: Introduction) -> None:
    """Leave no note and no link of a meeting."""
    own = Meeting.introduction_id == introduction.id
    db.session.execute(update(Meeting).where(own).values(note="", video_url=None))


def _open(introduction: Introduction) -> list[Meeting]:
    statement = (
        select(Meeting)
        .where(Meeting.introduction_id == introduction.id, Meeting.status.in_(OPEN))
        .options(selectinload(Meeting.slots))
        .with_for_update(of=Meeting)
        .execution_options(populate_existing=True)
    )
    rows = list(db.session.scalars(statement))
    for row in rows:
        set_committed_value(row, "introduction", introduction)
    return rows


def _ask(introduction_id: int, meeting_id: int, silent: ColumnElement[bool]) -> None:
    meeting = steps.locked(introductions.locked(introduction_id), meeting_id)
    # The version stays: whoever looks at the page of the meeting now is not disturbed.
    claim = update(Meeting).where(Meeting.id == meeting_id, silent).values(asked_at=clock.now())
    asked = db.session.scalar(claim.returning(Meeting.id).execution_options(synchronize_session=False))
    if asked is None or not meeting.introduction.shares_contacts:
        return
    for party in Party:
        organisation = standing.organisation_of(meeting.introduction, party)
        for reader in standing.listeners(organisation, emails.people(meeting)):
            notices.later(reader, ASKED, meeting.introduction)


def _lapse(introduction_id: int, meeting_id: int, passed: ColumnElement[bool]) -> None:
    meeting = steps.locked(introductions.locked(introduction_id), meeting_id)
    if db.session.scalar(select(Meeting.id).where(Meeting.id == meeting_id, passed)) is None:
        return  # another worker, or a person, was there first
    steps.finish(steps.by_timer(meeting, Action.LAPSE))
    organisation = standing.organisation_of(meeting.introduction, meeting.party)
    for reader in standing.listeners(organisation, [meeting.organiser_id]):
        notices.later(reader, LAPSED, meeting.introduction)
