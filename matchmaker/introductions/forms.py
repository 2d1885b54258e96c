"""The forms of introductions. Each carries the version of the page it was opened on."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from matchmaker.core.errors import Invalid
from matchmaker.core.forms import Form, SelectChoice
from matchmaker.core.locale import NAMES
from matchmaker.core.text import clean
from matchmaker.introductions import messages, wording
from matchmaker.introductions.contact_traces import Trace
from matchmaker.introductions.content import Content
from matchmaker.introductions.models import DECK_LENGTH, MESSAGE_LENGTH
from matchmaker.profiles.known_names import KnownNames
from matchmaker.profiles.masking import Kind
from matchmaker.profiles.models import Organisation, Side
from matchmaker.taxonomy import DeclineCode, NeedCode, Purpose, RejectCode, choices

MESSAGE_READ_BY = _l(
    "At most %(number)s characters, read by programme staff and by the other side. Contact details "
    "and names of people are left out: both sides see them once they are introduced.",
    number=MESSAGE_LENGTH,
)


PROPOSAL_READ_BY = _l(
    "At most %(number)s characters, read by both sides. Contact details and names of people are left out: "
    "both sides see them once they are introduced.",
    number=MESSAGE_LENGTH,
)


class Sendable:
    """Validates that a text can be sent: short enough, and no contact data in it."""

    def __init__(self, longest: int, refused: Collection[Trace] = frozenset(Trace)) -> None:
        self.longest, self.refused = longest, refused
        self.field_flags = {"maxlength": longest}

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError with the fault in words."""
        if (why := messages.fault(field.data or "", self.longest, self.refused)) is not None:
            raise ValidationError(str(why))


class StepForm(Form):
    """A button: nothing but the version that the person saw."""

    version = HiddenField(validators=[InputRequired()])

    def validate_version(self, field: Any) -> None:
        """Refuse what is no number."""
        if not str(field.data).isdecimal() or len(str(field.data)) > 9:
            raise ValidationError(_("The form arrived incomplete. Please reload the page."))

    @property
    def words(self) -> str:
        """What the person typed, for the page that says that it came too late."""
        return next((field.data or "" for field in self if field.type == "TextAreaField"), "")

    @property
    def seen(self) -> int:
        """The version the person saw."""
        return int(self.version.data or 0)


class MessageFields(Form):
    """What a request says: its purpose, the need it serves, a message, and perhaps a link for later."""

    purpose = SelectField(_l("Purpose"), validators=[InputRequired()])
    need = SelectField(_l("What it is about"), validators=[InputRequired()])
    message = TextAreaField(
        _l("Message"),
        validators=[DataRequired(), Sendable(MESSAGE_LENGTH, refused=())],
        description=MESSAGE_READ_BY,
        render_kw={"rows": 7},
    )
    deck_url = StringField(
        _l("Link to a deck or data room"),
        validators=[Optional(), Length(max=DECK_LENGTH)],
        description=_l("Starts with https://. The other side sees it once you are introduced, not before."),
        render_kw={"type": "url"},
    )

    def validate_deck_url(self, field: Any) -> None:
        """Refuse what is no https address."""
        try:
            messages.deck_url(field.data)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None

    def offer_needs_of(self, organisation: Organisation, language: str) -> None:
        """List the needs the organisation stated first, then all others."""
        own = [entry.code for entry in organisation.entries if entry.side is Side.NEED]
        labels = dict(choices(NeedCode, language))
        rest = [code for code in labels if code not in own]
        self.need.choices = _options((str(code), labels[code]) for code in (*own, *rest))
        self.purpose.choices = _options(choices(Purpose, language))

    @property
    def content(self) -> Content:
        """What was typed."""
        return Content(
            purpose=Purpose(self.purpose.data),
            need=NeedCode(self.need.data),
            message=self.message.data or "",
            deck_url=self.deck_url.data or "",
        )


class RequestForm(MessageFields):
    """A new request on behalf of one of the person's organisations."""

    organisation = SelectField(_l("On behalf of"), coerce=int)

    def allow_unfinished(self) -> None:
        """Take a request that says nothing yet, to be kept as a draft."""
        self.message.validators = [Optional(), Sendable(MESSAGE_LENGTH, refused=())]

    def offer_organisations(self, organisations: Iterable[Organisation]) -> None:
        """List the organisations that the person may speak for."""
        self.organisation.choices = [SelectChoice(one.id, one.name) for one in organisations]

    @property
    def can_go_on(self) -> bool:
        """Whether words stand in it already, or the person may speak for another organisation."""
        return bool(self.message.data) or len(self.organisation.choices or ()) > 1


