"""Flask-Security's mails as rows of ours, in the language of the account they concern."""

from typing import Any

from flask import after_this_request, has_request_context
from flask.wrappers import Response
from flask_security import MailUtil

from matchmaker.core import mail
from matchmaker.extensions import db

CONTEXT = ("confirmation_token", "reset_token", "token")


class AccountMails(MailUtil):
    """Writes the library's mails to our outbox; its templates are named in settings.py."""

    def normalize(self, email: str) -> str:
        """Return the address in the one form that accounts are stored and found under: lower case."""
        return str(super().normalize(email)).lower()

    def validate(self, email: str) -> str:
        """Do what `normalize` does for an address that will get mail."""
        return str(super().validate(email)).lower()

    def send_mail(  # noqa: PLR0917  (the library's signature)
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: object,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        """Write the mail `template`, and commit it with the request: some of the library's views do not."""
        user = kwargs["user"]
        mail.enqueue(
            recipient=str(recipient),
            locale=user.locale,
            template=template,
            user_id=user.id,
            user=user,
            **{name: kwargs[name] for name in CONTEXT if name in kwargs},
        )
        if has_request_context():
            after_this_request(_commit)


def _commit(response: Response) -> Response:
    db.session.commit()
    return response
