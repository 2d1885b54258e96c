"""The forms of meetings. All but the first carry the version of the page they were opened on."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from matchmaker.core.errors import Invalid
from matchmaker.core.forms import Form, SelectChoice
from matchmaker.introductions import messages
from matchmaker.introductions.forms import StepForm
from matchmaker.introductions.meetings.models import LENGTHS, LINK_LENGTH, MOST_SLOTS, NOTE_LENGTH
from matchmaker.introductions.meetings.service import Proposal
from matchmaker.introductions.meetings.wording import day, two_clocks
from matchmaker.introductions.parties import Party

NAMES = tuple(f"slot_{number}" for number in range(1, MOST_SLOTS + 1))


class ProposalForm(Form):
    """Up to five times, how long, where, and a note."""

    slot_1 = SelectField(_l("First time"), validators=[InputRequired(_l("Choose at least one time."))])
    slot_2 = SelectField(_l("Second time"), validators=[Optional()])
    slot_3 = SelectField(_l("Third time"), validators=[Optional()])
    slot_4 = SelectField(_l("Fourth time"), validators=[Optional()])
    slot_5 = SelectField(_l("Fifth time"), validators=[Optional()])
    minutes = SelectField(
        _l("Length"),
        coerce=int,
        default=LENGTHS[0],
        choices=[SelectChoice(minutes, _l("%(number)s minutes", number=minutes)) for minutes in LENGTHS],
    )
    video_url = StringField(
        _l("Your video link"),
        validators=[Optional(), Length(max=LINK_LENGTH)],
        description=_l("Of a room of yours; starts with https://. It stands in the invitation."),
        render_kw={"type": "url"},
    )
    note = TextAreaField(_l("Note"), validators=[Optional(), Length(max=NOTE_LENGTH)], render_kw={"rows": 3})

    def offer(self, moments: Iterable[datetime], zone: str) -> None:
        """List the moments under the days of `zone`, each by both clocks."""
        listed = list(moments)
        groups: dict[str, list[SelectChoice]] = {
            day(date): [SelectChoice(_value(moment), two_clocks(moment)) for moment in same]
            for date, same in groupby(listed, key=lambda moment: moment.astimezone(ZoneInfo(zone)).date())
        }
        for field in self.slot_fields:
            field.choices = {"": [SelectChoice("", _("Choose"))], **groups}

    @property
    def slot_fields(self) -> Iterator[Any]:
        """The fields of the five times."""
        return (self[name] for name in NAMES)

    def validate_video_url(self, field: Any) -> None:
        """Refuse what is no https address."""
        try:
            messages.deck_url(field.data)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None

    @property
    def proposal(self) -> Proposal:
        """What was chosen, of a form that is valid."""
        return Proposal(
            slots=tuple(datetime.fromisoformat(field.data) for field in self.slot_fields if field.data),
            minutes=self.minutes.data,
            video_url=self.video_url.data or "",
            note=self.note.data or "",
        )


class MoveForm(StepForm, ProposalForm):
    """Other times for a meeting."""


class AcceptForm(StepForm):
    """Which of the proposed times suits."""

    slot = RadioField(_l("Time"), validators=[InputRequired(_l("Choose one of the times."))])

    def offer(self, moments: Iterable[datetime]) -> None:
        """List the moments by both clocks."""
        self.slot.choices = [(_value(moment), two_clocks(moment)) for moment in moments]

    @property
    def moment(self) -> datetime:
        """The time chosen, of a form that is valid."""
        return datetime.fromisoformat(self.slot.data)


class MissForm(StepForm):
    """Who did not come."""

    missed_by = RadioField(_l("Who did not come"), validators=[InputRequired()])

    def offer(self, own: Party) -> None:
        """Name the sides from the reader's own."""
        self.missed_by.choices = [
            (own.value, _("We did not come")),
            (own.other.value, _("The other side did not come")),
        ]


class FeedForm(Form):
    """A button."""


def _value(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
