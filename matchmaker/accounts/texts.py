"""What Flask-Security says, in our words where its own are for developers, in French either way."""

from importlib.resources import files

from babel.support import Translations
from flask import Flask
from flask_babel import get_babel, get_locale
from flask_security.babel import FsDomain


def N_(text: str) -> str:  # noqa: N802  (the name under which Babel finds texts that are translated later)
    """Mark a text for translation without translating it."""
    return text


MESSAGES: dict[str, tuple[str, str]] = {
    "GENERIC_AUTHN_FAILED": (
        N_(
            "This address and password do not open an account. If you have just signed up, please confirm "
            "your address first."
        ),
        "error",
    ),
    "CONFIRM_REGISTRATION": (
        N_("Thank you. We have sent an e-mail to %(email)s. Please open the link in it to continue."),
        "success",
    ),
    "EMAIL_CONFIRMED": (N_("Thank you. Your address is confirmed. You can sign in now."), "success"),
    "ALREADY_CONFIRMED": (N_("This address is already confirmed. You can sign in."), "info"),
    "INVALID_CONFIRMATION_TOKEN": (
        N_(
            "This link does not work. If your address is confirmed already, please sign in; else ask for a "
            "new link here."
        ),
        "error",
    ),
    "CONFIRMATION_EXPIRED": (
        N_("This link was valid for %(within)s. Please ask for a new one here."),
        "error",
    ),
    "CONFIRMATION_REQUEST": (
        N_("If an account with %(email)s is waiting for confirmation, we have sent it an e-mail."),
        "info",
    ),
    "PASSWORD_RESET_REQUEST": (
        N_("If there is an account with %(email)s, we have sent it an e-mail with a link."),
        "info",
    ),
    "PASSWORD_RESET_EXPIRED": (
        N_("This link was valid for %(within)s. Please ask for a new one here."),
        "error",
    ),
    "INVALID_RESET_PASSWORD_TOKEN": (
        N_("This link does not work, or was used before. Please ask for a new one here."),
        "error",
    ),
    "PASSWORD_RESET_NO_LOGIN": (
        N_("Your new password is set. Please sign in with it."),
        "success",
    ),
    "PASSWORD_CHANGE": (
        N_("Your new password is set. You were signed out everywhere else."),
        "success",
    ),
    "PASSWORD_IS_THE_SAME": (N_("Please choose a password that differs from the current one."), "error"),
    "PASSWORD_INVALID_LENGTH": (
        N_("Please choose a password of %(length)s to 128 characters; a short sentence will do."),
        "error",
    ),
    "PASSWORD_TOO_SIMPLE": (
        N_("This password is too easy to guess. Please choose a few words that do not belong together."),
        "error",
    ),
    "PASSWORD_NOT_PROVIDED": (N_("Please enter a password."), "error"),
    "INVALID_PASSWORD": (N_("This is not your current password."), "error"),
    "EMAIL_NOT_PROVIDED": (N_("Please enter your e-mail address."), "error"),
    "INVALID_EMAIL_ADDRESS": (N_("This does not look like an e-mail address."), "error"),
    "UNAUTHENTICATED": (N_("Please sign in first."), "info"),
    "REAUTHENTICATION_REQUIRED": (
        N_("This page asks for your password again, to be sure that it is you."),
        "info",
    ),
    "REAUTHENTICATION_SUCCESSFUL": (N_("Thank you."), "info"),
    "CHANGE_EMAIL_SENT": (
        N_("We have sent an e-mail to %(email)s. Open the link in it to use this address from now on."),
        "success",
    ),
    "CHANGE_EMAIL_CONFIRMED": (
        N_("Your new address is in use. Please sign in with it."),
        "success",
    ),
    "CHANGE_EMAIL_EXPIRED": (N_("This link was valid for %(within)s. Please start over."), "error"),
    "API_ERROR": (N_("This link does not work."), "error"),
    "TWO_FACTOR_INVALID_TOKEN": (N_("This code is wrong or has expired."), "error"),
    "TWO_FACTOR_LOGIN_SUCCESSFUL": (N_("Welcome back."), "success"),
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        N_("From now on we ask for a code when you sign in."),
        "success",
    ),
    "TWO_FACTOR_DISABLED": (N_("We no longer ask for a code when you sign in."), "success"),
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": (N_("Please choose one of the two."), "error"),
    "TWO_FACTOR_PERMISSION_DENIED": (N_("Please sign in first."), "info"),
}


class LibraryTexts(FsDomain):
    """The library's own French catalogue, which it keeps as `fr_FR`, under ours."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)  # type: ignore[no-untyped-call]  # the library's
        self._merged: dict[str, Translations] = {}

    def get_translations(self) -> Translations:
        """Return the texts of the reader's language."""
        language = str(get_locale() or "en")
        if language not in self._merged:
            self._merged[language] = self._load(language)
        return self._merged[language]

    def _load(self, language: str) -> Translations:
        builtin = str(files("flask_security") / "translations")
        texts = Translations.load(builtin, {"fr": ["fr_FR"]}.get(language, []), "flask_security")
        merged = texts if isinstance(texts, Translations) else Translations()
        for directory in get_babel().translation_directories:
            ours = Translations.load(directory, [language], "messages")
            if isinstance(ours, Translations):
                merged.merge(ours)
        return merged
