"""A mail row as a MIME message."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr

from flask import current_app

from matchmaker.core.mail import markup
from matchmaker.core.mail.models import OutgoingMail


def compose(mail: OutgoingMail, sender: str) -> EmailMessage:
    """Return `mail` as text and HTML from `sender`; the same row gives the same Message-ID and Date."""
    message = EmailMessage(policy=SMTP)
    message["From"] = _sender(sender)
    message["To"] = address(mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    # Quoted-printable passes servers that do not take 8-bit lines, and long ones.
    message.set_content(f"{mail.text}\n", cte="quoted-printable")
    message.add_alternative(html(mail), subtype="html", cte="quoted-printable")
    message["Content-Language"] = mail.locale  # last, else it would move into the text part
    return message


def html(mail: OutgoingMail) -> str:
    """Return the HTML document that goes beside the text of `mail`."""
    page = current_app.jinja_env.get_template("mail/layout.html")
    return page.render(locale=mail.locale, subject=mail.subject, body=markup.fragment(mail.text))


def address(recipient: str) -> Address:
    """Return one address, its domain in ASCII; raise ValueError for anything but one bare address."""
    local, _, domain = recipient.rpartition("@")
    if not local or not domain or not recipient.isprintable() or " " in recipient:
        raise ValueError("not an e-mail address")
    try:
        return Address(addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except Exception as error:  # the parser of the standard library lets errors of several kinds out
        raise ValueError("not an e-mail address") from error


def domain_of(sender: str) -> str:
    """Return the domain of a From header such as `Passerelle <hello@example.org>`."""
    return address(parseaddr(sender)[1]).domain


def _sender(sender: str) -> Address:
    name, bare = parseaddr(sender)
    parsed = address(bare)
    return Address(display_name=name, username=parsed.username, domain=parsed.domain)
