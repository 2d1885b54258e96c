"""What has passed between two organisations: one open introduction at a time, and rests in between."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarResult, and_, func, or_, select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.introductions import gates, wording
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.policies import of_members
from matchmaker.introductions.rules import ENDS_WITH_CONTACTS
from matchmaker.introductions.workflow import OPEN, Actor, ClosedReason, Status
from matchmaker.profiles.models import Organisation
from matchmaker.profiles.policies import own_id_query
from matchmaker.profiles.ports import Rest
from matchmaker.taxonomy import RejectCode

COOL_DOWN = timedelta(days=90)
RESTING_CODES = frozenset({RejectCode.OUT_OF_SCOPE, RejectCode.CONFLICT})


def history(one_id: int, other_id: int) -> list[Introduction]:
    """Return all introductions between the two but drafts, either way round, oldest first, as committed.

    One statement sees an introduction either open or with its end, so a request cannot slip between the two.
    """
    low, high = sorted((one_id, other_id))
    statement = (
        select(Introduction)
        .where(
            func.least(Introduction.requester_id, Introduction.counterpart_id) == low,
            func.greatest(Introduction.requester_id, Introduction.counterpart_id) == high,
            Introduction.status != Status.DRAFT,
        )
        .order_by(Introduction.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def rests_until(introduction: Introduction) -> datetime | None:
    """Return until when the pair of a closed introduction rests, or None where its end asks for no rest."""
    declined = introduction.closed_reason is ClosedReason.DECLINED
    if introduction.closed_at is None or not (declined or introduction.reject_code in RESTING_CODES):
        return None
    return introduction.closed_at + COOL_DOWN


def resting(history: Iterable[Introduction]) -> Introduction | None:
    """Return the introduction because of which the pair still rests, or None."""
    now = clock.now()
    return next((row for row in history if (until := rests_until(row)) and now < until), None)


def knows(organisation_id: int, introduction: Introduction) -> bool:
    """Return whether a side knows of the introduction: it asked, or was asked."""
    return introduction.requester_id == organisation_id or introduction.has_reached_counterpart


def rest_of(organisation_id: int, introduction: Introduction) -> Rest | None:
    """Return the rest that an introduction asks for in words of one of its sides, None for no rest."""
    until = rests_until(introduction)
    if until is None:
        return None
    side = Actor.REQUESTER if introduction.requester_id == organisation_id else Actor.COUNTERPART
    return Rest(introduction.id, wording.rested(introduction.closed_reason, side), until)


def closed_to(organisation_id: int) -> set[int]:
    """Return the organisations that an open introduction, or a rest, keeps this one from asking to meet."""
    statement = select(Introduction).where(
        or_(Introduction.requester_id == organisation_id, Introduction.counterpart_id == organisation_id),
        Introduction.status != Status.DRAFT,
    )
    rows = list(db.session.scalars(statement))
    barred = [row for row in rows if row.status is not Status.CLOSED or resting([row])]
    return {one for row in barred for one in (row.requester_id, row.counterpart_id)} - {organisation_id}


class Introductions:
    """Answers what profiles and matching ask about pairs of organisations."""

    def between(self, user: User, organisation: Organisation) -> bool:
        """Return whether an organisation of `user` and `organisation` were introduced and share contacts."""
        own = own_id_query(user)
        asked, asking = Introduction.counterpart_id, Introduction.requester_id
        found = select(Introduction.id).where(
            or_(
                Introduction.status == Status.INTRODUCED,
                Introduction.closed_reason.in_(ENDS_WITH_CONTACTS),
            ),
            or_(
                and_(asking.in_(own), asked == organisation.id),
                and_(asked.in_(own), asking == organisation.id),
            ),
        )
        return bool(db.session.scalar(select(found.exists())))

    def may_ask(self, own: Organisation, other: Organisation) -> bool:
        """Return whether no plain reason keeps `own` from asking to meet `other`; no hidden one counts."""
        return not gates.seen_by(own, other).is_plain

    def open_states(self, organisation: Organisation) -> dict[int, Status]:
        """Return, by the other side's id, the state of each open introduction the organisation knows of."""
        return {row.other_id(organisation.id): row.status for row in _known(organisation, _IS_OPEN)}

    def under_way(self, own: Organisation) -> dict[int, int]:
        """Return, by the other side's id, the open introductions the organisation knows of."""
        return {row.other_id(own.id): row.id for row in _known(own, _IS_OPEN)}

    def rests(self, own: Organisation) -> dict[int, Rest]:
        """Return, by the other side's id, why and until when the organisation knows that it may not ask."""
        closed = _known(own, Introduction.closed_at > clock.now() - COOL_DOWN)
        return {row.other_id(own.id): rest for row in closed if (rest := rest_of(own.id, row))}


_IS_OPEN = Introduction.status.in_(OPEN)


def _known(organisation: Organisation, condition: ColumnElement[bool]) -> ScalarResult[Introduction]:
    known = of_members(frozenset({organisation.id}))
    return db.session.scalars(select(Introduction).where(condition, known).order_by(Introduction.id))
