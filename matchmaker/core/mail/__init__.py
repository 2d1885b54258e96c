"""Mails: a row and a job, both written in the transaction that decides on the mail."""

from matchmaker.core.mail.models import MailState, OutgoingMail

__all__ = ["MailState", "OutgoingMail"]
