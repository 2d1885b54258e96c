"""The typed needs and offers as a form: for each of the codes whether, which way, how soon, and a text."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Form, FormField, TextAreaField
from wtforms.validators import ValidationError

from matchmaker.core.text import clean
from matchmaker.profiles import rules
from matchmaker.profiles.fields import CodeField
from matchmaker.profiles.values import Entry
from matchmaker.taxonomy import Direction, NeedCode, Urgency


class EntryForm(Form):
    """One code: chosen or not, and what is said of it."""

    chosen = BooleanField()
    direction = CodeField(_l("Direction"), Direction)
    urgency = CodeField(_l("When"), Urgency)
    text = TextAreaField(_l("In a sentence or two"), render_kw={"rows": 2})

    def validate_text(self, field: TextAreaField) -> None:
        """Refuse a text that is too long, rather than cut it."""
        if (length := len(clean(field.data or ""))) > rules.ENTRY_LIMIT:
            raise ValidationError(str(rules.too_long(length, rules.ENTRY_LIMIT)))


class EntriesForm(Form):
    """One `EntryForm` for each code, under the code's name."""


for _code in NeedCode:
    setattr(EntriesForm, _code.value, FormField(EntryForm))


def filled(entries: Iterable[Entry]) -> dict[str, dict[str, Any]]:
    """Return stored entries as the data of an `EntriesForm`."""
    return {
        entry.code.value: {
            "chosen": True,
            "direction": entry.direction,
            "urgency": entry.urgency,
            "text": entry.text,
        }
        for entry in entries
    }


def rows(form: Any) -> list[tuple[NeedCode, Any]]:
    """Return (code, its form) in the order of the taxonomy, for templates."""
    return [(code, form[code.value].form) for code in NeedCode]


def entries_of(form: Any, stored: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return what was chosen; a row that says something without a tick counts, unless it was stored before.

    For a stored one the missing tick is how a person takes it away. A faulty row stays as it is stored.
    """
    known = {entry.code: entry for entry in stored}
    read = (known.get(code) if row.errors else _entry(code, row, code in known) for code, row in rows(form))
    return tuple(entry for entry in read if entry is not None)


def _entry(code: NeedCode, row: Any, is_stored: bool) -> Entry | None:
    entry = Entry(code, row.direction.data, row.urgency.data, row.text.data or "")
    says_something = entry.direction or entry.urgency or clean(entry.text)
    return entry if row.chosen.data or (says_something and not is_stored) else None
