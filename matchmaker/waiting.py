"""What waits for a person who opens the start page: the next step of each matter, and where to take it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaker import upkeep
from matchmaker.accounts.models import User
from matchmaker.core.permissions import Permission, may
from matchmaker.introductions import inbox, queue, standing
from matchmaker.introductions.inbox import Tab
from matchmaker.introductions.meetings import policies as meetings
from matchmaker.introductions.meetings.models import Meeting
from matchmaker.matching import service as matching
from matchmaker.matching import versions
from matchmaker.matching.engine import Band
from matchmaker.matching.ports import pair_states
from matchmaker.matching.served import NotReady
from matchmaker.matching.service import Recommendation
from matchmaker.profiles import desk, members, policies
from matchmaker.profiles.models import Organisation, ProfileStatus
from matchmaker.taxonomy import MembershipRole
from matchmaker.upkeep import Standing

FEW = 3  # matches on the start page


@dataclass(frozen=True)
class Step:
    """Something to do, in words, the page on which it is done, if any, and by when the first of it."""

    words: str
    url: str | None
    by: datetime | None = None


@dataclass(frozen=True)
class Start:
    """The start page of a person: what to do, agreed meetings with the name across, whom each could meet.

    `matches`: the best few for each published organisation; `is_newcomer`: somebody who would register an
    organisation and has none yet; `standing`: how the service does, for admins.
    """

    steps: list[Step]
    coming: list[tuple[Meeting, str]]
    matches: list[tuple[Organisation, list[Recommendation]]]
    is_newcomer: bool
    standing: Standing | None


def start(user: User) -> Start:
    """Return what the start page of `user` shows."""
    own = policies.organisations_of(user)
    matches = [(row, _best(user, row)) for row in own if row.is_listed]
    joins = may(user, Permission.PROFILE_EDIT) and not may(user, Permission.PROFILE_REVIEW)
    looks_after = may(user, Permission.SETTING_EDIT)
    return Start(
        _steps(user, own),
        _coming(user),
        matches,
        joins and not own,
        upkeep.standing() if looks_after else None,
    )


def _best(user: User, organisation: Organisation) -> list[Recommendation]:
    """Return the best few of all kinds that the organisation may ask now and that are no weak match."""
    taken = {*pair_states().open_states(organisation), *pair_states().rests(organisation)}
    try:
        listed = [matching.ranked(organisation, kind, user) for kind in matching.kinds_for(organisation)]
    except NotReady:  # the first index is being built
        return []
    worth = [one for one in chain.from_iterable(listed) if one.band is not Band.WEAK and one.id not in taken]
    worth.sort(key=lambda one: -one.score)
    return matching.explained(organisation, worth[:FEW], user)


def _steps(user: User, own: Sequence[Organisation]) -> list[Step]:
    found: list[Step] = []
    if may(user, Permission.INTRODUCTION_DECIDE):
        found += _of_desk(user)
    if may(user, Permission.INTRODUCTION_READ):
        found += _of_introductions(user)
    if may(user, Permission.PROFILE_EDIT):
        found += _of_profiles(user, own)
    if may(user, Permission.SETTING_EDIT):
        found += [Step(duty.words, duty.url) for duty in upkeep.duties(user)]
    return found + list(_of_tools(user))


def _of_tools(user: User) -> Iterator[Step]:
    if may(user, Permission.PROFILE_IMPORT) and (count := upkeep.uploads_of(user)):
        words = ngettext(
            "%(num)d file that you uploaded is to be imported or deleted",
            "%(num)d files that you uploaded are to be imported or deleted",
            count,
        )
        yield Step(words, url_for("imports.index"))
    if may(user, Permission.MATCH_TUNE) and versions.candidate() is not None:
        yield Step(_("Weights learnt from decisions wait to be looked at"), url_for("weights.show"))


def _coming(user: User) -> list[tuple[Meeting, str]]:
    ahead = [row for row in meetings.in_calendar_of(user) if row.has_file]
    return [(row, _across(user, row)) for row in ahead]


def _across(user: User, meeting: Meeting) -> str:
    row = meeting.introduction
    return str(standing.name_across(user, row, standing.party_of(user, row)))


def _of_desk(user: User) -> Iterator[Step]:
    count, by = queue.undecided(user)
    if count:
        words = ngettext(
            "%(num)d request of your city to decide", "%(num)d requests of your city to decide", count
        )
        yield Step(words, url_for("desk.queue"), by)
    if count := desk.count(user):
        yield Step(
            ngettext(
                "%(num)d profile of your city to check", "%(num)d profiles of your city to check", count
            ),
            url_for("review.queue", hub=user.staff_hub),
        )


def _of_introductions(user: User) -> Iterator[Step]:
    own = policies.own_ids(user)
    counts = inbox.counts(own)
    if count := counts[Tab.TO_ANSWER]:
        yield Step(
            ngettext(
                "%(num)d introduction waits for your answer",
                "%(num)d introductions wait for your answer",
                count,
            ),
            url_for("introductions.inbox", tab=Tab.TO_ANSWER),
            inbox.first_deadline(own),
        )
    for meeting in meetings.to_answer(own):
        yield Step(
            _("Choose a time for the meeting with %(name)s", name=_across(user, meeting)),
            url_for("meetings.show", introduction_id=meeting.introduction_id, meeting_id=meeting.id),
        )
    if count := counts[Tab.DRAFTS]:
        words = ngettext("%(num)d request is not sent yet", "%(num)d requests are not sent yet", count)
        yield Step(words, url_for("introductions.inbox", tab=Tab.DRAFTS))


def _of_profiles(user: User, own: Sequence[Organisation]) -> Iterator[Step]:
    places = members.places_of(user)
    for _invitation, organisation in members.invitations_for(user):
        words = _("You are invited to join %(organisation)s", organisation=organisation.name)
        yield Step(words, url_for("profiles.index"))
    for organisation in own:
        if places[organisation.id].role is not MembershipRole.DELEGATE and (words := _next(organisation)):
            yield Step(words, url_for("profiles.check", organisation_id=organisation.id))


def _next(organisation: Organisation) -> str:
    name = organisation.name
    if organisation.status is ProfileStatus.DRAFT:
        return str(_("Finish the profile of %(organisation)s and submit it", organisation=name))
    if organisation.status is ProfileStatus.CHANGES_REQUESTED:
        return str(_("Staff ask for changes in the profile of %(organisation)s", organisation=name))
    if organisation.hidden_at is not None:
        return str(_("Confirm that the profile of %(organisation)s is still right", organisation=name))
    return ""
