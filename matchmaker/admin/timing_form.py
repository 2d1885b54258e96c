"""The form of delays, quotas and meeting hours: one field for each, and what does not go together."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, IntegerField
from wtforms.validators import InputRequired, NumberRange

from matchmaker.core.forms import Form
from matchmaker.introductions import timers, tuning
from matchmaker.introductions.timers import Delay, Unit

QUOTAS = ("open_requests_per_organisation", "profile_confirmed_for_months", "profile_hidden_after_days")
TIMING = (*QUOTAS, "introduction_delays", "meeting_hours")  # the settings of the page
PLACES: dict[str, tuple[object, object]] = {
    "paris": (_l("In Paris, with California: from"), _l("In Paris, with California: until")),
    "silicon_valley": (_l("In California, with Paris: from"), _l("In California, with Paris: until")),
    "one_city": (_l("Within one city: from"), _l("Within one city: until")),
}


def _number(label: Any, least: int, most: int, description: Any = "") -> Any:
    return IntegerField(
        label,
        validators=[InputRequired(), NumberRange(least, most)],
        description=description,
        render_kw={"inputmode": "numeric", "min": least, "max": most},
    )


def _counted_in(delay: Delay) -> object:
    if delay.unit is Unit.DAYS:
        days: object = _l("In days; %(number)s unless you choose otherwise.", number=delay.length)
        return days
    working: object = _l(
        "In working days of the requester’s city; %(number)s unless you choose otherwise.",
        number=delay.length,
    )
    return working


class TimingForm(Form):
    """Every number of the page. A quota bears the name of its setting, `delay_` stands before a delay's."""

    open_requests_per_organisation = _number(
        _l("Requests that an organisation may have open at once"), 1, tuning.MOST_REQUESTS
    )
    profile_confirmed_for_months = _number(
        _l("After how many months members are asked whether their profile is still right"), 1, 120
    )
    profile_hidden_after_days = _number(
        _l("After how many days more a profile that nobody confirms is hidden"), 1, 365
    )

    @property
    def quotas(self) -> list[Field]:
        """The numbers that are settings of their own."""
        return [self[name] for name in QUOTAS]

    @property
    def delays(self) -> list[Field]:
        """The fields of the timer, in the order in which an introduction meets them."""
        return [self[f"delay_{name}"] for name in tuning.NAMES]

    @property
    def hours(self) -> list[tuple[Field, Field]]:
        """The fields of the meeting hours, from and until, of each place."""
        return [(self[f"{place}_from"], self[f"{place}_until"]) for place in PLACES]

    @property
    def settings(self) -> dict[str, Any]:
        """The settings by name, once the form is valid."""
        lengths = {name: self[f"delay_{name}"].data for name in tuning.NAMES}
        hours = {place: self._hours(place) for place in PLACES}
        own = {field.name: field.data for field in self.quotas}
        return {**own, "introduction_delays": tuning.differing(lengths), "meeting_hours": hours}

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Whether every number may be, and all of them go together."""
        if not super().validate(extra_validators):
            return False
        self._check_order()
        self._check_hours()
        return not self.errors

    def _check_order(self) -> None:
        lengths = {name: self[f"delay_{name}"].data for name in tuning.NAMES}
        for earlier, later in tuning.out_of_order(lengths):
            words = _("This must come later than “%(other)s”.", other=tuning.NAMES[earlier])
            self._refuse(f"delay_{later}", words)

    def _check_hours(self) -> None:
        hours = {place: self._hours(place) for place in PLACES}
        backwards = [place for place, (opens, closes) in hours.items() if closes <= opens]
        for place in backwards:
            self._refuse(f"{place}_until", _("The end must be after the beginning."))
        if not backwards and not tuning.cities_can_talk(hours["paris"], hours["silicon_valley"]):
            words = _("With these hours people of the two cities share no hour in some week of the year.")
            self._refuse("silicon_valley_until", words)

    def _hours(self, place: str) -> list[int]:
        return [self[f"{place}_from"].data, self[f"{place}_until"].data]

    def _refuse(self, name: str, words: str) -> None:
        self[name].errors = [*self[name].errors, words]


for _name, _delay in timers.delays().items():
    _field = _number(tuning.NAMES[_name], 1, tuning.LONGEST, _counted_in(_delay))
    setattr(TimingForm, f"delay_{_name}", _field)
for _place, (_from, _until) in PLACES.items():
    setattr(TimingForm, f"{_place}_from", _number(_from, 0, 22))
    setattr(TimingForm, f"{_place}_until", _number(_until, 1, 23))


def stored(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields from the settings by name."""
    lengths = tuning.lengths(settings["introduction_delays"])
    values = {name: settings[name] for name in QUOTAS}
    values |= {f"delay_{name}": length for name, length in lengths.items()}
    for place, (opens, closes) in settings["meeting_hours"].items():
        values |= {f"{place}_from": opens, f"{place}_until": closes}
    return values
