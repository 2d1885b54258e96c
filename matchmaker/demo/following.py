"""What followed one introduction of the demonstration: messages, two meetings, an outcome corrected once."""

from datetime import timedelta
from decimal import Decimal

from matchmaker.core import clock
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.world import World
from matchmaker.introductions.meetings import policies
from matchmaker.introductions.meetings import service as meetings
from matchmaker.introductions.meetings.service import Proposal
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes import policies as told
from matchmaker.introductions.outcomes import service as outcomes
from matchmaker.introductions.outcomes.service import Told
from matchmaker.introductions.steps import locked
from matchmaker.introductions.thread import service as thread
from matchmaker.taxonomy import Currency, OutcomeType

STARTUP, INVESTOR = "startup-paris-01", "investor-sv-02"
MESSAGES = (
    (34.6, STARTUP, "Thank you for accepting. Shall I send the figures of the two lines before we speak?"),
    (
        34.1,
        INVESTOR,
        "Please do, one page is enough. I would like a colleague to join us for the first call.",
    ),
)
LINK = "https://video.example.org/tricolline"
SECOND_MEETING = Told(
    OutcomeType.SECOND_MEETING, text="Good first call; they asked for our customers’ numbers."
)
INVESTMENT = Told(
    OutcomeType.INVESTMENT, Decimal(250_000), Currency.USD, jobs_paris=1, text="First cheque.", shared=True
)
AHEAD = timedelta(days=3)


def follow(world: World, calendar: Calendar) -> None:
    """Note all of it."""
    for days, key, text in MESSAGES:
        calendar.ago(days, _write, world, key, text)
    calendar.ago(33.5, _propose, world, STARTUP, "How the pilot lines work, and what comes next.")
    calendar.ago(33.1, _accept, world, INVESTOR)
    calendar.ago(25.4, _held, world)
    calendar.ago(24.2, _tell, world)
    calendar.ago(4.6, _correct, world)
    calendar.ago(1.7, _propose, world, INVESTOR, "What the first cheque is for, and who else to call.")
    calendar.ago(0.8, _accept, world, STARTUP)


def _introduction(world: World) -> Introduction:
    return locked(world.introductions[STARTUP, INVESTOR])


def _write(world: World, key: str, text: str) -> None:
    thread.send(world.owner(key), _introduction(world), text)


def _propose(world: World, key: str, note: str) -> None:
    introduction = _introduction(world)
    moments = [one for one in policies.offers(introduction, 30) if one > clock.now() + AHEAD]
    meetings.propose(world.owner(key), introduction, Proposal(tuple(moments[:3]), video_url=LINK, note=note))


def _accept(world: World, key: str) -> None:
    meeting = policies.of_introduction(_introduction(world))[0]
    meetings.accept(world.owner(key), meeting, meeting.version, meeting.offered[1].starts_at)


def _held(world: World) -> None:
    meeting = policies.of_introduction(_introduction(world))[0]
    meetings.hold(world.owner(STARTUP), meeting, meeting.version)


def _tell(world: World) -> None:
    outcomes.note(world.owner(STARTUP), _introduction(world), SECOND_MEETING)


def _correct(world: World) -> None:
    introduction = _introduction(world)
    [outcome] = told.of_introduction(introduction)
    outcomes.correct(world.owner(INVESTOR), introduction, outcome.id, outcome.latest.number, INVESTMENT)
