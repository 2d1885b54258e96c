"""The form that says what came of an introduction."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from matchmaker.core.forms import Form, SelectChoice
from matchmaker.introductions.outcomes.models import MOST_JOBS, TEXT_LENGTH, OutcomeVersion
from matchmaker.introductions.outcomes.service import LARGEST_AMOUNT, Told
from matchmaker.profiles.fields import AmountField
from matchmaker.taxonomy import Currency, OutcomeType, choices


class DetailsForm(Form):
    """What there is to say beside the type."""

    amount = AmountField(
        _l("Amount"),
        validators=[Optional(), NumberRange(min=1, max=int(LARGEST_AMOUNT) - 1)],
        description=_l("Of an investment, if you may say it."),
    )
    currency = SelectField(_l("Currency"), validators=[Optional()])
    jobs_paris = IntegerField(
        _l("Jobs in the Paris region"), validators=[Optional(), NumberRange(min=0, max=MOST_JOBS)]
    )
    jobs_silicon_valley = IntegerField(
        _l("Jobs in Silicon Valley"), validators=[Optional(), NumberRange(min=0, max=MOST_JOBS)]
    )
    text = TextAreaField(
        _l("In your own words"),
        validators=[Optional(), Length(max=TEXT_LENGTH)],
        description=_l("Read by programme staff and your own organisation only, unless you share it."),
        render_kw={"rows": 3},
    )
    shared = BooleanField(_l("Share these words with the other side"))

    def offer_currencies(self, language: str) -> None:
        """List the currencies in the reader's language."""
        self.currency.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(*pair) for pair in choices(Currency, language)),
        ]

    def validate_amount(self, field: Any) -> None:
        """Refuse an amount without its currency."""
        if field.data is not None and not self.currency.data:
            raise ValidationError(_("Choose the currency of the amount."))

    def told(self, type: OutcomeType) -> Told:
        """Return what was said, of a form that is valid."""
        return Told(
            type=type,
            amount=self.amount.data,
            currency=Currency(self.currency.data) if self.currency.data else None,
            jobs_paris=self.jobs_paris.data or 0,
            jobs_silicon_valley=self.jobs_silicon_valley.data or 0,
            text=self.text.data or "",
            shared=self.shared.data,
        )


class OutcomeForm(DetailsForm):
    """A new outcome, and whether the introduction has thereby run its course."""

    type = SelectField(_l("What came of it"), validators=[InputRequired()])
    close = BooleanField(
        _l("Close the introduction as completed"),
        description=_l("Both sides keep each other’s contact details, and may add outcomes later."),
    )
    version = HiddenField()

    def offer(self, language: str) -> None:
        """List types and currencies in the reader's language."""
        self.offer_currencies(language)
        self.type.choices = [
            SelectChoice("", _("Choose")),
            *(SelectChoice(*pair) for pair in choices(OutcomeType, language)),
        ]

    @property
    def chosen(self) -> Told:
        """What was said, of a form that is valid."""
        return self.told(OutcomeType(self.type.data))

    @property
    def seen(self) -> int:
        """The version of the introduction, or of the outcome, that the person saw; 0 where none came."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else 0


def values_of(latest: OutcomeVersion, text: str) -> dict[str, Any]:
    """Return what a correction starts with: the latest version, with the words that its reader may read."""
    return {
        "type": latest.type,
        "amount": latest.amount,
        "currency": latest.currency or "",
        "jobs_paris": latest.jobs_paris or None,
        "jobs_silicon_valley": latest.jobs_silicon_valley or None,
        "text": text,
        "shared": latest.text_shared and bool(text),
    }
