"""The conversation is encrypted and the server's certificate is checked before a password is said."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import Flask

from matchmaker.core.mail import MailState, OutgoingMail
from tests.integration.mail.conftest import Handler, MailServer, serve, state_of

# The test server knows of STARTTLS only, so it must be told that a log-in over TLS from the start is fine.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")
Enqueued = Callable[..., OutgoingMail]
Work = Callable[[], None]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file, that only this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return file


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
) -> AuthResult:
    known = LoginPassword(b"passerelle", b"a password")
    return AuthResult(success=data == known, handled=False)


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture(params=["starttls", "tls"])
def encrypted(
    request: pytest.FixtureRequest, certificate: Path, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MailServer]:
    """A server that takes mails of `passerelle` only, over either form of encryption."""
    options: dict[str, Any] = {
        "starttls": {"tls_context": _context(certificate), "require_starttls": True},
        "tls": {"ssl_context": _context(certificate), "auth_require_tls": False},
    }[request.param]
    for server in serve(Handler(), authenticator=_authenticate, auth_required=True, **options):
        for name, value in {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": server.port,
            "SMTP_SECURITY": request.param,
            "SMTP_USERNAME": "passerelle",
            "SMTP_PASSWORD": "a password",
        }.items():
            monkeypatch.setitem(context.config, name, value)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        yield server


def test_a_mail_goes_out_over_an_encrypted_conversation_after_log_in(
    encrypted: MailServer, enqueued: Enqueued, work: Work
) -> None:
    row = enqueued()
    work()
    assert (row.state, row.last_error) == (MailState.SENT, None)
    assert len(encrypted.handler.messages) == 1


def test_a_server_whose_certificate_nobody_vouches_for_is_told_nothing(
    encrypted: MailServer, enqueued: Enqueued, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    row = enqueued()
    work()
    assert (row.state, row.last_error) == (MailState.QUEUED, "SSLCertVerificationError")
    assert encrypted.handler.messages == []


def test_a_wrong_password_delays_the_mail_until_it_is_mended(
    encrypted: MailServer, enqueued: Enqueued, work: Work, context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = enqueued()
    with monkeypatch.context() as wrong:
        wrong.setitem(context.config, "SMTP_PASSWORD", "wrong")
        work()
    assert state_of(row) is MailState.QUEUED
    assert row.last_error is not None
    assert row.last_error.startswith("SMTPAuthenticationError 535")
    work()
    assert state_of(row) is MailState.SENT


def test_a_server_that_offers_no_encryption_where_it_is_asked_for_gets_no_mail(
    sending: Flask,
    mail_server: MailServer,
    enqueued: Enqueued,
    work: Work,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sending.config, "SMTP_SECURITY", "starttls")
    row = enqueued()
    work()
    assert (row.state, row.last_error) == (MailState.QUEUED, "SMTPNotSupportedError")
    assert mail_server.handler.messages == []
