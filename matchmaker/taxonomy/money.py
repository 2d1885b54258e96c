"""Currencies, funding instruments and dated exchange rates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

from matchmaker.taxonomy.labels import Label
from matchmaker.taxonomy.places import Hub

CENT = Decimal("0.01")


class Currency(StrEnum):
    """A currency that amounts are stated in, by its ISO 4217 code."""

    EUR = "EUR"
    USD = "USD"

    @classmethod
    def of(cls, hub: Hub) -> "Currency":
        """Return the currency in which firms of `hub` count."""
        return cls.EUR if hub is Hub.PARIS else cls.USD


class RoundInstrument(StrEnum):
    """The instrument a startup raises its round with."""

    EQUITY = "equity"
    SAFE = "safe"
    BSA_AIR = "bsa_air"
    CONVERTIBLE_NOTE = "convertible_note"
    VENTURE_DEBT = "venture_debt"
    LOAN = "loan"
    GRANT = "grant"


CURRENCY_LABELS: dict[Currency, Label] = {
    Currency.EUR: Label("Euro", "Euro"),
    Currency.USD: Label("US dollar", "Dollar américain"),
}

ROUND_INSTRUMENT_LABELS: dict[RoundInstrument, Label] = {
    RoundInstrument.EQUITY: Label("Equity", "Augmentation de capital"),
    RoundInstrument.SAFE: Label("SAFE", "SAFE"),
    RoundInstrument.BSA_AIR: Label("BSA-AIR (French SAFE)", "BSA-AIR"),
    RoundInstrument.CONVERTIBLE_NOTE: Label("Convertible note", "Obligations convertibles"),
    RoundInstrument.VENTURE_DEBT: Label("Venture debt", "Dette d’innovation"),
    RoundInstrument.LOAN: Label("Loan", "Prêt"),
    RoundInstrument.GRANT: Label("Grant", "Subvention"),
}


class NoRateError(LookupError):
    """No rate joins the two currencies on the day asked for."""


@dataclass(frozen=True, slots=True)
class Rate:
    """From the day `since` on, until a newer one, one `base` buys `value` of `quote`.

    Raises ValueError where `value` is not above zero or the two currencies are the same.
    """

    base: Currency
    quote: Currency
    value: Decimal
    since: date

    def __post_init__(self) -> None:
        if not (self.value.is_finite() and self.value > 0):
            raise ValueError("a rate is a number above zero")
        if self.base is self.quote:
            raise ValueError("a rate joins two currencies")


# Holds from the euro's first day until an administrator enters a newer rate.
DEFAULT_RATES: tuple[Rate, ...] = (Rate(Currency.EUR, Currency.USD, Decimal("1.08"), date(1999, 1, 1)),)


def rate_on(rates: Iterable[Rate], from_: Currency, to: Currency, on: date) -> Rate:
    """Return the newest rate between two currencies, stated either way round, that holds on the day `on`.

    Raises NoRateError where none does.
    """
    known = [rate for rate in rates if {rate.base, rate.quote} == {from_, to} and rate.since <= on]
    if not known:
        raise NoRateError(f"no rate between {from_} and {to} on {on.isoformat()}")
    return max(known, key=lambda rate: rate.since)


def convert(
    amount: Decimal, from_: Currency, to: Currency, on: date, rates: Iterable[Rate] = DEFAULT_RATES
) -> Decimal:
    """Return `amount` of `from_` in `to` at the rate of that day, to the cent; as it is within one currency.

    Raises NoRateError where no rate joins the two on that day.
    """
    if from_ is to:
        return amount
    rate = rate_on(rates, from_, to, on)
    converted = amount * rate.value if rate.base is from_ else amount / rate.value
    return converted.quantize(CENT, rounding=ROUND_HALF_EVEN)
