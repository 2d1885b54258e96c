"""The HTML part of a mail, made from its text: the two say the same by construction."""

import re

from markupsafe import Markup, escape

_LINK = re.compile(r"https?://[^\s<>\"]+")
_AFTER_A_LINK = ".,;:!?)]}»"
_BULLET = "- "


def fragment(text: str) -> Markup:
    """Return plain text as escaped HTML: paragraphs, lists of lines that start with `- `, links to follow."""
    blocks = (block.strip() for block in re.split(r"\n\s*\n", text))
    return Markup("\n").join(_block(block.splitlines()) for block in blocks if block)


def _block(lines: list[str]) -> Markup:
    if all(line.startswith(_BULLET) for line in lines):
        items = (Markup("<li>{}</li>").format(_linked(line.removeprefix(_BULLET))) for line in lines)
        return Markup("<ul>{}</ul>").format(Markup("").join(items))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(_linked(line) for line in lines))


def _linked(line: str) -> Markup:
    parts, end = [], 0
    for match in _LINK.finditer(line):
        address = match[0].rstrip(_AFTER_A_LINK)
        parts += [
            escape(line[end : match.start()]),
            Markup('<a href="{address}">{address}</a>').format(address=address),
        ]
        end = match.start() + len(address)
    return Markup("").join([*parts, escape(line[end:])])
