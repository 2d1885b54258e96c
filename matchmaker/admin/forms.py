"""The forms of the admin's pages."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, DecimalField, EmailField, Field, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError

from matchmaker.core.forms import Form
from matchmaker.core.text import clean
from matchmaker.matching import moments
from matchmaker.profiles.contact_rules import is_email


class RateForm(Form):
    """What one euro buys from a day on."""

    value = DecimalField(
        _l("US dollars for one euro"),
        places=None,
        validators=[InputRequired(), NumberRange(moments.LOWEST, moments.HIGHEST)],
        render_kw={"inputmode": "decimal"},
    )
    since = DateField(_l("From the day"), validators=[InputRequired()])


class SettingsForm(Form):
    """What an admin may switch while the service runs; each field bears the name of its setting."""

    show_unclaimed_to_members = BooleanField(
        _l("Members see organisations that were imported and not yet claimed"),
        description=_l("They are marked “not yet a member”. Programme staff always see them."),
    )
    learnt_weights_wait_for_staff = BooleanField(
        _l("Weights learnt from decisions wait until staff publish them"),
        description=_l(
            "Otherwise they serve by themselves where a replay shows that they rank better. "
            "Staff can take them back at any time."
        ),
    )


def _address(form: Form, field: Field) -> None:
    if field.data and not is_email(field.data):
        raise ValidationError(_("This is not an e-mail address."))


def _tidy(text: str | None) -> str:
    return clean(text or "").strip()


def _line(label: Any, description: Any = "") -> Any:
    return StringField(label, [Length(max=200)], [_tidy], description, render_kw={"maxlength": 200})


def _lines(label: Any, most: int, description: Any = "", *, lang: str | None = None) -> Any:
    shown = {"rows": 4, "maxlength": most} | ({"lang": lang} if lang else {})
    return TextAreaField(label, [Length(max=most)], [_tidy], description, render_kw=shown)


def _mailbox(label: Any, description: Any = "") -> Any:
    return EmailField(
        label, [Length(max=254), _address], [_tidy], description, render_kw={"autocomplete": "off"}
    )


class ImprintForm(Form):
    """Who runs the service; each field bears its name in `core.imprint`."""

    operator = _line(_l("Name of the organisation that runs the service"))
    address = _lines(_l("Postal address"), 400)
    responsible = _line(_l("Person responsible for what is published"))
    host = _lines(_l("Where it is hosted"), 400, _l("Name and address of the company that runs the servers."))
    email = _mailbox(_l("E-mail address for questions, also about personal data"))
    desk_paris = _mailbox(_l("E-mail address of the programme staff in the Paris region"))
    desk_silicon_valley = _mailbox(_l("E-mail address of the programme staff in Silicon Valley"))
    privacy_fr = _lines(
        _l("What you add on personal data, in French"),
        5000,
        _l("For example the legal bases, a data protection officer, agreements on transfers."),
        lang="fr",
    )
    privacy_en = _lines(_l("What you add on personal data, in English"), 5000, lang="en")
