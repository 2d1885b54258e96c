"""What follows an introduction, as the pages of a side and of staff show it."""

from dataclasses import dataclass

from matchmaker.accounts.models import User
from matchmaker.introductions import standing
from matchmaker.introductions.meetings import policies as meetings
from matchmaker.introductions.meetings import wording
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.introductions.meetings.workflow import Status as MeetingStatus
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes import policies as outcomes
from matchmaker.introductions.outcomes.models import Outcome
from matchmaker.introductions.outcomes.policies import Told
from matchmaker.introductions.parties import Party
from matchmaker.introductions.thread import policies as thread
from matchmaker.introductions.thread.models import Message, ThreadReport
from matchmaker.introductions.workflow import Status

LATEST = 3  # messages on the page of the introduction


@dataclass(frozen=True)
class Panel:
    """Messages, meetings and outcomes as one side may read them."""

    party: Party
    other: str
    messages: list[Message]
    meetings: list[Meeting]
    outcomes: list[tuple[Outcome, Told]]
    is_open: bool
    is_shared: bool

    @property
    def latest(self) -> list[Message]:
        """The last few messages, oldest first."""
        return self.messages[-LATEST:]

    def is_asked(self, meeting: Meeting) -> bool:
        """Whether it is the reader's side that should choose a time."""
        return self.is_open and meeting.status is MeetingStatus.PROPOSED and meeting.party is not self.party


@dataclass(frozen=True)
class DeskPanel:
    """Meetings and outcomes as staff read them, and whether a side asks them to read the messages."""

    meetings: list[Meeting]
    outcomes: list[Outcome]
    report: ThreadReport | None


two_clocks = wording.two_clocks
STATUS = wording.STATUS


def of(user: User, introduction: Introduction) -> Panel | None:
    """Return what a member of a side sees, None before the two were introduced."""
    if introduction.introduced_at is None:
        return None
    party, shared = standing.party_of(user, introduction), introduction.shares_contacts
    told = outcomes.of_introduction(introduction) if shared else []
    return Panel(
        party=party,
        other=standing.name_across(user, introduction, party),
        messages=thread.readable(introduction, party),
        meetings=meetings.of_introduction(introduction) if shared else [],
        outcomes=[(row, outcomes.readable([row.latest], party)[0]) for row in told],
        is_open=introduction.status is Status.INTRODUCED,
        is_shared=shared,
    )


def for_desk(introduction: Introduction) -> DeskPanel:
    """Return what staff see: no message."""
    return DeskPanel(
        meetings=meetings.of_introduction(introduction),
        outcomes=outcomes.of_introduction(introduction),
        report=thread.open_report(introduction),
    )
