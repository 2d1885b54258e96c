"""Mail texts from templates, in the recipient's language whatever the language of the request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app

from matchmaker.core import urls
from matchmaker.core.locale import reading_as
from matchmaker.core.text import clean

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Rendered:
    """Subject, on one line, and text of a mail."""

    subject: str
    text: str


def render(template: str, locale: str, time_zone: str, context: Mapping[str, Any]) -> Rendered:
    """Render the blocks of `templates/mail/<template>.txt` for a reader of `locale` in `time_zone`.

    Lazy strings in `context` are read in that language too. Raise KeyError where the template has no
    `subject` block.
    """
    page = current_app.jinja_env.get_template(f"mail/{template}.txt")
    values = {"link": urls.absolute, **context}
    with reading_as(locale, time_zone):
        subject = "".join(page.blocks["subject"](page.new_context(values)))
        return Rendered(one_line(subject), tidy(page.render(values)))


def heading(template: str) -> str:
    """Return the subject of a mail whose subject takes no arguments, in the language under way."""
    page = current_app.jinja_env.get_template(f"mail/{template}.txt")
    return one_line("".join(page.blocks["subject"](page.new_context({}))))


def one_line(subject: str) -> str:
    """Return `subject` on one line without control characters, cut where it is too long for a header."""
    line = " ".join(clean(subject).split())
    return line if len(line) <= LONGEST_SUBJECT else f"{line[: LONGEST_SUBJECT - 1]}…"


def tidy(text: str) -> str:
    """Return `text` without control characters, outer space and more than one empty line in a row."""
    lines = (line.rstrip() for line in clean(text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
