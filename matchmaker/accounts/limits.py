"""How often one may try, checked before a password is hashed or a mail is written.

Per address of the network the numbers suit a whole office or an event behind one router; what stops
guessing is counted per account, and most strictly per account from one network.
"""

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, request, session
from flask_login import current_user
from flask_security.mail_util import EmailValidateException

from matchmaker.core import limits


@dataclass(frozen=True)
class Limit:
    """At most `rates` attempts at `scope` of what `subject` names; None counts nothing."""

    scope: str
    subject: Callable[[], str | None]
    rates: tuple[str, ...]


def network() -> str:
    """Return the sender's address; of IPv6 the /64, since every household has that many."""
    sender = request.remote_addr or ""
    try:
        address = ipaddress.ip_address(sender)
    except ValueError:
        return sender  # a socket without addresses, or a proxy that adds a port
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)


def account() -> str | None:
    """Return the account that the form names, in the form under which it is looked up."""
    typed = request.form.get("email", "")
    try:
        return str(current_app.extensions["security"].mail_util.normalize(typed))
    except EmailValidateException:
        return typed.strip().lower() or None


def account_from_network() -> str | None:
    """Return the account that the form names together with the sender's network."""
    named = account()
    return named and f"{named} {network()}"


def signed_in() -> str | None:
    """Return who is signed in."""
    return str(current_user.id) if current_user.is_authenticated else None


def half_signed_in() -> str | None:
    """Return whose password was right and whose code is awaited."""
    return session.get("tf_user_id")


GUESSES = ("10 per 10 minutes", "100 per day")
SIGN_IN = (
    Limit("sign-in account network", account_from_network, GUESSES),
    Limit("sign-in account", account, ("40 per hour",)),
)
LIMITS: dict[str, tuple[Limit, ...]] = {
    "security.login": (Limit("sign-in network", network, ("100 per 10 minutes",)), *SIGN_IN),
    "security.register": (
        Limit("sign-up network", network, ("60 per hour",)),
        Limit("sign-up account", account, ("5 per hour",)),
    ),
    "security.forgot_password": (
        Limit("recovery network", network, ("60 per hour",)),
        Limit("recovery account", account, ("5 per hour",)),
    ),
    "security.send_confirmation": (
        Limit("confirmation network", network, ("60 per hour",)),
        Limit("confirmation account", account, ("5 per hour",)),
    ),
    "security.reset_password": (Limit("reset network", network, ("60 per hour",)),),
    "security.verify": (Limit("own password", signed_in, GUESSES),),
    "security.change_password": (Limit("own password", signed_in, GUESSES),),
    "security.change_email": (
        Limit("change of address", signed_in, ("10 per hour",)),
        Limit("new address", account, ("5 per hour",)),
    ),
    "security.two_factor_token_validation": (
        Limit("code", half_signed_in, GUESSES),
        Limit("code network", network, ("100 per 10 minutes",)),
    ),
    "security.two_factor_setup_validate": (Limit("code setup", signed_in, GUESSES),),
    "accounts.accept": (Limit("invitation network", network, ("60 per hour",)),),
}


def check() -> None:
    """Count the request where its endpoint is limited; raise TooManyAttempts beyond the limit."""
    if request.method != "POST":
        return
    for limit in LIMITS.get(request.endpoint or "", ()):
        subject = limit.subject()
        if subject is not None:
            limits.spend(limit.scope, subject, *limit.rates)


def forgive_sign_in() -> None:
    """Forget the attempts at the account whose password was right at last."""
    for limit in SIGN_IN:
        subject = limit.subject()
        if subject is not None:
            limits.forgive(limit.scope, subject, *limit.rates)


def init_app(app: Flask) -> None:
    """Check each request, once its form's token is known to be good."""
    app.before_request(check)
