"""The words for each field of a profile, and its values as a person reads them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from matchmaker.core.presentation import label, language_name, money, show_date
from matchmaker.profiles.models import ProfileStatus
from matchmaker.profiles.rules import MONEY
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Currency

FIELD_LABELS: dict[str, Any] = {
    "name": _l("Legal name"),
    "other_names": _l("Brands and other names"),
    "kind": _l("Kind of organisation"),
    "hub": _l("Region"),
    "registry_id": _l("Registration number"),
    "website": _l("Website"),
    "district": _l("Place"),
    "tagline": _l("In one line"),
    "fictional": _l("Fictional"),
    "confidential": _l("Confidential profile"),
    "teaser_fr": _l("Teaser in French"),
    "teaser_en": _l("Teaser in English"),
    "lang": _l("Language of your texts"),
    "languages": _l("Languages you speak"),
    "description_fr": _l("Description in French"),
    "description_en": _l("Description in English"),
    "sectors": _l("Sectors"),
    "sub_sectors": _l("Sub-sectors"),
    "themes": _l("Urban themes"),
    "needs": _l("Needs"),
    "offers": _l("Offers"),
    "needs_text": _l("Needs in your own words"),
    "offers_text": _l("Offers in your own words"),
    "conflicts": _l("Competitors, shareholders and others you do not want to meet"),
    "capacity": _l("Introductions a month at most"),
    "paused_from": _l("Pause from"),
    "paused_until": _l("Pause until"),
    "confirmed_on": _l("Confirmed as current"),
    "contact": _l("Contact person"),
    "contact_name": _l("Name of the contact person"),
    "contact_position": _l("Position"),
    "contact_email": _l("E-mail"),
    "contact_phone": _l("Phone"),
    "contact_time_zone": _l("Time zone"),
    "founded": _l("Founded in"),
    "entity_paris": _l("Legal form in France"),
    "entity_silicon_valley": _l("Legal form in the United States"),
    "headcount": _l("Total headcount"),
    "headcount_paris": _l("Headcount in the Paris region"),
    "headcount_silicon_valley": _l("Headcount in Silicon Valley"),
    "stage": _l("Stage"),
    "traction": _l("Traction, by yearly revenue"),
    "round_min": _l("Round sought, from"),
    "round_max": _l("Round sought, to"),
    "currency": _l("Currency"),
    "instrument": _l("Instrument"),
    "business_model": _l("Business model"),
    "trl": _l("Technology readiness level, 1 to 9"),
    "regulated": _l("Regulated sector"),
    "needs_permit": _l("A work permit is needed"),
    "alumni_direction": _l("Already set up across the ocean"),
    "alumni_year": _l("In the year"),
    "type": _l("Type"),
    "cheque_min": _l("Cheque, from"),
    "cheque_max": _l("Cheque, to"),
    "sweet_spot": _l("Usual cheque"),
    "stages": _l("Stages"),
    "pre_revenue": _l("Pre-revenue firms accepted"),
    "excluded_sectors": _l("Sectors excluded"),
    "accepted_hubs": _l("Headquarters accepted in"),
    "accepted_forms": _l("Legal forms accepted"),
    "leads": _l("Leads rounds"),
    "direction": _l("Direction served"),
    "headcount_min": _l("Headcount of participants, from"),
    "headcount_max": _l("Headcount of participants, to"),
    "services": _l("Services"),
    "deadline": _l("Deadline"),
    "starts_on": _l("Starts on"),
    "ends_on": _l("Ends on"),
    "seats": _l("Seats"),
    "cost": _l("Cost for participants"),
    "equity_percent": _l("Equity taken, in percent"),
    "grant_amount": _l("Grant"),
}

STATUS_LABELS: dict[ProfileStatus, Any] = {
    ProfileStatus.DRAFT: _l("Draft"),
    ProfileStatus.SUBMITTED: _l("With the programme staff"),
    ProfileStatus.CHANGES_REQUESTED: _l("Changes asked for"),
    ProfileStatus.PUBLISHED: _l("Published"),
    ProfileStatus.REMOVED: _l("Removed"),
}


def status_label(status: ProfileStatus) -> str:
    """Return the words for where a profile stands, in the reader's language."""
    return str(STATUS_LABELS[status])


def field_label(name: str) -> str:
    """Return the words for a field in the reader's language; the bare name for one that is gone."""
    return str(FIELD_LABELS.get(name, name))


def shown(name: str, value: Any, beside: Mapping[str, Any] | None = None) -> str:
    """Return a field's value as text in the reader's language, empty where nothing is stated.

    `beside` are the other values of the profile, of which amounts need the currency.
    """
    if value is None or value in ("", [], ()):
        return ""
    if isinstance(value, list | tuple):
        separator = "\n" if isinstance(value[0], Entry) else ", "
        return separator.join(shown(name, item, beside) for item in value)
    if name in MONEY and isinstance(value, Decimal):
        currency: Currency | None = (beside or {}).get("currency")
        return money(value, currency)
    return language_name(value) if name == "languages" else _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, Entry):
        parts = [label(value.code), label(value.direction), label(value.urgency), value.text]
        return " – ".join(part for part in parts if part)
    if isinstance(value, StrEnum):
        return label(value)
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, date):
        return show_date(value)
    return str(format_decimal(value)) if isinstance(value, Decimal) else str(value)