class ProposalForm(MessageFields):
    """What staff tell both sides of a proposal."""

    message = TextAreaField(
        _l("Message"),
        validators=[DataRequired(), Sendable(MESSAGE_LENGTH, refused=())],
        description=PROPOSAL_READ_BY,
        render_kw={"rows": 7},
    )
    override_reason = TextAreaField(
        _l("Why this pair should meet although it rests after an earlier introduction"),
        validators=[Optional(), Sendable(messages.NOTE_LENGTH, refused=())],
        description=_l("Only where the pair rests; for staff only."),
        render_kw={"rows": 2},
    )


class ConfirmedMessage:
    """Puts the text as it will leave in the place of one that holds contacts or names, to be confirmed."""

    def __call__(self, form: Any, field: Any) -> None:
        """Raise ValidationError where something was left out; sent again as it stands, the text passes."""
        names: KnownNames = form.names
        masked = names.masked(clean(field.data or ""))
        if masked.kinds:
            field.data = masked.text
            what = ", ".join(str(wording.LEFT_OUT[kind]) for kind in Kind if kind in masked.kinds)
            raise ValidationError(_("We left this out: %(what)s. Please read it again.", what=what))


class ResubmitForm(StepForm, MessageFields):
    """A changed request, or one that staff edited, to be confirmed."""

    message = TextAreaField(
        _l("Message"),
        validators=[DataRequired(), Sendable(MESSAGE_LENGTH, refused=()), ConfirmedMessage()],
        description=MESSAGE_READ_BY,
        render_kw={"rows": 7},
    )
    names = KnownNames(())


class EditForm(StepForm):
    """Other words for a message, and why."""

    edited_message = TextAreaField(
        _l("Message"),
        validators=[DataRequired(), Sendable(MESSAGE_LENGTH, refused=()), ConfirmedMessage()],
        description=_l("The requester confirms or changes it before anything leaves."),
        render_kw={"rows": 7},
    )
    edit_note = TextAreaField(
        _l("What you changed, and why"),
        validators=[DataRequired(), Sendable(messages.NOTE_LENGTH, messages.PERSONAL)],
        description=_l("The requester reads this."),
        render_kw={"rows": 3},
    )
    names = KnownNames(())


class DeferForm(StepForm):
    """When the counterpart wants to be asked again."""

    until = DateField(
        _l("Ask me again on"),
        validators=[InputRequired(_l("Choose a day."))],
        description=_l("The other side is told this day. At most six months from now."),
    )

    @property
    def day(self) -> date:
        """The day, of a form that is valid."""
        assert self.until.data is not None
        return self.until.data


class ChangesForm(StepForm):
    """What the requester should change."""

    changes_note = TextAreaField(
        _l("What should be changed"),
        validators=[DataRequired(), Sendable(messages.NOTE_LENGTH, messages.PERSONAL)],
        description=_l("The requester reads this."),
        render_kw={"rows": 4},
    )


class RejectForm(StepForm):
    """Why staff reject a request."""

    code = SelectField(_l("Reason"), validators=[InputRequired()])
    reject_note = TextAreaField(
        _l("Note to the requester"),
        validators=[Optional(), Sendable(messages.NOTE_LENGTH, messages.PERSONAL)],
        render_kw={"rows": 3},
    )

    def offer_codes(self, language: str) -> None:
        """List the reasons in the reader's language."""
        self.code.choices = _options(choices(RejectCode, language))


class InviteForm(StepForm):
    """Where to invite an imported counterpart, and in which language."""

    email = StringField(
        _l("E-mail address"),
        validators=[DataRequired(), Length(max=254)],
        description=_l("At the organisation’s own domain."),
        render_kw={"type": "email", "autocomplete": "off"},
    )
    locale = SelectField(
        _l("Language of the e-mail"), choices=[SelectChoice(*pair) for pair in NAMES.items()]
    )


class DeclineForm(StepForm):
    """Why the counterpart declines."""

    decline_code = SelectField(
        _l("Reason"), validators=[InputRequired()], description=_l("The other side reads this reason.")
    )
    decline_text = TextAreaField(
        _l("In your own words"),
        description=_l("Read by programme staff only, unless you share it."),
        render_kw={"rows": 3},
    )
    share = BooleanField(_l("Share these words with the other side"))

    def offer_codes(self, language: str) -> None:
        """List the reasons in the reader's language."""
        self.decline_code.choices = _options(choices(DeclineCode, language))

    def validate_decline_text(self, field: Any) -> None:
        """Let no contact data through to the other side."""
        refused = frozenset(Trace) if self.share.data else frozenset()
        Sendable(messages.NOTE_LENGTH, refused)(self, field)


def _options(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice("", _("Choose")), *(SelectChoice(*pair) for pair in pairs)]
