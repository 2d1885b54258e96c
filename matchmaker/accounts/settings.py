"""What we ask of Flask-Security."""

from datetime import timedelta
from typing import Any

from matchmaker.accounts.passwords import SHORTEST
from matchmaker.accounts.texts import MESSAGES

SETTINGS: dict[str, Any] = {
    "URL_PREFIX": "/account",
    "STATIC_FOLDER": None,
    "CLI_USERS_NAME": False,
    "CLI_ROLES_NAME": False,
    "API_ENABLED_METHODS": ["session"],
    # Passwords. 32 MiB and three rounds: well above what OWASP asks for, and bearable for a small machine.
    "PASSWORD_HASH": "argon2",
    "PASSWORD_SCHEMES": ["argon2"],
    "PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__type": "ID",
        "argon2__memory_cost": 32768,
        "argon2__rounds": 3,
        "argon2__parallelism": 1,
    },
    # What signed links say of an address or password only has to differ when that changes: no slow hash.
    "HASHING_SCHEMES": ["hex_sha256"],
    "PASSWORD_LENGTH_MIN": SHORTEST,
    "PASSWORD_NORMALIZE_FORM": "NFKC",
    "PASSWORD_CONFIRM_REQUIRED": False,
    # Who may have an account, and what a stranger may learn about it: nothing.
    "REGISTERABLE": True,
    "CONFIRMABLE": True,
    "RECOVERABLE": True,
    "CHANGEABLE": True,
    "CHANGE_EMAIL": True,
    "RETURN_GENERIC_RESPONSES": True,
    # Before the @ ASCII only: of our mails to others no message can be made.
    "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "allow_smtputf8": False},
    "CONFIRM_EMAIL_WITHIN": timedelta(days=2),
    "RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "CHANGE_EMAIL_WITHIN": timedelta(hours=2),
    "FRESHNESS": timedelta(minutes=30),
    "FRESHNESS_GRACE_PERIOD": timedelta(minutes=15),
    # The second factor: an authenticator app, for whoever wants it.
    "TWO_FACTOR": True,
    "TWO_FACTOR_REQUIRED": False,
    "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "TWO_FACTOR_IMPLEMENTATIONS": {"code": "flask_security.twofactor.CodeTfPlugin"},
    "TWO_FACTOR_RESCUE_EMAIL": False,
    "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "TOTP_ISSUER": "Passerelle",
    # Where it leads afterwards.
    "POST_REGISTER_VIEW": "security.login",
    "POST_CHANGE_VIEW": "accounts.account",
    "POST_CHANGE_EMAIL_VIEW": "security.login",
    "TWO_FACTOR_POST_SETUP_VIEW": "accounts.account",
    # Our mails; the library renders none itself.
    "EMAIL_PLAINTEXT": False,
    "EMAIL_HTML": False,
    "REGISTER_EMAIL_TEMPLATE": "accounts/confirm",
    "REGISTER_EMAIL_EXISTING_TEMPLATE": "accounts/already_registered",
    "EMAIL_TEMPLATE_CONFIRM": "accounts/confirm",
    "EMAIL_TEMPLATE_PASSWORD_RESET": "accounts/reset",
    "EMAIL_TEMPLATE_PASSWORD_RESET_NOTICE": "accounts/password_changed",
    "EMAIL_TEMPLATE_PASSWORD_CHANGE_NOTICE": "accounts/password_changed",
    "CHANGE_EMAIL_EMAIL_TEMPLATE": "accounts/change_email",
} | {f"MSG_{name}": message for name, message in MESSAGES.items()}


def prefixed() -> dict[str, Any]:
    """Return the settings under the names by which the library reads them."""
    return {f"SECURITY_{name}": value for name, value in SETTINGS.items()}
