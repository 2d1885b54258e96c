"""A mail row as a MIME message."""

from email.headerregistry import Address, BaseHeader, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import parseaddr
from typing import Any

from flask import current_app

from matchmaker.core.mail import markup
from matchmaker.core.mail.models import OutgoingMail


class _Whole(UniqueUnstructuredHeader, BaseHeader):  # type: ignore[misc]  # as its registry joins them
    """A header that holds an address of a page: it stays on one line, which the library would encode."""

    def fold(self, *, policy: "Policy[Any]") -> str:
        """Return the header as it goes over the wire."""
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Whole)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def compose(mail: OutgoingMail, sender: str) -> EmailMessage:
    """Return `mail` as text and HTML from `sender`; the same row gives the same Message-ID and Date."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _sender(sender)
    message["To"] = address(mail.recipient)
    message["Subject"] = mail.subject
    message["Date"] = mail.created_at
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    for name, value in _unsubscribing(mail.unsubscribe_url):
        message[name] = value
    # Quoted-printable passes servers that do not take 8-bit lines, and long ones.
    message.set_content(f"{mail.text}\n", cte="quoted-printable")
    message.add_alternative(html(mail), subtype="html", cte="quoted-printable")
    if mail.calendar is not None:
        _add_calendar(message, mail.calendar)
    message["Content-Language"] = mail.locale  # last, else it would move into the text part
    return message


def _add_calendar(message: EmailMessage, calendar: str) -> None:
    """Add an iCalendar object twice: for programs that act on it, and as a file for all others. RFC 6047."""
    method = next(line for line in calendar.splitlines() if line.startswith("METHOD:"))[7:]
    message.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    content = calendar.encode()
    message.add_attachment(content, maintype="application", subtype="ics", filename="invite.ics")


def _unsubscribing(url: str | None) -> list[tuple[str, str]]:
    """Return the headers by which a mail program offers to stop mails of this kind: RFC 2369, RFC 8058."""
    if url is None:
        return []
    link = ("List-Unsubscribe", f"<{url}>")
    one_click = ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    return [link, one_click] if url.startswith("https://") else [link]  # one click must not go in the clear


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
