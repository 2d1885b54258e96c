"""One-time links: the token travels in the mail, the database keeps its hash only."""

import hashlib
import secrets


def issue() -> tuple[str, str]:
    """Return a new unguessable token, safe in an address, and the hash to store (64 hex digits)."""
    token = secrets.token_urlsafe(32)
    return token, digest(token)


def digest(token: str) -> str:
    """Return the hash under which `token` is looked up: 64 hex digits.

    The token has 256 random bits, so a plain SHA-256 cannot be turned back by guessing. What has fewer, such
    as the address that a rate counter stands for, is kept out of sight and no more.
    """
    return hashlib.sha256(token.encode()).hexdigest()
