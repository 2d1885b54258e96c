"""The form of what a person chooses about mails."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from babel.dates import format_time
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField

from matchmaker.core.forms import Form, SelectChoice
from matchmaker.core.locale import language
from matchmaker.notifications.preferences import Preferences
from matchmaker.notifications.quiet import QuietHours
from matchmaker.taxonomy import Delivery, NoticeType, choices, label

SUGGESTED = QuietHours(22, 7)


class PreferencesForm(Form):
    """Quiet hours; `form_for` adds one choice for each type."""

    quiet = BooleanField(_l("Keep hours in which no e-mail comes"))
    quiet_from = SelectField(_l("From"), coerce=int)
    quiet_until = SelectField(_l("Until"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hours = [SelectChoice(hour, o_clock(hour)) for hour in range(24)]
        self.quiet_from.choices = self.quiet_until.choices = hours

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, and that the two hours differ."""
        if not super().validate(extra_validators):
            return False
        if self.quiet.data and self.quiet_from.data == self.quiet_until.data:
            self.quiet_until.errors = [_l("Choose two different hours.")]
            return False
        return True

    @property
    def quiet_hours(self) -> QuietHours | None:
        """The hours that were chosen, or None."""
        return QuietHours(self.quiet_from.data, self.quiet_until.data) if self.quiet.data else None

    def deliveries(self, types: Sequence[NoticeType]) -> dict[NoticeType, Delivery]:
        """Return what was chosen for each of `types`."""
        return {type: Delivery(self[type.value].data) for type in types}


def o_clock(hour: int) -> str:
    """Return a whole hour in the reader's way of writing it."""
    return str(format_time(time(hour), "short", locale=get_locale()))


def form_for(types: Sequence[NoticeType], chosen: Preferences) -> PreferencesForm:
    """Return the form with one choice for each of `types`, filled with what was `chosen`."""
    offered = [SelectChoice(*choice) for choice in choices(Delivery, language())]
    fields = {code.value: RadioField(label(code, language()), choices=offered) for code in types}
    form: type[PreferencesForm] = type("OwnPreferencesForm", (PreferencesForm,), fields)
    quiet = chosen.quiet or SUGGESTED
    return form(
        data={code.value: chosen.deliveries[code].value for code in types}
        | {"quiet": chosen.quiet is not None, "quiet_from": quiet.start, "quiet_until": quiet.end}
    )
