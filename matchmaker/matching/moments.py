"""When a ranking takes place: today in both cities, the rates of the day, and who is full."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, settings
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Forbidden, Invalid
from matchmaker.core.permissions import Permission, may
from matchmaker.extensions import db
from matchmaker.matching.engine import Moment
from matchmaker.matching.ports import capacities
from matchmaker.taxonomy import DEFAULT_RATES, Currency, Hub, Rate, convert

LOWEST, HIGHEST = Decimal("0.2"), Decimal(5)  # USD for one EUR: beyond, somebody mistyped
RATES = "exchange_rates"  # the setting: a list of what an admin entered, oldest first


def today() -> Moment:
    """Return the day alone, at the default rates and with nobody full, without asking the database."""
    return Moment(dates={hub: clock.today(hub.time_zone) for hub in Hub})


def now() -> Moment:
    """Return the day, the rates that hold on it, and who has met as many this month as they take."""
    return Moment(dates=today().dates, euros=_euros(), full=capacities().full())


def rates() -> list[Rate]:
    """Return the rates there are, the default first, then what an admin entered."""
    return [*DEFAULT_RATES, *map(rate_from, settings.get(db.session, RATES))]


def rate_from(stored: Mapping[str, str]) -> Rate:
    """Return the rate that a row of the setting holds."""
    return Rate(
        Currency(stored["base"]),
        Currency(stored["quote"]),
        Decimal(stored["value"]),
        date.fromisoformat(stored["since"]),
    )


def add_rate(actor: User, value: Decimal, since: date) -> None:
    """Let one EUR buy `value` USD from the day `since` on, until a newer rate; audited.

    Raise Forbidden for an actor who may not, Invalid for a value that is no rate.
    """
    if not may(actor, Permission.SETTING_EDIT):
        raise Forbidden
    if not (value.is_finite() and LOWEST <= value <= HIGHEST):
        raise Invalid(_l("A rate lies between %(low)s and %(high)s.", low=LOWEST, high=HIGHEST))
    before = settings.get(db.session, RATES)
    entered = {"base": "EUR", "quote": "USD", "value": str(value), "since": since.isoformat()}
    after = [row for row in before if row["since"] != entered["since"]] + [entered]
    row = settings.put(db.session, RATES, sorted(after, key=lambda row: row["since"]))
    audit.record(db.session, actor, AuditTag.SETTING_CHANGED, row, setting=RATES, after=entered)
    db.session.commit()


def _euros() -> dict[str, float]:
    known, day = rates(), clock.today()
    return {
        currency: float(convert(Decimal(1_000_000), currency, Currency.EUR, day, known)) / 1e6
        for currency in Currency
    }
