"""What a profile's values must satisfy, field by field, in words that a person understands. Pure."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from matchmaker.core.text import clean
from matchmaker.profiles import redaction, registry, websites
from matchmaker.profiles.teaser import identifies
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Hub, Sector, hub_of

Values = Mapping[str, Any]
LIMITS = {
    "name": 200,
    "tagline": 200,
    "registry_id": 40,
    "website": 300,
    "business_model": 300,
    "description_fr": 5000,
    "description_en": 5000,
    "teaser_fr": 600,
    "teaser_en": 600,
    "needs_text": 2000,
    "offers_text": 2000,
}
PROSE = tuple(name for name in LIMITS if name not in {"name", "registry_id", "website"})
ENTRY_LIMIT = 1000
LINES = {"conflicts": (100, 300), "other_names": (20, 200)}  # how many, and characters of each
MAX_SECTORS, MAX_LANGUAGES = 3, 20
MAX_AMOUNT = Decimal("999999999999")
_SITE = re.compile(r"://|\bwww\.", re.IGNORECASE)
SINGLE_LINE = frozenset({"name", "tagline", "registry_id", "website", "business_model"})
MONEY = ("round_min", "round_max", "cheque_min", "cheque_max", "sweet_spot", "cost", "grant_amount")
PAIRS = (
    ("round_min", "round_max"),
    ("cheque_min", "cheque_max"),
    ("cheque_min", "sweet_spot"),
    ("sweet_spot", "cheque_max"),
    ("headcount_min", "headcount_max"),
    ("starts_on", "ends_on"),
    ("paused_from", "paused_until"),
)
RANGES = {
    "headcount": (0, 1_000_000),
    "headcount_paris": (0, 1_000_000),
    "headcount_silicon_valley": (0, 1_000_000),
    "headcount_min": (0, 1_000_000),
    "headcount_max": (0, 1_000_000),
    "seats": (0, 100_000),
    "capacity": (0, 1_000),
    "trl": (1, 9),
    "equity_percent": (0, 100),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong; `fields` are those that cannot be kept, the last one is where it is said."""

    fields: tuple[str, ...]
    message: Any  # a lazy string


def tidy(values: Values, hub: Hub) -> dict[str, Any]:
    """Return the values with texts free of control signs and lists without repeats.

    Websites get a scheme and registration numbers the form of `hub`; an empty one of either is None.
    """
    tidied = {name: _tidy(name, value) for name, value in values.items()}
    if "registry_id" in tidied:
        tidied["registry_id"] = registry.normal(tidied["registry_id"] or "", hub) or None
    if "website" in tidied:
        tidied["website"] = websites.normal(tidied["website"] or "") or None
    return tidied


def _tidy(name: str, value: Any) -> Any:
    if name in ("needs", "offers"):
        unique = {entry.code: entry for entry in value or ()}.values()
        return tuple(Entry(e.code, e.direction, e.urgency, clean(e.text)) for e in unique)
    if isinstance(value, list | tuple):
        kept = (one_line(item) if type(item) is str else item for item in value)
        return list(dict.fromkeys(item for item in kept if item != ""))
    if not isinstance(value, str) or type(value) is not str:
        return value  # codes are strings too
    return one_line(value) if name in SINGLE_LINE else clean(value)


