"""The words people may send along: their length, and no way past the service in them."""

import re
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l

from matchmaker.core.errors import Invalid
from matchmaker.core.text import clean
from matchmaker.introductions import contact_traces, wording
from matchmaker.introductions.contact_traces import Trace
from matchmaker.introductions.models import DECK_LENGTH, MESSAGE_LENGTH
from matchmaker.profiles.known_names import KnownNames
from matchmaker.profiles.masking import Masked
from matchmaker.profiles.redaction import LEFT_OUT
from matchmaker.profiles.rules import leave_out

NOTE_LENGTH = 1000
PERSONAL = frozenset({Trace.EMAIL, Trace.PHONE})


def fault(text: str, longest: int, refused: Collection[Trace] = frozenset(Trace)) -> object | None:
    """Return in words why `text` cannot be sent to the other side, or None."""
    if len(clean(text)) > longest:
        too_long: object = _l("Please shorten this to %(number)s characters.", number=longest)
        return too_long
    found = contact_traces.found_in(text).intersection(refused)
    if not found:
        return None
    told: object = leave_out(", ".join(str(wording.TRACES[trace]) for trace in Trace if trace in found))
    return told


def request_message(text: str, names: KnownNames) -> Masked:
    """Return the message as it leaves: cleaned, and without contacts and names; Invalid if empty or too long.

    A mark may be longer than the two letters it stands for: what passes the limit then is cut.
    """
    masked = names.masked(_checked(text, MESSAGE_LENGTH, frozenset()))
    if not re.search(r"\w", masked.text.replace(LEFT_OUT, "")):
        raise Invalid(_l("Please write a few words."))
    return replace(masked, text=masked.text[:MESSAGE_LENGTH])


def draft(text: str) -> str:
    """Return the cleaned message of a draft, which only its own side reads; raise Invalid where too long."""
    return _checked(text, MESSAGE_LENGTH, frozenset(), may_be_empty=True)


def deck_url(text: str | None) -> str | None:
    """Return the address of a deck or data room, None where none is given; Invalid for no https address."""
    address = clean(text or "")
    if not address:
        return None
    parts = urlsplit(address)
    sound = parts.scheme == "https" and "." in parts.netloc and "@" not in parts.netloc
    if not sound or len(address) > DECK_LENGTH or any(sign.isspace() for sign in address):
        raise Invalid(_l("Give a whole address that starts with https://."))
    return address


def note(text: str) -> str:
    """Return a cleaned note of staff to a requester, which may hold a link; raise Invalid otherwise."""
    return _checked(text, NOTE_LENGTH, PERSONAL)


def private_text(text: str) -> str:
    """Return a cleaned text that only staff will read; raise Invalid where it is too long."""
    return _checked(text, NOTE_LENGTH, frozenset(), may_be_empty=True)


def shared_text(text: str) -> str:
    """Return a cleaned text that the other side will read; raise Invalid where it cannot be sent."""
    return _checked(text, NOTE_LENGTH, frozenset(Trace), may_be_empty=True)


def _checked(text: str, longest: int, refused: Collection[Trace], *, may_be_empty: bool = False) -> str:
    cleaned = clean(text)
    if not cleaned and not may_be_empty:
        raise Invalid(_l("Please write a few words."))
    if (why := fault(cleaned, longest, refused)) is not None:
        raise Invalid(why)
    return cleaned
