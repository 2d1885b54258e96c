"""The forms of Flask-Security's pages, with labels and help of ours."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_security.change_email import ChangeEmailForm as LibraryChangeEmailForm
from flask_security.forms import (
    ChangePasswordForm,
    EmailValidation,
    ForgotPasswordForm,
    IsString,
    LoginForm,
    RegisterFormV2,
    ResetPasswordForm,
    SendConfirmationForm,
    TwoFactorRescueForm,
    TwoFactorSetupForm,
    TwoFactorVerifyCodeForm,
    VerifyForm,
    email_required,
    password_required,
    unique_user_email,
    valid_user_email,
)
from wtforms import EmailField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from matchmaker.accounts import zones
from matchmaker.core import urls
from matchmaker.core.forms import SelectChoice
from matchmaker.core.locale import language
from matchmaker.core.text import clean

_CHOSEN = _l(
    "At least 12 characters. A few words that do not belong together are easy to remember and hard to guess."
)


def _address(label: Any, *checks: Any, autocomplete: str = "email") -> EmailField:
    return EmailField(
        label,
        render_kw={"autocomplete": autocomplete, "maxlength": 254},
        validators=[IsString(), email_required, *checks],
    )


def _present_password() -> PasswordField:
    return PasswordField(
        _l("Password"),
        render_kw={"autocomplete": "current-password"},
        validators=[IsString(), password_required],
    )


def new_password(label: Any = None) -> PasswordField:
    """Return the field for a password that is being chosen."""
    return PasswordField(
        label or _l("Password"),
        description=_CHOSEN,
        render_kw={"autocomplete": "new-password"},
        validators=[IsString(), password_required],
    )


def person_name() -> StringField:
    """Return the field for a person's name."""
    return StringField(
        _l("Your name"),
        filters=[lambda text: " ".join(clean(text or "").split())],
        render_kw={"autocomplete": "name", "maxlength": 120},
        validators=[
            IsString(),
            DataRequired(_l("Please enter your name.")),
            Length(max=120, message=_l("Please shorten this to 120 characters.")),
        ],
    )


def time_zone() -> SelectField:
    """Return the field for a person's time zone; fill its choices with `zones.choices`."""
    return SelectField(
        _l("Time zone"),
        choices=zones.choices(),
        default=lambda: zones.likely(request.headers.get("Accept-Language", "")),
    )


class SignInForm(LoginForm):
    """Sign in. There is no "remember me": such a cookie would live on after the log-out."""

    email = _address(_l("E-mail address"), EmailValidation(), autocomplete="username")
    password = _present_password()
    remember = None  # type: ignore[assignment]  # WTForms removes a field so

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password.description = ""  # the link to the recovery stands in the page
        self.next.data = urls.safe_target(self.next.data, "")


class SignUpForm(RegisterFormV2):
    """Sign up, in the language of the page."""

    name = person_name()
    email = _address(_l("E-mail address"), EmailValidation(verify=True), unique_user_email)
    password = new_password()
    time_zone = time_zone()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = urls.safe_target(self.next.data, "")

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Return the fields of a new account."""
        chosen: dict[str, Any] = super().to_dict(only_user)
        return chosen | {"locale": language()}


class AskConfirmationForm(SendConfirmationForm):
    """Ask for the mail that confirms an address."""

    email = _address(_l("E-mail address"), EmailValidation(verify=True), valid_user_email)


class AskResetForm(ForgotPasswordForm):
    """Ask for the mail that leads to a new password."""

    email = _address(_l("E-mail address"), EmailValidation(verify=True), valid_user_email)


class ResetForm(ResetPasswordForm):
    """Choose a new password after a mail."""

    password = new_password(_l("New password"))
    password_confirm = None  # type: ignore[assignment]  # WTForms removes a field so


class ChangeForm(ChangePasswordForm):
    """Change the password."""

    password = PasswordField(
        _l("Current password"), render_kw={"autocomplete": "current-password"}, validators=[password_required]
    )
    new_password = new_password(_l("New password"))
    new_password_confirm = None  # type: ignore[assignment]  # WTForms removes a field so


class ChangeEmailForm(LibraryChangeEmailForm):
    """Change the address one signs in with."""

    email = _address(_l("New e-mail address"), EmailValidation(verify=True), unique_user_email)


class AskAgainForm(VerifyForm):
    """Enter the password again before something delicate."""

    password = _present_password()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.next.data = urls.safe_target(self.next.data, "")


class CodeForm(TwoFactorVerifyCodeForm):
    """The code that an authenticator app shows."""

    code = StringField(
        _l("Code from your authenticator app"),
        filters=[lambda text: "".join((text or "").split())],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": 12},
        validators=[IsString(), DataRequired(_l("Please enter the six-digit code."))],
    )


class SecondFactorForm(TwoFactorSetupForm):
    """Switch the second factor on or off."""

    setup = RadioField(
        _l("When you sign in"),
        choices=[
            SelectChoice("authenticator", _l("Ask for a code from an authenticator app as well")),
            SelectChoice("disable", _l("Ask for the password only")),
        ],
        validate_choice=False,
    )


class NoRescueForm(TwoFactorRescueForm):
    """Stands for the library's ways around the second factor, all of which are closed."""

    help_setup = RadioField(choices=[])


LIBRARY_FORMS: dict[str, Any] = {
    "login_form": SignInForm,
    "register_form": SignUpForm,
    "send_confirmation_form": AskConfirmationForm,
    "forgot_password_form": AskResetForm,
    "reset_password_form": ResetForm,
    "change_password_form": ChangeForm,
    "change_email_form": ChangeEmailForm,
    "verify_form": AskAgainForm,
    "two_factor_setup_form": SecondFactorForm,
    "two_factor_verify_code_form": CodeForm,
    "two_factor_rescue_form": NoRescueForm,
}
