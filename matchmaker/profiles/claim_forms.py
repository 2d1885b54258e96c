"""The forms by which an imported organisation is claimed, handed over or removed."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from matchmaker.core.forms import Form
from matchmaker.core.locale import NAMES


class AddressForm(Form):
    """One e-mail address."""

    email = StringField(
        _l("E-mail address"),
        validators=[InputRequired(_l("Enter an e-mail address.")), Length(max=254)],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )


class InvitationForm(AddressForm):
    """An address at the firm's domain and the language of the mail."""

    locale = SelectField(_l("Language of the e-mail"), choices=lambda: list(NAMES.items()))


class ConfirmForm(Form):
    """A button: links in mails are opened by scanners too, so that opening one must change nothing."""