def one_line(text: str) -> str:
    """Return `text` on one line, without control and direction signs."""
    visible = "".join(" " if sign.isspace() else sign for sign in text)
    kept = (sign for sign in visible if unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return re.sub(r" +", " ", "".join(kept)).strip()


def faults(values: Values, today: date) -> Iterator[Fault]:
    """Yield what is wrong with the whole set of a profile's values (tidied, hub and kind set).

    Take them one by one: a rule may fail on a value that an earlier one refused.
    """
    for rule in RULES:
        yield from rule(values, today)


def _name(values: Values, today: date) -> Iterator[Fault]:
    if not values.get("name"):
        yield Fault(("name",), _l("Give the legal name of your organisation."))


def _lengths(values: Values, today: date) -> Iterator[Fault]:
    for name, limit in LIMITS.items():
        if (length := len(values.get(name) or "")) > limit:
            yield Fault((name,), too_long(length, limit))


def too_long(length: int, limit: int) -> Any:
    """Return the words for a text of `length` characters where `limit` are taken."""
    return _l(
        "This text has %(length)s characters; at most %(limit)s are possible. Please shorten it.",
        length=length,
        limit=limit,
    )


def _entries(values: Values, today: date) -> Iterator[Fault]:
    for name in ("needs", "offers"):
        for entry in values.get(name) or ():
            if len(entry.text) > ENTRY_LIMIT:
                yield Fault((name,), too_long(len(entry.text), ENTRY_LIMIT))


def _identity(values: Values, today: date) -> Iterator[Fault]:
    hub, number = values["hub"], values.get("registry_id")
    if number and not registry.is_valid(number, hub):
        yield Fault(("registry_id",), REGISTRY_WORDS[hub.value])
    if (site := values.get("website")) and not websites.is_valid(site):
        yield Fault(("website",), _l("This is not the address of a website, such as https://example.org."))
    if (district := values.get("district")) and hub_of(district) is not hub:
        yield Fault(("district",), _l("This place is not in your region."))


REGISTRY_WORDS = {
    "paris": _l("A SIREN has nine digits, the last of which checks the others. Please look at it again."),
    "silicon_valley": _l("An EIN has two digits, a dash and seven digits, such as 12-3456789."),
}


def _confidence(values: Values, today: date) -> Iterator[Fault]:
    if not values.get("confidential"):
        return
    host = websites.host_of(values.get("website"))
    for name in ("teaser_fr", "teaser_en"):
        names = (values.get("name") or "", *(values.get("other_names") or ()))
        if identifies(values.get(name) or "", names, host):
            yield Fault((name,), _l("The teaser gives your name or site away. Please leave it out."))


def _lists(values: Values, today: date) -> Iterator[Fault]:
    if len(values.get("sectors") or ()) > MAX_SECTORS:
        yield Fault(("sectors",), _l("Choose at most %(limit)s sectors.", limit=MAX_SECTORS))
    if len(values.get("languages") or ()) > MAX_LANGUAGES:
        yield Fault(("languages",), _l("Choose at most %(limit)s languages.", limit=MAX_LANGUAGES))
    chosen = values.get("sectors") or ()
    if any(finer.parent not in chosen for finer in values.get("sub_sectors") or ()):
        yield Fault(("sub_sectors",), _l("Choose the sector of each of these sub-sectors too."))
    if Sector.ANY in (values.get("excluded_sectors") or ()):
        yield Fault(("excluded_sectors",), _l("Not every sector can be excluded."))
    for name, (lines, limit) in LINES.items():
        given = values.get(name) or ()
        if len(given) > lines or any(len(line) > limit for line in given):
            words = _l("At most %(lines)s lines of %(limit)s characters.", lines=lines, limit=limit)
            yield Fault((name,), words)


def _numbers(values: Values, today: date) -> Iterator[Fault]:
    ranges = RANGES | {"founded": (1800, today.year), "alumni_year": (1980, today.year)}
    for name, (low, high) in ranges.items():
        number = values.get(name)
        if number is not None and not low <= number <= high:
            yield Fault((name,), _l("Give a number from %(low)s to %(high)s.", low=low, high=high))
    for name in MONEY:
        amount = values.get(name)
        if amount is not None and not (amount.is_finite() and 0 <= amount <= MAX_AMOUNT):
            yield Fault((name,), _l("Give an amount of at least 0, without a sign."))


def _pairs(values: Values, today: date) -> Iterator[Fault]:
    for low, high in PAIRS:
        least, most = values.get(low), values.get(high)
        if least is not None and most is not None and least > most:
            yield Fault((low, high), PAIR_WORDS[high])


PAIR_WORDS = {
    "round_max": _l("The upper end of the round is below the lower one."),
    "cheque_max": _l("The largest cheque is below the smallest, or below the usual one."),
    "sweet_spot": _l("The usual cheque is below the smallest one."),
    "headcount_max": _l("The largest headcount is below the smallest."),
    "ends_on": _l("The end is before the start."),
    "paused_until": _l("The end of the pause is before its start."),
}


def _currency(values: Values, today: date) -> Iterator[Fault]:
    stated = tuple(name for name in MONEY if values.get(name) is not None)
    if stated and not values.get("currency"):
        yield Fault((*stated, "currency"), _l("Choose the currency of the amounts."))


def _reachable(values: Values, today: date) -> Iterator[Fault]:
    if _SITE.search(values.get("name") or ""):  # mails to invited strangers bear the name
        yield Fault(("name",), _l("Give the legal name of your organisation."))
    for name in LIMITS:
        if name not in ("registry_id", "website"):
            yield from _contact_data(name, values.get(name) or "")
    for name in ("needs", "offers"):
        for entry in values.get(name) or ():
            yield from _contact_data(name, entry.text)


def _contact_data(name: str, text: str) -> Iterator[Fault]:
    for kind in sorted(redaction.kinds_in(text)):
        yield Fault((name,), leave_out(CONTACT_WORDS[kind]))


def leave_out(what: object) -> Any:
    """Return the words for a text that holds contact data, `what` says which."""
    return _l(
        "Please leave out %(what)s: contact details are shown to both sides once they are introduced.",
        what=what,
    )


CONTACT_WORDS = {"email": _l("an e-mail address or a handle"), "phone": _l("a phone number")}


Rule = Callable[[Values, date], Iterator[Fault]]
RULES: tuple[Rule, ...] = (
    _name,
    _lengths,
    _entries,
    _identity,
    _confidence,
    _lists,
    _numbers,
    _pairs,
    _currency,
)


def split(current: Values, given: Values, today: date) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Return the part of `given` that can be saved over `current`, and the faults of the rest by field.

    Both hold tidied values, and hub and kind stand in one of them. What is wrong in `current` alone is not
    held against `given`. Texts of people hold no contact data; in those of files it is left out when shown.
    """
    kept, found = dict(given), dict[str, list[Any]]()
    for rule in (*RULES, _reachable):  # in their order: no rule meets a value that an earlier one refused
        while wrong := [f for f in rule({**current, **kept}, today) if set(f.fields) & set(kept)]:
            for fault in wrong:
                place = next((name for name in reversed(fault.fields) if name in given), fault.fields[-1])
                if fault.message not in found.setdefault(place, []):
                    found[place].append(fault.message)
                kept = {name: value for name, value in kept.items() if name not in fault.fields}
    return kept, found
