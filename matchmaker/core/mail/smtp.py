"""One mail handed to one SMTP server: taken, refused for good, or to be tried again."""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum
from typing import Any


class Encryption(StrEnum):
    """How the conversation with the server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True)
class Server:
    """Where mails go; `timeout` in seconds holds for each step of the conversation."""

    host: str
    port: int
    encryption: Encryption = Encryption.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    timeout: float = 30.0


class Refused(Exception):
    """The server will never take this mail; the text is a code, without a word about persons."""


class Unavailable(Exception):
    """The mail was not taken this time; the text is a code, without a word about persons."""


def configured(config: Mapping[str, Any]) -> Server | None:
    """Return the server that the configuration names, or None where it names none."""
    if not config["SMTP_HOST"]:
        return None
    return Server(
        host=config["SMTP_HOST"],
        port=config["SMTP_PORT"],
        encryption=Encryption(config["SMTP_SECURITY"]),
        username=config["SMTP_USERNAME"],
        password=config["SMTP_PASSWORD"],
    )


def send(server: Server, message: EmailMessage) -> None:
    """Return once `server` took `message`; raise Refused or Unavailable where it did not."""
    try:
        with _session(server, hello=message["From"].addresses[0].domain) as client:
            client.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, answer = next(iter(error.recipients.values()))
        raise _verdict(error, code, answer) from None
    except smtplib.SMTPDataError as error:
        raise _verdict(error, error.smtp_code, error.smtp_error) from None
    except smtplib.SMTPResponseException as error:
        # The server refuses us, not this mail: a wrong password can be mended before the last attempt.
        raise Unavailable(_reason(error, error.smtp_code, error.smtp_error)) from None
    except (smtplib.SMTPException, OSError, UnicodeError) as error:  # the last: a password beyond ASCII
        raise Unavailable(type(error).__name__) from None


@contextlib.contextmanager
def _session(server: Server, hello: str) -> Any:
    client = _connected(server, hello)
    try:
        if server.encryption is Encryption.STARTTLS:
            client.starttls(context=ssl.create_default_context())
        if server.username:
            client.login(server.username, server.password or "")
        yield client
    finally:
        # A server that took the mail may still fail to say goodbye: that changes nothing.
        with contextlib.suppress(smtplib.SMTPException, OSError):
            client.quit()
        client.close()


def _connected(server: Server, hello: str) -> smtplib.SMTP:
    if server.encryption is Encryption.TLS:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=hello, timeout=server.timeout, context=context
        )
    return smtplib.SMTP(server.host, server.port, local_hostname=hello, timeout=server.timeout)


def _verdict(error: Exception, code: int, answer: bytes | str) -> Exception:
    kind = Refused if 500 <= code < 600 else Unavailable
    return kind(_reason(error, code, answer))


def _reason(error: Exception, code: int, answer: bytes | str) -> str:
    """Return the codes of an answer only: its words often repeat the address."""
    text = answer.decode("ascii", "replace") if isinstance(answer, bytes) else answer
    enhanced = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", text)
    return " ".join(filter(None, (type(error).__name__, str(code), enhanced and enhanced[0])))
