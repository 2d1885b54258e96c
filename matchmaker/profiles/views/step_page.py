"""Between a step's form and the values of a profile."""

from dataclasses import dataclass
from typing import Any

from matchmaker.extensions import db
from matchmaker.profiles import contact_rules, entry_forms, proposals, rules, values
from matchmaker.profiles.forms import form_of
from matchmaker.profiles.labels import field_label, shown
from matchmaker.profiles.models import Organisation, OrganisationContact
from matchmaker.profiles.steps import Step, fields_of
from matchmaker.profiles.values import ENTRY_FIELDS
from matchmaker.profiles.versioned import VersionedForm
from matchmaker.taxonomy import Currency

_CONTACT = "contact_"


@dataclass(frozen=True)
class Compared:
    """One field of a conflict: what is stored now, and what was typed, both in words."""

    label: str
    theirs: str
    yours: str


def opened(organisation: Organisation, step: Step) -> VersionedForm:
    """Return the step's form over what is stored, waiting changes included."""
    data = proposals.current(organisation) | _contact_data(organisation)
    for name in ENTRY_FIELDS:
        data[name] = entry_forms.filled(data[name])
    if step is Step.DETAILS and data["currency"] is None:
        data["currency"] = Currency.of(organisation.hub)
    data["version"] = organisation.version
    return form_of(step, organisation.kind)(data=data)


def _contact_data(organisation: Organisation) -> dict[str, str]:
    """Read the contact for the organisation's own form."""
    row = db.session.get(OrganisationContact, organisation.id)
    if row is None:
        return {f"{_CONTACT}time_zone": organisation.hub.time_zone}
    return {f"{_CONTACT}{name}": getattr(row, name) for name in contact_rules.LIMITS}


def values_of(form: VersionedForm, organisation: Organisation, step: Step) -> dict[str, Any]:
    """Return those of the step's values that could be read."""
    stored = values.read(organisation)
    return {
        name: _value(form, name, stored)
        for name in fields_of(step, organisation.kind)
        if name in form and (name in ENTRY_FIELDS or not form[name].errors)
    }


def _value(form: VersionedForm, name: str, stored: dict[str, Any]) -> Any:
    if name in ENTRY_FIELDS:
        return entry_forms.entries_of(form[name].form, stored[name])
    return form[name].data


def contact_of(form: VersionedForm) -> dict[str, str]:
    """Return the contact's values where the step asks for them."""
    return {
        field.name.removeprefix(_CONTACT): field.data or ""
        for field in form
        if field.name.startswith(_CONTACT) and not field.errors
    }


def compared(organisation: Organisation, step: Step, form: VersionedForm) -> list[Compared]:
    """Return the fields of the step in which what was typed differs from what is stored now."""
    stored = proposals.current(organisation) | _contact_data(organisation)
    given = values_of(form, organisation, step)
    typed = rules.tidy(given, given.get("hub") or organisation.hub)
    typed |= {f"{_CONTACT}{name}": text for name, text in contact_of(form).items()}
    return [
        Compared(field_label(name), shown(name, stored.get(name), stored), shown(name, value, typed))
        for name, value in typed.items()
        if not values.same(stored.get(name), value)
    ]
