"""Addresses of websites: their normal form, whether they are any, and the host that tells a firm. Pure."""

import re
from urllib.parse import urlsplit

LONGEST_HOST = 253  # no name server knows a longer one
_HOST = re.compile(r"(?!-)[^\s./:@?#\\]+(\.[^\s./:@?#\\]+)+")


def normal(address: str) -> str:
    """Return the address with a scheme, `https` where none was given."""
    stripped = address.strip()
    return stripped if not stripped or "://" in stripped else f"https://{stripped}"


def is_valid(address: str) -> bool:
    """Return whether the normal form is a web address with a host name, and without name or password."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and "@" not in parts.netloc
        and not re.search(r"[\s<>\"\\]", address)
        and len(host) <= LONGEST_HOST
        and _HOST.fullmatch(host) is not None
    )


def host_of(address: str | None) -> str | None:
    """Return the host of the address without `www.`, in lower case, or None where there is none."""
    if not address:
        return None
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None
