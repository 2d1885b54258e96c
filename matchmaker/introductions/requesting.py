"""Entering a new request: who may ask whom, and once at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from matchmaker.accounts.models import User
from matchmaker.core import clock, settings
from matchmaker.core.errors import Conflict
from matchmaker.core.presentation import show_moment
from matchmaker.extensions import db
from matchmaker.introductions import gates, pairs, steps
from matchmaker.introductions.models import ONE_OPEN, Introduction
from matchmaker.introductions.workflow import OPEN, Action, Actor, Status
from matchmaker.profiles import policies as profiles
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.ports import Rest

ALREADY_OPEN = _l("An introduction between these two organisations is already under way.")
HIDDEN = _l("Your own profile is hidden until you confirm that it is still right.")
NOT_PUBLISHED = _l("Your own profile is not published yet: publish it first.")
QUOTA_USED = _l(
    "Your organisation has as many requests open as it may have at once. "
    "Wait for an answer, or withdraw one of them. Your text is kept as a draft."
)
PAUSED = _l("Your own organisation is paused: resume it first.")


def enter(actor: User, requester: Organisation, counterpart: Organisation, **content: Any) -> Introduction:
    """Add the request and its audit event to the session, after every check; the caller commits."""
    check(actor, requester, counterpart)
    check_quota(requester)
    introduction = Introduction(
        requester=requester,
        counterpart=counterpart,
        requested_by_id=actor.id,
        hub=requester.hub,
        submitted_at=clock.now(),
        **content,
    )
    with one_open(requester, counterpart):
        db.session.add(introduction)
        db.session.flush()
    steps.record(introduction, actor, Actor.REQUESTER, Action.REQUEST, before=None)
    return introduction


@contextmanager
def one_open(requester: Organisation, counterpart: Organisation) -> Iterator[None]:
    """Write within the block what makes the pair's introduction open; Conflict for whoever comes second."""
    try:
        with db.session.begin_nested():  # whoever asks at the same moment wins or loses here
            yield
    except IntegrityError as error:
        if ONE_OPEN not in str(error.orig):
            raise
        _check_pair(requester, counterpart)
        raise Conflict(gates.NOT_AVAILABLE) from None


@dataclass(frozen=True)
class Quota:
    """How many requests an organisation may have open at once, and how many it has."""

    limit: int
    used: int

    @property
    def left(self) -> int:
        """How many more it may send now."""
        return max(0, self.limit - self.used)


def quota(requester: Organisation) -> Quota:
    """Return how many requests of the organisation are open, of those it may have."""
    opened = select(func.count()).where(
        Introduction.requester_id == requester.id,
        Introduction.status.in_(OPEN - {Status.INTRODUCED}),
        Introduction.proposed.is_(False),
    )
    limit = settings.get(db.session(), "open_requests_per_organisation")
    return Quota(limit=limit, used=db.session.scalar(opened) or 0)


def check_quota(requester: Organisation) -> None:
    """Raise Conflict where no request is left, and keep others from taking the last until the end."""
    db.session.execute(
        select(Organisation.id).where(Organisation.id == requester.id).with_for_update(key_share=True)
    )
    if (used := no_request_left(requester)) is not None:
        raise Conflict(used)


def no_request_left(requester: Organisation) -> object | None:
    """Return in words that the organisation has as many requests open as it may, None where it has not."""
    return None if quota(requester).left else QUOTA_USED


def check(actor: User, requester: Organisation, counterpart: Organisation) -> None:
    """Raise what keeps `actor` from asking on behalf of `requester` to meet `counterpart`.

    NotFound for a foreign requester or an invisible counterpart; Conflict for a closed gate, and for a
    pair that is taken or rests. A member learns nothing of a request the other side sent to staff.
    """
    profiles.require_member(actor, requester)
    profiles.get_visible(actor, counterpart.id)
    _check_own(actor, requester, counterpart)
    gates.seen_by(requester, counterpart).refuse()
    _check_pair(requester, counterpart)


def _check_pair(requester: Organisation, counterpart: Organisation) -> None:
    history = pairs.history(requester.id, counterpart.id)
    for earlier in history:
        if earlier.status is not Status.CLOSED:
            raise Conflict(ALREADY_OPEN if pairs.knows(requester.id, earlier) else gates.NOT_AVAILABLE)
    rested = pairs.resting(history)
    rest = None if rested is None else pairs.rest_of(requester.id, rested)
    if rested is not None and rest is not None:
        raise Conflict(_told(rest) if pairs.knows(requester.id, rested) else gates.NOT_AVAILABLE)


def _check_own(actor: User, requester: Organisation, counterpart: Organisation) -> None:
    if not requester.is_published:
        raise Conflict(NOT_PUBLISHED)
    if not requester.is_listed:
        raise Conflict(HIDDEN)
    if requester.is_paused(clock.today(requester.hub.time_zone)):
        raise Conflict(PAUSED)
    if profiles.membership(actor, counterpart) is not None:
        raise Conflict(_l("You belong to both organisations: no introduction is needed."))


def _told(rest: Rest) -> object:
    return _l("%(why)s You can ask again from %(moment)s.", why=rest.why, moment=show_moment(rest.until))
