"""What a host says it does not want: words that must not find those who are just that."""

import re

_DENIALS = (
    r"not\s+interested\s+in",
    r"(?:do|does|will|would|can)(?:\s+not|n['’]t|not)\s+(?:invest|fund|back|finance|consider|support|take)",
    r"avoid(?:s|ing)?",
    r"exclud(?:e|es|ed|ing)|excl\.",
    r"except(?:ing)?|with\s+the\s+exception\s+of|other\s+than",
    r"n['’]investi(?:t|ssons)\s+(?:pas|ni)|ne\s+(?:finan[cç]|soutien|soutenons)\w*\s+(?:pas|ni)",
    r"exclut|excluons|excluant|à\s+l['’]ex(?:ception|clusion)\s+d",
    r"sauf|hormis|hors",
    r"(?<=[.;:]\s)ni(?=\s[^.!?;\n]*\sni\s)",
)
_UNWANTED = re.compile(
    rf"\b(?:{'|'.join(_DENIALS)})(?!\w)"
    r"(?:[^.!?;\n)]|\.(?=\w))*?(?=[!?;\n)]|\.(?!\w)|\b(?:but|mais)\b|\Z)"
    r"|(?:(?<=[,;:(\-–—])|(?<=\.)|^)\s*(?:no|pas\s+de|pas\s+d['’])\s+(?!code|one\b|other\b|longer\b|matter\b)[\w'’-]+(?:\s+[\w'’-]+){0,2}(?=\s*(?:[,;:.()]|$))",
    re.IGNORECASE | re.MULTILINE,
)


def wanted(text: str) -> str:
    """Return `text` without what it denies: from "do not invest in", "except", "sauf" to the clause's end.

    "Software, no crypto" keeps the software. Where in doubt a word stays: it is then found, as others are.
    """
    return _UNWANTED.sub(" ", text)
