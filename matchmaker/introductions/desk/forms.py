"""The forms of the desk beside the steps of an introduction."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from matchmaker.core.forms import SelectChoice
from matchmaker.core.presentation import label, show_date
from matchmaker.core.urls import row_id
from matchmaker.introductions.desk.models import NOTE_LENGTH, Opinion
from matchmaker.introductions.desk.owners import Colleague
from matchmaker.introductions.forms import StepForm


class HandOverForm(StepForm):
    """To whom the matter goes; `owner` is who had it on the page that the person saw."""

    colleague = SelectField(_l("Hand over to"), coerce=int, validators=[InputRequired()])
    owner = HiddenField(validators=[Optional()])

    @classmethod
    def offering(cls, colleagues: Iterable[Colleague], *, fresh: bool = False) -> "HandOverForm":
        """Return the form with the colleagues there are, each with the city and when they may decide."""
        form = cls(formdata=None) if fresh else cls()
        form.colleague.choices = [SelectChoice(one.user.id, _named(one)) for one in colleagues]
        return form

    def validate_owner(self, field: Any) -> None:
        """Refuse what is no number of an account."""
        try:
            row_id(field.data)
        except ValueError:
            raise ValidationError(_("The form arrived incomplete. Please reload the page.")) from None

    @property
    def seen_owner_id(self) -> int | None:
        """The account that had the matter, None for nobody."""
        return row_id(self.owner.data) if self.owner.data else None


class NoteForm(StepForm):
    """A note for colleagues."""

    text = TextAreaField(
        _l("Note for colleagues"),
        validators=[DataRequired(), Length(max=NOTE_LENGTH)],
        description=_l("Staff of both cities read this, members never. It stays as you wrote it."),
        render_kw={"rows": 3, "maxlength": NOTE_LENGTH},
    )


class OpinionForm(StepForm):
    """What the other city thinks."""

    opinion = SelectField(
        _l("What do you think?"),
        choices=[
            SelectChoice("", _l("Choose")),
            SelectChoice(Opinion.AGREES.value, _l("We agree")),
            SelectChoice(Opinion.DOUBTS.value, _l("We have doubts")),
        ],
        validators=[InputRequired()],
    )
    opinion_note = TextAreaField(
        _l("In your own words"),
        validators=[Optional(), Length(max=NOTE_LENGTH)],
        description=_l("Needed where you have doubts. For staff only."),
        render_kw={"rows": 3, "maxlength": NOTE_LENGTH},
    )

    def validate_opinion_note(self, field: Any) -> None:
        """Ask for a word why where there are doubts."""
        if self.opinion.data == Opinion.DOUBTS.value and not (field.data or "").strip():
            raise ValidationError(_("Please say what makes you doubt."))


def _named(colleague: Colleague) -> str:
    user = colleague.user
    name, city = user.name or user.email, label(user.staff_hub)
    if colleague.decides_from is None:
        return f"{name} ({city})"
    day = show_date(colleague.decides_from)
    return str(_("%(name)s (%(city)s; may not decide before %(date)s)", name=name, city=city, date=day))
