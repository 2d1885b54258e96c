"""What members did with their profiles later: colleagues, edits, a pause, matches kept or set aside."""

from datetime import timedelta
from typing import Any

from matchmaker.accounts import service as accounts
from matchmaker.core import clock
from matchmaker.core.permissions import Role
from matchmaker.demo.calendar import Calendar
from matchmaker.demo.files import Person
from matchmaker.demo.world import World
from matchmaker.matching import marks
from matchmaker.profiles import membership
from matchmaker.profiles import service as profiles
from matchmaker.taxonomy import DismissReason, MembershipRole

PAUSED = ("startup-paris-08", 9.6, timedelta(days=30))
# Of a published profile: some go live at once, a new name waits for staff.
EDITS: tuple[tuple[float, str, dict[str, Any]], ...] = (
    (12.3, "startup-paris-01", {"headcount": 21, "headcount_paris": 21}),
    (6.1, "startup-sv-01", {"tagline": "A second life for vehicle batteries, tested cell by cell"}),
    (1.8, "startup-sv-03", {"name": "Gridwren Energy"}),
)
CONFIRMED = (
    (12.2, "startup-paris-01"),
    (6.0, "startup-sv-01"),
    (20.4, "investor-sv-01"),
    (31.1, "investor-paris-01"),
)
SAVED = (
    (14.2, "startup-paris-01", "investor-sv-01"),
    (13.9, "startup-paris-01", "programme-sv-05"),
    (13.7, "startup-paris-01", "startup-sv-01"),
    (8.4, "startup-sv-01", "investor-paris-01"),
    (6.2, "investor-sv-01", "startup-paris-01"),
    (5.9, "investor-sv-01", "startup-paris-10"),
    (7.5, "investor-paris-01", "startup-sv-01"),
)
SET_ASIDE = (
    (13.8, "startup-paris-01", "investor-sv-03", DismissReason.SECTOR),
    (8.3, "startup-sv-01", "investor-paris-07", DismissReason.NOT_CONVINCING),
    (6.0, "investor-sv-01", "startup-paris-07", DismissReason.SECTOR),
    (7.4, "investor-paris-01", "startup-sv-12", DismissReason.SECTOR),
)


def live(world: World, calendar: Calendar, people: list[Person]) -> None:
    """Note all of it."""
    for position, person in enumerate(p for p in people if p.role is not MembershipRole.OWNER):
        calendar.ago(80.0 - position, _join, world, person)
    for days, key, given in EDITS:
        calendar.ago(days, _edit, world, key, given)
    for days, key in CONFIRMED:
        calendar.ago(days, _confirm, world, key)
    calendar.ago(PAUSED[1], _pause, world, PAUSED[0], PAUSED[2])
    for days, key, other in SAVED:
        calendar.ago(days, _save, world, key, other)
    for days, key, other, reason in SET_ASIDE:
        calendar.ago(days, _set_aside, world, key, other, reason)


def _join(world: World, person: Person) -> None:
    organisation = world.organisation(person.organisation)
    zone = organisation.hub.time_zone
    invitation = membership.invite(world.owner(person.organisation), organisation, person.email, person.role)
    user = accounts.create(person.email, None, Role.MEMBER, None, person.name, person.locale, time_zone=zone)
    membership.join(user, invitation)


def _edit(world: World, key: str, given: dict[str, Any]) -> None:
    organisation = world.organisation(key)
    profiles.save(world.owner(key), organisation, given, organisation.version)


def _confirm(world: World, key: str) -> None:
    profiles.confirm_current(world.owner(key), world.organisation(key))


def _pause(world: World, key: str, length: timedelta) -> None:
    organisation = world.organisation(key)
    first = clock.today(organisation.hub.time_zone)
    profiles.pause(world.owner(key), organisation, first, first + length)


def _save(world: World, key: str, other: str) -> None:
    marks.save(world.owner(key), world.organisation(key), world.organisations[other])


def _set_aside(world: World, key: str, other: str, reason: DismissReason) -> None:
    marks.dismiss(world.owner(key), world.organisation(key), world.organisations[other], reason)
