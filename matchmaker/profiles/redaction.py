"""E-mail addresses and phone numbers in the free texts of a profile: found, and left out for others. Pure."""

import re

LEFT_OUT = "[…]"
TOP_LEVEL = "ai|app|be|biz|ca|ch|cloud|club|co|com|de|dev|digital|edu|es|eu|fr|gov|health|info|io|it|jp|me|net|nl|org|paris|ph|pt|sf|so|studio|tech|tv|uk|us|vc|xyz"  # noqa: E501  (a list of words)
GAP = r"[\s.\-/()]{0,3}"  # between the digits of a phone number
FRENCH_PHONE = rf"(?<![\d.,])0[1-9](?:{GAP}\d{{2}}){{4}}(?!\d)"
CALIFORNIAN_PHONE = r"(?<![\d.,])\(?[2-9]\d{2}\)?[\s.\-]{1,2}[2-9]\d{2}[\s.\-]\d{4}(?!\d)"
_REACHABLE = re.compile(
    # Web addresses pass as they are: the site is no secret, and the numbers in it reach nobody.
    r"(?P<site>\b(?:https?://|www\.)[^\s<>\"]+)"
    r"|(?P<email>[\w.+'-]+\s?(?:@|[\[(]\s?(?:at|chez|arobase)\s?[\])])\s?(?:[\w-]+\.)+[^\W\d_]{2,})"
    r"|(?P<phone>"
    rf"(?:\+|(?<!\d)00)(?!\d{{1,3}}(?:[\s.,]?000)+\b)(?:{GAP}\d){{8,14}}"  # international, no round number
    rf"|{FRENCH_PHONE}|{CALIFORNIAN_PHONE})",
    re.IGNORECASE,
)
_MAYBE = re.compile(rf"@|[\[(]\s?(?:at|chez|arobase)\s?[\])]|(?:\d{GAP}){{8}}", re.IGNORECASE)


def kinds_in(text: str) -> frozenset[str]:
    """Return which of `email` and `phone` stand in `text`."""
    found = frozenset(str(match.lastgroup) for match in _matches(text))
    return found - {"site"}


def redacted(text: str) -> str:
    """Return `text` with a mark in the place of each e-mail address and phone number."""
    if not _MAYBE.search(text):
        return text
    return _REACHABLE.sub(lambda match: match[0] if match["site"] else LEFT_OUT, text)


def _matches(text: str) -> list[re.Match[str]]:
    return list(_REACHABLE.finditer(text)) if _MAYBE.search(text) else []
