"""Our own forms: the account, an invitation, its acceptance."""

from collections.abc import Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_security.mail_util import EmailValidateException
from flask_security.utils import verify_password
from wtforms import EmailField, Field, HiddenField, PasswordField, RadioField, SelectField
from wtforms.validators import DataRequired, Length, ValidationError

from matchmaker.accounts import service, zones
from matchmaker.accounts.models import User
from matchmaker.accounts.sign_in_forms import new_password, person_name, time_zone
from matchmaker.core import tokens
from matchmaker.core.forms import Form, SelectChoice
from matchmaker.core.locale import LOCALES, NAMES, language
from matchmaker.core.permissions import Role
from matchmaker.taxonomy import Hub, label


def _languages() -> SelectField:
    return SelectField(_l("Language"), choices=[SelectChoice(code, NAMES[code]) for code in LOCALES])


class AccountForm(Form):
    """What a person may change of the own account at once."""

    name = person_name()
    locale = _languages()
    time_zone = time_zone()

    def __init__(self, *args: Any, current_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.time_zone.choices = zones.choices(current_zone)


class InviteForm(Form):
    """Invite a staff member or an admin."""

    email = EmailField(
        _l("E-mail address"),
        render_kw={"autocomplete": "off", "maxlength": 254},
        validators=[DataRequired(_l("Please enter an e-mail address.")), Length(max=254)],
    )
    capacity = RadioField(
        _l("Invited as"), validators=[DataRequired(_l("Please choose a role for this person."))]
    )
    locale = _languages()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capacity.choices = [
            *(
                SelectChoice(str(hub), _("Programme staff: %(hub)s", hub=label(hub, language())))
                for hub in Hub
            ),
            SelectChoice(str(Role.ADMIN), _("Admin, who configures the service")),
        ]

    def validate_email(self, field: Field) -> None:
        """Bring the address into its normal form; raise ValidationError for what is none."""
        try:
            field.data = current_app.extensions["security"].mail_util.validate(field.data)
        except EmailValidateException as error:
            raise ValidationError(error.msg) from error

    def role_and_hub(self) -> tuple[Role, Hub | None]:
        """Return the role that was chosen, and the hub where it has one."""
        chosen = self.capacity.data
        return (Role.ADMIN, None) if chosen == Role.ADMIN else (Role.STAFF, Hub(chosen))


class AcceptForm(Form):
    """Open the account that an invitation offers."""

    name = person_name()
    password = new_password()
    time_zone = time_zone()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    def validate_password(self, field: Field) -> None:
        """Check the new password as at every sign-up."""
        known = {"email": self.address, "name": self.name.data}
        faults, field.data = current_app.extensions["security"].password_util.validate(
            field.data, True, **known
        )
        if faults:
            raise ValidationError(faults[0])


class EraseOwnForm(Form):
    """The password again, before the own account is erased."""

    password = PasswordField(
        _l("Your password"),
        validators=[DataRequired(_l("Please enter your password."))],
        render_kw={"autocomplete": "current-password", "maxlength": 200},
    )

    def validate_password(self, field: Field) -> None:
        """Refuse any password but that of the person who is signed in."""
        if not verify_password(field.data, current_user.password or ""):
            raise ValidationError(_("This is not your password."))


class EraseForm(Form):
    """Whose account an admin erases, by the address; then again, with what was read that goes with it."""

    email = EmailField(
        _l("E-mail address of the account"),
        render_kw={"autocomplete": "off", "maxlength": 254},
        validators=[DataRequired(_l("Please enter an e-mail address.")), Length(max=254)],
    )

    read = HiddenField()
    user: User | None = None

    def validate_email(self, field: Field) -> None:
        """Refuse an address that no account has."""
        self.user = service.account_at(field.data)
        if self.user is None:
            raise ValidationError(_("No account has this address."))

    def has_read(self, going: Sequence[str]) -> bool:
        """Whether the form comes from the page that named what goes; let the next page say so."""
        told = tokens.digest(f"{self.user and self.user.id}\n" + "\n".join(going))
        same, self.read.data = self.read.data == told, told
        return same
