"""When a profile has become old: who belongs to it is reminded, then it is hidden until somebody confirms it.

What its members confirm, edit or have published holds for some months. Then they are asked once; some days
later the profile is hidden from others, and comes back with the next confirmation or edit. An imported
profile that nobody has claimed is never asked after: nobody would be there to answer.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Date, and_, cast, func, or_
from sqlalchemy.orm import InstrumentedAttribute

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, settings
from matchmaker.core.audit import AuditTag
from matchmaker.extensions import db
from matchmaker.profiles.models import Organisation, ProfileStatus


@dataclass(frozen=True)
class Patience:
    """How long a profile holds, in calendar months, and how long its members are waited for, in days."""

    months: int
    days: int

    def holds_since(self, today: date) -> date:
        """Return the earliest day whose word still holds on `today`."""
        return months_before(today, self.months)

    def hides_on(self, reminded_on: date) -> date:
        """Return the day on which a profile is hidden whose members were reminded on `reminded_on`."""
        return reminded_on + timedelta(days=self.days)


def months_before(day: date, months: int) -> date:
    """Return the same day of an earlier month, or the last one of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def patience() -> Patience:
    """Return what an admin chose, or the defaults of `core.settings`."""
    session = db.session()
    return Patience(
        settings.get(session, "profile_confirmed_for_months"),
        settings.get(session, "profile_hidden_after_days"),
    )


def last_word(organisation: Organisation) -> date | None:
    """Return when members last stood for the profile: confirmed or edited it, published or claimed it."""
    moments = (organisation.published_at, organisation.claimed_at)
    days = [organisation.confirmed_on, *(_day(moment) for moment in moments if moment)]
    return max((day for day in days if day), default=None)


def hides_on(organisation: Organisation) -> date | None:
    """Return the day on which the profile will be hidden; None where nobody was reminded, or it is hidden."""
    reminded, word = organisation.stale_reminded_at, last_word(organisation)
    if not organisation.is_listed or reminded is None or word is None or _day(reminded) <= word:
        return None
    return patience().hides_on(_day(reminded))


def confirm(actor: User, organisation: Organisation) -> None:
    """Let the profile hold from today on, and be seen again where it was hidden; does not commit."""
    organisation.confirmed_on = clock.today()
    organisation.stale_reminded_at = None
    if organisation.hidden_at is not None:
        organisation.hidden_at = None
        organisation.changed_at = clock.now()
        audit.record(db.session(), actor, AuditTag.PROFILE_SHOWN, organisation)


def to_remind(today: date, patience: Patience) -> ColumnElement[bool]:
    """Return the SQL condition for profiles whose members are to be reminded on `today`."""
    return and_(
        _is_old(today, patience),
        or_(Organisation.stale_reminded_at.is_(None), _reminded_on() <= _last_word()),
    )


def to_hide(today: date, patience: Patience) -> ColumnElement[bool]:
    """Return the SQL condition for profiles that are to be hidden on `today`."""
    in_time = today - timedelta(days=patience.days)
    return and_(_is_old(today, patience), _reminded_on() > _last_word(), _reminded_on() <= in_time)


def _is_old(today: date, patience: Patience) -> ColumnElement[bool]:
    return and_(
        Organisation.status == ProfileStatus.PUBLISHED,
        Organisation.claimed_at.is_not(None),
        Organisation.hidden_at.is_(None),
        _last_word() < patience.holds_since(today),
    )


# A reminder that is no younger than the last word is spent, also one written while somebody confirmed.
def _reminded_on() -> ColumnElement[date]:
    return _utc_day(Organisation.stale_reminded_at)


def _last_word() -> ColumnElement[date]:
    days = (_utc_day(moment) for moment in (Organisation.published_at, Organisation.claimed_at))
    return func.greatest(Organisation.confirmed_on, *days, type_=Date())  # passes over what is NULL


def _utc_day(moment: InstrumentedAttribute[datetime | None]) -> ColumnElement[date]:
    return cast(func.timezone("UTC", moment), Date)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
