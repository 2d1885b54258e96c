"""Traces of contact data in free text: what must not leave before both sides are introduced."""

import re
import unicodedata
from enum import StrEnum

from matchmaker.profiles.redaction import CALIFORNIAN_PHONE, FRENCH_PHONE, GAP, TOP_LEVEL


class Trace(StrEnum):
    """A way to reach somebody past the service."""

    EMAIL = "email"
    PHONE = "phone"
    URL = "url"


_PATTERNS: dict[Trace, re.Pattern[str]] = {
    # Any @ between signs is an address or a handle; "chez" and "at" in brackets are the usual disguise.
    Trace.EMAIL: re.compile(r"\w\s?@\s?\w|(?<!\w)@\w|\w\s?[\[({]\s?(?:at|chez|arobase)\s?[\])}]\s?\w", re.I),
    Trace.PHONE: re.compile(
        rf"(?:\+|(?<!\d)00)(?:{GAP}\d){{8,14}}"  # international
        rf"|{FRENCH_PHONE}|{CALIFORNIAN_PHONE}"
        r"|(?<![\d.,])\d{10,15}(?!\d)"
    ),
    Trace.URL: re.compile(
        rf"\bhttps?\s?:\s?/|\bwww\s?\.|\b[\w-]{{2,}}(?:\.[\w-]+)*\.(?:{TOP_LEVEL})\b(?!\.\w)", re.I
    ),
}

_ADDRESS = re.compile(r"(?<![\w.+'/:-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")


def found_in(text: str) -> frozenset[Trace]:
    """Return the kinds of contact data in `text`, whatever the width or form of its signs.

    A phone number, an address or a link as people usually write them; a disguise that a person can
    read and a pattern cannot is left to the staff who read the message before it leaves.
    """
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf"
    )
    sites = _ADDRESS.sub(" ", plain)  # the host of an e-mail address is no web address besides
    texts = {trace: sites if trace is Trace.URL else plain for trace in Trace}
    return frozenset(trace for trace, pattern in _PATTERNS.items() if pattern.search(texts[trace]))
